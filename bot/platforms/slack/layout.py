"""Units → messages within Slack's limits, by flow: a story is never divided over two messages. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.platforms.slack.components import Option, actions, menu
from bot.platforms.slack.drawing import Unit, drawn
from bot.platforms.slack.limits import BLOCKS, TOTAL, weight
from bot.platforms.slack.names import localised
from bot.platforms.slack.state import Act
from bot.replies import Kind, Reply

Native = dict[str, Any]
ROOM = 1_000  # characters, and
ROOM_BLOCKS = 2  # blocks, left for what is offered below a reply
STORIES = "Read a story in full"


@dataclass(slots=True)
class Message:
    """One message, filled as far as it holds."""

    blocks: list[Native] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    stories: list[Option] = field(default_factory=list)
    weight: int = 0

    def holds(self, unit: Unit, blocks: int, heavy: int, total: int) -> bool:
        """Tell whether a unit of so many blocks and characters still fits."""
        menus = bool(self.stories or unit.story)
        return len(self.blocks) + blocks + menus <= BLOCKS - ROOM_BLOCKS and self.weight + heavy <= total - ROOM


def laid_out(reply: Reply, keys: Mapping[str, str]) -> list[Message]:
    """Lay a whole reply out; at least one message, none empty."""
    messages = [Message()]
    number = 0
    for block in localised(reply).blocks:
        for unit in drawn(block, asks=reply.kind is Kind.PICKER):
            for whole in _whole(unit):
                number += 1
                _place(whole, messages, keys, number)
    for message in messages:
        if message.stories:
            once = {option.command: option for option in message.stories}  # a preview has headlines and all
            message.blocks.append(menu(STORIES, tuple(once.values()), Act.ANSWER, keys, 0))
    return [message for message in messages if message.blocks] or messages[:1]


def _place(unit: Unit, messages: list[Message], keys: Mapping[str, str], number: int) -> None:
    blocks = list(unit.blocks)
    blocks += [menu(prompt, options, act, keys, number) for prompt, options, act in unit.picks]
    blocks += actions(unit.presses, keys, number * 100)
    heavy = weight(blocks)
    if unit.story:
        heavy += weight(menu("", [unit.story], Act.ANSWER, keys, 0))
    if messages[-1].blocks and not messages[-1].holds(unit, len(blocks), heavy, TOTAL):
        messages.append(Message())
    message = messages[-1]
    message.blocks += blocks
    message.weight += heavy
    message.said += [unit.said] if unit.said else []
    message.stories += [unit.story] if unit.story else []


def _whole(unit: Unit) -> Iterator[Unit]:
    """Give a unit as it is, unless it alone is more than a message holds: then block by block."""
    if len(unit.blocks) <= BLOCKS - ROOM_BLOCKS - 2 and weight(unit.blocks) <= TOTAL - ROOM:
        yield unit
        return
    for n, block in enumerate(unit.blocks):
        last = n == len(unit.blocks) - 1
        yield replace(unit, blocks=[block]) if last else Unit([block], said="")
