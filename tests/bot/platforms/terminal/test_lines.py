"""Lines: typed at a prompt, given beforehand, or read from a stream."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.commands.table import REGISTRY
from bot.platforms.terminal.given import GivenLines, StreamLines
from bot.platforms.terminal.lines import PromptLines


@pytest.fixture
def keys() -> Iterator[PipeInput]:
    """Stand in for a keyboard and a screen."""
    with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
        yield pipe


async def names(prefix: str) -> Sequence[str]:
    return ["Dmitry Rogozin"]


async def typed(pipe: PipeInput, text: str, history: Path | None = None) -> str | None:
    lines = PromptLines(REGISTRY, names, history)
    pipe.send_text(text)
    return await asyncio.wait_for(lines.next(), 5)


async def test_a_typed_line(keys: PipeInput) -> None:
    """As it was typed."""
    assert await typed(keys, "/who Rogozin\n") == "/who Rogozin"


async def test_leaving_with_ctrl_d(keys: PipeInput) -> None:
    """There are no more lines."""
    assert await typed(keys, "\x04") is None


async def test_ctrl_c_clears_the_line(keys: PipeInput) -> None:
    """The next one is read."""
    assert await typed(keys, "/who\x03/digest\n") == "/digest"


async def test_history_is_kept(keys: PipeInput, tmp_path: Path) -> None:
    """In a file, for the next session's arrow keys."""
    await typed(keys, "/who Rogozin\n", tmp_path / "data" / "history")
    assert await typed(keys, "\x1b[A\n", tmp_path / "data" / "history") == "/who Rogozin"


async def test_a_history_that_cannot_be_kept(keys: PipeInput, tmp_path: Path) -> None:
    """The prompt works without."""
    (tmp_path / "file").touch()
    assert await typed(keys, "/digest\n", tmp_path / "file" / "history") == "/digest"


async def test_given_lines_are_shown_and_then_others_typed() -> None:
    """A demo's questions look typed; the welcome comes before the first real line."""
    shown: list[str] = []
    lines = GivenLines(["/digest"], StreamLines(io.StringIO("/who X\n")), shown.append, "Welcome.")
    assert [await lines.next(), await lines.next(), await lines.next()] == ["/digest", "/who X\n", None]
    assert shown == ["\ndownlink> /digest\n\n", "\nWelcome.\n"]


async def test_given_lines_alone_end() -> None:
    """Without others there is no waiting."""
    lines = GivenLines(["/digest"], None, lambda _: None)
    assert [await lines.next(), await lines.next()] == ["/digest", None]
