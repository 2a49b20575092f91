"""Whatever is typed, the answer is a sentence; nothing fails unexpectedly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.characters import has_acting, plainly
from bot.commands.arguments import LONGEST, ArgumentKind
from bot.commands.registry import Command
from bot.commands.table import REGISTRY
from bot.replies import Destination, Invocation, Outcome
from tests.bot.fakes import app
from tests.bot.memory import TERMINAL, seeded

HERE = Destination("terminal", "test")
WORDS = st.sampled_from(
    "1 #1 2 daily 08:00 hourly UTC CET Europe/Berlin brief full about people from without mute page yes me add remove "
    'https://a.example/x <#C1|x> <@U1> @x #x , "a b" \u202eyliad \x00 月 Рогозин \ud800 5 stories zone quiet off'.split(
        " "
    )
)
LINES = st.lists(WORDS, max_size=8).map(" ".join) | st.text(max_size=60)


@given(st.sampled_from(REGISTRY.commands), LINES, st.data())
@settings(max_examples=400, deadline=None)
async def test_no_text_makes_a_command_fail(command: Command, text: str, data: st.DataObject) -> None:
    """Typed or taken apart by a platform: done, nothing, a mistake or a refusal."""
    names = [argument.name for argument in command.arguments]
    values = data.draw(st.dictionaries(st.sampled_from(names), LINES, max_size=3)) if names else {}
    reported: list[BaseException] = []
    reply = await app(reported=reported, memory=seeded()).answer(
        Invocation("1", "reader", HERE, command.verb, text, values)
    )
    assert reported == [] and reply.outcome is not Outcome.FAILED


@pytest.mark.parametrize("command", REGISTRY.commands, ids=lambda command: command.verb)
@pytest.mark.parametrize("text", ["x" * 4000, "\u202e" * 4000, '"' * 4000, "about " * 600, "1" * 4000, ", " * 2000])
async def test_four_thousand_characters(command: Command, text: str) -> None:
    """Too long is said so, for an option of a platform's as for a line."""
    memory = seeded()
    before = memory.export(TERMINAL)
    for values in ({}, {argument.name: text for argument in command.arguments}):
        typed = "" if values else text
        reply = await app(memory=memory).answer(Invocation("1", "reader", HERE, command.verb, typed, values))
        assert reply.outcome is not Outcome.FAILED
        if values and not any(argument.kind is ArgumentKind.TEXT for argument in command.arguments):
            assert reply.outcome is Outcome.MISTAKE and len(reply.title) < 400
    assert memory.export(TERMINAL) == before


async def test_what_is_kept_can_be_seen() -> None:
    """Controls and marks that turn the direction are left out of stored names; letters of all scripts stay."""
    memory = seeded()
    line = "/downlink subscribe hourly about \u202eyliad\x00, نامه\u200cها, 月"
    await app(memory=memory).answer_line(line, destination=HERE, user="reader")
    assert memory.subscriptions()[-1].scope.topics == ("yliad", "نامه\u200cها", "月")
    assert not has_acting(plainly(line)) and LONGEST == 500
