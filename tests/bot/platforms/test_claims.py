"""Claims: at once where this process knows, over processes by the memory, and who waits while the database is busy."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from bot.commands.registry import Command
from bot.commands.table import REGISTRY
from bot.mistakes import NotThere
from bot.platforms import claims
from bot.platforms.claims import MOMENT, Claims, once
from bot.replies import Destination, Invocation, Kind, Reply
from bot.store.sql import SqlMemory, open_memory
from digests.errors import StoreError
from tests.bot.answers import NOW
from tests.bot.busy import writing
from tests.bot.fakes import app
from tests.bot.memory import MemoryInMemory, seeded


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Name the database's file."""
    return tmp_path / "memory.db"


@pytest.fixture
def memory(file: Path) -> Iterator[SqlMemory]:
    """Open a memory in it."""
    opened = open_memory(f"sqlite:///{file}")
    yield opened
    opened.close()


@pytest.fixture
def ours(memory: SqlMemory) -> Iterator[Claims]:
    """Take claims in a process."""
    made = Claims(memory, lambda: NOW)
    yield made
    made.close()


@pytest.fixture
def theirs(memory: SqlMemory) -> Iterator[Claims]:
    """Take claims in another."""
    made = Claims(memory, lambda: NOW)
    yield made
    made.close()


async def test_a_thing_is_done_once_in_all_processes(ours: Claims, theirs: Claims) -> None:
    """Whoever comes second is told, whichever process it comes to."""
    firsts = await asyncio.gather(*(each.claim("x:1").first() for each in (ours, theirs, ours, theirs)))
    assert sorted(firsts) == [False, False, False, True]
    assert not await theirs.claim("x:1").soon() and await theirs.claim("x:2").soon()


async def test_many_are_noted_together() -> None:
    """Two hundred at once take a few transactions, not as many."""
    batches: list[int] = []

    class Counting(MemoryInMemory):
        def first_times(self, keys: Sequence[str], now: datetime, hours: int = 24) -> frozenset[str]:
            batches.append(len(keys))
            return super().first_times(keys, now, hours)

    made = Claims(Counting(), lambda: NOW)
    assert all(await asyncio.gather(*(made.claim(f"x:{n}").first() for n in range(200))))
    made.close()
    assert sum(batches) == 200 and len(batches) < 5


async def test_while_the_database_is_busy_only_changes_wait(file: Path, ours: Claims) -> None:
    """What changes nothing waits a moment, one's own is known at once, what changes something waits to the end."""
    with writing(file):
        claim = ours.claim("x:1")
        began = time.monotonic()
        assert not await ours.claim("x:1").first()
        assert time.monotonic() - began < MOMENT
        assert await claim.soon()
        assert MOMENT * 0.9 < time.monotonic() - began < MOMENT + 1
        waits = asyncio.ensure_future(claim.first())
        await asyncio.sleep(MOMENT)
        assert not waits.done()
    assert await waits


async def test_who_was_late_learns_that_it_was_done(file: Path, ours: Claims, theirs: Claims) -> None:
    """What another process noted is found when the database is free again."""
    assert await ours.claim("x:1").first()
    with writing(file):
        claim = theirs.claim("x:1")
        assert await claim.soon()
    assert not await claim.first()


async def test_what_could_not_be_noted_may_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody did it; what changes nothing goes on all the same."""
    memory = MemoryInMemory()
    made = Claims(memory, lambda: NOW)

    def broken(*_: object) -> frozenset[str]:
        raise StoreError("/var/bot.db is busy.")

    with monkeypatch.context() as patched:
        patched.setattr(memory, "first_times", broken)
        claim = made.claim("x:1")
        with pytest.raises(StoreError):
            await claim.first()
        assert await claim.soon()
    assert await made.claim("x:1").first()
    made.close()


async def test_a_process_forgets_the_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sends things without end fills no memory."""
    monkeypatch.setattr(claims, "MOST", 100)
    made = Claims(None, lambda: NOW)
    for n in range(1000):
        assert await made.claim(f"x:{n}").first()
    assert len(made._seen) == 100 and not await made.claim("x:999").first()
    made.close()


def call(verb: str, text: str = "") -> Invocation:
    """Type a command."""
    return Invocation("1", "U1", Destination("slack", "C1", "T1"), verb, text)


async def test_changes_wait_for_their_claim_and_questions_do_not(file: Path, ours: Claims, theirs: Claims) -> None:
    """``/follow`` is not done a second time; ``/who`` is answered."""
    done: list[str] = []

    async def answer(invocation: Invocation) -> Reply:
        done.append(invocation.verb)
        return Reply(Kind.NOTE, "Done.", ())

    assert await ours.claim("x:1").first()
    with writing(file):
        answered = once(theirs.claim("x:1"), REGISTRY, answer)
        await answered(call("who", "Rogozin"))
        waits = asyncio.ensure_future(answered(call("follow", "Rogozin")))
        await asyncio.sleep(MOMENT)
        assert not waits.done()
    assert (await waits).title == claims.DONE_ALREADY and done == ["who"]


@pytest.mark.parametrize("command", REGISTRY.commands, ids=lambda each: each.verb)
async def test_what_is_said_to_change_nothing_writes_nothing(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every example of a command, and the command alone, on a memory that may not be written to."""
    wrote: list[str] = []

    memory = seeded()

    def sealed(name: str) -> Callable[..., None]:
        def refused(*_: object) -> None:
            wrote.append(name)
            raise NotThere("Nothing is written here.")

        return refused

    for name in dir(MemoryInMemory):
        if name.startswith(("put_", "add_", "remove_", "mark_", "forget", "purge", "changing")):
            monkeypatch.setattr(memory, name, sealed(name))
    application = app(memory=memory)
    for typed in (command.typed, *command.examples):
        text = typed.removeprefix(command.typed).strip()
        said = Invocation("1", "operator", Destination("terminal", "-", None), command.verb, text)
        before = len(wrote)
        await application.answer(said)
        assert application.registry.changes(said) or len(wrote) == before, typed
