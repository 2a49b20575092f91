"""What Slack sends, decoded: the same over Socket Mode and HTTP. Pure.

https://docs.slack.dev/interactivity/handling-user-interaction
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.replies import Destination

NAME = "slack"
MOST = 12_000  # characters of a message that is asked about


@dataclass(frozen=True, slots=True)
class Received:
    """Something somebody did. The addresses and triggers are as good as passwords for a while, so never shown.

    ``view`` is the modal or Home that it was done in; ``message`` the time stamp of the message.
    """

    id: str
    team: str
    user: str
    channel: str = ""
    response_url: str | None = field(default=None, repr=False)
    trigger: str = field(default="", repr=False)
    view: str | None = None
    view_type: str = ""
    message: str | None = None
    thread: str | None = None
    own_message: bool = False  # a message that only its user sees
    mention: bool = False
    organisation: bool = False  # the app was installed for a whole organisation

    @property
    def destination(self) -> Destination:
        """Where it was done; in the Home that is the conversation with the bot."""
        return Destination(NAME, self.channel or self.user, self.team or None)

    @property
    def direct(self) -> bool:
        """Whether nobody else is there."""
        return not self.channel or self.channel.startswith("D")


def command(body: Mapping[str, Any], number: str) -> Received:
    """Decode a slash command."""
    return Received(
        number,
        _text(body, "team_id"),
        _text(body, "user_id"),
        _text(body, "channel_id"),
        response_url=body.get("response_url") or None,
        trigger=_text(body, "trigger_id"),
        organisation=_organisation(body),
    )


def interaction(body: Mapping[str, Any], number: str) -> Received:
    """Decode a button, a menu, a shortcut or a form."""
    user, view = body.get("user") or {}, body.get("view") or {}
    container, message = body.get("container") or {}, body.get("message") or {}
    return Received(
        number,
        str((body.get("team") or {}).get("id") or user.get("team_id") or ""),
        _text(user, "id"),
        str((body.get("channel") or {}).get("id") or container.get("channel_id") or ""),
        response_url=body.get("response_url") or None,
        trigger=_text(body, "trigger_id"),
        view=view.get("id"),
        view_type=_text(view, "type"),
        message=container.get("message_ts") or message.get("ts"),
        thread=message.get("thread_ts") or container.get("thread_ts"),
        own_message=bool(container.get("is_ephemeral")),
        organisation=_organisation(body),
    )


def event(body: Mapping[str, Any], number: str) -> Received:
    """Decode an event."""
    told = body.get("event") or {}
    seen_by: Mapping[str, Any] = next(iter(body.get("authorizations") or ()), {})
    return Received(
        number,
        str(seen_by.get("team_id") or body.get("team_id") or ""),  # in a shared channel, others' events have their team
        _text(told, "user"),
        _text(told, "channel"),
        message=told.get("ts"),
        thread=told.get("thread_ts") or told.get("ts"),
        mention=told.get("type") == "app_mention",
        organisation=_organisation(body) or _organisation(seen_by),
    )


def value_of(body: Mapping[str, Any]) -> str:
    """Give the value of the button that was pressed, or of what was chosen in a menu."""
    action: Mapping[str, Any] = next(iter(body.get("actions") or ()), {})
    return str((action.get("selected_option") or {}).get("value") or action.get("value") or "")


def inputs(body: Mapping[str, Any]) -> dict[str, str]:
    """Give what was put into a form, by block."""
    state = ((body.get("view") or {}).get("state") or {}).get("values") or {}
    return {
        str(block): text.strip()
        for block, actions in state.items()
        for element in actions.values()
        if (text := _entered(element)).strip()
    }


def _entered(element: Mapping[str, Any]) -> str:
    chosen = element.get("selected_option") or {}
    return str(
        chosen.get("value")
        or element.get("selected_conversation")
        or element.get("selected_channel")
        or element.get("selected_user")
        or element.get("value")
        or ""
    )


def message_text(body: Mapping[str, Any]) -> str:
    """Give the text of the message that a shortcut is used on. It comes with it alone, and is not kept."""
    message = body.get("message") or {}
    texts = [str(message.get("text") or "")]
    for block in [*(message.get("blocks") or ()), *(message.get("attachments") or ())]:
        if (found := " ".join(_found(block))) and found not in texts[0]:
            texts.append(found)
    return "\n".join(filter(None, texts))[:MOST]


def _found(block: Any) -> Iterator[str]:
    """Collect the texts of a block, whatever it is."""
    pending = [block]
    while pending:
        each = pending.pop()
        if isinstance(each, Mapping):
            if isinstance(each.get("text"), str):
                yield each["text"]
            pending += [value for value in each.values() if isinstance(value, Mapping | list)][::-1]
        elif isinstance(each, list):
            pending += each[::-1]


def _organisation(body: Mapping[str, Any]) -> bool:
    return body.get("is_enterprise_install") in (True, "true")


def _text(body: Mapping[str, Any], name: str) -> str:
    return str(body.get(name) or "")
