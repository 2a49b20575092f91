"""Discord's errors: what each says in a sentence, and what is refused with it. Pure.

https://docs.discord.com/developers/topics/opcodes-and-status-codes#json
"""

from __future__ import annotations

from bot.platforms.base import PostDelayed, PostRefused, Reach
from bot.platforms.discord.rest import Refused

WRONG_TOKEN = "Discord does not accept the bot's token."
REMOVED = "The bot was removed from the server."
NO_EMBEDS = "The bot may not show embeds in the channel: it needs Embed Links there."
NOT_OF_THIS_SERVER = "The channel is not one of this server."
NO_THREAD = "The thread no longer exists."
NOT_SEEN, NO_CHANNEL = 50001, 10003
_CHANNEL = {
    NO_CHANNEL: "The channel no longer exists.",
    10013: "That person is no longer on Discord.",
    NOT_SEEN: "The bot can't see the channel: it needs View Channel there.",
    50007: "That person takes no direct messages from the bot.",
    50008: "That channel takes no messages.",
    50013: "The bot may not write in the channel: it needs Send Messages and Embed Links there.",
    50024: "That kind of channel takes no messages.",
    50033: "That person can't be sent messages by the bot.",
    50083: "The thread is archived.",
    50278: "That person is in no server with the bot any more, and takes no direct messages from it.",
    40067: "The forum wants a tag on every post, and has none that the bot may set.",
    160005: "The thread is locked.",
}
_INSTALLATION = {10004: "The server is no longer there, or the bot was removed from it."}
_BOT = {40001: WRONG_TOKEN, 40002: "Discord wants the bot's account to be verified first.", 50014: WRONG_TOKEN}
_PASSING = {  # what passes by itself, and the seconds until it is tried again
    40003: ("Direct messages are opened too fast.", 60.0),
    40004: ("Discord has switched off sending for the moment.", 60.0),
    130000: ("Discord is overloaded.", 30.0),
    160006: ("The server has as many open threads as Discord allows.", 600.0),
    160007: ("The server has as many open announcement threads as Discord allows.", 600.0),
}
BANNED = 60.0  # seconds; Discord's shield names none: https://docs.discord.com/developers/topics/rate-limits


def raised(problem: Refused) -> PostRefused | PostDelayed:
    """Say what a post that Discord did not take means, and for what else."""
    counted = problem.answered and problem.status in (401, 403, 429) and problem.scope != "shared"
    if problem.wait is not None:
        reach = Reach.BOT if problem.scope == "global" else Reach.CHANNEL
        return PostDelayed("Discord asks to wait.", problem.wait, reach, invalid=counted)
    if problem.code in _PASSING:
        sentence, seconds = _PASSING[problem.code]
        return PostDelayed(sentence, seconds, Reach.CHANNEL, invalid=counted)
    if problem.unread and problem.status != 401:  # not Discord's own answer: its shield's, or a proxy's
        return PostDelayed("Discord turns this computer's address away.", BANNED, Reach.BOT, invalid=counted)
    return PostRefused(*_said(problem), invalid=counted)


def _said(problem: Refused) -> tuple[str, Reach]:
    for reach, known in ((Reach.CHANNEL, _CHANNEL), (Reach.INSTALLATION, _INSTALLATION), (Reach.BOT, _BOT)):
        if problem.code in known:
            return known[problem.code], reach
    if problem.status == 401:
        return WRONG_TOKEN, Reach.BOT
    if problem.status == 403:
        return f"Discord forbids it: {problem.message or 'no reason given'}.", _forbidden(problem.code)
    if problem.status == 404:
        return f"The channel can't be found: {problem.message or 'no reason given'}.", Reach.CHANNEL
    return f"Discord refuses the message: {problem.message or problem.status}.", Reach.CONTENT


def _forbidden(code: int) -> Reach:
    """Tell what a server's own rules stop (AutoMod, links: 200000 and above) from what the channel forbids."""
    return Reach.CONTENT if code >= 200_000 else Reach.CHANNEL
