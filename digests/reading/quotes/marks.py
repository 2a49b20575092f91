"""Where quotation marks open and close. Knows marks and paragraphs, nothing of speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from digests.paragraphs import paragraphs as blocks

_DOUBLE = re.compile("[\"“”„«»]|''|``|’’|‘‘")
# Neither a tag's attributes nor a run of marks is a quotation.
_DOUBLE_OR_NOISE = re.compile("<[a-zA-Z/!][^<>\n]*>|[\"“”„«»'‘’`]{5,}|" + _DOUBLE.pattern)
_OPENING = frozenset(("“", "„", "«", "``", "‘‘"))
_SPACE = " \t\xa0\u2009\u202f"
_BEFORE_OPENING = _SPACE + "([{—–-/"
# A single mark opens after a space and before a word; it closes at a stop or comma, or after a word that
# can't be a plural possessive.
_SINGLE_OPENS = re.compile(r"(?<![^\s(—–])['‘](?=[\w\[$£€])")
_SINGLE_CLOSES = re.compile(r"(?<=[.,?!…])\s?['’](?!\w)|(?<=[^\W_])['’](?=[.,;:]|$)|(?<=[^\Ws_])['’](?=\s)")


class Marked(NamedTuple):
    """Words between marks. ``outer_start`` and ``outer_end`` include the marks; ``closed`` is false
    where the paragraph ends first; ``single`` where the marks are single ones."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool
    single: bool = False


class Paragraph(NamedTuple):
    """A line with something on it, and the quotations in it."""

    start: int
    end: int
    marked: tuple[Marked, ...]


def paragraphs(text: str) -> list[Paragraph]:
    """Cut ``text`` as sentences are cut, and find each paragraph's quotations; nested ones stay in the outer one."""
    lines = list(blocks(text))
    found = []
    for place, (start, end) in enumerate(lines):
        follows = place + 1 < len(lines) and _opens_paragraph(text, lines[place + 1][0])
        doubles = list(_doubles(text, start, end, follows))
        singles = _singles(text, start, end, doubles)
        if not singles and not doubles and place + 1 < len(lines):
            singles = _unclosed_single(text, start, end, lines[place + 1][0])
        found.append(Paragraph(start, end, tuple(sorted(doubles + singles))))
    return found


def _opens_paragraph(text: str, start: int) -> bool:
    return bool(_DOUBLE.match(text[start:start + 8].lstrip(_SPACE)))


def _doubles(text: str, start: int, end: int, follows: bool) -> Iterator[Marked]:
    opened: re.Match[str] | None = None
    for mark in _DOUBLE_OR_NOISE.finditer(text, start, end):
        if len(mark[0]) > 2:
            continue
        if opened is None:
            if _can_open(text, mark, start, end):
                opened = mark
        elif _reopens(text, mark, end):
            opened = mark  # the one before was never closed
        else:
            if found := _between(text, opened, mark.start(), mark.end(), True):
                yield found
            opened = None
    if opened is not None and (follows or _only_mark(text, opened, start)):
        found = _between(text, opened, end, end, False)
        if found:
            yield found


def _can_open(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """A mark glued to the word before it and not to the one after is a stray closing one or an inch."""
    glued = mark.start() > start and text[mark.start() - 1] not in _BEFORE_OPENING
    loose = mark.end() >= end or text[mark.end()] in _SPACE
    if mark[0] in _OPENING:
        return mark.end() < end
    return mark.end() < end and not (glued and (loose or text[mark.start() - 1].isdigit()))


def _reopens(text: str, mark: re.Match[str], end: int) -> bool:
    """An opening mark inside an open quotation: glued to what follows and not to what precedes."""
    loose_before = text[mark.start() - 1] in _SPACE
    glued_after = mark.end() < end and text[mark.end()] not in _SPACE + ".,;:!?"
    return loose_before and glued_after and mark[0] not in "”»’’"


def _only_mark(text: str, opened: re.Match[str], start: int) -> bool:
    """Whether an unclosed mark starts its paragraph or a sentence, or follows the comma or colon of an attribution."""
    before = text[max(start, opened.start() - 3):opened.start()].rstrip()
    return not before or before[-1] in ",:."


def _between(text: str, opened: re.Match[str], stop: int, outer_end: int, closed: bool) -> Marked | None:
    start, end = opened.end(), stop
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if not any(char.isalnum() for char in text[start:end]):
        return None
    return Marked(start, end, opened.start(), outer_end, closed)


def _unclosed_single(text: str, start: int, end: int, following: int) -> list[Marked]:
    """A paragraph that opens with a single mark, doesn't close it, and is followed by another such one."""
    opens = _SINGLE_OPENS.match(text, start)
    if not opens or not _SINGLE_OPENS.match(text, following) or text.count(" ", start, end) < 3:
        return []
    return [Marked(opens.end(), start + len(text[start:end].rstrip()), start, end, False, True)]


def _singles(text: str, start: int, end: int, doubles: list[Marked]) -> list[Marked]:
    """Find quotations between single marks outside of ``doubles``: four words or more, closed after a stop."""
    found: list[Marked] = []
    taken = iter(doubles)
    within = next(taken, None)
    at = start
    while opens := _SINGLE_OPENS.search(text, at, end):
        while within and within.outer_end <= opens.start():
            within = next(taken, None)
        if within and within.outer_start <= opens.start():
            at = within.outer_end
            continue
        limit = within.outer_start if within else end
        closes = _SINGLE_CLOSES.search(text, opens.end(), limit)
        if not closes:
            at = limit if within else end
            if not within:
                break
            continue
        if text.count(" ", opens.end(), closes.start()) >= 3:
            found.append(Marked(opens.end(), closes.start(), opens.start(), closes.end(), True, True))
            at = closes.end()
        else:
            at = closes.end()
    return found
