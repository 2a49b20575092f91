"""``downlink prompt``: the bot at a prompt."""

from __future__ import annotations

import asyncio
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.showing import screen
from bot.cli.status import DONE

if TYPE_CHECKING:
    from bot.app import App
    from bot.platforms.terminal.adapter import Lines

WELCOME = "Type /help for what you can ask, a number to choose from an answer, Ctrl-D to leave."


@click.command()
def prompt() -> int:
    """Start the bot at a prompt, on the configured database.

    Example: downlink prompt
    """
    from bot.cli.opening import opened
    from bot.config import data_directory

    with opened() as app:
        return talk(app, data_directory() / "history")


def talk(app: App, history: Path | None, *, first: Sequence[str] = (), stay: bool = True) -> int:
    """Answer lines: ``first`` those given, then (``stay``) those typed, or those of standard input."""
    interactive = stay and sys.stdin.isatty() and sys.stdout.isatty()
    asyncio.run(_listen(app, history, first, stay, interactive))
    return DONE


async def _listen(app: App, history: Path | None, first: Sequence[str], stay: bool, interactive: bool) -> None:
    from bot.platforms.terminal.adapter import Terminal
    from bot.platforms.terminal.given import GivenLines

    typed = _typed(app, history, interactive) if stay else None
    welcome = textwrap.fill(WELCOME, screen(prompt=True).columns) if interactive else ""
    lines = GivenLines(first, typed, _echo, welcome=welcome)
    await Terminal(lines, _echo, lambda: screen(prompt=interactive)).listen(app.answer)


def _echo(text: str) -> None:
    click.echo(text, nl=False)


def _typed(app: App, history: Path | None, interactive: bool) -> Lines:
    from bot.platforms.terminal.given import StreamLines

    async def names(prefix: str) -> Sequence[str]:
        return [entity.name for entity in await app.newsroom.names_starting(prefix)]

    if not interactive:
        return StreamLines(sys.stdin)
    from bot.platforms.terminal.lines import PromptLines

    return PromptLines(app.registry, names, history)
