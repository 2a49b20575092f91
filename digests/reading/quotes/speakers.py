"""From a tie between tokens to a quotation with its speaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from digests.model import Kind, Mention, Quote, Reference
from digests.reading.phrases import Phrase
from digests.reading.quotes.patterns import Tie, own_sentence
from digests.reading.quotes.precision import is_quotation, is_sure
from digests.reading.quotes.silence import tie_article
from digests.reading.stream import CAPITAL, NAME, Stream, Token

_SPEAKING = (Kind.PERSON, Kind.ORGANISATION)


def find_quotes(text: str, streams: Sequence[Stream], mentions: Sequence[Mention],
                references: Sequence[Reference]) -> tuple[Quote, ...]:
    """Find the quotations and who speaks; titles and scare quotes are left out."""
    return tuple(_quotes(text, streams, _Index(mentions, references)))


class _Index:
    """What a phrase may resolve to: names by place, references by offset, people by a word of their name."""

    def __init__(self, mentions: Sequence[Mention], references: Sequence[Reference]) -> None:
        self.mentions = mentions
        self.references = {found.start: found for found in references}
        self.by_word: dict[str, set[str]] = {}
        for mention in mentions:
            if mention.kind is Kind.PERSON:
                for word in mention.name.lower().split():
                    self.by_word.setdefault(word, set()).add(mention.name)

    def person(self, word: str) -> str | None:
        """The one person with this word in the name, or None."""
        found = self.by_word.get(word, ())
        return next(iter(found)) if len(found) == 1 else None


def _quotes(text: str, streams: Sequence[Stream], index: _Index) -> Iterator[Quote]:
    body: tuple[int, str] | None = None  # the paragraph and name of the organisation that spoke last
    for stream, place, tie, spoken in tie_article(streams):
        tokens = streams[stream].tokens
        marked = streams[stream].paragraph.marked[tokens[place].ref]
        words = text.count(" ", marked.start, marked.end) + 1
        if not is_quotation(words, tie, own_sentence(tokens, place)):
            continue
        if tie is None or not is_sure(tie):
            yield Quote(marked.start, marked.end)
        else:
            quote = _attributed(text, marked.start, marked.end, streams[spoken].tokens, tie, index)
            if quote.speaker_kind is Kind.ORGANISATION and quote.speaker:
                body = stream, quote.speaker
            elif body and body[0] == stream and text[quote.speaker_start:quote.speaker_end].lower() == "it":
                quote = replace(quote, speaker=body[1], speaker_kind=Kind.ORGANISATION)
            yield quote


def _attributed(text: str, start: int, end: int, tokens: Sequence[Token], tie: Tie, index: _Index) -> Quote:
    name, kind = who(tokens, tie.phrase, index)
    cue = text[tokens[tie.cue[0]].start:tokens[tie.cue[1]].end] if tie.cue else None
    return Quote(start, end, name, kind, tokens[tie.phrase.first].start, tokens[tie.phrase.last].end, cue)


def who(tokens: Sequence[Token], phrase: Phrase, index: _Index) -> tuple[str | None, Kind | None]:
    """Resolve a phrase to a name: its head, what it refers to, the person in apposition, or a word of a name."""
    mentions = index.mentions
    head = tokens[phrase.head]
    if head.kind == NAME and mentions[head.ref].kind in _SPEAKING:
        return mentions[head.ref].name, mentions[head.ref].kind
    reference = index.references.get(tokens[phrase.first].start)
    if reference and reference.end == tokens[phrase.last].end:
        return reference.name, reference.kind
    if tokens[phrase.last + 1].low == "," and tokens[phrase.last + 2].kind == NAME:
        apposed = mentions[tokens[phrase.last + 2].ref]
        if apposed.kind is Kind.PERSON:
            return apposed.name, apposed.kind
    person = index.person(head.low) if head.kind == CAPITAL else None
    return (person, Kind.PERSON) if person else (None, None)
