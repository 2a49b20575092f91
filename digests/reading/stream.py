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

# White space and one piece, as ``digests.text`` does it: a plain word, a possessive ending, a number, initials and
# titles with their stops, a word with inner marks, a run of signs, one other sign. No piece at the end.
_PIECE = re.compile(
    r"\s*+([A-Za-z]++(?=[\s,:;!?)\"”])|['’]s\b|(?<=s)['’](?=\s)|\$?\d+(?:[.,]\d+)*[\w‐‑-]*"
    r"|(?:[A-Za-z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Lt|Capt|Sgt|Prof|Jr|Sr|St|Rev|Adm|Maj|Cmdr)\."
    r"|[^\W\d_]+(?:[-‐‑'’&][^\W_]+(?<!['’]s))*|[^\w\s]{5,}|\S|\Z)")
_KNOWN_FORMS = 50_000  # some 8 MB; then they are forgotten

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


class _Forms(dict[str, tuple[str, str]]):
    """Each piece's word in lower case and its kind, worked out once."""

    def __missing__(self, piece: str) -> tuple[str, str]:
        if len(self) >= _KNOWN_FORMS:
            self.clear()
        form = self[piece] = _form(piece)
        return form


def _form(piece: str) -> tuple[str, str]:
    low = piece.lower()
    first = piece[0]
    if first.isalnum() and not first.isdecimal():
        kind = CAPITAL if (first.isupper() if piece[-1] == "." else low != piece) else WORD
        low = low.rstrip(".")
    elif low[1:] == "s" and first in "'’":
        kind = POSSESSIVE
    else:
        kind = NUMBER if first.isdecimal() or (first == "$" and piece[1:2].isdecimal()) else MARK
    return low.replace("’", "'"), kind


_FORMS = _Forms()


def _cut(text: str, start: int, end: int, tokens: list[Token]) -> None:
    """The hottest loop of reading: names are bound and tuples made without a call of ``Token``."""
    append, new, find, forms = tokens.append, tuple.__new__, text.find, _FORMS
    for piece in _PIECE.findall(text, start, end):
        if piece:
            start = find(piece, start)
            low, kind = forms[piece]
            if low == "'" and kind == MARK and _owns(text, start, end):
                kind = POSSESSIVE
            append(new(Token, (start, start := start + len(piece), low, kind, -1)))


def _owns(text: str, at: int, end: int) -> bool:
    """Tell the apostrophe of "the Smiths’ house" from a mark."""
    return at > 0 and text[at - 1] == "s" and at + 1 < end and text[at + 1].isspace()


def _with_breaks(tokens: list[Token], breaks: Sequence[int], paragraph: Paragraph) -> list[Token]:
    """Put a break before each token at which a sentence starts, and one at each end."""
    laid, done, last = [Token(paragraph.start, paragraph.start, "", BREAK)], 0, -1
    for place in range(bisect_left(breaks, paragraph.start) + 1, bisect_left(breaks, paragraph.end)):
        begin = breaks[place]
        at = bisect_left(tokens, (begin + 1,)) - 1
        if at <= last or begin >= tokens[at].end:
            continue
        token = tokens[at]
        if begin == token.start or (token.kind == QUOTATION and begin <= token.start + 3):
            laid += tokens[done:at]
            laid.append(Token(token.start, token.start, "", BREAK))
            done = last = at
    laid += tokens[done:]
    laid.append(Token(paragraph.end, paragraph.end, "", BREAK))
    return laid
