"""Which story an article joins, and which article it copies."""

from __future__ import annotations

import pytest

from digests.model import Reading
from digests.store.base import Remembered
from digests.stories import index as index_module
from digests.stories.features import make_features
from digests.stories.joins import chance
from tests.digests.stories.making import LAUNCH, NOON, REMOVAL, Desk, article


def test_two_reports_of_one_happening_are_one_story() -> None:
    """Other words, the same names and doing: the same story."""
    desk = Desk()
    first, _ = desk.take(article("a", "Putin removes Rogozin as head of Roscosmos", REMOVAL))
    second, decision = desk.take(article(
        "b", "Rogozin out at Roscosmos, Borisov in", """Dmitry Rogozin was dismissed from Roscosmos by President
        Vladimir Putin, a Kremlin decree says. Yury Borisov, a former deputy prime minister, takes over the space
        agency that Rogozin had led since 2018.""", hours=2, outlet="B"))
    assert second == first
    assert decision.duplicate_of is None
    assert decision.score > 0.5


def test_different_happenings_are_different_stories() -> None:
    """A launch and a dismissal on one day have nothing to do with each other."""
    desk = Desk()
    assert desk.take(article("a", "Putin removes Rogozin", REMOVAL))[0] != desk.take(
        article("b", "SpaceX launches 53 Starlink satellites", LAUNCH, hours=1))[0]


def test_the_number_of_a_mission_separates_alike_headlines() -> None:
    """Crew-6 and Crew-7 are told in the same words."""
    desk = Desk()
    first, _ = desk.take(article("a", "SpaceX launches Crew-6 astronauts to the space station"))
    same, _ = desk.take(article("b", "SpaceX launches Crew-6 astronauts to space station for NASA", hours=1))
    other, _ = desk.take(article("c", "SpaceX prepares Crew-7 astronauts for the space station", hours=2))
    assert first == same
    assert other != first


def test_the_same_number_of_a_series_holds_reports_together() -> None:
    """"Artemis I" in both weighs for one story, less after days; "Falcon 9" is no series."""
    index = Desk()
    launch = "Artemis I lifted off from Florida on Wednesday. The rocket lit up the coast at night for many miles."
    index.take(article("a", "Artemis I lifts off", launch))
    engine = "Artemis I is under way. The service module from Bremen spread its wings of solar cells as planned."
    for identity, hours, same in (("b", 3.0, True), ("c", 3.0, False)):
        text = engine if same else engine.replace("Artemis I", "Artemis II")
        other = article(identity, "Module from Bremen spreads its wings", text, hours=hours)
        (_, likeness), *_ = index.index.likenesses(other, make_features(other, Reading()))
        assert likeness.same_number is same
        assert (chance(likeness) > chance(likeness._replace(same_number=False))) is same


def test_a_lightly_edited_copy_names_the_earlier_article() -> None:
    """Syndicated text with a new lead and a cut end is a copy, in the same story."""
    desk = Desk()
    first, _ = desk.take(article("wire", "Rogozin removed", REMOVAL))
    edited = "Here is what the wire says today. " + REMOVAL.replace("often ", "").rsplit("\n", 1)[0]
    story, decision = desk.take(article("copy", "Roscosmos gets a new head", edited, hours=3, outlet="B"))
    assert (story, decision.duplicate_of) == (first, "wire")


def test_a_copy_of_a_copy_names_the_original() -> None:
    """Every copy points to the one article that was there first."""
    desk = Desk()
    for identity in ("wire", "second", "third"):
        _, decision = desk.take(article(identity, identity, REMOVAL, hours=len(identity)))
    assert decision.duplicate_of == "wire"


def test_headlines_alone_are_never_copies() -> None:
    """A few words in common, or the very same headline, don't show who copied."""
    desk = Desk()
    title = "NASA and SpaceX launch astronauts to the International Space Station from Florida"
    desk.take(article("a", title))
    assert desk.take(article("b", title, hours=1))[1].duplicate_of is None


def test_an_updated_article_is_not_compared_with_itself() -> None:
    """The same id again neither copies itself nor keeps a story open for itself alone."""
    desk = Desk()
    desk.take(article("a", "Putin removes Rogozin", REMOVAL))
    update = article("a", "Putin removes Rogozin, names Borisov", REMOVAL + "\nMore was to follow.", hours=1)
    decision = desk.index.decide(update, make_features(update, Reading()))
    assert decision.story_id is None
    assert decision.duplicate_of is None
    desk.take(update)
    assert len(desk.index) == 1


def test_a_story_closes_a_week_after_its_last_article() -> None:
    """What comes later opens another story, however alike."""
    desk = Desk()
    first, _ = desk.take(article("a", "Rogozin removed as head of Roscosmos by Putin"))
    assert desk.take(article("b", "Rogozin removed as head of Roscosmos", hours=8 * 24))[0] != first


def test_a_story_lasts_thirty_days_at_most() -> None:
    """A story that is fed every few days ends all the same."""
    desk = Desk()
    stories = [desk.take(article(str(day), "Rogozin removed as head of Roscosmos", hours=24.0 * day))[0]
               for day in range(0, 42, 1)]
    assert stories[20] == stories[0]
    assert stories[35] != stories[0]


def test_rows_of_another_process_are_caught_up_with() -> None:
    """An index that only remembers what another one stored decides alike."""
    one, other = Desk(), Desk()
    first = article("a", "Putin removes Rogozin", REMOVAL)
    story, _ = one.take(first)
    other.index.remember(Remembered(9, "a", story, first.published_at, None, make_features(first, Reading())))
    later = article("b", "Borisov replaces Rogozin at Roscosmos", REMOVAL[:250], hours=1)
    features = make_features(later, Reading())
    assert other.index.decide(later, features) == one.index.decide(later, features)
    assert other.index.sequence == 9


def test_what_is_held_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest days go first; what is left still decides."""
    monkeypatch.setattr(index_module, "CAPACITY", 50)
    desk = Desk()
    for number in range(120):
        last, _ = desk.take(article(str(number), f"Rogozin visits town {number}", hours=24.0 * number))
    assert len(desk.index) <= 50
    again, _ = desk.take(article("again", "Rogozin visits town 119", hours=24.0 * 119))
    assert again == last


def test_features_of_another_version_match_nothing() -> None:
    """Rows that an older program wrote are passed over, not misread."""
    desk = Desk()
    desk.index.remember(Remembered(1, "old", 7, NOON, None, b"\x00garbage"))
    desk.index.remember(Remembered(2, "older", 8, NOON, None, b""))
    one = article("a", "Rogozin removed", REMOVAL)
    assert desk.index.decide(one, make_features(one, Reading())).story_id is None


def test_without_words_an_article_stands_alone() -> None:
    """Marks alone have no features; nothing is divided by zero."""
    desk = Desk()
    assert desk.take(article("a", "!!!", "…"))[0] != desk.take(article("b", "!!!", "…"))[0]
