"""The time that a digest is of, as people read it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.delivery.values import Delivery, Stage, What
from bot.presenters.rows import became, named, of_time
from bot.replies import Destination
from bot.spans import plain

HERE = Destination("slack", "C1", "T1")
WRITTEN = [
    ("2022-07-05T08:00", "5 Jul 2022, 08:00"),
    ("2022-10-30T02:30+01:00", "30 Oct 2022, 02:30 (UTC+01:00)"),
    ("by hand 15", "by hand 15"),
]


@pytest.mark.parametrize(("slot", "said"), WRITTEN)
def test_the_ledgers_slots_are_said_as_times(slot: str, said: str) -> None:
    """Where an hour comes twice, which of them is said as well."""
    row = Delivery(1, What.DIGEST, "subscription 3", slot, 0, HERE, Stage.SENT, "m", None)
    assert of_time(row) == said and named(row) == f"the digest of {said}"


def test_what_waits_says_until_when() -> None:
    """As a digest in quiet hours does."""
    due = datetime(2022, 7, 5, 7, 0, tzinfo=UTC)
    row = Delivery(1, What.DIGEST, "subscription 3", "2022-07-05T06:30", 0, HERE, Stage.PENDING, "m", due)
    assert plain(became(row)) == "waits, due 5 Jul 2022, 07:00 UTC"
