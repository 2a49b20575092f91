"""Blocks of a reply → blocks of Slack, in units that stay together. Pure; one function a block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot import blocks as b
from bot.charts import sparkline
from bot.platforms.slack import spans as s
from bot.platforms.slack.components import Option, Press
from bot.platforms.slack.escape import address, clean, escaped
from bot.platforms.slack.limits import CONTEXT_TEXT, HEADER, OPTION_TEXT, SECTION, TEXT
from bot.platforms.slack.state import Act
from bot.spans import Citation, Link, Moment, Spans, line

Native = dict[str, Any]
Lines = Sequence[list[s.Element]]


@dataclass(slots=True)
class Unit:
    """Blocks that belong in one message. ``said``: the same for ears; ``story``: what a menu below offers."""

    blocks: list[Native] = field(default_factory=list)
    said: str = ""
    story: Option | None = None
    picks: list[tuple[str, tuple[Option, ...], Act]] = field(default_factory=list)
    presses: list[Press] = field(default_factory=list)


def drawn(block: b.Block, *, asks: bool) -> list[Unit]:
    """Draw one block. ``asks``: the whole reply is a question."""
    if isinstance(block, b.Picker):
        return _picker(block, asks)
    return _DRAW[type(block)](block)


def rich(kind: str, content: list[s.Element], **more: Any) -> Iterator[Native]:
    """Make rich text blocks of one line; more than one only where it is longer than a block may be."""
    part: list[s.Element] = []
    room = TEXT
    for element in content:
        size = len(element.get("text", "")) + len(element.get("url", "")) // 8
        if part and size > room:
            yield {"type": "rich_text", "elements": [{"type": kind, "elements": part} | more]}
            part, room = [], TEXT
        part.append(element)
        room -= size
    if part:
        yield {"type": "rich_text", "elements": [{"type": kind, "elements": part} | more]}


def context(lines: Spans) -> list[Native]:
    """Make small print."""
    if s.is_plain(lines):
        content = s.words(lines)
        parts = [each["text"] for each in s.text(content)] if len(content) > CONTEXT_TEXT else [content]
        return [
            {"type": "context", "elements": [{"type": "plain_text", "text": part, "emoji": False}]}
            for part in parts
            if part
        ]
    text = s.small(lines)
    if len(text) > CONTEXT_TEXT or s.names_some(lines):
        return list(rich("rich_text_section", s.elements(lines)))
    return [{"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}] if text else []


def _one(blocks: Sequence[Native], said: str) -> list[Unit]:
    """Make a unit; what is too long for a block flows on by itself."""
    if len(blocks) <= 1:
        return [Unit(list(blocks), said)] if blocks else []
    texts = [escaped("".join(_texts(block))) for block in blocks]
    return [Unit([block], text) for block, text in zip(blocks, texts, strict=True)]


def _texts(block: Native) -> Iterator[str]:
    for each in block.get("elements", ()):
        yield from _texts(each)
        yield str(each.get("text") or each.get("fallback") or "")


def _heading(block: b.Heading) -> list[Unit]:
    title = s.words(block.spans)
    if block.level == 1 and title and len(title) <= HEADER and not any(_leads(span) for span in block.spans):
        made: Native = {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}}
        return [Unit([made], escaped(title))]
    return _one(list(rich("rich_text_section", s.elements(block.spans, bold=True))), s.said([block.spans]))


def _paragraph(block: b.Paragraph) -> list[Unit]:
    return _one(list(rich("rich_text_section", s.elements(block.spans))), s.said([block.spans]))


def _note(block: b.Note) -> list[Unit]:
    return _one(context(block.spans), s.said([block.spans]))


def _bullets(block: b.Bullets) -> list[Unit]:
    return _list([(item, s.elements(item)) for item in block.items], "bullet")


def _list(items: Sequence[tuple[Spans, list[s.Element]]], style: str | None) -> list[Unit]:
    """Gather lines into as few blocks as hold them."""
    units: list[Unit] = []
    lines: list[Native] = []
    said: list[Spans] = []
    room = TEXT

    def close() -> None:
        nonlocal lines, said, room
        if lines:
            made = {"type": "rich_text_list", "style": style, "elements": lines} if style else _joined(lines)
            units.append(Unit([{"type": "rich_text", "elements": [made]}], s.said(said)))
        lines, said, room = [], [], TEXT

    for spans, content in items:
        size = sum(len(each.get("text", "")) + len(each.get("url", "")) // 8 + 20 for each in content)
        if size > room:
            close()
        if size > TEXT:
            units += _one(list(rich("rich_text_section", content)), s.said([spans]))
        elif content:
            lines.append({"type": "rich_text_section", "elements": content})
            said.append(spans)
            room -= size
    close()
    return units


def _joined(lines: Sequence[Native]) -> Native:
    """Put lines under each other in one section."""
    content: list[s.Element] = []
    for each in lines:
        content += [{"type": "text", "text": "\n"}, *each["elements"]] if content else each["elements"]
    return {"type": "rich_text_section", "elements": content}


def _quoted(block: b.Quotation) -> list[Native]:
    said = list(rich("rich_text_quote", s.text(f"“{clean(block.text).strip()}”")))
    whose = list(rich("rich_text_section", s.elements(line("— ", *block.byline))))
    if len(said) == len(whose) == 1:  # the usual: one block
        return [{"type": "rich_text", "elements": [*said[0]["elements"], *whose[0]["elements"]]}]
    return said + whose


def _quotation(block: b.Quotation) -> list[Unit]:
    return [Unit(_quoted(block), s.said([line(f"“{block.text}”"), line("— ", *block.byline)]))]


def _fields(block: b.Fields) -> list[Unit]:
    rows = []
    for name, spans in block.pairs:
        content = [*s.text(name, code=True), *s.text("  "), *s.elements(spans)]
        rows.append((line(f"{name}: ", *spans), content))
    return _list(rows, None)


def _activity(block: b.Activity) -> list[Unit]:
    since = line(" since ", Moment(block.since), f", at most {max(block.values, default=0):,} a {block.unit}")
    content = [*s.text(block.label, bold=True), {"type": "text", "text": "\n"}]
    content += [*s.text(sparkline(block.values), code=True), *s.elements(since)]
    return _one(list(rich("rich_text_section", content)), s.said([line(block.label, ":", *since)]))


def _card(block: b.StoryCard) -> list[Unit]:
    content = [*s.text(f"{block.number}. ", bold=True), *s.elements(block.headline, bold=True)]
    said = [line(f"{block.number}. ", *block.headline)]
    if block.badge:
        update = line(f"{block.badge}: ", *block.update)
        content += [{"type": "text", "text": "\n"}, *s.text(f"{block.badge}: ", bold=True), *s.elements(block.update)]
        said.append(update)
    for number, spans in enumerate(block.lines):
        content += [{"type": "text", "text": " " if number else "\n"}, *s.elements(spans)]
        said.append(spans)
    made = list(rich("rich_text_section", content))
    if block.quote:
        made += _quoted(block.quote)
        said += [line(f"“{block.quote.text}”"), line("— ", *block.quote.byline)]
    made += context(block.outlets)
    said.append(block.outlets)
    if block.why:
        made += context(line("Why: ", *block.why))
        said.append(line("Why: ", *block.why))
    option = Option(f"{block.number}. {s.words(block.headline)}", block.command) if block.command else None
    return [Unit(made, s.said(said), option)]


def _sources(block: b.Sources) -> list[Unit]:
    """Citations are links, so only what can't be linked is listed."""
    kept = [item for item in block.items if not any(_leads(span) for span in item.spans)]
    rows = [line(f"[{item.number}] ", *item.spans) for item in kept]
    return [unit for row in rows for unit in _one(context(row), s.said([row]))]


def _leads(span: Any) -> bool:
    return isinstance(span, Link | Citation) and address(span.url) is not None


def _divider(block: b.Divider) -> list[Unit]:
    return [Unit([{"type": "divider"}])]


def _picker(block: b.Picker, asks: bool) -> list[Unit]:
    options = tuple(Option(each.label, each.command, each.description) for each in block.choices)
    units = _one(list(rich("rich_text_section", s.text(block.prompt, bold=True))), escaped(block.prompt))
    rows = [line(each.label + (f" — {each.description}" if each.description else "")) for each in options]
    if not asks or any(len(clean(t)) > OPTION_TEXT for each in options for t in (each.label, each.description)):
        units += _list([(row, s.elements(row)) for row in rows], "bullet")
    elif units:
        units[-1].said += "\n" + s.said(rows)
    if options:
        units.append(Unit(picks=[(block.prompt, options, Act.REPLACE if asks else Act.ANSWER)]))
    return units


def _buttons(block: b.Buttons) -> list[Unit]:
    return [Unit(presses=[Press(each.label, each.command, each.url) for each in block.buttons])]


def _pager(block: b.Pager) -> list[Unit]:
    ways = (("Previous page", block.previous), ("Next page", block.next))
    presses = [Press(label, command, act=Act.REPLACE) for label, command in ways if command]
    says = line(f"Page {block.page:,} of {block.pages:,}")
    return [Unit(context(says), s.said([says]), presses=presses)]


def _attachment(block: b.Attachment) -> list[Unit]:
    """Show a file in full: uploading would need a permission that nothing else does."""
    units = _one(list(rich("rich_text_section", s.text(block.name, bold=True))), escaped(block.name))
    for row in _gathered(block.text):
        made = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": row}]}
        units.append(Unit([{"type": "rich_text", "elements": [made]}], "\n".join(map(escaped, row.split("\n")))))
    return units


def _gathered(text: str) -> Iterator[str]:
    part = ""
    for row in text.splitlines():
        for piece in [each["text"] for each in s.text(row)] or [""]:
            if part and len(part) + len(piece) >= SECTION:
                yield part
                part = ""
            part += f"\n{piece}" if part else piece
    if part.strip():
        yield part


_DRAW: dict[type, Callable[[Any], list[Unit]]] = {
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
    b.Buttons: _buttons,
    b.Pager: _pager,
    b.Attachment: _attachment,
}
