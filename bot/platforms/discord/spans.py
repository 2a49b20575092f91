"""Spans → pieces of Discord's markdown that may not be cut. Pure."""

from __future__ import annotations

import re

from bot.platforms.discord.escape import address, clean, code, escaped, label, plain
from bot.spans import ChannelName, Citation, Code, Emphasis, Link, Moment, Span, Spans, Strong, Style, UserName
from bot.spans import plain as words

LONGEST = 600  # characters of a piece; longer ones fall apart into words
_WORD = re.compile(r"\S+\s*|\s+")
_ID = re.compile(r"\d{15,20}")
_STYLES = {Style.DATE: "D", Style.TIME: "t", Style.DATE_TIME: "f"}


def pieces(spans: Spans, *, quiet: bool = False) -> list[str]:
    """Lay a line out as pieces. ``quiet``: links in it must open no preview (a message's content)."""
    return [piece for span in spans for piece in _pieces(span, quiet)]


def title(spans: Spans) -> str:
    """Lay a line out for an embed's title, where neither links nor times work."""
    return escaped(words(spans)).strip()


def bare(spans: Spans) -> str:
    """Lay a line out for labels and options."""
    return plain(words(spans))


def first_address(spans: Spans) -> str | None:
    """Find where a headline leads."""
    return next((url for span in spans if isinstance(span, Link) and (url := address(span.url))), None)


def linked(text: str, url: str, quiet: bool) -> str:
    """Make a masked link."""
    return f"[{text}](<{url}>)" if quiet else f"[{text}]({url})"


def _pieces(span: Span, quiet: bool) -> list[str]:
    if isinstance(span, Moment):
        return [f"<t:{int(span.at.timestamp())}:{_STYLES[span.style]}>"]
    if isinstance(span, ChannelName | UserName) and _ID.fullmatch(span.id):
        return [f"<{'#' if isinstance(span, ChannelName) else '@'}{span.id}>"]  # nobody is notified: see NO_MENTIONS
    if isinstance(span, Citation):
        url = address(span.url)
        return [linked(rf"\[{span.number}\]", url, quiet) if url else rf"\[{span.number}\]"]
    if isinstance(span, Link):
        return _link(span, quiet)
    if isinstance(span, Code) and (typed := code(span.text)) and len(typed) <= LONGEST:
        return [typed]
    if isinstance(span, Strong | Emphasis):
        return _marked(span.text, "**" if isinstance(span, Strong) else "*")
    return _words(span.text)


def _words(text: str) -> list[str]:
    return _WORD.findall(escaped(text))


def _link(span: Link, quiet: bool) -> list[str]:
    url = address(span.url)
    if not url:
        return _words(span.text)
    inside = label(span.text)
    if inside and len(inside) <= LONGEST:
        return [linked(inside, url, quiet)]
    return [*_words(span.text), " ", linked("link", url, quiet)]


def _marked(text: str, mark: str) -> list[str]:
    inside = escaped(clean(text).strip())
    return [f"{mark}{inside}{mark}"] if inside and len(inside) <= LONGEST else _words(text)
