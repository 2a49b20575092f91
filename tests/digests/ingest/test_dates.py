"""Dates as they are written."""

from datetime import UTC, datetime

import pytest

from digests.errors import Rejected
from digests.ingest.dates import parse_date
from digests.model import DateBasis

NOW = datetime(2022, 7, 20, 12, tzinfo=UTC)
TEN = datetime(2022, 7, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2022-07-15T10:00:00Z",
        "2022-07-15T12:00:00+02:00",
        "2022-07-15 13:00:00+0300",
        "Fri, 15 Jul 2022 10:00:00 GMT",
        "Fri, 15 Jul 2022 06:00:00 EDT",
        "15 Jul 2022 13:00 MSK",
        "July 15, 2022 6:00 AM EDT",
        "1657879200",
        "1657879200000",
        "Fri, 15 Jul 2022 10:00 +0000",
        "2022-07-15T10:00:00.000Z",
    ],
)
def test_dates_with_a_zone(written: str) -> None:
    """A zone, an offset or an epoch makes the date certain."""
    assert parse_date(written, NOW) == (TEN, DateBasis.STATED)


@pytest.mark.parametrize("written", ["2022-07-15T10:00:00", "15 July 2022, 10:00", "2022/07/15 10:00"])
def test_dates_without_a_zone_are_marked(written: str) -> None:
    """No zone counts as UTC and says so."""
    assert parse_date(written, NOW) == (TEN, DateBasis.NO_ZONE)


def test_a_day_alone() -> None:
    """A day counts from its midnight."""
    assert parse_date("2022-07-15", NOW) == (datetime(2022, 7, 15, tzinfo=UTC), DateBasis.NO_ZONE)
    assert parse_date("15 July 2022", NOW) == (datetime(2022, 7, 15, tzinfo=UTC), DateBasis.NO_ZONE)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("soon", "can't be read"),
        ("12", "can't be read"),
        ("July", "can't be read"),
        ("2022-13-45", "can't be read"),
        ("10:00", "can't be read"),
        ("1900-01-01", "before 1957"),
        ("2030-01-01T00:00:00Z", "in the future"),
        ("0001-01-01T00:00:00+23:00", "impossible"),
        ("x" * 10_000, "can't be read"),
        ("٢٠٢٢", "can't be read"),
        ("99999999999999999999", "can't be read"),
    ],
)
def test_what_is_no_date(written: str, reason: str) -> None:
    """Neither words, parts of dates nor impossible times pass; the sentence says what is wrong."""
    with pytest.raises(Rejected, match=reason) as refused:
        parse_date(written, NOW)
    assert len(str(refused.value)) < 120


def test_clocks_may_be_a_little_ahead() -> None:
    """Two days ahead is an embargo or a zone, not a mistake."""
    assert parse_date("2022-07-22T11:00:00Z", NOW)[0] > NOW
