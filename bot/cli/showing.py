"""Showing replies on standard output."""

from __future__ import annotations

import json
import os
import shutil
import sys
from typing import TYPE_CHECKING

import click

from bot.cli.status import status_of_outcome

if TYPE_CHECKING:
    from bot.platforms.terminal.screen import Screen
    from bot.replies import Reply

FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)


def screen(*, prompt: bool = False) -> Screen:
    """Describe standard output: plain and 80 columns wide where it is no terminal."""
    from bot.platforms.terminal.screen import Screen
    from bot.platforms.terminal.zone import local_zone

    terminal = sys.stdout.isatty()
    colours = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size().columns if terminal else 80
    return Screen(width, local_zone(os.environ), colours, prompt)


def show(reply: Reply, form: str) -> int:
    """Print a reply; give the exit status that it stands for. Errors go to standard error as text."""
    from bot.replies import Kind

    status = status_of_outcome(reply.outcome)
    if form == "json":
        click.echo(json.dumps(reply.to_json(), ensure_ascii=False))
        return status
    from bot.platforms.terminal.render import render

    click.echo(render(reply, screen()), nl=False, err=reply.kind is Kind.ERROR)
    return status
