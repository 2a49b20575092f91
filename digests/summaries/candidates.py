"""The sentences of an article that a summary may use, cut once an article."""

from __future__ import annotations

from collections import Counter, OrderedDict
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock

from digests.model import Cited, Kind, Reading, Span
from digests.store.base import StoredReading
from digests.stories.words import meanings, words, written
from digests.summaries import standalone
from digests.text import split_sentences

Concept = str | tuple[str, str]

_KEPT = 600  # articles whose sentences are remembered
_SENTENCES = 30  # of an article that are looked at
_TEXT = 40_000  # code points that are looked at


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence with its stems (each once), what it says for counting, and its length in words."""

    cited: Cited
    place: int  # among the prose of its article, from 0
    stems: frozenset[str]
    concepts: frozenset[Concept]  # stems and pairs of neighbouring stems
    words: int
    whole: bool = True  # stands alone


@dataclass(frozen=True, slots=True)
class Cut:
    """An article cut into candidates, with how often each stem occurs in title and text."""

    candidates: tuple[Candidate, ...]
    counts: Counter[str]
    concepts: frozenset[Concept]
    title: frozenset[str]


class Cutter:
    """Cuts articles and remembers the last 2,000 by their content, so that a second digest costs little.

    Threads may share it: at worst an article is cut twice, with equal results.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, int], Cut] = OrderedDict()
        self._lock = Lock()

    def cut(self, stored: StoredReading) -> Cut:
        """Cut one article, or remember it."""
        key = (stored.article.id, hash((stored.article.card, stored.article.text, stored.reading.sentences)))
        known = self._known.get(key)
        if known is None:
            known = cut(stored)
            with self._lock:
                self._known[key] = known
                while len(self._known) > _KEPT:
                    self._known.popitem(last=False)
        return known


def cut(stored: StoredReading) -> Cut:
    """Find the sentences of an article that could stand in a summary; the prose first, else whatever is there."""
    text = stored.article.text[:_TEXT]
    spans = [span for span in stored.reading.sentences or split_sentences(text) if span.end <= len(text)]
    card = stored.article.card
    found: list[Candidate] = []
    for span in spans[:_SENTENCES]:
        start = span.start + standalone.without_date_line(text[span.start:span.end])
        sentence = text[start:span.end]
        raws = written(sentence[:standalone.LONGEST])
        marks = standalone.marks_of(raws)
        if standalone.is_prose(sentence, marks):
            stems = [word.term for word in meanings(raws)]
            found.append(Candidate(
                Cited(sentence, card, start, span.end), len(found), frozenset(stems),
                frozenset((*stems, *pairwise(stems))), len(sentence.split()),
                _whole(stored.reading, Span(start, span.end), sentence, marks)))
    title = [word.term for word in words(stored.article.title)]
    counts: Counter[str] = Counter(title)
    for one in found:
        counts.update(one.stems)
    return Cut(tuple(found), counts, frozenset[Concept]().union(*(one.concepts for one in found)), frozenset(title))


def _whole(reading: Reading, span: Span, sentence: str, marks: int) -> bool:
    if not standalone.is_balanced(sentence) or standalone.opens_unresolved(sentence):
        return False
    if any(quote.start < span.start < quote.end for quote in reading.quotes):
        return False
    if reading.mentions and standalone.could_lean(sentence) and not any(
            span.start <= mention.start < span.end for mention in reading.mentions):
        return False
    pronoun = standalone.first_gendered(sentence, marks)
    if pronoun is None:
        return True
    people = [m for m in reading.mentions if m.kind is Kind.PERSON and span.start <= m.start < span.end]
    for reference in reading.references:
        if reference.start == span.start + pronoun:
            return any(m.name == reference.name and m.start < reference.start for m in people)
    return any(m.start < span.start + pronoun for m in people) or (
        not reading.mentions and standalone.names_before(sentence, pronoun))
