"""Paragraphs that are nothing but a quotation: who spoke in the paragraph before goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from digests.reading.quotes.attributions import Attribution, find_attributions
from digests.reading.quotes.patterns import Tie, tie_paragraph
from digests.reading.stream import BREAK, QUOTATION, Stream, Token
from digests.reading.subjects import first_subject


class Tied(NamedTuple):
    """A quotation, by its place in its paragraph's tokens, and its tie; ``spoken`` is the paragraph in whose
    tokens the tie's phrase lies."""

    stream: int
    place: int
    tie: Tie | None
    spoken: int


def tie_article(streams: Sequence[Stream]) -> Iterator[Tied]:
    """Tie every quotation of an article, in order."""
    carried: tuple[Tie, int] | None = None  # who would go on speaking in a paragraph of quotation alone
    for number, stream in enumerate(streams):
        tokens = stream.tokens
        attributions = find_attributions(tokens)
        ties = tie_paragraph(tokens, attributions) if stream.paragraph.marked else {}
        bare = _is_bare(tokens)
        for place, token in enumerate(tokens):
            if token.kind != QUOTATION:
                continue
            tie = ties.get(place)
            if tie is not None:
                yield Tied(number, place, tie, number)
            elif bare and carried:
                yield Tied(number, place, carried[0], carried[1])
            else:
                yield Tied(number, place, None, number)
        if not bare:
            carried = _goes_on(tokens, attributions, ties, number)


def _is_bare(tokens: Sequence[Token]) -> bool:
    """Whether the paragraph is quotations and nothing else."""
    return any(token.kind == QUOTATION for token in tokens) and all(
        token.kind in (QUOTATION, BREAK) or not token.low[0].isalnum() for token in tokens)


def _goes_on(tokens: Sequence[Token], attributions: Sequence[Attribution], ties: dict[int, Tie],
             number: int) -> tuple[Tie, int] | None:
    """Tell who would speak in the next paragraph if it named nobody."""
    if attributions and tokens[-2].low in (":", ","):
        found = attributions[-1]
        near = "before" if found.last == len(tokens) - 3 else "gap comma"
        return Tie(found.phrase, f"{near} {found.how}", (found.first, found.last)), number
    if ties:
        last = max(ties)
        after = [found for found in attributions if found.first > last]
        if not after or after[-1].phrase == ties[last].phrase:
            return ties[last]._replace(pattern="paragraph after quotation"), number
    if attributions:
        found = attributions[-1]
        pattern = "paragraph after both" if ties else "paragraph after cue"
        return Tie(found.phrase, f"{pattern} {found.how}", (found.first, found.last)), number
    start = len(tokens) - 2
    while start > 0 and tokens[start].kind != BREAK:
        start -= 1
    phrase = first_subject(tokens, start + 1, len(tokens) - 1)
    return (Tie(phrase, "paragraph after subject", None), number) if phrase else None
