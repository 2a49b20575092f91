"""The store's contract, over every engine: articles and readings in and out, transactions, upkeep."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digests.errors import StoreError, StoreLocked
from digests.model import (
    Article,
    DateBasis,
    Kind,
    Mention,
    Quote,
    Reading,
    Reference,
    Role,
    Span,
    Tenure,
)
from digests.store.base import Arrival, FeedState, Known, PostedStory, Store
from digests.store.sql import open_store
from tests.contracts.archive import NOON, article, at, entities, key, put

ROGOZIN = "Dmitry Rogozin, chief of Roscosmos, left. Dmitry Rogozin said “we fly on”."


def test_an_article_comes_back_as_it_was_put(store: Store) -> None:
    """Every field, microseconds and rare letters included."""
    whole = Article(
        id=key("a"), title="Луна “25”", text="Ångström 🚀 flew.", outlet="Ça Va",
        published_at=NOON + timedelta(microseconds=7), url="https://News.example/A?b=1", author="N. N.",
        state_owned=True, date_basis=DateBasis.FILE, language="fr", received_at=NOON, content_digest="d",
        duplicate_of=key("b"),
    )
    put(store, [whole])
    with store.reading() as queries:
        assert queries.articles([whole.id, "none"]) == {whole.id: whole}
        assert queries.cards() == [whole.card]
        assert queries.known([whole.id, "none"]) == {whole.id: Known(whole.id, "d")}
        assert queries.features([whole.id]) == {whole.id: whole.id.encode()}


spans = st.tuples(st.integers(0, 9), st.integers(0, 9))
names = st.text(st.characters(codec="utf-8"), max_size=8)
kinds = st.sampled_from(Kind)
readings = st.builds(
    Reading,
    st.lists(spans.map(lambda s: Span(*s)), max_size=3).map(tuple),
    st.lists(st.builds(Mention, st.integers(0, 9), st.integers(0, 9), kinds, names), max_size=3).map(tuple),
    st.lists(st.builds(Reference, st.integers(0, 9), st.integers(0, 9), names, kinds), max_size=3).map(tuple),
    st.lists(st.builds(Quote, st.integers(0, 9), st.integers(0, 9), st.none() | names, st.none() | kinds,
                       st.none() | st.integers(0, 9), st.none() | st.integers(0, 9), st.none() | names),
             max_size=3).map(tuple),
    st.lists(st.builds(Role, names, names, st.none() | names, st.integers(0, 9), st.integers(0, 9),
                       st.sampled_from(Tenure)), max_size=3).map(tuple),
    st.dictionaries(names, names, max_size=3),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reading=readings, text=st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_a_reading_comes_back_as_it_was_put(store: Store, reading: Reading, text: str) -> None:
    """With the entity of each name; a name without one is kept without one."""
    one = article("a", text)
    with store.writing() as writes:
        known = entities(writes)
        linked = {(mention.kind, mention.name): min(known.values()) for mention in reading.mentions}
        writes.put_article(Arrival(one, reading, writes.open_story("A"), linked, b""))
    with store.reading() as queries:
        found = queries.readings([one.id])[one.id]
    assert (found.article, found.reading, found.entities) == (one, reading, linked)


def test_an_address_is_found_whatever_the_case_of_its_host(store: Store) -> None:
    """The path's case does matter."""
    one = article("a", "T.", url="https://News.example/Path")
    put(store, [one])
    with store.reading() as queries:
        assert queries.article_by_url("HTTPS://news.EXAMPLE/Path") == one
        assert queries.article_by_url("https://news.example/path") is None
        assert queries.article_by_url("https://[") is None


def test_equal_content_is_found_at_the_oldest_article(store: Store) -> None:
    """An empty digest stands for nothing."""
    newer, older = article("new", "Same.", hours=5), article("old", "Same.", hours=1)
    put(store, [newer, older, replace(article("none", "Other."), content_digest="")])
    with store.reading() as queries:
        assert queries.article_with_digest(older.content_digest) == older.card
        assert queries.article_with_digest("") is None


def test_cards_are_listed_newest_first_and_pages_do_not_overlap(store: Store) -> None:
    """Articles of one second come in a fixed order too."""
    put(store, [article(f"{n}", "T.", hours=n // 3, outlet=f"Outlet {n % 2}") for n in range(12)])
    with store.reading() as queries:
        every = queries.cards(limit=50)
        assert [card.published_at for card in every] == sorted((c.published_at for c in every), reverse=True)
        assert [c for n in range(4) for c in queries.cards(limit=3, offset=3 * n)] == every
        assert {c.outlet for c in queries.cards(outlet="LET 1")} == {"Outlet 1"}
        assert len(queries.cards(since=at(1), until=at(2))) == 3
        assert queries.cards(since=at(1) + timedelta(microseconds=1), until=at(2)) == []


def test_totals_and_outlets_are_counted(store: Store) -> None:
    """Copies are articles too."""
    put(store, [article("a", ROGOZIN, outlet="Sun"), article("b", "B.", outlet="Star", hours=2)])
    put(store, [article("c", "C.", outlet="Sun", hours=3, copy_of="a")])
    with store.reading() as queries:
        totals = queries.totals()
        assert (totals.articles, totals.duplicates, totals.stories, totals.people, totals.outlets) == (3, 1, 2, 1, 2)
        assert (totals.since, totals.until) == (at(0), at(3))
        assert queries.outlets() == [("Sun", 2), ("Star", 1)]
        assert queries.outlets("STA") == [("Star", 1)]


def test_remembered_streams_by_sequence_and_an_update_comes_again(store: Store) -> None:
    """Only articles published since the moment asked for."""
    put(store, [article("a", "A.", hours=3), article("b", "B.", hours=1), article("old", "C.", hours=-9)])
    with store.reading() as queries:
        first = list(queries.remembered(after_sequence=0, since=at(0)))
    assert [one.article_id for one in first] == [key("a"), key("b")]
    assert first[0].features == key("a").encode()
    story = put(store, [article("a", "A again.", hours=3)])
    with store.reading() as queries:
        again = list(queries.remembered(after_sequence=first[-1].sequence, since=at(0)))
    assert [(one.article_id, one.story_id) for one in again] == [(key("a"), story)]


def test_a_replaced_article_leaves_nothing_behind(store: Store) -> None:
    """Its former names, quotations, words and counts are gone; an emptied story too."""
    former = put(store, [article("a", ROGOZIN, outlet="Sun")])
    put(store, [article("a", "Bill Nelson of NASA spoke.", outlet="Star", hours=4)])
    with store.reading() as queries:
        by_name = {one.name: one for one in queries.entities(range(1, 20)).values()}
        assert (by_name["Dmitry Rogozin"].articles, by_name["Bill Nelson"].articles) == (0, 1)
        assert by_name["Dmitry Rogozin"].last_seen is None
        assert not queries.quotes_of(by_name["Dmitry Rogozin"].id)
        assert not queries.roles_of(by_name["Dmitry Rogozin"].id)
        assert queries.outlets() == [("Star", 1)]
        assert queries.stories([former]) == {}
        assert queries.totals().articles == 1
    assert store.check() == []


def test_the_same_article_twice_in_one_transaction_counts_once(store: Store) -> None:
    """The later one holds."""
    with store.writing() as writes:
        story = writes.open_story("S")
        for text in ("First.", "Second."):
            writes.put_article(Arrival(article("a", text), Reading(), story, {}, b""))
        assert writes.articles([key("a")])[key("a")].text == "Second."
        assert writes.totals().articles == 1
    assert store.check() == []


def test_a_question_in_a_transaction_sees_what_was_put_before(store: Store) -> None:
    """Entities, counts, stories, search."""
    with store.writing() as writes:
        known = entities(writes)
        story = writes.open_story("S")
        name = (Kind.PERSON, "Bill Nelson")
        reading = Reading(mentions=(Mention(0, 11, *name),))
        writes.put_article(Arrival(article("a", "Bill Nelson."), reading, story, {name: known[name]}, b""))
        assert writes.entities_by_key(["f:bill nelson"])[0].articles == 1
        assert writes.stories([story])[story].lead.id == key("a")


def test_an_exception_undoes_everything(store: Store) -> None:
    """And the next transaction is as if nothing had been."""
    with pytest.raises(ZeroDivisionError), store.writing() as writes:
        known = entities(writes)
        writes.put_article(Arrival(article("a", "Vocabulary."), Reading(), writes.open_story("S"), {}, b""))
        assert writes.totals().articles == 1
        assert 1 / (len(known) - len(known))
    with store.reading() as queries:
        assert queries.totals().articles == 0
        assert queries.entities_by_key(["f:nasa"]) == []
    put(store, [article("a", "Vocabulary.")])
    assert store.check() == []


def test_a_reader_keeps_its_snapshot_while_a_writer_commits(store: Store) -> None:
    """It is not blocked, nor does it block."""
    put(store, [article("a", "A.")])
    with store.reading() as before:
        put(store, [article("b", "B.")])
        assert before.totals().articles == 1
        with store.reading() as after:
            assert after.totals().articles == 2


def test_readers_in_many_threads_see_whole_transactions(store: Store) -> None:
    """Each transaction adds two articles, so no reader ever sees an odd number."""
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with store.reading() as queries:
                seen.append(queries.totals().articles)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for n in range(10):
        put(store, [article(f"{n}a", "A."), article(f"{n}b", "B.")])
    done.set()
    for reader in readers:
        reader.join()
    assert seen and all(count % 2 == 0 for count in seen)


def test_a_second_writer_waits_and_is_then_told(store: Store, store_url: str) -> None:
    """In this process and from another connection alike."""
    other = open_store(store_url, busy_timeout=0.1)
    with store.writing():
        for second in (store, other):
            with pytest.raises(StoreLocked, match=r"^Another .* is writing to .*\.$"), second.writing():
                pass
    with other.writing() as writes:
        writes.open_story("S")
        writes.put_article(Arrival(article("a", "A."), Reading(), 1, {}, b""))
    other.close()


def test_a_feeds_state_is_kept_by_its_address(store: Store) -> None:
    """The last one put holds."""
    state = FeedState("https://feeds.example/" + "x" * 3000, etag='"1"', failures=2, fetched_at=NOON)
    with store.writing() as writes:
        writes.put_feed_state(state)
        writes.put_feed_state(replace(state, gone=True, not_before=at(1)))
        assert writes.feed_state(state.url) == replace(state, gone=True, not_before=at(1))
        assert writes.feed_state("https://other.example/") is None


def test_the_last_posting_of_a_story_is_told_by_destination(store: Store) -> None:
    """Postings elsewhere don't count."""
    first = PostedStory("terminal/1", 7, at(1), (key("a"),), ("Said.", "“So”."))
    with store.writing() as writes:
        writes.put_posted([replace(first, posted_at=at(2)), first, replace(first, destination="x", posted_at=at(9))])
    with store.reading() as queries:
        assert queries.posted("terminal/1", [7, 8]) == {7: replace(first, posted_at=at(2))}
        assert queries.last_posted_at("terminal/1") == at(2)
        assert queries.last_posted_at("none") is None


def test_closing_waits_for_open_blocks(store_url: str) -> None:
    """Afterwards every block is refused with a sentence."""
    store = open_store(store_url)
    closer = threading.Thread(target=store.close)
    with store.reading() as queries:
        closer.start()
        closer.join(0.05)
        assert closer.is_alive()
        assert queries.totals().articles == 0
    closer.join(5)
    assert not closer.is_alive()
    with pytest.raises(StoreError, match="closed"), store.reading():
        pass


def test_unknown_ids_give_nothing(store: Store, tmp_path: Path) -> None:
    """Never an error, not even for what no database holds."""
    strange = "\0\ud800'\""
    with store.reading() as queries:
        assert not queries.articles([strange]) and not queries.stories([-1, 10**6]) and not queries.entities([0])
        assert queries.story_of(strange) is None and queries.article_by_url(strange) is None
        assert not queries.entities_by_key([strange]) and not queries.entities_like(strange)
        assert not queries.entities_starting(strange) and not queries.outlets(strange)
        assert not queries.cards(outlet=strange) and not queries.quotes_of(1, about=[strange])
        assert queries.feed_state(strange) is None and queries.last_posted_at(strange) is None
