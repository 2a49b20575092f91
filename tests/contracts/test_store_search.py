"""The store's contract, over every engine: search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from digests.model import SearchQuery
from digests.store.base import Store
from digests.store.search_words import words_in
from digests.store.sql import open_store
from tests.contracts.archive import article, at, key, put
from tests.contracts.conftest import schema_of

TEXTS = {
    "moon": "The lander touched down. It was a soft landing on the Moon, engineers said.",
    "mars": "The rover crossed a crater on Mars. Engineers cheered.",
    "café": "Le lancement à Kourou réussit. L’Ångström aussi.",
    "луна": "Луна 25 разбилась. Ёлка стоит.",
    "codes": "The F-35 and Soyuz-2.1b flew at 10,000 m; mail a_b@example.com about outlet1.",
    "mixed": "On Mars the lander landed. The Moon was seen.",
    "half": "Ⅻ ½ 東京 naïve İstanbul straße ﬁnal.",
}


def fill(store: Store) -> None:
    """Store the texts, an hour apart, of two outlets in turn."""
    for n, (name, text) in enumerate(TEXTS.items()):
        put(store, [article(name, text, title=f"Title of {name}", outlet=f"Outlet {n % 2}", hours=n)])


def found(store: Store, query: SearchQuery) -> set[str]:
    """Search; gives the names of the articles."""
    names = {key(name): name for name in TEXTS}
    with store.reading() as queries:
        return {names[hit.article.id] for hit in queries.search(query, limit=50).hits}


@pytest.mark.parametrize(("query", "names"), [
    (SearchQuery(("lander",)), {"moon", "mixed"}),
    (SearchQuery(("ENGINEERS", "mars")), {"mars"}),
    (SearchQuery(("title", "Kourou")), {"café"}),
    (SearchQuery(phrases=("on the moon",)), {"moon"}),
    (SearchQuery(phrases=("moon title",)), set()),
    (SearchQuery(phrases=("moon the lander",)), set()),
    (SearchQuery(("mars",), without=("rover",)), {"mixed"}),
    (SearchQuery(("mars",), without=("on mars the",)), {"mars"}),
    (SearchQuery(("lander",), outlet="LET 0"), {"moon"}),
    (SearchQuery(("lander",), outlet="none"), set()),
    (SearchQuery(("lander",), after=at(1)), {"mixed"}),
    (SearchQuery(("lander",), before=at(5)), {"moon"}),
    (SearchQuery(("angstrom",)), {"café"}),
    (SearchQuery(("CAFÉ",)), {"café"}),
    (SearchQuery(("луна",)), {"луна"}),
    (SearchQuery(("ёлка",)), {"луна"}),
    (SearchQuery(("f-35", "soyuz-2.1b")), {"codes"}),
    (SearchQuery(("10,000",)), {"codes"}),
    (SearchQuery(("outlet1",)), {"codes"}),
    (SearchQuery(("outlet",)), set()),
    (SearchQuery(("東京",)), {"half"}),
    (SearchQuery(("naive",)), {"half"}),
    (SearchQuery(("…", "--")), set()),
    (SearchQuery(after=at(5)), {"mixed", "half"}),
    (SearchQuery(outlet="outlet 1", before=at(2)), {"mars"}),
])
def test_the_same_is_found_on_every_engine(store: Store, query: SearchQuery, names: set[str]) -> None:
    """Words, phrases, exclusions, outlets, dates; cases and accents don't matter."""
    fill(store)
    assert found(store, query) == names


def test_an_excerpt_is_the_sentence_that_shows_most_words(store: Store) -> None:
    """Verbatim, with its place; none where only the title matches."""
    fill(store)
    with store.reading() as queries:
        hit = queries.search(SearchQuery(("moon", "engineers", "lander"))).hits[0]
        assert hit.excerpt is not None
        assert hit.excerpt.text == "It was a soft landing on the Moon, engineers said."
        assert TEXTS["moon"][hit.excerpt.start:hit.excerpt.end] == hit.excerpt.text
        assert queries.search(SearchQuery(("title", "of"))).hits[0].excerpt is None


def test_a_long_sentence_is_cut_around_the_word(store: Store) -> None:
    """At spaces, so that no word is broken."""
    text = "many words " * 400 + "needle " + "more words " * 400 + "end."
    put(store, [article("moon", text)])
    with store.reading() as queries:
        excerpt = queries.search(SearchQuery(("needle",))).hits[0].excerpt
    assert excerpt is not None and " needle " in excerpt.text and len(excerpt.text) <= 400
    assert text[excerpt.start:excerpt.end] == excerpt.text
    assert text[excerpt.start - 1] == " " == text[excerpt.end]


def test_a_mistyped_word_is_replaced_by_the_nearest(store: Store) -> None:
    """Only where it occurs nowhere; what has none near finds nothing."""
    fill(store)
    with store.reading() as queries:
        result = queries.search(SearchQuery(("landre", "engineers")))
        assert result.corrected == {"landre": "lander"} and result.total == 1
        assert queries.search(SearchQuery(phrases=("sotf landing",))).corrected == {"sotf": "soft"}
        nothing = queries.search(SearchQuery(("qqqqqqqq",)))
        assert (nothing.total, nothing.hits, nothing.corrected) == (0, (), {})


def test_pages_do_not_overlap_and_the_total_is_theirs(store: Store) -> None:
    """A match in the title comes before one in the text alone, else the newer first."""
    put(store, [article(f"{n}", "A probe flew. " * (n % 3), title="Probe" if n == 4 else "Craft", hours=n)
                for n in range(1, 13)])
    with store.reading() as queries:
        whole = queries.search(SearchQuery(("probe",)), limit=50)
        pages = [queries.search(SearchQuery(("probe",)), limit=4, offset=4 * n) for n in range(3)]
    assert [hit for page in pages for hit in page.hits] == list(whole.hits)
    assert whole.total == len(whole.hits) == 8 and not whole.at_least
    assert whole.hits[0].article.id == key("4")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, postgres_url: str) -> Iterator[list[Store]]:
    """Open a filled store of each engine."""
    with schema_of(postgres_url) as url:
        stores = [open_store(f"sqlite:///{tmp_path_factory.mktemp('both') / 'news.db'}"), open_store(url)]
        for store in stores:
            fill(store)
        yield list(stores)
        for store in stores:
            store.close()


typed = st.text(max_size=12) | st.sampled_from(
    ['"', "NEAR(", "a AND", "OR", "*", "^a", "title:", "{", "a' | b", "!", "<->", "(", "\0", "\ud800", "- -", "mars"])


@settings(max_examples=80, deadline=None)
@given(words=st.lists(typed, max_size=4), phrases=st.lists(typed, max_size=2), without=st.lists(typed, max_size=2))
@example(words=['"', "NOT", "mars"], phrases=["* moon"], without=["NEAR("])
def test_nothing_typed_is_an_error_and_both_engines_find_the_same(
    both: list[Store], words: list[str], phrases: list[str], without: list[str]
) -> None:
    """In the same order, with the same excerpts."""
    query = SearchQuery(tuple(words), tuple(phrases), tuple(without))
    results = []
    for store in both:
        with store.reading() as queries:
            results.append(queries.search(query))
    assert results[0] == results[1]


latin = st.characters(min_codepoint=1, max_codepoint=0x1DF)
others = st.characters(min_codepoint=0x384, max_codepoint=0x50F, exclude_categories=["Cn"])
signs = st.sampled_from("🚀🦀🫠…“”’—\u0301\u0306\u0338东京ự̈")
letters = latin | others | signs


@settings(max_examples=60, deadline=None)
@given(text=st.text(letters, min_size=1, max_size=20))
def test_every_word_of_an_article_finds_it(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """What is cut and folded here is cut and folded the same way by FTS5."""
    folder: Path = tmp_path_factory.mktemp("word")
    store = open_store(f"sqlite:///{folder / 'news.db'}")
    put(store, [article("moon", text)])
    for word in words_in(text):
        assert found(store, SearchQuery((word,))) == {"moon"}, word
    store.close()
