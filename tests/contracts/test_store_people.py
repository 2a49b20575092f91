"""The store's contract, over every engine: people, organisations, craft and what is said of them."""

from __future__ import annotations

from datetime import timedelta

from digests.model import DayCount, Kind, Window
from digests.store.base import Store
from tests.contracts.archive import NOON, article, at, key, number_of, put

WEEK = Window(at(-12), at(7 * 24))


def test_an_entity_is_found_by_any_of_its_keys(store: Store) -> None:
    """Those with most articles first; of the kinds asked for."""
    with store.writing() as writes:
        person = writes.add_entity(Kind.PERSON, "Vega", ["f:vega"], "vega")
        craft = writes.add_entity(Kind.CRAFT, "Vega", ["f:vega", "f:vega c"], "vega")
        writes.add_spelling(person, "Suzanne Vega", ["f:suzanne vega"], "suzanne vega")
        writes.add_spelling(person, "Suzanne Vega", ["f:suzanne vega"], "suzanne vega")
        writes.rename_entity(person, "Suzanne Vega")
    with store.reading() as queries:
        assert {one.id for one in queries.entities_by_key(["f:vega"])} == {person, craft}
        assert [one.id for one in queries.entities_by_key(["f:vega"], [Kind.CRAFT])] == [craft]
        found = queries.entities_by_key(["f:suzanne vega", "f:none"])
        assert [(one.name, one.spellings) for one in found] == [("Suzanne Vega", ("Vega",))]
        assert queries.entities([person])[person] == found[0]


def test_an_entity_counts_its_articles_and_dates(store: Store) -> None:
    """Once an article, however often it is named there."""
    put(store, [article("a", "NASA and NASA.", hours=5), article("b", "NASA.", hours=2)])
    with store.reading() as queries:
        nasa = queries.entities_by_key(["f:nasa"])[0]
    assert (nasa.articles, nasa.first_seen, nasa.last_seen) == (2, at(2), at(5))


def test_a_name_is_found_by_its_look(store: Store) -> None:
    """The share of the trigrams asked for, best first; spellings count."""
    put(store, [article("a", "Dmitry Rogozin. Yuri Borisov.")])
    borisov = number_of(store, "Yuri Borisov")
    with store.writing() as writes:
        writes.add_spelling(borisov, "Jurij Borissow", [], "jurij borissow")
    with store.reading() as queries:
        entity, share = queries.entities_like("rogosin")[0]
        assert (entity.name, 0.5 < share < 1) == ("Dmitry Rogozin", True)
        assert queries.entities_like("borissow")[0] == (queries.entities([borisov])[borisov], 1.0)
        assert queries.entities_like("rogozin", [Kind.CRAFT]) == []
        assert queries.entities_like("") == []
        assert len(queries.entities_like("r b n s", limit=2)) == 2


def test_a_name_is_completed_from_the_start_of_any_word(store: Store) -> None:
    """Most articles first."""
    put(store, [article("a", "Bill Nelson. Yuri Borisov."), article("b", "Yuri Borisov.")])
    with store.reading() as queries:
        def names(prefix: str, *kinds: Kind) -> list[str]:
            return [one.name for one in queries.entities_starting(prefix, kinds, limit=2)]

        assert names("bo") == ["Yuri Borisov"]
        assert names("b") == ["Yuri Borisov", "Bill Nelson"]
        assert names("yuri bo") == ["Yuri Borisov"]
        assert names("ill") == [] and names("b", Kind.CRAFT) == []
        assert len(names("")) == 2


def test_people_are_listed_by_articles(store: Store) -> None:
    """Since a moment, those named since; nobody without an article."""
    put(store, [article("a", "Bill Nelson. Yuri Borisov. NASA.", hours=-9), article("b", "Yuri Borisov.", hours=-8),
                article("c", "Bill Nelson.", hours=2)])
    with store.reading() as queries:
        assert sorted(one.name for one in queries.people()) == ["Bill Nelson", "Yuri Borisov"]
        assert [one.name for one in queries.people(since=at(0))] == ["Bill Nelson"]
        assert len(queries.people(limit=1, offset=1)) == 1 and len(queries.people(offset=2)) == 0


def test_roles_are_cited_newest_first(store: Store) -> None:
    """Of a person and at an organisation; the words are the article's own."""
    text = "Yuri Borisov, chief of Roscosmos, spoke."
    put(store, [article("a", text, hours=1), article("b", text, hours=5)])
    with store.reading() as queries:
        roles = queries.roles_of(number_of(store, "Yuri Borisov"))
        assert [one.cited.article.id for one in roles] == [key("b"), key("a")]
        assert (roles[0].role, roles[0].organisation, roles[0].cited.text) == ("chief", "Roscosmos", text[:-8])
        assert roles[0].organisation_id == number_of(store, "Roscosmos")
        assert queries.roles_at(number_of(store, "Roscosmos")) == roles
        assert queries.roles_of(number_of(store, "Yuri Borisov"), limit=1) == roles[:1]


def test_quotations_are_verbatim_and_newest_first(store: Store) -> None:
    """Copies are left out; `about` wants all words, in the quotation or the title."""
    put(store, [
        article("a", "Bill Nelson said “We will fly”. Yuri Borisov said “No”.", title="Moon plans", hours=1),
        article("b", "Bill Nelson said “Not to Mars”.", hours=2),
        article("c", "Bill Nelson said “Not to Mars”.", hours=3, copy_of="b"),
    ])
    nelson = number_of(store, "Bill Nelson")
    with store.reading() as queries:
        texts = [one.cited.text for one in queries.quotes_of(nelson)]
        assert texts == ["Not to Mars", "We will fly"]
        assert [one.cited.text for one in queries.quotes_of(nelson, about=["moon", "fly"])] == ["We will fly"]
        assert queries.quotes_of(nelson, about=["mar"]) == []
        assert [one.cited.text for one in queries.quotes_of(nelson, limit=1, offset=1)] == ["We will fly"]
        inside = queries.quotes_in([key("a")])
        assert [(one.cited.text, one.cue) for one in inside] == [("We will fly", "said"), ("No", "said")]
        for one in inside:
            text = queries.articles([key("a")])[key("a")].text
            assert text[one.cited.start:one.cited.end] == one.cited.text


def test_articles_and_stories_of_an_entity_are_newest_first(store: Store) -> None:
    """Copies are left out of the articles; a story comes once, where its newest mention stands."""
    first = put(store, [article("a", "ESA.", hours=1), article("b", "ESA.", hours=6), article("x", "No.", hours=9)])
    second = put(store, [article("c", "ESA.", hours=4), article("d", "ESA.", hours=5, copy_of="c")])
    esa = number_of(store, "ESA")
    with store.reading() as queries:
        assert [card.id for card in queries.articles_of(esa)] == [key("b"), key("c"), key("a")]
        assert [card.id for card in queries.articles_of(esa, limit=1, offset=1)] == [key("c")]
        assert [(one.id, one.articles) for one in queries.stories_of(esa)] == [(first, 3), (second, 2)]
        assert [one.id for one in queries.stories_of(esa, limit=1, offset=1)] == [second]


def test_activity_is_counted_by_day(store: Store) -> None:
    """UTC days, those without an article left out."""
    midnight = NOON.replace(hour=0)
    put(store, [article("a", "ESA.", hours=-12), article("b", "ESA.", hours=11.9), article("c", "ESA.", hours=60)])
    with store.reading() as queries:
        assert queries.activity_of(number_of(store, "ESA"), WEEK) == [
            DayCount(midnight, 2), DayCount(midnight + timedelta(days=3), 1)]
        assert queries.activity_of(number_of(store, "ESA"), Window(at(100), at(200))) == []


def test_companions_share_stories(store: Store) -> None:
    """Counted by story, not by article; of the kinds asked for, never itself."""
    put(store, [article("a", "ESA. Josef Aschbacher."), article("b", "ESA. Josef Aschbacher. Bill Nelson.")])
    put(store, [article("c", "ESA. Bill Nelson.", hours=1), article("d", "Luna 25.", hours=2)])
    with store.reading() as queries:
        found = queries.companions_of(number_of(store, "ESA"), [Kind.PERSON, Kind.CRAFT])
        assert [(one.name, count) for one, count in found] == [
            ("Bill Nelson", 2), ("Josef Aschbacher", 1), ("Luna 25", 1)]
        assert [one.name for one, _ in queries.companions_of(number_of(store, "ESA"), [Kind.PERSON], 1)] == [
            "Bill Nelson"]


def test_mentions_are_counted_with_their_outlets(store: Store) -> None:
    """Within the window, copies left out, most articles first."""
    put(store, [article("a", "ESA. NASA.", outlet="Sun"), article("b", "ESA.", outlet="Star", hours=1),
                article("c", "ESA.", outlet="Moon", copy_of="b", hours=2), article("d", "ESA.", hours=900)])
    esa, nasa = number_of(store, "ESA"), number_of(store, "NASA")
    with store.reading() as queries:
        counts = queries.mention_counts(WEEK, [Kind.ORGANISATION])
        assert list(counts.items()) == [(esa, (2, 2)), (nasa, (1, 1))]
        assert queries.mention_counts(WEEK, [Kind.PERSON]) == {}
        assert list(queries.mention_counts(WEEK, [Kind.ORGANISATION], limit=1)) == [esa]
