"""The store's contract, over every engine: what came in last, and what came in too late for the last digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from digests.model import LATE, Article, Scope, Window
from digests.store.base import Store
from tests.contracts.archive import article, at, number_of, put


def came(name: str, text: str, hours: float, received_at: datetime | None) -> Article:
    """Write an article with the time at which it came in."""
    return replace(article(name, text, hours=hours), received_at=received_at)


def test_newcomers_are_in_the_order_in_which_they_came(store: Store) -> None:
    """With their stories and whom they name; an article that is stored anew comes again."""
    first = put(store, [article("a", "Dmitry Rogozin spoke.", hours=5)])
    second = put(store, [article("b", "NASA and ESA signed.", hours=1), article("c", "Nobody.", hours=2)])
    with store.reading() as queries:
        found = queries.newcomers(after=0)
        last = queries.last_arrival()
        assert [one.story_id for one in found] == [first, second, second]
        assert [one.published_at for one in found] == [at(5), at(1), at(2)] and found[-1].sequence == last
        assert found[0].entities == {number_of(store, "Dmitry Rogozin")} and len(found[1].entities) == 2
        assert queries.newcomers(after=found[0].sequence, limit=1) == found[1:2]
        assert queries.newcomers(after=last) == []
    put(store, [article("a", "Dmitry Rogozin spoke again.", hours=5)], story=first)
    with store.reading() as queries:
        assert [one.story_id for one in queries.newcomers(after=last)] == [first]


def test_newcomers_on_a_topic(store: Store) -> None:
    """All its words, in title or text, of those that came between the two."""
    put(store, [article("a", "The Moon base was delayed.")])
    put(store, [article("b", "A base on the Moon.", hours=-40), article("c", "The Moon.", hours=1)])
    with store.reading() as queries:
        first, *rest = (one.sequence for one in queries.newcomers(after=0))
        assert list(queries.newcomers_on("Moon base", after=0, upto=rest[-1])) == [first, rest[0]]
        assert list(queries.newcomers_on("Moon base", after=first, upto=rest[-1])) == [rest[0]]
        assert list(queries.newcomers_on("Mars", after=0, upto=rest[-1])) == []
        assert list(queries.newcomers_on("Moon", after=rest[-1], upto=rest[-1] + 9)) == []


def test_a_window_has_what_came_in_too_late_for_the_last_one(store: Store) -> None:
    """Published before it, but received since; not what was there before, nor what is old."""
    window = Window(at(0), at(24), arrived=at(-0.1))
    stored = {
        "within": came("a", "A Moon base.", 1, None),
        "late": came("b", "A Moon base too.", -2, at(1)),
        "in time": came("c", "A third Moon base.", -2, at(-1)),
        "unknown": came("d", "A fourth Moon base.", -2, None),
        "old": came("e", "An old Moon base.", -LATE.total_seconds() / 3600 - 1, at(1)),
        "after": came("f", "A coming Moon base.", 24, at(24)),
    }
    numbers = {put(store, [each]): name for name, each in stored.items()}
    with store.reading() as queries:
        for scope in (Scope(), Scope(topics=("Moon base",))):
            found = {numbers[brief.id] for brief in queries.story_briefs(window, scope)}
            assert found == {"within", "late"}
        cards = queries.articles([each.id for each in stored.values()])
        assert {name for name, each in stored.items() if window.has(cards[each.id].card)} == {"within", "late"}
        whole = queries.stories(numbers)
        assert {numbers[key] for key, story in whole.items() if window.has(story.lead)} == {"within", "late"}
