"""Who the bot is in its workspace, said once in the log; and whether its own token works, before anybody asks."""

from __future__ import annotations

from bot.log import LOGGER
from bot.platforms.base import Reach
from bot.platforms.slack.calls import Problems, Refused
from bot.platforms.slack.refusals import reach
from bot.platforms.slack.tokens import Tokens

WRONG = "Slack does not accept the bot token: set DOWNLINK_SLACK_BOT_TOKEN to the one that the app's page shows."
WHOLE = (
    "DOWNLINK_SLACK_BOT_TOKEN is a whole organisation's, which Downlink can't serve: install the app in one workspace "
    "and set the token that it then shows."
)


async def greet(tokens: Tokens) -> str | None:
    """Ask Slack who we are, and note the workspace; gives a sentence where the bot's own token is of no use.

    Without a token of its own, the bot is another in each workspace.
    """
    if tokens.own is None:
        LOGGER.info("Serving the workspaces that installed the app on Slack")
        return None
    try:
        told = await tokens.own.told()
    except Problems as problem:
        if _final(problem):
            LOGGER.error("%s (%s)", WRONG, problem)
            return WRONG
        LOGGER.warning("Slack did not say who the bot is: %s", problem)
        return None
    if told.get("is_enterprise_install"):
        LOGGER.error(WHOLE)
        return WHOLE
    LOGGER.info("Connected to Slack as %s in %s", told.get("user"), told.get("team"))
    await tokens.present(str(told.get("team_id") or ""), str(told.get("team") or ""))
    return None


async def greet_again(tokens: Tokens, former: str | None) -> str | None:
    """Ask whether the bot's own token is still accepted; gives a sentence where it is not.

    ``former``: what was said the last time, which stays where Slack does not answer.
    """
    if tokens.own is None or former == WHOLE:
        return former
    try:
        await tokens.own.asked_anew()
    except Problems as problem:
        if not _final(problem):
            return former
        if former is None:
            LOGGER.error("%s (%s)", WRONG, problem)
        return WRONG
    return await greet(tokens) if former else None


def _final(problem: Exception) -> bool:
    refused = isinstance(problem, Refused) and problem.wait is None
    return refused and reach(str(problem), sole=True) is not Reach.CONTENT
