"""The parts of reading as Downlink has them, in the shape that ``benchmarks.reading`` compares.

A part is made once, start-up included, and then called article by article; stories take all articles in a row.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from benchmarks.gold import Said, Stretch

Texts = Sequence[str]
Sentences = Callable[[str], list[Stretch]]
Names = Callable[[str], list[Stretch]]
Quotes = Callable[[str], list[Said]]
Summary = Callable[[str], str]
Stories = Callable[[Texts], list[object]]
SENTENCES = 2  # of a summary
_NOON = datetime(2024, 5, 2, 12, tzinfo=UTC)


def sentences() -> Sentences:
    """Cut by our rules."""
    from digests.text import split_sentences

    return lambda text: [(span.start, span.end) for span in split_sentences(text, inside_quotes=True)]


def people() -> Names:
    """Find people with our model, lists and passes."""
    from digests.model import Kind
    from digests.reading.names import find_names
    from digests.text import split_sentences

    return lambda text: [
        (one.start, one.end)
        for one in find_names(text, split_sentences(text)).mentions
        if one.kind is Kind.PERSON
    ]


def quotes() -> Quotes:
    """Read the whole article: quotations need its names and pronouns."""
    from digests.reading.read import read

    return lambda text: [(text[one.start : one.end], one.speaker or "") for one in read(text).quotes]


def summary() -> Summary:
    """Choose sentences; the headline is kept from it, as from its peers."""
    from digests.model import Article, Reading
    from digests.store.base import StoredReading
    from digests.summaries.candidates import Cutter
    from digests.summaries.extractive import summarise
    from digests.text import split_sentences

    def sum_up(text: str) -> str:
        article = Article(str(hash(text)), "", text, "Outlet", _NOON)
        stored = StoredReading(article, Reading(sentences=tuple(split_sentences(text))), {})
        return " ".join(one.text for one in summarise([stored], sentences=SENTENCES, cutter=Cutter()))

    return sum_up


def stories() -> Stories:
    """Decide each article against those before it."""
    from digests.model import Article, Reading
    from digests.store.base import Remembered
    from digests.stories.features import make_features
    from digests.stories.index import StoryIndex

    def cluster(texts: Texts) -> list[object]:
        index, labels = StoryIndex(), list[object]()
        for number, text in enumerate(texts):
            article = Article(str(number), "", text, "Outlet", _NOON + timedelta(seconds=number))
            features = make_features(article, Reading())
            decided = index.decide(article, features)
            story = number if decided.story_id is None else decided.story_id
            index.remember(Remembered(number, article.id, story, article.published_at, decided.duplicate_of, features))
            labels.append(story)
        return labels

    return cluster


def whole() -> Callable[[str], object]:
    """Read everything: sentences, names, references, quotations, roles."""
    from digests.reading.read import read

    return read
