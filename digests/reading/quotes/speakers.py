"""From a tie between tokens to a quotation with its speaker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digests.model import Kind, Mention, Quote, Reference
from digests.reading.phrases import Phrase
from digests.reading.quotes.attributions import find_attributions
from digests.reading.quotes.patterns import Tie, tie_paragraph
from digests.reading.stream import NAME, QUOTATION, Stream, Token

_SPEAKING = (Kind.PERSON, Kind.ORGANISATION)


def find_quotes(text: str, streams: Sequence[Stream], mentions: Sequence[Mention],
                references: Sequence[Reference]) -> tuple[Quote, ...]:
    """Find the quotations and who speaks."""
    resolved = {reference.start: reference for reference in references}
    found: list[Quote] = []
    for stream in streams:
        if not stream.paragraph.marked:
            continue
        tokens = stream.tokens
        ties = tie_paragraph(tokens, find_attributions(tokens))
        for place, token in enumerate(tokens):
            if token.kind == QUOTATION:
                marked = stream.paragraph.marked[token.ref]
                tie = ties.get(place)
                if tie is None:
                    found.append(Quote(marked.start, marked.end))
                else:
                    found.append(_quote(text, marked.start, marked.end, tokens, tie, mentions, resolved))
    return tuple(found)


def _quote(text: str, start: int, end: int, tokens: Sequence[Token], tie: Tie, mentions: Sequence[Mention],
           resolved: Mapping[int, Reference]) -> Quote:
    name, kind = who(tokens, tie.phrase, mentions, resolved)
    cue = text[tokens[tie.cue[0]].start:tokens[tie.cue[1]].end] if tie.cue else None
    return Quote(start, end, name, kind, tokens[tie.phrase.first].start, tokens[tie.phrase.last].end, cue)


def who(tokens: Sequence[Token], phrase: Phrase, mentions: Sequence[Mention],
        resolved: Mapping[int, Reference]) -> tuple[str | None, Kind | None]:
    """Resolve a phrase to a name."""
    head = tokens[phrase.head]
    if head.kind == NAME and mentions[head.ref].kind in _SPEAKING:
        return mentions[head.ref].name, mentions[head.ref].kind
    reference = resolved.get(tokens[phrase.first].start)
    if reference:
        return reference.name, reference.kind
    if tokens[phrase.last + 1].low == "," and tokens[phrase.last + 2].kind == NAME:
        apposed = mentions[tokens[phrase.last + 2].ref]
        if apposed.kind is Kind.PERSON:
            return apposed.name, apposed.kind
    return None, None
