"""Deciding stories and summing them up, beside peers in the same run.

    python -m benchmarks.stories [--articles 7000]

Deciding: an article against all that is open; the peer scores the same articles with scikit-learn's
TF-IDF, fitted once and multiplied with every open article. Summing up: three sentences of ten
articles, with nothing remembered of them; peers are sumy's LexRank and TextRank over the same text.
Times are processor time, so that a busy machine spoils ratios less. A peer that isn't installed is said to be missing.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from benchmarks.corpus import articles as made_up
from benchmarks.measure import memory, percentile, table
from digests.model import Article, Reading
from digests.store.base import Remembered, StoredReading
from digests.stories.features import make_features
from digests.stories.index import StoryIndex
from digests.summaries.candidates import Cutter
from digests.summaries.extractive import summarise
from digests.text import split_sentences

ASKED = 200  # articles decided, stories summed up


def busy(call: Callable[[], object]) -> float:
    """Time a call in ms of processor time."""
    began = time.process_time()
    call()
    return 1000 * (time.process_time() - began)


def load(count: int) -> list[Article]:
    """Made-up articles, as ingest would store them."""
    return [Article(a["id"], a["title"], a["text"], a["outlet"], datetime.fromisoformat(a["published_at"]))
            for a in made_up(count)]


def deciding(articles: Sequence[Article]) -> list[tuple[str, float, float]]:
    """Rows of (what, median ms, p99 ms) for an article against all that is open."""
    known, asked = articles[:-ASKED], articles[-ASKED:]
    index = StoryIndex()
    features: list[bytes] = []
    making = [busy(lambda one=one: features.append(make_features(one, Reading()))) for one in articles]
    began = time.process_time()
    for number, (one, data) in enumerate(zip(known, features, strict=False)):
        index.remember(Remembered(number, one.id, number // 3, one.published_at, None, data))
    built = 1000 * (time.process_time() - began)
    decided = [busy(lambda one=one, data=data: index.decide(one, data))
               for one, data in zip(asked, features[-ASKED:], strict=True)]
    rows = [("features of an article", making), (f"the index of {len(known)} from its rows", [built]),
            (f"deciding, {len(index)} held", decided), ("  peer: scikit-learn TF-IDF", tfidf(known, asked))]
    return [(what, percentile(times, 0.5), percentile(times, 0.99)) if times else (what, -1.0, -1.0)
            for what, times in rows]


def tfidf(known: Sequence[Article], asked: Sequence[Article]) -> list[float]:
    """Times of the peer; none where scikit-learn isn't installed."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
    except ImportError:
        return []
    model = TfidfVectorizer(sublinear_tf=True, stop_words="english")
    everything = model.fit_transform([f"{one.title} {one.text}" for one in known]).T.tocsc()
    return [busy(lambda one=one: (model.transform([f"{one.title} {one.text}"]) @ everything).toarray().argmax())
            for one in asked]


def summing_up(articles: Sequence[Article]) -> list[tuple[str, float, float]]:
    """Rows for three sentences of ten articles each."""
    tens = [[StoredReading(one, Reading(sentences=tuple(split_sentences(one.text))), {})
             for one in articles[start:start + 10]] for start in range(0, 10 * ASKED, 10)]
    cold = [busy(lambda ten=ten: summarise(ten, sentences=3, cutter=Cutter())) for ten in tens if ten]
    warm = [busy(lambda ten=ten: summarise(ten, sentences=3)) for ten in tens for _ in (0, 1) if ten][1::2]
    rows = [("three sentences of ten articles", cold), ("  the same again", warm)]
    rows += [(f"  peer: sumy {name}", times) for name, times in sumy(tens[:10])]
    return [(what, percentile(times, 0.5), percentile(times, 0.99)) if times else (what, -1.0, -1.0)
            for what, times in rows]


def sumy(tens: Sequence[Sequence[StoredReading]]) -> list[tuple[str, list[float]]]:
    """Times of the peers, sentences given (its own splitter needs a download); none where it isn't installed."""
    try:
        from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
        from sumy.summarizers.lex_rank import LexRankSummarizer
        from sumy.summarizers.text_rank import TextRankSummarizer
    except ImportError:
        return [("LexRank", []), ("TextRank", [])]

    class Words:
        """What sumy asks of a tokeniser."""

        def to_words(self, text: str) -> list[str]:
            return text.split()

    def document(ten: Sequence[StoredReading]) -> object:
        return ObjectDocumentModel([Paragraph([
            Sentence(one.article.text[span.start:span.end], Words())
            for one in ten for span in one.reading.sentences])])

    return [(name, [busy(lambda ten=ten, kind=kind: kind()(document(ten), 3)) for ten in tens])
            for name, kind in (("LexRank", LexRankSummarizer), ("TextRank", TextRankSummarizer))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--articles", type=int, default=7_000, help="open articles (default: 7000)")
    articles = load(parser.parse_args().articles)
    for rows, ours in ((deciding(articles), 2), (summing_up(articles), 0)):
        unit = rows[ours][1]
        print(table(("", "ms", "p99 ms", "times ours"), [
            (what, median, late, median / unit) if median >= 0 else (what, "not installed", "", "")
            for what, median, late in rows]))
        print()
    print(f"memory {memory():.0f} MB")


if __name__ == "__main__":
    main()
