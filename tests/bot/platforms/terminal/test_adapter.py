"""The terminal adapter."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.config import Settings
from bot.platforms.base import PostRefused, Reach
from bot.platforms.terminal.adapter import Terminal
from bot.platforms.terminal.given import GivenLines
from bot.platforms.terminal.screen import Screen
from bot.platforms.terminal.setup import make, routes
from bot.replies import Destination, Invocation, Reply
from tests.bot.fakes import app
from tests.bot.replies import EVERY


class Talk:
    """A terminal fed with lines; keeps what was asked and written."""

    def __init__(self, *lines: str) -> None:
        self.asked: list[str] = []
        self.written: list[str] = []
        self.terminal = Terminal(
            GivenLines(lines, None, lambda _: None), self.written.append, lambda: Screen(80, prompt=True)
        )

    async def answer(self, call: Invocation) -> Reply:
        """Answer like the application does."""
        self.asked.append(call.text)
        return await app().answer(call)


async def test_a_number_chooses_from_the_last_reply() -> None:
    """Dossier → its first story; picker → its second name."""
    talk = Talk("/who Rogozin", "1", "/who Dmitry", "2")
    await talk.terminal.listen(talk.answer)
    assert talk.asked == ["/who Rogozin", "/story #7", "/who Dmitry", "/who #13"]


async def test_a_number_without_a_choice_is_told() -> None:
    """There is no choice 9; nothing is asked."""
    talk = Talk("/who Dmitry", "9", "0")
    await talk.terminal.listen(talk.answer)
    assert talk.asked == ["/who Dmitry"]
    assert talk.written[-2:] == ["There is no choice 9 above.\n", "There is no choice 0 above.\n"]


@pytest.mark.parametrize("word", ["exit", "quit", "EXIT", "/quit"])
async def test_leaving(word: str) -> None:
    """What follows a farewell is not read."""
    talk = Talk(word, "/who Rogozin")
    await talk.terminal.listen(talk.answer)
    assert talk.asked == []


async def test_empty_lines_ask_nothing() -> None:
    """Pressing return is free."""
    talk = Talk("", "   ", "/digest")
    await talk.terminal.listen(talk.answer)
    assert talk.asked == ["/digest"]


async def test_closing_ends_a_wait_for_a_line() -> None:
    """``close`` ends listening though nobody types."""

    class Never:
        async def next(self) -> str | None:
            await asyncio.Event().wait()
            return None

    terminal = Terminal(Never(), lambda _: None, Screen)
    listening = asyncio.create_task(terminal.listen(app().answer))
    await terminal.close()
    await asyncio.wait_for(listening, 5)


async def test_a_closed_terminal_refuses() -> None:
    """A pipe whose reader has gone is a definite refusal."""

    def gone(text: str) -> None:
        raise BrokenPipeError

    terminal = Terminal(GivenLines((), None, gone), gone, Screen)
    with pytest.raises(PostRefused):
        await terminal.post(Destination("terminal", "test"), EVERY["digest"])


async def test_what_is_delivered_is_printed_while_nobody_types(capsys: pytest.CaptureFixture[str]) -> None:
    """On standard output, until closed; there is nothing to be reached by over the web."""
    application = app()
    terminal = make(Settings(), application)
    listening = asyncio.create_task(terminal.listen(application.answer))
    await terminal.post(Destination("terminal", "news"), EVERY["digest"], marker="m")
    assert "Rogozin" in capsys.readouterr().out and terminal.trouble() is None
    assert not listening.done() and routes(Settings(), application, terminal) == []
    await terminal.close()
    await asyncio.wait_for(listening, 5)


async def test_a_reply_that_cannot_be_laid_out_is_refused_alone() -> None:
    """Nothing of it is printed, and the log has an id."""
    written: list[str] = []
    terminal = Terminal(GivenLines((), None, written.append), written.append, Screen)
    poison = replace(EVERY["digest"], blocks=(object(),))  # type: ignore[arg-type]
    with pytest.raises(PostRefused, match="can't be laid out") as refused:
        await terminal.post(Destination("terminal", "news"), poison)
    assert refused.value.reach is Reach.CONTENT and written == []
