"""A server with members of every role, and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from bot.app import App
from bot.blocks import Buttons, Choice, Fields, Picker
from bot.replies import Destination, Invocation, Reply
from bot.spans import plain
from bot.store.values import Place
from tests.bot.fakes import FakeNewsroom, app
from tests.bot.memory import MemoryInMemory, seeded

HERE = Place("discord", "1")
ADMIN, EDITOR, MEMBER = frozenset({"manage_workspace"}), frozenset({"manage_channel"}), frozenset[str]()


@dataclass
class Server:
    """A Discord server whose channel 10 has subscription 1, and 20 the paused 2; 33 is an editor of 10."""

    memory: MemoryInMemory = field(default_factory=lambda: seeded(HERE, "10", "anna", "20", "33"))
    room: FakeNewsroom = field(default_factory=FakeNewsroom)
    app: App = field(init=False)

    def __post_init__(self) -> None:
        self.app = app(self.room, memory=self.memory)

    async def say(
        self,
        text: str,
        rights: frozenset[str] = ADMIN,
        *,
        user: str = "anna",
        channel: str = "10",
        server: str | None = "1",
        **given: str,
    ) -> Reply:
        """Give ``/downlink TEXT`` as somebody."""
        verb, _, rest = text.partition(" ")
        where = Destination("discord", channel, server)
        return await self.app.answer(Invocation("1", user, where, verb, rest, given, rights=rights))

    def log(self) -> list[str]:
        """List the audit log's verbs and subjects, newest first."""
        return [f"{change.actor}: {change.verb} {change.subject}" for change in self.memory.changes(HERE)]


@pytest.fixture
def server() -> Server:
    """Give a server of one's own."""
    return Server()


def said(reply: Reply) -> str:
    """Give all words of a reply, blocks on lines."""
    lines = []
    for block in reply.blocks:
        if isinstance(block, Fields):
            lines += [f"{name}: {plain(spans)}" for name, spans in block.pairs]
        else:
            parts = getattr(block, "items", None) or (getattr(block, "spans", ()),)
            lines += [plain(spans) for spans in parts]
    return "\n".join(lines)


def commands(reply: Reply) -> list[str]:
    """List what its buttons and choices would do."""
    found: list[str] = []
    for block in reply.blocks:
        if isinstance(block, Buttons):
            found += [button.command or "" for button in block.buttons]
        if isinstance(block, Picker):
            found += [choice.command for choice in block.choices if isinstance(choice, Choice)]
    return found
