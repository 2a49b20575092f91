"""Reply → Slack's messages, as plain JSON values for ``chat.postMessage``. Pure.

Text is rich text, which shows it as it is; nothing is cut off: a long reply flows on in further messages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot import blocks as b
from bot.platforms.slack.components import Press, actions
from bot.platforms.slack.escape import clean, escaped
from bot.platforms.slack.layout import Message, laid_out
from bot.platforms.slack.limits import FALLBACK, shortened
from bot.platforms.slack.names import typed
from bot.platforms.slack.spans import unmentioned
from bot.platforms.slack.state import Act, needs_key
from bot.replies import Reply

Payload = dict[str, Any]
EVENT_TYPE = "downlink_delivery"  # of the metadata that carries a delivery's marker
_NO_KEYS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Offers:
    """What is offered under a reply. ``again``: the command that gives it. ``most``: messages that may follow.

    ``begin`` is the first message shown: earlier ones were shown before.
    """

    again: str = ""
    share: bool = False
    begin: int = 0
    most: int | None = None


def render(
    reply: Reply,
    offers: Offers = Offers(),
    *,
    keys: Mapping[str, str] = _NO_KEYS,
    marker: str = "",
    public: bool = False,
) -> list[Payload]:
    """Render a reply; one payload a message.

    Args:
        keys: the keys of its :func:`long_commands` in the bot's memory.
        marker: of a delivery; in the metadata of every message.
        public: whether many read it: then nobody is mentioned, whom a reply names.
    """
    messages = laid_out(reply, keys)
    end = len(messages) if offers.most is None else min(len(messages), offers.begin + offers.most)
    shown = messages[offers.begin : end]
    if public:
        shown = [replace(message, blocks=unmentioned(message.blocks)) for message in shown]
    return [
        _payload(message, reply, marker, _extra(offers, keys, end, len(messages)) if n == len(shown) else [])
        for n, message in enumerate(shown, 1)
    ]


def marked(payload: Payload, marker: str) -> Payload:
    """Put a marker into a message's metadata, which readers don't see."""
    return payload | {"metadata": {"event_type": EVENT_TYPE, "event_payload": {"marker": marker}}}


def parts(reply: Reply) -> int:
    """Count the messages that a reply takes."""
    return len(laid_out(reply, _NO_KEYS))


def view_blocks(reply: Reply, *, keys: Mapping[str, str] = _NO_KEYS) -> list[Payload]:
    """Render a reply as the blocks of a view, which may be more than one holds."""
    made = [block for message in laid_out(reply, keys) for block in message.blocks]
    return [_named(block, n) for n, block in enumerate(made)]


def _named(block: Payload, number: int) -> Payload:
    return block | {"block_id": f"shown{number}"}


def long_commands(reply: Reply, *others: str) -> set[str]:
    """List the commands that are too long for a button or a menu and have to be kept in memory."""
    return {
        command
        for command, option in (*_commands(reply), *((other, False) for other in others))
        if command and needs_key(command, option=option)
    }


def _commands(reply: Reply) -> Iterator[tuple[str, bool]]:
    for block in reply.blocks:
        if isinstance(block, b.StoryCard):
            yield block.command or "", True
        elif isinstance(block, b.Picker):
            yield from ((choice.command, True) for choice in block.choices)
        elif isinstance(block, b.Buttons):
            yield from ((each.command or "", False) for each in block.buttons)
        elif isinstance(block, b.Pager):
            yield from ((command or "", False) for command in (block.previous, block.next))


def _extra(offers: Offers, keys: Mapping[str, str], end: int, all_of: int) -> list[Payload]:
    presses: list[Press] = []
    if offers.again and end < all_of:
        presses.append(Press("Show the rest", offers.again, act=Act.CONTINUE, number=end, style="primary"))
    if offers.again and offers.share:
        presses.append(Press("Share", offers.again, act=Act.SHARE, number=end))
    return actions(presses, keys, 0)


def _payload(message: Message, reply: Reply, marker: str, extra: list[Payload]) -> Payload:
    title = escaped(typed(reply.title)).strip() or "…"
    blocks = [*message.blocks, *extra] or [_bare(reply.title)]
    made: Payload = {
        "text": shortened("\n".join(message.said), FALLBACK) or title,  # the blocks have all of it
        "blocks": blocks,
        "unfurl_links": False,
        "unfurl_media": False,
    }
    return marked(made, marker) if marker else made


def _bare(title: str) -> Payload:
    text = clean(title).strip()[:150] or "…"
    return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": False}]}
