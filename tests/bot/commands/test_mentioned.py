"""Who of the stored names is in a text."""

from __future__ import annotations

import pytest

from bot.blocks import Picker
from bot.replies import Destination, Invocation, Outcome, Reply
from tests.bot.fakes import FakeNewsroom, app


async def asked(text: str, room: FakeNewsroom | None = None) -> Reply:
    """Ask about a text."""
    call = Invocation("1", "u", Destination("discord", "c"), "mentioned", "", {"text": text})
    return await app(room or FakeNewsroom()).answer(call)


async def test_stored_names_are_offered_once() -> None:
    """People, organisations and craft, in the order of the text."""
    reply = await asked("Rogozin left Roscosmos. Roscosmos said that Rogozin was dismissed.")
    picker = next(block for block in reply.blocks if isinstance(block, Picker))
    assert [(each.label, each.command) for each in picker.choices] == [
        ("Dmitry Rogozin", "/who #12"),
        ("Roscosmos", "/who #14"),
    ]


@pytest.mark.parametrize("text", ["Nothing at all is named here.", "-", "Someone Unheardof spoke."])
async def test_no_stored_name_is_a_sentence(text: str) -> None:
    """Never a guess."""
    reply = await asked(text)
    assert reply.outcome is Outcome.NOTHING and len(reply.blocks) == 1


async def test_a_long_message_is_read_whole() -> None:
    """The limit of questions is not one of texts."""
    assert (await asked("word " * 2_000 + "Rogozin left Roscosmos.")).outcome is Outcome.DONE
