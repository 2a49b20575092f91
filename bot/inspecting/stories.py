"""``inspect stories``: the story that each article joins, as if they arrived one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.inspecting.article import article_of
from bot.inspecting.pool import spread
from bot.inspecting.records import Record, Unreadable, isolated
from digests.model import Article
from digests.store.base import Remembered

if TYPE_CHECKING:
    from digests.stories.index import StoryIndex


def inspect_stories(records: Iterable[Record | Unreadable], *, now: datetime) -> Iterator[Record]:
    """Give each record its story's label, in the order of the input, which is kept in memory whole."""
    from digests.stories.index import StoryIndex

    answers = list(spread(Featured(now), records))
    articles = [
        (place, answer["article"], answer["features"]) for place, answer in enumerate(answers) if "article" in answer
    ]
    articles.sort(key=lambda arrived: (arrived[1].published_at, arrived[0]))
    index = StoryIndex()
    for sequence, (place, article, features) in enumerate(articles, 1):
        joined = Joined(index, article, features, sequence)
        answers[place] = isolated(joined, {"id": article.id})
    yield from answers


@dataclass(frozen=True, slots=True)
class Featured:
    """From a record to its article and features; picklable, so that it crosses to workers."""

    now: datetime

    def __call__(self, record: Record) -> Record:
        """Read one article, keep what comparing needs."""
        from digests.reading.read import read
        from digests.stories.features import make_features

        article = article_of(record, self.now)
        return {"article": article, "features": make_features(article, read(article.text, article.title))}


@dataclass(frozen=True, slots=True)
class Joined:
    """One article's turn to join a story."""

    index: StoryIndex
    article: Article
    features: bytes
    sequence: int

    def __call__(self, record: Record) -> Record:
        """Decide, and let the index remember."""
        decision = self.index.decide(self.article, self.features)
        story = decision.story_id if decision.story_id is not None else self.sequence
        self.index.remember(
            Remembered(
                self.sequence, self.article.id, story, self.article.published_at, decision.duplicate_of, self.features
            )
        )
        return {"id": self.article.id, "story": str(story)}
