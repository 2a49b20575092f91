"""Sentence boundaries by rules of ours: a closed list of abbreviations and what follows a stop."""

from __future__ import annotations

import re

from digests.model import Span

_ABBREVIATIONS = frozenset("""
    mr mrs ms dr prof sen rep gov gen lt col sgt capt maj adm st jr sr vs no inc corp co ltd jan feb mar apr aug
    sep sept oct nov dec u.s u.k u.n e.u a.m p.m e.g i.e etc fig approx
    """.split())
_STOP = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9])")
_LAST_WORD = re.compile(r"[A-Za-z][A-Za-z.]{0,11}$")


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    if stop[0] != ".":
        return True
    word = _LAST_WORD.search(text, max(start, stop.start() - 12), stop.start())
    return not word or not (word[0].lower() in _ABBREVIATIONS or re.fullmatch("[A-Z]", word[0]))


def split_sentences(text: str, *, inside_quotes: bool = False) -> list[Span]:
    """Find the sentences: trimmed spans in order, none across a line break.

    A quotation of several sentences stays whole, with ``inside_quotes`` it is split like other text.
    """
    found: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for stop in _STOP.finditer(text, line.start(), line.end()):
            if _ends(text, start, stop):
                found.append(Span(start, stop.end()))
                start = stop.end()
        found.append(Span(start, line.end()))
    trimmed = []
    for span in found:
        piece = text[span.start:span.end]
        if piece.strip():
            trimmed.append(Span(span.start + len(piece) - len(piece.lstrip()),
                                span.end - len(piece) + len(piece.rstrip())))
    return trimmed
