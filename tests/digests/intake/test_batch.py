"""A batch of records becomes stored articles, all or none, however often it is repeated."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from digests.ingest.records import Defaults, RawRecord
from digests.intake.batch import Counts, Desk
from digests.intake.directory import CROWD
from digests.model import Kind
from digests.people.names import keys
from digests.reading.pool import ReadingPool
from digests.store.base import Store
from digests.store.sql import open_store

NOW = datetime(2022, 8, 1, tzinfo=UTC)
TEXT = (
    "Yuri Borisov, the head of the Russian space agency Roscosmos, said on Tuesday that Russia would leave the "
    "International Space Station after 2024. He told President Vladimir Putin about the plan in a meeting in Moscow. "
    "NASA said that it had not been told. The partners have run the station together for more than twenty years, and "
    "engineers of both sides keep it in its orbit. A new Russian station is to be the priority of the agency."
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty database."""
    opened = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    yield opened
    opened.close()


def desk(store: Store) -> Desk:
    """Set up a desk that reads in this process."""
    return Desk(store, ReadingPool(0), lambda: NOW)


def record(
    number: int, text: str = TEXT, outlet: str = "Orbit Courier", title: str = "Russia to leave the station"
) -> RawRecord:
    """Make a record of 26 July."""
    return RawRecord(
        text,
        title,
        url=f"https://{outlet.split()[0].lower()}.example/{number}",
        outlet=outlet,
        published_at=f"2022-07-26T{8 + number:02}:00:00Z",
    )


def numbers(counts: Counts) -> tuple[int, int, int, int, int]:
    """Lay out counts for comparing."""
    return counts.new, counts.known, counts.updated, counts.duplicates, len(counts.rejections)


def test_what_is_stored_can_be_asked(store: Store) -> None:
    """The article, its people and its story are there, and offsets point into the stored text."""
    assert numbers(desk(store).take([record(1)], Defaults())) == (1, 0, 0, 0, 0)
    with store.reading() as queries:
        card = queries.cards()[0]
        stored = queries.readings([card.id])[card.id]
        people = queries.entities_by_key(keys("Borisov", Kind.PERSON), [Kind.PERSON])
        roles = queries.roles_of(people[0].id)
    assert [person.name for person in people] == ["Yuri Borisov"]
    assert any("head" in role.role for role in roles)
    assert all(stored.article.text[r.cited.start : r.cited.end] == r.cited.text for r in roles)
    assert all(stored.article.text[m.start : m.end].strip() for m in stored.reading.mentions)


def test_repeating_changes_nothing(store: Store) -> None:
    """By the same desk or a new one, what is stored is known."""
    first = desk(store)
    first.take([record(1)], Defaults())
    assert numbers(first.take([record(1)], Defaults())) == (0, 1, 0, 0, 0)
    assert numbers(desk(store).take([record(1)], Defaults())) == (0, 1, 0, 0, 0)


def test_a_changed_article_is_an_update(store: Store) -> None:
    """The newer text replaces the older; there is still one article."""
    desk(store).take([record(1)], Defaults())
    changed = record(1, TEXT.replace("after 2024", "after 2028"))
    assert numbers(desk(store).take([changed], Defaults())) == (0, 0, 1, 0, 0)
    with store.reading() as queries:
        cards = queries.cards()
        article = queries.articles([cards[0].id])[cards[0].id]
    assert len(cards) == 1 and "after 2028" in article.text


def test_a_copy_keeps_both_outlets(store: Store) -> None:
    """A lightly edited wire copy joins the story as a duplicate."""
    copy = record(2, "MOSCOW — " + TEXT, "Baikonur Gazette")
    assert numbers(desk(store).take([record(1), copy], Defaults())) == (1, 0, 0, 1, 0)
    with store.reading() as queries:
        story = queries.stories([queries.recent_stories()[0].id])
    cards = next(iter(story.values())).articles
    assert [(card.outlet, card.duplicate_of is not None) for card in cards] == [
        ("Orbit Courier", False),
        ("Baikonur Gazette", True),
    ]


def test_the_same_words_much_later_are_a_copy(store: Store) -> None:
    """However long ago it was."""
    desk(store).take([record(1)], Defaults())
    late = replace(record(2, outlet="Late News"), published_at="2022-12-01T00:00:00Z")
    taken = Desk(store, ReadingPool(0), lambda: datetime(2022, 12, 2, tzinfo=UTC)).take([late], Defaults())
    assert numbers(taken) == (0, 0, 0, 1, 0)


def test_the_good_are_stored_beside_the_bad(store: Store) -> None:
    """Each rejection says where and why."""
    counts = desk(store).take(
        [replace(record(1), text="   ", line=3), record(2), replace(record(4), published_at="soon")], Defaults()
    )
    assert counts.new >= 1
    assert counts.rejections[0].where == "line 3" and counts.rejections[0].reason


def test_other_happenings_are_other_stories(store: Store) -> None:
    """A launch is not the departure of a partner."""
    other = record(
        3,
        "An Ariane 5 rocket put two communications satellites into orbit from Kourou on Wednesday. " * 4,
        title="Ariane 5 flies",
    )
    desk(store).take([record(1), other], Defaults())
    with store.reading() as queries:
        assert len(queries.recent_stories()) == 2


def test_nothing_of_a_batch_stays_when_it_fails(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure in the middle of writing rolls everything back, and the desk can go on."""
    from digests.intake import batch

    def fail(*_: object) -> None:
        raise OSError("power cut")

    mine = desk(store)
    with monkeypatch.context() as patch, pytest.raises(OSError, match="power cut"):
        patch.setattr(batch, "choose_leads", fail)
        mine.take([record(1)], Defaults())
    with store.reading() as queries:
        assert queries.totals().articles == 0
    assert numbers(mine.take([record(1)], Defaults())) == (1, 0, 0, 0, 0)


def test_a_quotation_stays_with_whom_it_can_be_told_to_be(store: Store) -> None:
    """With a John and a James Smith stored, J. Smith's words are neither's; and John is shown in full."""
    names = ["John Smith", "J. Smith", "J. Smith", "James Smith", "J. Smith"]
    for number, name in enumerate(names):
        text = f"The test of valve {number} went well. “We closed valve {number} as we had planned,” {name} said."
        desk(store).take([record(number + 1, text, title=f"Valve {number}")], Defaults())
    with store.reading() as queries:
        people = {one.id: one.name for one in queries.entities_by_key(keys("Smith", Kind.PERSON), [Kind.PERSON])}
        said = {name: len(queries.quotes_of(number)) for number, name in people.items()}
    assert said == {"John Smith": 3, "James Smith": 1, "J. Smith": 1}


def test_organisations_of_one_acronym_are_two(store: Store) -> None:
    """Each is found by its full name."""
    texts = ["The European Space Agency (ESA) opened a site.", "The Entertainment Software Association (ESA) met."]
    for number, text in enumerate(texts, 1):
        desk(store).take([record(number, text, title=f"Story {number}")], Defaults())
    with store.reading() as queries:
        found = queries.entities_by_key(["f:esa"], [Kind.ORGANISATION])
    assert sorted(one.name for one in found) == ["Entertainment Software Association", "European Space Agency"]


def test_a_crowd_of_one_surname_is_told_apart_by_whole_names(store: Store) -> None:
    """A hundred more are no slower and no surer: a bare surname or an initial is then nobody's."""
    first = ["".join(pair) for pair in product(["Ba", "Co", "Di", "Fu", "Ge"], ["lan", "ben", "don", "mar"], "aeiouy")]
    text = "\n\n".join(f"{name} Keller flew." for name in (*first, "Boris"))
    desk(store).take([record(1, text, title="Fliers")], Defaults())
    again = "“It was as dark as I had expected it to be,” Boris Keller said. “So it was,” K. Keller said."
    desk(store).take([record(2, again, title="Dark"), record(3, "Keller landed at noon.", title="Noon")], Defaults())
    with store.reading() as queries:
        people = queries.entities_by_key(["s:keler"], [Kind.PERSON])
    names = Counter(one.name for one in people)
    assert len(names) > CROWD and max(names.values()) == 1
    assert {one.name: one.articles for one in people if one.name in ("Boris Keller", "Keller", "K. Keller")} == {
        "Boris Keller": 2,
        "Keller": 1,
        "K. Keller": 1,
    }


def test_a_dry_run_stores_nothing(store: Store) -> None:
    """It counts what would be new."""
    counts = Desk(store, ReadingPool(0), lambda: NOW, dry_run=True).take([record(1)], Defaults())
    with store.reading() as queries:
        assert (counts.new, queries.totals().articles) == (1, 0)


def test_two_desks_share_a_database(store: Store) -> None:
    """What another process stored is caught up with before deciding."""
    one, two = desk(store), desk(store)
    one.take([record(1)], Defaults())
    two.take([record(2, outlet="Second Outlet", text=TEXT.replace("on Tuesday", "this week"))], Defaults())
    one.take([record(3, outlet="Third Outlet", text=TEXT.replace("Russia would", "his country would"))], Defaults())
    with store.reading() as queries:
        assert len(queries.recent_stories()) == 1


def test_copies_outlive_an_original_that_changes(store: Store) -> None:
    """The first of them becomes the original of the others; nothing is left a copy of words that are gone."""
    mine = desk(store)
    copies = [record(2, "MOSCOW — " + TEXT, "Baikonur Gazette"), record(3, TEXT + " More later.", "Pad Post")]
    assert mine.take([record(1), *copies], Defaults()).duplicates == 2
    other = "An Ariane 5 rocket put two communications satellites into orbit from Kourou on Wednesday evening. " * 5
    assert mine.take([record(1, other, title="Ariane 5 flies")], Defaults()).updated == 1
    with store.reading() as queries:
        cards = {card.outlet: card for card in queries.cards()}
    assert cards["Orbit Courier"].duplicate_of is None and cards["Baikonur Gazette"].duplicate_of is None
    assert cards["Pad Post"].duplicate_of == cards["Baikonur Gazette"].id


def test_copies_stay_copies_of_an_original_that_hardly_changes(store: Store) -> None:
    """A corrected figure leaves everything as it is."""
    mine = desk(store)
    mine.take([record(1), record(2, "MOSCOW — " + TEXT, "Baikonur Gazette")], Defaults())
    assert mine.take([record(1, TEXT.replace("after 2024", "after 2028"))], Defaults()).updated == 1
    with store.reading() as queries:
        cards = {card.outlet: card for card in queries.cards()}
    assert cards["Baikonur Gazette"].duplicate_of == cards["Orbit Courier"].id
