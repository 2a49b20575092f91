"""Who the bot is in its workspace, said once in the log; and whether its own token works, before anybody asks."""

from __future__ import annotations

from bot.log import LOGGER
from bot.platforms.slack.calls import Lost, Refused, Unsent
from bot.platforms.slack.tokens import Tokens


async def greet(tokens: Tokens) -> None:
    """Ask Slack who we are, and note the workspace. Without a token of its own, the bot is another in each."""
    if tokens.own is None:
        LOGGER.info("Serving the workspaces that installed the app on Slack")
        return
    try:
        told = await tokens.own.told()
    except Refused as problem:
        LOGGER.error("Slack does not accept the bot token (%s): set DOWNLINK_SLACK_BOT_TOKEN", problem)
        return
    except (Lost, Unsent) as problem:
        LOGGER.warning("Slack did not say who the bot is: %s", problem)
        return
    if told.get("is_enterprise_install"):
        LOGGER.error(
            "DOWNLINK_SLACK_BOT_TOKEN is a whole organisation's, which Downlink can't serve: "
            "install the app in one workspace and set the token that it then shows"
        )
        return
    LOGGER.info("Connected to Slack as %s in %s", told.get("user"), told.get("team"))
    await tokens.present(str(told.get("team_id") or ""), str(told.get("team") or ""))
