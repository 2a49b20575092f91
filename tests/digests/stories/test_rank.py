"""What comes first in a digest, and why."""

from __future__ import annotations

from datetime import timedelta

from digests.model import Reading, Scope, Window
from digests.store.base import PostedStory, StoryBrief
from digests.stories.features import make_features
from digests.stories.rank import Ranked, ago, lead, rank
from tests.digests.stories.making import LAUNCH, NOON, REMOVAL, article

WINDOW = Window(NOON - timedelta(hours=24), NOON)


def brief(identity: int, headline: str = "News", outlets: int = 1, hours: float = 6) -> StoryBrief:
    """A story whose newest article is so many hours old."""
    latest = NOON - timedelta(hours=hours)
    return StoryBrief(identity, headline, latest, latest, outlets, outlets, latest)


def ranked(briefs: list[StoryBrief], scope: Scope | None = None, posted: dict[int, PostedStory] | None = None,
           news: dict[int, int] | None = None) -> list[Ranked]:
    return rank(briefs, scope=scope or Scope(), window=WINDOW, now=NOON, posted=posted, news=news)


def order(found: list[Ranked]) -> list[int]:
    return [one.brief.id for one in found]


def test_more_outlets_come_first_with_the_reason() -> None:
    """Five independent outlets outweigh a few hours."""
    found = ranked([brief(1, outlets=1, hours=1), brief(2, outlets=5, hours=6)])
    assert order(found) == [2, 1]
    assert found[0].reasons[0] == "5 outlets"
    assert "newest 6 h ago" in found[0].reasons


def test_of_equals_the_newer_comes_first() -> None:
    """Recency decides between stories of the same weight."""
    assert order(ranked([brief(1, hours=9), brief(2, hours=2)])) == [2, 1]


def test_a_name_of_the_scope_in_the_headline_counts() -> None:
    """By surname, whatever the case, and said in plain words."""
    scope = Scope(people=("Dmitry Rogozin",), topics=("space station",))
    found = ranked([brief(1, outlets=2), brief(2, "ROGOZIN leaves", outlets=2),
                    brief(3, "New space station", outlets=2)], scope)
    assert order(found) == [2, 3, 1]
    assert "names Dmitry Rogozin in the headline" in found[0].reasons
    assert "space station in the headline" in found[1].reasons


def test_a_posted_story_is_held_until_there_is_news() -> None:
    """It comes last with the reason; a new fact brings it back."""
    posted = {1: PostedStory("channel", 1, NOON - timedelta(hours=3), ("a",), ())}
    held = ranked([brief(1, outlets=9), brief(2)], posted=posted)
    assert order(held) == [2, 1]
    assert held[1].held == "It was posted before, and there is no new fact."
    back = ranked([brief(1, outlets=9), brief(2)], posted=posted, news={1: 2})
    assert order(back) == [1, 2]
    assert back[0].held is None
    assert "new facts since it was posted" in back[0].reasons


def test_facts_uncounted_an_article_after_the_posting_is_news() -> None:
    """Whoever composes counts the facts then."""
    posted = {1: PostedStory("channel", 1, NOON - timedelta(hours=3), ("a",), ())}
    assert ranked([brief(1, hours=1)], posted=posted)[0].held is None


def test_time_is_worded_with_its_largest_unit() -> None:
    """Minutes, hours up to two days, days."""
    assert [ago(timedelta(minutes=minutes)) for minutes in (-5, 40, 130)] == ["0 min", "40 min", "2 h"]
    assert ago(timedelta(hours=50)) == "2 days"


def test_the_lead_is_what_the_others_agree_with() -> None:
    """Not the one on something else, even if it comes first."""
    texts = [LAUNCH, REMOVAL, REMOVAL.replace("Friday", "15 July"), REMOVAL[:200]]
    features = [make_features(article(str(n), "", text), Reading()) for n, text in enumerate(texts)]
    assert lead(features) in (1, 2)
    assert lead([]) is None
