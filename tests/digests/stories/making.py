"""Articles for the tests of this room."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from digests.model import Article, Reading
from digests.reading.read import read
from digests.store.base import Remembered
from digests.stories.features import make_features
from digests.stories.index import Decision, StoryIndex

NOON = datetime(2022, 7, 15, 12, tzinfo=UTC)
LAUNCH = """SpaceX launched a Falcon 9 rocket from Cape Canaveral on Friday with 53 Starlink satellites aboard.
The booster landed on the droneship A Shortfall of Gravitas in the Atlantic Ocean eight minutes after liftoff.
It was the booster's thirteenth flight, which equals the record of the company's fleet of rockets.
The satellites were deployed about an hour after launch into an orbit 232 kilometres high."""
REMOVAL = """Vladimir Putin removed Dmitry Rogozin as head of the Russian space agency Roscosmos on Friday.
The Kremlin named Yury Borisov, until now a deputy prime minister, as his successor at the agency.
Rogozin had run Roscosmos since 2018 and often threatened to end cooperation on the space station.
NASA and Roscosmos signed an agreement on seats for crews the same day, after years of talks."""


def article(identity: str, title: str, text: str = "", hours: float = 0, outlet: str = "A") -> Article:
    """An article published so many hours after noon."""
    return Article(identity, title, text or title, outlet, NOON + timedelta(hours=hours))


class Desk:
    """An index with the store's part played: each article decided, numbered and remembered."""

    def __init__(self, *, reads: bool = False) -> None:
        self._reads = reads
        self.index = StoryIndex()
        self._stories = 0
        self._sequence = 0

    def take(self, one: Article) -> tuple[int, Decision]:
        """Let an article arrive: its story's id and the decision."""
        features = make_features(one, read(one.text, one.title) if self._reads else Reading())
        decision = self.index.decide(one, features)
        if decision.story_id is None:
            self._stories += 1
        story = self._stories if decision.story_id is None else decision.story_id
        self._sequence += 1
        self.index.remember(Remembered(self._sequence, one.id, story, one.published_at, decision.duplicate_of,
                                       features))
        return story, decision
