"""The store's contract, over every engine: stories."""

from __future__ import annotations

from datetime import timedelta

from digests.model import Scope, Window
from digests.store.base import Store
from tests.contracts.archive import article, at, key, number_of, put

DAY = Window(at(0), at(24))


def test_a_story_has_its_articles_oldest_first_and_the_first_put_leads(store: Store) -> None:
    """Copies included; its dates are theirs."""
    number = put(store, [article("b", "B.", title="Second", hours=2), article("a", "A.", title="First")])
    put(store, [article("c", "B.", title="Third", hours=3, copy_of="b")], story=number)
    with store.reading() as queries:
        story = queries.stories([number])[number]
        assert [card.title for card in story.articles] == ["First", "Second", "Third"]
        assert (story.headline, story.lead.id) == ("Second", key("b"))
        assert (story.first_seen, story.last_seen) == (at(0), at(3))
        assert queries.story_of(key("c")) == number


def test_the_lead_can_be_chosen_and_outlives_an_update(store: Store) -> None:
    """The headline follows the lead's title; an article of another story can't lead."""
    number = put(store, [article("a", "A.", title="First"), article("b", "B.", title="Second", hours=1)])
    other = put(store, [article("z", "Z.")])
    with store.writing() as writes:
        writes.set_lead(number, key("b"))
        writes.set_lead(number, key("z"))
    put(store, [article("b", "B, again.", title="Second, mended", hours=2)], story=number)
    with store.reading() as queries:
        story = queries.stories([number, other])[number]
        assert (story.headline, story.lead.id, story.last_seen) == ("Second, mended", key("b"), at(2))
    assert store.check() == []


def test_a_story_that_loses_its_lead_is_led_by_its_oldest_article(store: Store) -> None:
    """An article moves when it is put into another story."""
    number = put(store, [article("a", "A.", hours=1), article("b", "B.", title="Left", hours=2)])
    put(store, [article("a", "A, moved.", hours=1)])
    with store.reading() as queries:
        story = queries.stories([number])[number]
        assert (story.headline, story.first_seen, len(story.articles)) == ("Left", at(2), 1)
    assert store.check() == []


def test_briefs_count_within_the_window(store: Store) -> None:
    """Half-open; most outlets first, and a copy's outlet doesn't count."""
    small = put(store, [article("a", "A.", hours=1, outlet="Sun"), article("late", "A.", hours=24, outlet="Star")])
    large = put(store, [article("b", "B.", outlet="Sun"), article("c", "C.", hours=2, outlet="Star"),
                        article("d", "C.", hours=3, outlet="Moon", copy_of="c")])
    with store.reading() as queries:
        briefs = queries.story_briefs(DAY, Scope())
        assert [(one.id, one.articles, one.outlets, one.latest) for one in briefs] == [
            (large, 3, 2, at(3)), (small, 1, 1, at(1))]
        assert briefs[1].last_seen == at(24)
        assert [one.id for one in queries.story_briefs(DAY, Scope(), limit=1)] == [large]
        later = Window(at(1) + timedelta(microseconds=1), at(24) + timedelta(microseconds=1))
        assert {one.id: one.articles for one in queries.story_briefs(later, Scope())} == {small: 1, large: 2}


def test_topics_and_people_are_alternatives(store: Store) -> None:
    """All words of one topic, in title or text, of an article in the window."""
    moon = put(store, [article("a", "A lander flew.", title="Moon race")])
    nelson = put(store, [article("b", "Bill Nelson spoke.")])
    put(store, [article("c", "The moon and a lander.", hours=30)])
    with store.reading() as queries:
        def found(scope: Scope, *entities: int) -> set[int]:
            return {one.id for one in queries.story_briefs(DAY, scope, entity_ids=entities)}

        assert found(Scope(topics=("LANDER moon",))) == {moon}
        assert found(Scope(topics=("lander spoke",))) == set()
        assert found(Scope(topics=("lander", "spoke"))) == {moon, nelson}
        assert found(Scope(people=("Nelson",)), number_of(store, "Bill Nelson")) == {nelson}
        assert found(Scope(topics=("lander",), people=("Nelson",)), number_of(store, "Bill Nelson")) == {moon, nelson}
        assert found(Scope(people=("Nobody",))) == set()
        assert found(Scope(topics=("?!", ""))) == set()


def test_outlets_are_filters_by_whole_words(store: Store) -> None:
    """Only articles of these outlets are counted, or match."""
    number = put(store, [article("a", "Lander.", outlet="AP News"), article("b", "Rover.", outlet="Capital Daily")])
    with store.reading() as queries:
        def counted(scope: Scope) -> dict[int, int]:
            return {one.id: one.articles for one in queries.story_briefs(DAY, scope)}

        assert counted(Scope(include_outlets=("ap",))) == {number: 1}
        assert counted(Scope(exclude_outlets=("ap",))) == {number: 1}
        assert counted(Scope(include_outlets=("Sun",))) == {}
        assert counted(Scope(topics=("rover",), include_outlets=("ap",))) == {}


def test_recent_stories_are_last_seen_first(store: Store) -> None:
    """Counted over the whole story."""
    first = put(store, [article("a", "A.", hours=-50), article("b", "B.", hours=9, outlet="Sun")])
    second = put(store, [article("c", "C.", hours=5)])
    with store.reading() as queries:
        assert [(one.id, one.articles, one.outlets) for one in queries.recent_stories()] == [
            (first, 2, 2), (second, 1, 1)]
        assert [one.id for one in queries.recent_stories(limit=1, offset=1)] == [second]
