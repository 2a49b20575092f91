"""Draw a reply of the sample archive as a picture: ``python -m bot.platforms.terminal.picture "/digest" OUT.svg``."""

from __future__ import annotations

import asyncio
import io
import re
import sys
from datetime import UTC
from pathlib import Path

from bot.app import App
from bot.mistakes import NotThere
from bot.platforms.terminal.render import renderable
from bot.platforms.terminal.screen import Screen
from bot.replies import Destination, Outcome

COLUMNS = 92


def picture(app: App, command: str) -> str:
    """Answer a command and draw it as SVG, the same on every machine. Raises NotThere for what is no answer."""
    from rich.console import Console
    from rich.terminal_theme import MONOKAI
    from rich.text import Text

    reply = asyncio.run(app.answer_line(command, destination=Destination("terminal", "picture"), user="reader"))
    if reply.outcome is not Outcome.DONE:
        raise NotThere(f"{command}: {reply.title}")
    console = Console(
        record=True,
        width=COLUMNS,
        file=io.StringIO(),
        force_terminal=True,
        color_system="truecolor",
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(Text(f"downlink> {command}\n", style="bold"))
    console.print(renderable(reply, Screen(COLUMNS, UTC, colours=True, prompt=True)))
    console.print()
    drawn = console.export_svg(title="downlink demo", theme=MONOKAI, unique_id="downlink")
    return re.sub(r"\s*@font-face \{.*?\}", "", drawn, flags=re.S)  # no fonts from elsewhere: a picture makes no calls


def main(arguments: list[str]) -> int:
    """Draw ``COMMAND`` into ``OUT.svg``, pair by pair."""
    from bot.sampling import sample_app

    if not arguments or len(arguments) % 2:
        sys.stderr.write('Usage: python -m bot.platforms.terminal.picture "/digest" OUT.svg ...\n')
        return 2
    with sample_app() as app:
        for command, target in zip(arguments[::2], arguments[1::2], strict=True):
            Path(target).write_text(picture(app, command), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
