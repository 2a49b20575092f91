"""Dispatch: every failure is a reply."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.registry import Command, zone_of
from bot.commands.table import REGISTRY
from bot.replies import Destination, Invocation, Kind, Outcome, Reply
from bot.spans import plain
from bot.store.base import Memory
from digests.errors import BadQuery, StoreLocked
from digests.model import Length
from tests.bot.fakes import FakeNewsroom, app
from tests.bot.ledgers import stocked

HERE = Destination("terminal", "test")


async def answered(line: str, room: FakeNewsroom | None = None, memory: Memory | None = None) -> Reply:
    return await app(room, memory=memory).answer_line(line, destination=HERE, user="reader")


def words(reply: Reply) -> str:
    block = reply.blocks[0]
    return plain(getattr(block, "spans", ()))


@pytest.mark.parametrize("command", REGISTRY.commands, ids=lambda c: c.verb)
async def test_every_example_works(command: Command, tmp_path: Path) -> None:
    """What help shows as an example is understood as typed."""
    for number, example in enumerate(command.examples):
        (tmp_path / str(number)).mkdir()
        with stocked(tmp_path / str(number)) as memory:
            reply = await answered(example, memory=memory)
        assert reply.outcome in (Outcome.DONE, Outcome.NOTHING), (example, reply)


@pytest.mark.parametrize("command", REGISTRY.commands, ids=lambda c: c.verb)
def test_every_command_has_help(command: Command) -> None:
    """A line of help, an example, and help for each argument."""
    assert command.help[-1] in ".?" and command.examples
    assert all(argument.help for argument in command.arguments)


async def test_a_mistaken_verb_gets_a_suggestion() -> None:
    """``/digset`` means ``/digest``."""
    reply = await answered("/digset")
    assert reply.outcome is Outcome.MISTAKE
    assert "did you mean /digest?" in words(reply)


async def test_a_verb_like_nothing_gets_none() -> None:
    """Far from everything: help is offered instead."""
    assert "did you mean" not in words(await answered("/xylophone"))


async def test_a_missing_argument_gets_an_example() -> None:
    """One sentence that names it, and a command that works."""
    assert words(await answered("/who")) == "A name is missing. For example: /who Rogozin"


async def test_a_known_failure_is_one_sentence() -> None:
    """The newsroom's errors are fit for users."""
    reply = await answered("/who Rogozin", FakeNewsroom(trouble=StoreLocked("The database is busy.")))
    assert (reply.kind, reply.outcome, words(reply)) == (Kind.ERROR, Outcome.REFUSED, "The database is busy.")


async def test_a_bad_query_is_the_askers_mistake() -> None:
    """A question that can't be understood is told as the newsroom words it, its example included."""
    reply = await answered("/news (", FakeNewsroom(trouble=BadQuery("A parenthesis is open; try /news lunar.")))
    assert (reply.outcome, words(reply)) == (Outcome.MISTAKE, "A parenthesis is open; try /news lunar.")


async def test_members_are_not_told_where_the_database_is() -> None:
    """The operator at the terminal reads the path; a channel gets a number that finds it in the log."""
    trouble = StoreLocked("Another process is writing to /srv/secret/news.db.")
    reported: list[BaseException] = []
    bot = app(FakeNewsroom(trouble=trouble), reported)
    reply = await bot.answer_line("/who Rogozin", destination=Destination("slack", "C1", "T1"), user="u")
    assert reply.outcome is Outcome.REFUSED and "secret" not in words(reply) and reported == [trouble]


async def test_an_unknown_failure_is_an_apology_with_an_id() -> None:
    """The exception is reported, its text is not shown."""
    reported: list[BaseException] = []
    trouble = RuntimeError("secret detail")
    reply = await app(FakeNewsroom(trouble=trouble), reported).answer_line("/who Rogozin", destination=HERE, user="u")
    assert reply.outcome is Outcome.FAILED
    assert "0badcafe" in words(reply) and "secret" not in words(reply)
    assert reported == [trouble]


async def test_values_taken_apart_win() -> None:
    """A platform's native options are values as they are."""
    room = FakeNewsroom()
    call = Invocation("1", "u", HERE, "digest", "", {"topic": "yesterday", "length": "brief", "period": " "})
    assert (await app(room).answer(call)).outcome is Outcome.DONE
    request = room.asked[0][1]
    assert (request.scope.topics, request.length) == (("yesterday",), Length.BRIEF)


async def test_dossier_is_another_name_for_who() -> None:
    """Slack keeps ``/who`` for itself."""
    assert (await answered("/dossier Rogozin")).to_json() == (await answered("/who Rogozin")).to_json()


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../etc/passwd", "\x00", "Europe/Berlin\n"])
def test_an_unknown_zone_is_utc(name: str) -> None:
    """A platform may hand over any string."""
    assert str(zone_of(name)) == "UTC"
