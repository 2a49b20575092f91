"""A paragraph as a row of tokens in which a name or a quotation is one token and sentence breaks show."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from digests.model import Kind, Mention, Span
from digests.reading.quotes.marks import Marked, Paragraph

# Kinds of token.
QUOTATION, BREAK, NAME, CAPITAL, WORD, NUMBER, POSSESSIVE, MARK = "Q", "B", "N", "C", "w", "#", "s", "."

_PIECE = re.compile(
    r"(?P<s>['’]s\b|(?<=s)['’](?=\s))|(?P<n>\$?\d+(?:[.,]\d+)*[\w‐‑-]*)|(?P<a>(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen"
    r"|Col|Lt|Capt|Sgt|Prof|Jr|Sr|St|Rev|Adm|Maj|Cmdr)\.)|(?P<w>[^\W\d_]+(?:[-‐‑'’&][^\W_]+(?<!['’]s))*)|(?P<m>[^\w\s]{5,}|\S)")


_OFFICES = frozenset("minister secretary director president chief head chairman chair speaker governor mayor".split())


class Token(NamedTuple):
    """``low`` is the word in lower case or the mark; ``ref`` the place in the mentions or quotations."""

    start: int
    end: int
    low: str
    kind: str
    ref: int = -1


class Stream(NamedTuple):
    """One paragraph's tokens."""

    tokens: list[Token]
    paragraph: Paragraph


def make_streams(text: str, paragraphs: Sequence[Paragraph], sentences: Sequence[Span],
                 mentions: Sequence[Mention]) -> list[Stream]:
    """Lay out each paragraph; all arguments are in the order of the text."""
    begins = [mention.start for mention in mentions]
    breaks = [sentence.start for sentence in sentences]
    return [Stream(_lay_out(text, paragraph, breaks, mentions, begins), paragraph) for paragraph in paragraphs]


def make_inner_streams(text: str, paragraphs: Sequence[Paragraph], mentions: Sequence[Mention]) -> list[Stream]:
    """Lay out what stands between quotation marks, each quotation as a paragraph of its own."""
    begins = [mention.start for mention in mentions]
    inner = [Paragraph(marked.start, marked.end, ()) for paragraph in paragraphs for marked in paragraph.marked
             if bisect_left(begins, marked.start) < bisect_left(begins, marked.end)]
    return [Stream(_lay_out(text, paragraph, [], mentions, begins), paragraph) for paragraph in inner]


def _lay_out(text: str, paragraph: Paragraph, breaks: Sequence[int], mentions: Sequence[Mention],
             begins: Sequence[int]) -> list[Token]:
    tokens: list[Token] = []
    at = paragraph.start
    for place, marked in enumerate((*paragraph.marked, None)):
        stop = marked.outer_start if marked else paragraph.end
        for mention_place in range(bisect_left(begins, at), bisect_left(begins, stop)):
            mention = mentions[mention_place]
            if mention.start < at or mention.end > stop or _is_title(text, mention):
                continue
            _cut(text, at, mention.start, tokens)
            tokens.append(Token(mention.start, mention.end, text[mention.start:mention.end].lower(), NAME,
                                mention_place))
            at = mention.end
        _cut(text, at, stop, tokens)
        if marked:
            tokens.append(_quotation(text, marked, place))
            at = marked.outer_end
    return _with_breaks(tokens, breaks, paragraph)


def _is_title(text: str, mention: Mention) -> bool:
    """Whether a tagger took "Minister of State" or "Secretary of Defense" for an organisation."""
    if mention.kind is not Kind.ORGANISATION:
        return False
    words = text[mention.start:mention.end].lower().split()
    return len(words) > 2 and words[1] in ("of", "for") and words[0] in _OFFICES


def _quotation(text: str, marked: Marked, place: int) -> Token:
    """``low`` is a mark of its own and the quotation's last one, if it ends in one."""
    last = text[marked.end - 1]
    return Token(marked.outer_start, marked.outer_end, "“" if last.isalnum() else "“" + last, QUOTATION, place)


_KINDS = {"s": POSSESSIVE, "n": NUMBER, "m": MARK}


def _cut(text: str, start: int, end: int, tokens: list[Token]) -> None:
    """The hottest loop of reading: names are bound and tuples made without a call of ``Token``."""
    append, new = tokens.append, tuple.__new__
    for piece in _PIECE.finditer(text, start, end):
        group, found = piece.lastgroup, piece[0]
        low = found.lower()
        if group == "w":
            kind = WORD if low == found else CAPITAL
        elif group == "a":
            kind, low = CAPITAL if found[0].isupper() else WORD, low.rstrip(".")
        else:
            kind = _KINDS[group or "m"]
        if "’" in low:
            low = low.replace("’", "'")
        append(new(Token, (*piece.span(), low, kind, -1)))


def _with_breaks(tokens: list[Token], breaks: Sequence[int], paragraph: Paragraph) -> list[Token]:
    """Put a break before each token at which a sentence starts, and one at each end."""
    first, last = bisect_left(breaks, paragraph.start), bisect_left(breaks, paragraph.end)
    laid = [Token(paragraph.start, paragraph.start, "", BREAK)]
    place = first + 1
    for token in tokens:
        while place < last and breaks[place] < token.start:
            place += 1
        if place < last and token.start <= breaks[place] < token.end and (
                breaks[place] == token.start or (token.kind == QUOTATION and breaks[place] <= token.start + 3)):
            laid.append(Token(token.start, token.start, "", BREAK))
        laid.append(token)
    laid.append(Token(paragraph.end, paragraph.end, "", BREAK))
    return laid
