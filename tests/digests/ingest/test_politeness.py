"""When a feed may be asked again."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digests.ingest.politeness import LONGEST_PAUSE, after_answer, after_failure, read_retry_after, why_not
from digests.store.base import FeedState

NOW = datetime(2022, 7, 20, 12, tzinfo=UTC)
STATE = FeedState("https://example.org/feed")


def pauses(times: int, chance: float) -> list[timedelta]:
    """List the pauses after each of many failures in a row."""
    state, found = STATE, []
    for _ in range(times):
        state = after_failure(state, NOW, "broken", chance=chance)
        found.append((state.not_before or NOW) - NOW)
    return found


def test_pauses_double_up_to_a_day() -> None:
    """5 minutes, 10, 20 …, a day, never more."""
    minutes = [pause / timedelta(minutes=1) for pause in pauses(40, 0.5)]
    assert minutes[:4] == [5, 10, 20, 40]
    assert minutes[-1] == 24 * 60


def test_chance_spreads_them() -> None:
    """A quarter less to a quarter more."""
    assert pauses(1, 0.0) == [timedelta(minutes=3.75)]
    assert pauses(1, 1.0) == [timedelta(minutes=6.25)]
    assert max(pauses(40, 1.0)) <= LONGEST_PAUSE * 1.25


def test_nothing_before_retry_after() -> None:
    """What the server asks for is kept, within a week."""
    asked = after_failure(STATE, NOW, "busy", chance=0.0, retry_after=timedelta(hours=3))
    assert asked.not_before == NOW + timedelta(hours=3)
    assert "not asked again before 2022-07-20 15:00 UTC" in str(why_not(asked, NOW + timedelta(hours=2)))
    assert why_not(asked, NOW + timedelta(hours=3)) is None
    endless = after_failure(STATE, NOW, "busy", chance=0.0, retry_after=timedelta(days=900))
    assert endless.not_before == NOW + timedelta(days=7)


def test_an_answer_ends_the_pauses() -> None:
    """Success forgets the failures and remembers the validators."""
    failing = after_failure(STATE, NOW, "broken", chance=0.5)
    fine = after_answer(failing, NOW, etag='"1"', last_modified=None, moved_to="https://example.org/new")
    assert fine == replace(STATE, etag='"1"', moved_to="https://example.org/new", fetched_at=NOW)
    assert why_not(fine, NOW) is None


def test_who_insists_is_answered() -> None:
    """Our own pauses give way to somebody who wants it now; what the server asked for doesn't."""
    for error, held in (("no connection could be made", False), ("busy (HTTP 429)", True), ("busy (HTTP 503)", True)):
        failing = after_failure(STATE, NOW, error, chance=0.5)
        assert (why_not(failing, NOW, insist=True) is not None) is held


def test_gone_is_for_good() -> None:
    """410 is never asked again."""
    gone = after_failure(STATE, NOW, "gone", chance=0.5, gone=True)
    assert "gone for good" in str(why_not(gone, NOW + timedelta(days=900)))
    assert why_not(None, NOW) is None


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("120", timedelta(minutes=2)),
        ("Wed, 20 Jul 2022 13:00:00 GMT", timedelta(hours=1)),
        ("Wed, 20 Jul 2022 11:00:00 GMT", timedelta(0)),
        ("soon", None),
        ("", None),
        (None, None),
        ("-5", None),
        ("²", None),
        ("9" * 5000, timedelta(seconds=10**8)),
    ],
)
def test_retry_after_in_seconds_or_as_a_date(header: str | None, wanted: timedelta | None) -> None:
    """Both forms of RFC 9110; nonsense counts as none."""
    assert read_retry_after(header, NOW) == wanted
