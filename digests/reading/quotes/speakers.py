"""From a tie between tokens to a quotation with its speaker."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from digests.model import Kind, Mention, Quote, Reference
from digests.reading.phrases import Phrase
from digests.reading.quotes.patterns import Tie, own_sentence
from digests.reading.quotes.precision import is_quotation, is_sure
from digests.reading.quotes.silence import tie_article
from digests.reading.stream import NAME, Stream, Token

_SPEAKING = (Kind.PERSON, Kind.ORGANISATION)


def find_quotes(text: str, streams: Sequence[Stream], mentions: Sequence[Mention],
                references: Sequence[Reference]) -> tuple[Quote, ...]:
    """Find the quotations and who speaks; titles and scare quotes are left out."""
    return tuple(_quotes(text, streams, mentions, {found.start: found for found in references}))


def _quotes(text: str, streams: Sequence[Stream], mentions: Sequence[Mention],
            references: Mapping[int, Reference]) -> Iterator[Quote]:
    for stream, place, tie, spoken in tie_article(streams):
        tokens = streams[stream].tokens
        marked = streams[stream].paragraph.marked[tokens[place].ref]
        words = text.count(" ", marked.start, marked.end) + 1
        if not is_quotation(words, tie, own_sentence(tokens, place)):
            continue
        if tie is None or not is_sure(tie):
            yield Quote(marked.start, marked.end)
        else:
            yield _attributed(text, marked.start, marked.end, streams[spoken].tokens, tie, mentions, references)


def _attributed(text: str, start: int, end: int, tokens: Sequence[Token], tie: Tie, mentions: Sequence[Mention],
                references: Mapping[int, Reference]) -> Quote:
    name, kind = who(tokens, tie.phrase, mentions, references)
    cue = text[tokens[tie.cue[0]].start:tokens[tie.cue[1]].end] if tie.cue else None
    return Quote(start, end, name, kind, tokens[tie.phrase.first].start, tokens[tie.phrase.last].end, cue)


def who(tokens: Sequence[Token], phrase: Phrase, mentions: Sequence[Mention],
        references: Mapping[int, Reference]) -> tuple[str | None, Kind | None]:
    """Resolve a phrase to a name: its head, what it refers to, or the person in apposition to it."""
    head = tokens[phrase.head]
    if head.kind == NAME and mentions[head.ref].kind in _SPEAKING:
        return mentions[head.ref].name, mentions[head.ref].kind
    reference = references.get(tokens[phrase.first].start)
    if reference:
        return reference.name, reference.kind
    if tokens[phrase.last + 1].low == "," and tokens[phrase.last + 2].kind == NAME:
        apposed = mentions[tokens[phrase.last + 2].ref]
        if apposed.kind is Kind.PERSON:
            return apposed.name, apposed.kind
    return None, None
