"""Blocks → lines for a terminal. Pure; one function a block."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from rich.console import RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot import blocks as b
from bot.charts import sparkline
from bot.platforms.terminal.safe import safe, safe_url
from bot.platforms.terminal.screen import Screen
from bot.platforms.terminal.spans import BADGE, CODE, DIM, HEADLINE, styled, when
from bot.spans import Citation, Link, Spans, Style

Lines = list[RenderableType]


def drawn(block: b.Block, screen: Screen, number: int) -> Lines:
    """Draw one block; what can be chosen in it is numbered from ``number``."""
    return _DRAW[type(block)](block, screen, number)


def commands(block: b.Block) -> list[str]:
    """List what choosing in a block gives, in the order of its numbers."""
    if isinstance(block, b.StoryCard):
        return [block.command or ""]
    if isinstance(block, b.Picker):
        return [choice.command for choice in block.choices]
    if isinstance(block, b.Buttons):
        return [button.command or button.url or "" for button in block.buttons]
    if isinstance(block, b.Pager):
        return [command for command in (block.previous, block.next) if command]
    return []


def _linked(spans: Spans, screen: Screen) -> Text:
    """Style a line; without hyperlinks its addresses stand at its end."""
    made = styled(spans, screen.zone)
    if not screen.colours:
        urls = dict.fromkeys(safe_url(span.url) for span in spans if isinstance(span, Link))
        made.append("".join(f" <{url}>" for url in urls if url))
    return made


def _indented(text: RenderableType, columns: int) -> Padding:
    return Padding(text, (0, 0, 0, columns))


def _hanging(mark: str, text: RenderableType, look: Any = "") -> Table:
    grid = Table.grid(padding=0)
    grid.add_column(width=len(mark), no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style=look), text)
    return grid


def _heading(block: b.Heading, screen: Screen, number: int) -> Lines:
    made = styled(block.spans, screen.zone, HEADLINE)
    return [made, Text("─" * min(made.cell_len, screen.columns))] if block.level == 1 else [made]


def _paragraph(block: b.Paragraph, screen: Screen, number: int) -> Lines:
    return [_linked(block.spans, screen)]


def _bullets(block: b.Bullets, screen: Screen, number: int) -> Lines:
    return [_hanging("• ", _linked(item, screen)) for item in block.items]


def _quotation(block: b.Quotation, screen: Screen, number: int) -> Lines:
    words = Text(f"“{safe(block.text)}”", style="italic")
    return [_indented(words, 2), _indented(Text("— ").append_text(_linked(block.byline, screen)), 4)]


def _fields(block: b.Fields, screen: Screen, number: int) -> Lines:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(max_width=max(12, screen.columns // 2), overflow="fold")
    grid.add_column(overflow="fold")
    for name, spans in block.pairs:
        grid.add_row(Text(safe(name), style=CODE), _linked(spans, screen))
    return [grid]


def _activity(block: b.Activity, screen: Screen, number: int) -> Lines:
    shown = block.values[-screen.columns :]
    chart = Text(sparkline(shown), style="green")
    step = timedelta(weeks=1) if block.unit == "week" else timedelta(days=1)
    since = when(block.since + step * (len(block.values) - len(shown)), Style.DATE, screen.zone)
    chart.append(f"  since {since}, at most {max(shown, default=0):,} a {block.unit}", style=DIM)
    return [Text(safe(block.label)), chart]


def _card(block: b.StoryCard, screen: Screen, number: int) -> Lines:
    mark = f"{number}. "
    headline = styled(block.headline, screen.zone, HEADLINE)
    lines: Lines = [_hanging(mark, headline, HEADLINE)]
    if block.badge:
        told = Text(f"{safe(block.badge)}: ", style=BADGE).append_text(styled(block.update, screen.zone))
        lines.append(_indented(told, len(mark)))
    if block.lines:
        lines.append(_indented(Text(" ").join(styled(each, screen.zone) for each in block.lines), len(mark)))
    if block.quote:
        lines += [_indented(each, len(mark)) for each in _quotation(block.quote, screen, number)]
    lines.append(_indented(styled(block.outlets, screen.zone, DIM), len(mark)))
    if block.why:
        lines.append(_indented(Text("Why: ", style=DIM).append_text(styled(block.why, screen.zone, DIM)), len(mark)))
    return lines


def _sources(block: b.Sources, screen: Screen, number: int) -> Lines:
    lines: Lines = [Text("Sources", style=HEADLINE)]
    for item in block.items:
        mark = f"[{item.number}] "
        urls = [url for span in item.spans if isinstance(span, Link | Citation) and (url := safe_url(span.url))]
        lines.append(_hanging(mark, styled(item.spans, screen.zone), "blue"))
        lines += [Text(" " * len(mark) + url, style=DIM, no_wrap=True, overflow="ignore") for url in urls]
    return lines


def _divider(block: b.Divider, screen: Screen, number: int) -> Lines:
    return [Rule(style=DIM)]


def _note(block: b.Note, screen: Screen, number: int) -> Lines:
    return [styled(block.spans, screen.zone, DIM)]


def _picker(block: b.Picker, screen: Screen, number: int) -> Lines:
    lines: Lines = [Text(safe(block.prompt), style=HEADLINE)]
    for place, choice in enumerate(block.choices, number):
        text = Text(safe(choice.label))
        if choice.description:
            text.append(f" — {safe(choice.description)}", style=DIM)
        lines.append(_hanging(f"{place}. ", _typed(text, choice.command, screen)))
    return lines


def _typed(text: Text, command: str | None, screen: Screen) -> Text:
    """Add the command, for those who have no prompt to type a number at."""
    return text if screen.prompt or not command else text.append("  ").append(safe(command), style=CODE)


def _buttons(block: b.Buttons, screen: Screen, number: int) -> Lines:
    return [
        *(
            _hanging(f"{place}. ", _typed(Text(safe(each.label)), each.command or each.url, screen))
            for place, each in enumerate(block.buttons, number)
        )
    ]


def _pager(block: b.Pager, screen: Screen, number: int) -> Lines:
    text = Text(f"Page {block.page:,} of {block.pages:,}", style=DIM)
    ways = [(label, command) for label, command in (("previous", block.previous), ("next", block.next)) if command]
    for place, (label, command) in enumerate(ways, number):
        text.append(f" · {place}. {label} page" if screen.prompt else f" · {label}: {safe(command)}")
    return [text]


def _attachment(block: b.Attachment, screen: Screen, number: int) -> Lines:
    body = "\n".join(safe(each) for each in block.text.splitlines())
    return [Text(safe(block.name), style=DIM), Text(body, no_wrap=True, overflow="ignore")]


_DRAW: dict[type, Callable[[Any, Screen, int], Lines]] = {
    b.Heading: _heading,
    b.Paragraph: _paragraph,
    b.Bullets: _bullets,
    b.Quotation: _quotation,
    b.Fields: _fields,
    b.Activity: _activity,
    b.StoryCard: _card,
    b.Sources: _sources,
    b.Divider: _divider,
    b.Note: _note,
    b.Picker: _picker,
    b.Buttons: _buttons,
    b.Pager: _pager,
    b.Attachment: _attachment,
}
