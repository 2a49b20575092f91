"""Slack's errors: what each says in a sentence, and what is refused with it. Pure.

https://docs.slack.dev/reference/methods/chat.postMessage#errors
"""

from __future__ import annotations

from bot.platforms.base import PostDelayed, PostRefused, Reach
from bot.platforms.slack.calls import Refused

OUTSIDE = frozenset({"not_in_channel", "channel_not_found"})
REMOVED = "The bot was removed from the workspace."
WRONG_TOKEN = "Slack does not accept the bot's token."
LACKING = "The bot lacks a permission: install it again from its current manifest."
RULE = "A rule of the workspace forbids posting in the channel."
NO_MESSAGES = "That person can't be sent messages by the bot."
_CHANNEL = {
    "channel_not_found": "The channel no longer exists, or the bot was not invited to it.",
    "not_in_channel": "The bot is not in the channel: invite it there.",
    "is_archived": "The channel is archived.",
    "is_inactive": "The channel is frozen.",
    "channel_type_not_supported": "That kind of channel takes no messages.",
    "restricted_action": RULE,
    "restricted_action_read_only_channel": "Only some people may post in the channel.",
    "restricted_action_thread_only_channel": "Only threads are allowed in the channel.",
    "restricted_action_non_threadable_channel": "No threads are allowed in the channel.",
    "slack_connect_canvas_sharing_blocked": RULE,
    "slack_connect_file_link_sharing_blocked": RULE,
    "user_not_found": "That person is no longer in the workspace.",
    "users_not_found": "That person is no longer in the workspace.",
    "user_disabled": "That person's account is deactivated.",
    "user_not_visible": NO_MESSAGES,
    "cannot_dm_bot": NO_MESSAGES,
    "cant_dm_bot": NO_MESSAGES,
    "messages_tab_disabled": "The bot's Messages tab is switched off: make the app anew from its current manifest.",
}
_INSTALLATION = {
    "account_inactive": REMOVED,
    "token_revoked": "The bot was removed from the workspace: its token is revoked.",
    "missing_scope": LACKING,
    "no_permission": LACKING,
    "not_allowed_token_type": WRONG_TOKEN,
    "access_denied": "The bot is not allowed in the workspace.",
    "team_access_not_granted": "The bot is not allowed in the workspace.",
    "ekm_access_denied": "The workspace's administrators have suspended posting.",
    "enterprise_is_restricted": "The workspace's organisation forbids what the bot does.",
    "accesslimited": "The workspace limits what the bot may do.",
    "invalid_auth": WRONG_TOKEN,
    "not_authed": WRONG_TOKEN,
    "token_expired": "The bot's token has expired.",
}
_TOKEN = frozenset({"invalid_auth", "not_authed", "token_expired", "not_allowed_token_type"})
_MOVING = "The workspace is being moved into an organisation."
_PASSING = {  # what passes by itself, and the seconds until it is looked at again
    "org_login_required": (_MOVING, 300.0),
    "team_added_to_org": (_MOVING, 300.0),
    "message_limit_exceeded": ("The workspace has posted too many messages for today.", 300.0),
}
_OTHERS = {"thread_not_found": "The thread is no longer there.", "msg_blocks_too_long": "The message is too long."}


def raised(problem: Refused, *, sole: bool) -> PostRefused | PostDelayed:
    """Turn a refusal into the port's. ``sole``: the token is the operator's, and the bot has no other.

    Slack limits a method in a workspace, so that a wait is the whole workspace's.
    """
    if problem.wait is not None:
        return PostDelayed("Slack asks to wait.", problem.wait, Reach.INSTALLATION)
    if problem.error in _PASSING:
        sentence, seconds = _PASSING[problem.error]
        return PostDelayed(sentence, seconds, Reach.INSTALLATION)
    return PostRefused(refusal(problem.error), reach(problem.error, sole=sole))


def reach(error: str, *, sole: bool) -> Reach:
    """Say what else is refused with an error. A setting that is wrong is the operator's to mend: nothing is dropped."""
    if error in _CHANNEL:
        return Reach.CHANNEL
    if error in _TOKEN and sole:
        return Reach.BOT
    return Reach.INSTALLATION if error in _INSTALLATION else Reach.CONTENT


def refusal(error: str) -> str:
    """Say in a sentence why Slack refuses."""
    known = _CHANNEL.get(error) or _INSTALLATION.get(error) or _OTHERS.get(error)
    return known or (_PASSING[error][0] if error in _PASSING else f"Slack refuses the message: {error}.")
