"""``inspect stories``: the story that each article joins, as if they arrived one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.inspecting.article import article_of
from bot.inspecting.pool import spread
from bot.inspecting.records import Record, Unreadable, isolated
from digests.model import Article


def inspect_stories(records: Iterable[Record | Unreadable], *, now: datetime) -> Iterator[Record]:
    """Give each record its story's label, in the order of the input; keeps the whole input in memory."""
    features = [_shown(answer) for answer in spread(_Featured(now), records)]
    arrivals = [place for place, (_, article) in enumerate(features) if article is not None]
    labels = _labels([features[place] for place in arrivals], arrivals)
    for place, (answer, _) in enumerate(features):
        yield labels.get(place, answer)


class _Featured:
    """From a record to its article and features; picklable, so that it crosses to workers."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self, record: Record) -> Record:
        from digests.reading.read import read
        from digests.stories.features import make_features

        article = article_of(record, self.now)
        return {"article": article, "features": make_features(article, read(article.text, article.title))}


def _shown(answer: Record) -> tuple[Record, Article | None]:
    return answer, answer.get("article")


def _labels(arrived: list[tuple[Record, Article | None]], places: list[int]) -> dict[int, Record]:
    from digests.stories.index import StoryIndex

    index, labels = StoryIndex(), {}
    order = sorted(range(len(arrived)), key=lambda n: (arrived[n][1].published_at, n))  # type: ignore[union-attr]
    for sequence, number in enumerate(order, 1):
        answer, article = arrived[number]
        assert article is not None
        labels[places[number]] = isolated(
            lambda _, a=article, f=answer["features"], s=sequence: _join(index, a, f, s),  # type: ignore[misc]
            {"id": article.id})
    return labels


def _join(index: object, article: Article, features: bytes, sequence: int) -> Record:
    from digests.store.base import Remembered

    decision = index.decide(article, features)  # type: ignore[attr-defined]
    story = decision.story_id if decision.story_id is not None else sequence
    index.remember(Remembered(sequence, article.id, story, article.published_at,  # type: ignore[attr-defined]
                              decision.duplicate_of, features))
    return {"id": article.id, "story": str(story)}
