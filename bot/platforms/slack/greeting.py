"""Who the bot is in its workspace, said once in the log; and whether its own token works, before anybody asks."""

from __future__ import annotations

from bot.log import LOGGER
from bot.platforms.slack.calls import Calls, Lost, Refused, Unsent
from bot.platforms.slack.installations import Tokens


async def greet(calls: Calls, tokens: Tokens) -> None:
    """Ask Slack who we are, and note the workspace. Without a token of its own, the bot is another in each."""
    token = await tokens.of("")
    if not token:
        LOGGER.info("Serving the workspaces that installed the app on Slack")
        return
    try:
        told = await calls.repeat("auth.test", token, {})
        LOGGER.info("Connected to Slack as %s in %s", told.get("user"), told.get("team"))
        await tokens.present(str(told.get("team_id") or ""), str(told.get("team") or ""))
    except Refused as problem:
        LOGGER.error("Slack does not accept the bot token (%s): set DOWNLINK_SLACK_BOT_TOKEN", problem)
    except (Lost, Unsent) as problem:
        LOGGER.warning("Slack did not say who the bot is: %s", problem)
