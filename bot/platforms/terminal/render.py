"""Reply → text for a terminal, plain or with colours and hyperlinks. Pure.

Stories, choices, buttons and pages are numbered in the order of :func:`options`, so that typing a
number at the prompt gives its command.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.text import Text

from bot.blocks import Block, Heading, Note, Paragraph
from bot.platforms.terminal.blocks import commands, drawn
from bot.platforms.terminal.screen import Screen
from bot.replies import Reply

_RANDOM_ID = re.compile("\x1b\\]8;id=\\d+;")  # rich's, on hyperlinks: one reply would never look the same twice


def render(reply: Reply, screen: Screen) -> str:
    """Render a whole reply; it ends with a line feed."""
    out = io.StringIO()
    # An environment of its own: the caller alone says what the screen can do.
    console = Console(
        file=out,
        width=screen.columns,
        force_terminal=screen.colours,
        no_color=not screen.colours,
        markup=False,
        color_system="standard" if screen.colours else None,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    console.print(renderable(reply, screen))
    if screen.colours:
        return _RANDOM_ID.sub("\x1b]8;;", out.getvalue())
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().split("\n")[:-1])


def renderable(reply: Reply, screen: Screen) -> RenderableType:
    """Make what a rich console prints."""
    return Group(*_lines(reply, screen))


def _lines(reply: Reply, screen: Screen) -> Iterator[RenderableType]:
    number, before = 1, None
    for block in reply.blocks:
        if before is not None and not _belongs(block, before):
            yield Text("")
        yield from drawn(block, screen, number)
        number, before = number + len(commands(block)), block


def _belongs(block: Block, before: Block) -> bool:
    """Tell whether a block follows the one before it without an empty line."""
    if isinstance(before, Heading) and before.level > 1:
        return True
    return isinstance(block, Note) and isinstance(before, Heading | Note | Paragraph)


def options(reply: Reply) -> list[str]:
    """List the commands, or addresses, that the numbers in a rendered reply stand for."""
    return [command for block in reply.blocks for command in commands(block)]
