"""The wording that all presenters share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.presenters import words
from bot.spans import plain
from digests.model import ArticleCard, DateBasis, Totals, Window
from tests.bot.answers import LEAD, NOW, OWNED, SECOND, TOTALS, at


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 stories"), (1, "1 story"), (2, "2 stories"), (1240, "1,240 stories")]
)
def test_plurals(count: int, said: str) -> None:
    """One is one, all else is many."""
    assert words.plural(count, "story", "stories") == said


def test_a_long_list_counts_its_rest() -> None:
    """Six are named; a seventh is, rather than ``and 1 more``."""
    names = [str(number) for number in range(10)]
    assert words.listed(names[:7]) == "0, 1, 2, 3, 4, 5, 6"
    assert words.listed(names) == "0, 1, 2, 3, 4, 5 and 4 more"


def test_state_owned_outlets_are_labelled_once() -> None:
    """Each outlet is named once; a name that says it already is left alone."""
    card = ArticleCard("x", "T", "Vesti (state-owned)", NOW, None, True)
    assert words.outlets([LEAD, OWNED, LEAD, SECOND]) == ["Orbit Daily", "Vesti Orbit (state-owned)", "Launch Ledger"]
    assert words.outlets([card]) == ["Vesti (state-owned)"]


def test_a_date_that_is_not_the_outlets_says_so() -> None:
    """The date of a file, or of arrival, is marked."""
    card = ArticleCard("x", "T", "O", NOW, None, date_basis=DateBasis.FILE)
    assert plain(words.source(card)) == "T — O, 16 Jul 2022 (date of the file)"


@pytest.mark.parametrize(
    ("role", "organisation", "said"),
    [
        ("chief executive", "Roscosmos", "chief executive of Roscosmos"),
        ("Roscosmos chief", "Roscosmos", "Roscosmos chief"),
        ("president", None, "president"),
        ("administrator", "NASA", "administrator of NASA"),
        ("director general", "European Space Agency", "director general of the European Space Agency"),
        ("leads", "US Space Command", "leads the US Space Command"),
    ],
)
def test_roles(role: str, organisation: str | None, said: str) -> None:
    """An organisation that is in the role's own words is not said twice."""
    assert words.role(role, organisation) == said


def test_what_is_stored() -> None:
    """Nothing stored has no date."""
    assert plain(words.archive(TOTALS)) == "in 1,240 stored articles since 3 Mar 2022"
    assert plain(words.archive(Totals(0, 0, 0, 0, 0, None, None))) == "in 0 stored articles"


def test_seen_on_one_day_is_said_once() -> None:
    """First and last are a span only where they differ."""
    assert plain(words.seen(at(15, 8), at(15, 12))) == "seen 15 Jul 2022"
    assert plain(words.seen(at(14), at(15))) == "seen 14 Jul 2022 to 15 Jul 2022"


def window(start: str, end: str) -> Window:
    return Window(datetime.fromisoformat(start).replace(tzinfo=UTC), datetime.fromisoformat(end).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Window(NOW - timedelta(hours=24), NOW), "in the last 24 hours"),
        (Window(NOW - timedelta(hours=1), NOW), "in the last hour"),
        (Window(NOW - timedelta(minutes=30), NOW), "in the last 30 minutes"),
        (Window(NOW - timedelta(seconds=20), NOW), "in the last minute"),
        (Window(NOW - timedelta(days=7), NOW), "in the last 7 days"),
        (window("2022-05-03", "2022-07-16T09:00"), "since 3 May 2022"),
        (window("2022-07-16", "2022-07-16T09:00"), "on 16 Jul 2022"),
        (window("2022-05-03", "2022-05-04"), "on 3 May 2022"),
        (window("2022-04-01", "2022-05-01"), "in April 2022"),
        (window("2021-01-01", "2022-01-01"), "in 2021"),
        (window("2022-05-01", "2022-05-10"), "from 1 May 2022 to 9 May 2022"),
    ],
)
def test_periods_are_named_as_one_would_say_them(period: Window, said: str) -> None:
    """With the preposition that goes with them."""
    assert words.within(period, NOW, UTC) == said


def test_periods_are_named_in_the_readers_zone() -> None:
    """A day in Tokyo is a day, though in UTC it lies across two."""
    period = window("2022-05-02T15:00", "2022-05-03T15:00")
    assert words.period(period, NOW, ZoneInfo("Asia/Tokyo")) == "3 May 2022"
