"""Reply → Discord's message payloads, as plain JSON values. Pure.

A digest's stories are embeds, one each; what leads them in is the content. Other replies are one embed that
flows on in further ones, and in further messages, where it is long. Nothing is cut off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot import blocks as b
from bot.platforms.discord.components import PRIMARY, SECONDARY, Component, button, rows
from bot.platforms.discord.escape import code, escaped
from bot.platforms.discord.flow import Chunk, Line, flow
from bot.platforms.discord.layout import Embed, Message, laid_out
from bot.platforms.discord.limits import CONTENT
from bot.platforms.discord.state import Act, custom_id, needs_key, packed
from bot.replies import Reply

Payload = dict[str, Any]
NO_MENTIONS: Mapping[str, Any] = {"parse": [], "replied_user": False}
_NO_KEYS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Offers:
    """What is offered under a reply. ``again``: the command that gives it. ``most``: messages that may follow.

    ``begin`` is the first part shown: earlier ones were shown before.
    """

    again: str = ""
    share: bool = False
    begin: int = 0
    most: int | None = None


def render(
    reply: Reply, offers: Offers = Offers(), *, keys: Mapping[str, str] = _NO_KEYS, marker: str = ""
) -> list[Payload]:
    """Render a reply; one payload a message.

    Args:
        keys: the keys of its :func:`long_commands` in the bot's memory.
        marker: of a delivery, from :func:`~bot.platforms.discord.state.mark_of`; in every message.
    """
    messages = laid_out(reply)
    end = len(messages) if offers.most is None else min(len(messages), offers.begin + offers.most)
    shown = messages[offers.begin : end]
    return [
        _payload(message, reply, keys, marker, _extra(offers, keys, end, len(messages)) if n == len(shown) else [])
        for n, message in enumerate(shown, 1)
    ]


def in_words(payload: Payload) -> list[Payload]:
    """Make messages of what a payload would upload, for where that is not possible."""
    rest = {name: value for name, value in payload.items() if name not in ("files", "attachments")}
    lines = [Line([code(text)]) for _, _, file in payload["files"] for text in file.splitlines() if text.strip()]
    texts = flow([Chunk((line,), apart=False) for line in lines], CONTENT)
    blank: Payload = {"embeds": [], "components": [], "allowed_mentions": dict(NO_MENTIONS)}
    return [rest, *(blank | {"content": text} for text in texts)]


def parts(reply: Reply) -> int:
    """Count the messages that a reply takes."""
    return len(laid_out(reply))


def long_commands(reply: Reply, *others: str) -> set[str]:
    """List the commands that are too long for a component and have to be kept in memory."""
    return {command for command in (*_commands(reply), *others) if command and needs_key(command)}


def _commands(reply: Reply) -> Iterator[str]:
    for block in reply.blocks:
        if isinstance(block, b.StoryCard):
            yield block.command or ""
        elif isinstance(block, b.Picker):
            yield from (choice.command for choice in block.choices)
        elif isinstance(block, b.Buttons):
            yield from (each.command or "" for each in block.buttons)
        elif isinstance(block, b.Pager):
            yield from (command or "" for command in (block.previous, block.next))


def _extra(offers: Offers, keys: Mapping[str, str], end: int, all_of: int) -> list[Component]:
    made: list[Component] = []
    if not offers.again:
        return made
    again = packed(offers.again, keys)
    if end < all_of:
        made.append(button("Show the rest", custom_id(Act.CONTINUE, end, again), PRIMARY))
    if offers.share:
        made.append(button("Share", custom_id(Act.SHARE, 0, again), SECONDARY))
    return made


def _payload(message: Message, reply: Reply, keys: Mapping[str, str], marker: str, extra: list[Component]) -> Payload:
    content = message.content
    if not content and not message.embeds:
        content = escaped(reply.title)[:1000] or "…"
    made: Payload = {
        "content": content,
        "embeds": [_embed(embed) for embed in message.embeds],
        "components": rows(message, keys, extra, marker),
        "allowed_mentions": dict(NO_MENTIONS),
    }
    if message.files:  # "files" is for the one who sends: they go beside the JSON
        made["attachments"] = [{"id": str(n), "filename": file.name} for n, file in enumerate(message.files)]
        made["files"] = [[file.name, file.media_type, file.text] for file in message.files]
    return made


def _embed(embed: Embed) -> Payload:
    made: Payload = {"color": embed.colour}
    for name, value in (("title", embed.title), ("url", embed.url), ("description", embed.description)):
        if value:
            made[name] = value
    return made
