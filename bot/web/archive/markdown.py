"""A reply as Markdown (CommonMark): every character of an article that could mark up is escaped. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.blocks import (
    Attachment,
    Block,
    Bullets,
    Divider,
    Fields,
    Heading,
    Note,
    Paragraph,
    Quotation,
    Sources,
    StoryCard,
)
from bot.spans import ChannelName, Citation, Code, Emphasis, Link, Moment, Span, Spans, Strong, UserName
from bot.web.archive import words

# https://spec.commonmark.org/0.31.2/#backslash-escapes: any ASCII punctuation may be escaped.
_MARKS = re.compile(r"([!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~])")
_PLAIN = frozenset("\"'(),.;:?/%$= ")  # no mark within a line; those that could begin one are seen to by _started
_STARTS = re.compile(r"^(\s*)(\d{1,9})([.)])")


def markdown(blocks: list[Block]) -> str:
    """Write blocks out, with an empty line between them."""
    return "\n\n".join(part for block in blocks for part in _block(block)) + "\n"


def _block(it: Block) -> Iterator[str]:
    if isinstance(it, Heading):
        yield f"{'#' if it.level == 1 else '##'} {line(it.spans)}"
    elif isinstance(it, Paragraph | Note):
        yield _started(line(it.spans))
    elif isinstance(it, Bullets):
        yield "\n".join(f"- {_started(line(item))}" for item in it.items)
    elif isinstance(it, Quotation):
        yield _quotation(it)
    elif isinstance(it, Fields):
        yield "\n".join(f"- **{escaped(name)}**: {line(value)}" for name, value in it.pairs)
    elif isinstance(it, StoryCard):
        yield from _card(it)
    elif isinstance(it, Sources):
        yield "## Sources"
        yield "\n".join(f"{each.number}. {_started(line(each.spans))}" for each in it.items)
    elif isinstance(it, Divider):
        yield "---"
    elif isinstance(it, Attachment):
        yield _indented(it.text)


def _card(it: StoryCard) -> Iterator[str]:
    badge = f"{escaped(it.badge)}: " if it.badge else ""
    yield f"## {badge}{line(it.headline)}"
    if it.update:
        yield _started(line(it.update))
    if it.lines:
        yield _started(" ".join(line(each) for each in it.lines))
    if it.quote:
        yield _quotation(it.quote)
    yield _started(line(it.outlets))


def _quotation(it: Quotation) -> str:
    return f"> “{escaped(it.text)}”\n>\n> {_started(line(it.byline))}"


def _indented(text: str) -> str:
    return "\n".join(f"    {words.seen(each)}" for each in text.splitlines())


def line(spans: Spans) -> str:
    """Write a line of spans."""
    return "".join(_span(span) for span in spans)


def _span(it: Span) -> str:
    if isinstance(it, Moment):
        return words.moment(it)
    if isinstance(it, Citation):
        return _linked(f"\\[{it.number}\\]", it.url)
    if isinstance(it, Link):
        return _linked(escaped(it.text), it.url)
    if isinstance(it, Code):
        return _code(it.text)
    if isinstance(it, ChannelName | UserName):
        return "a channel" if isinstance(it, ChannelName) else "somebody"
    text = escaped(it.text)
    if isinstance(it, Strong | Emphasis) and text.strip():
        mark = "**" if isinstance(it, Strong) else "*"
        return f"{mark}{text.strip()}{mark}"
    return text


def _linked(shown: str, url: str | None) -> str:
    safe = words.address(url)
    return f"[{shown}](<{safe}>)" if safe else shown


def _code(text: str) -> str:
    clean = " ".join(words.seen(text).split())
    fence = "`" * (max((len(run) for run in re.findall("`+", clean)), default=0) + 1)
    return f"{fence} {clean} {fence}" if "`" in clean else f"{fence}{clean}{fence}"


def escaped(text: str) -> str:
    """Escape whatever could mark up; white space becomes single spaces."""
    folded = re.sub(r"\s+", " ", words.seen(text))
    return _MARKS.sub(lambda match: match[0] if match[0] in _PLAIN else f"\\{match[0]}", folded)


def _started(text: str) -> str:
    """Let a line that begins like ``1.`` begin no list."""
    return _STARTS.sub(r"\1\2\\\3", text)
