"""Blocks → chunks of text and things to press. Pure; one function a block."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot import blocks as b
from bot.charts import sparkline
from bot.platforms.discord.escape import address, bare, code, escaped
from bot.platforms.discord.flow import Chunk, Line
from bot.platforms.discord.limits import OPTION_TEXT, size
from bot.platforms.discord.spans import pieces
from bot.platforms.discord.state import Act
from bot.replies import Kind
from bot.spans import Citation, Link, Moment, Spans, line

SMALL, ITEM, SAID, HEAD = "-# ", "- ", "> ", "### "


@dataclass(frozen=True, slots=True)
class Option:
    """Something to pick; it stands in full in the text where it is too long here."""

    label: str
    command: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """A select menu."""

    prompt: str
    options: tuple[Option, ...]
    act: Act = Act.ANSWER


@dataclass(frozen=True, slots=True)
class Press:
    """A button: a command or an address."""

    label: str
    command: str | None
    url: str | None = None
    act: Act = Act.ANSWER


@dataclass(frozen=True, slots=True)
class File:
    """A text file to upload."""

    name: str
    media_type: str
    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block, drawn."""

    chunks: tuple[Chunk, ...] = ()
    picks: tuple[Pick, ...] = ()
    presses: tuple[Press, ...] = ()
    files: tuple[File, ...] = ()


def drawn(block: b.Block, kind: Kind, *, quiet: bool) -> Drawn:
    """Draw one block of a reply of a kind. ``quiet``: for a message's content."""
    made = _picker(block, kind) if isinstance(block, b.Picker) else _DRAW[type(block)](block, quiet)
    if kind is not Kind.ADMIN:
        return made
    # A panel: what is pressed shows in its place.
    presses = tuple(replace(press, act=Act.REPLACE) for press in made.presses)
    return replace(made, presses=presses, picks=tuple(replace(pick, act=Act.REPLACE) for pick in made.picks))


def card(block: b.StoryCard) -> tuple[Chunk, ...]:
    """Draw what stands under a story's headline."""
    chunks: list[Chunk] = []
    if block.badge:
        chunks.append(Chunk((Line([f"**{escaped(block.badge)}:** ", *pieces(block.update)]),), False))
    if block.lines:
        text = [piece for spans in block.lines for piece in (*pieces(spans), " ")]
        chunks.append(Chunk((Line(text),), False))
    if block.quote:
        chunks += _quotation(block.quote, False).chunks
    small = [Line(pieces(block.outlets), SMALL)]
    if block.why:
        small.append(Line(["Why: ", *pieces(block.why)], SMALL))
    return (*chunks, Chunk(tuple(small), False))


def _text(spans: Spans, quiet: bool, mark: str = "", apart: bool = True) -> Drawn:
    return Drawn((Chunk((Line(pieces(spans, quiet=quiet), mark),), apart),))


def _heading(block: b.Heading, quiet: bool) -> Drawn:
    return _text(block.spans, quiet, "## " if block.level == 1 else HEAD)


def _paragraph(block: b.Paragraph, quiet: bool) -> Drawn:
    return _text(block.spans, quiet)


def _note(block: b.Note, quiet: bool) -> Drawn:
    return _text(block.spans, quiet, SMALL, False)


def _bullets(block: b.Bullets, quiet: bool) -> Drawn:
    return Drawn(tuple(Chunk((Line(pieces(item, quiet=quiet), ITEM),), False) for item in block.items))


def _quotation(block: b.Quotation, quiet: bool) -> Drawn:
    said = Line(pieces(line(f"“{block.text}”"), quiet=quiet), SAID)
    return Drawn(
        (
            Chunk(
                (said, Line(["— ", *pieces(block.byline, quiet=quiet)], SAID)),
            ),
        )
    )


def _fields(block: b.Fields, quiet: bool) -> Drawn:
    rows = (Line([code(name), " — ", *pieces(spans, quiet=quiet)]) for name, spans in block.pairs)
    return Drawn(tuple(Chunk((row,), False) for row in rows))


def _activity(block: b.Activity, quiet: bool) -> Drawn:
    since = pieces(line(" since ", Moment(block.since)))
    most = f", at most {max(block.values, default=0):,} a {block.unit}"
    chart = Line([code(sparkline(block.values)), *since, most])
    return Drawn((Chunk((Line(pieces(line(block.label), quiet=quiet)), chart)),))


def _sources(block: b.Sources, quiet: bool) -> Drawn:
    """Citations are links, so only what can't be linked is listed."""
    kept = [item for item in block.items if not any(_leads(span) for span in item.spans)]
    rows = (Line([rf"\[{item.number}\] ", *pieces(item.spans, quiet=quiet)], SMALL) for item in kept)
    return Drawn(tuple(Chunk((row,), not n) for n, row in enumerate(rows)))


def _leads(span: Any) -> bool:
    return isinstance(span, Link | Citation) and address(span.url) is not None


def _divider(block: b.Divider, quiet: bool) -> Drawn:
    return Drawn()


def _picker(block: b.Picker, kind: Kind) -> Drawn:
    asks = kind is Kind.PICKER
    options = tuple(Option(each.label, each.command, each.description) for each in block.choices)
    chunks = [Chunk((Line(pieces(line(block.prompt)), "" if asks else HEAD),))]
    cut = any(size(text) > OPTION_TEXT for each in options for text in (each.label, each.description))
    if cut or kind not in (Kind.PICKER, Kind.ADMIN):
        for each in options:
            said = f" — {each.description}" if each.description else ""
            chunks.append(Chunk((Line(pieces(line(each.label + said)), ITEM),), False))
    return Drawn(tuple(chunks), (Pick(block.prompt, options, Act.REPLACE if asks else Act.ANSWER),) if options else ())


def _buttons(block: b.Buttons, quiet: bool) -> Drawn:
    return Drawn(presses=tuple(Press(each.label, each.command, each.url) for each in block.buttons))


def _pager(block: b.Pager, quiet: bool) -> Drawn:
    ways = (("Previous page", block.previous), ("Next page", block.next))
    presses = tuple(Press(label, command, act=Act.REPLACE) for label, command in ways if command)
    says = _text(line(f"Page {block.page:,} of {block.pages:,}"), quiet, SMALL)
    return Drawn(says.chunks, presses=presses)


def _attachment(block: b.Attachment, quiet: bool) -> Drawn:
    name = re.sub(r"[^A-Za-z0-9._-]+", "-", block.name)[:80].strip("-.") or "file.txt"
    media_type = block.media_type if re.fullmatch(r"[a-z]+/[a-z0-9.+-]{1,60}", block.media_type) else "text/plain"
    return Drawn(files=(File(name, media_type, "\n".join(bare(line) for line in block.text.splitlines())),))


_DRAW: dict[type, Callable[[Any, bool], Drawn]] = {
    b.Heading: _heading,
    b.Paragraph: _paragraph,
    b.Bullets: _bullets,
    b.Quotation: _quotation,
    b.Fields: _fields,
    b.Activity: _activity,
    b.Sources: _sources,
    b.Divider: _divider,
    b.Note: _note,
    b.Buttons: _buttons,
    b.Pager: _pager,
    b.Attachment: _attachment,
}
