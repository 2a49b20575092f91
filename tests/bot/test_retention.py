"""What is old goes, what decides stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot import retention
from bot.config import load
from bot.delivery.values import Stage, What
from bot.retention import Pruned, Terms, prune, terms
from tests.bot.answers import NOW
from tests.bot.fakes import FakeNewsroom, app
from tests.bot.ledgers import DEAD, HELD, row, stocked

DAY = timedelta(days=1)


async def no_pause(seconds: float) -> None:
    """Wait for nothing."""


def left(memory: object) -> list[int]:
    return sorted(row.id for row in memory.ledger.deliveries(limit=100))  # type: ignore[attr-defined]


def test_terms(tmp_path: Path) -> None:
    """Days; 0 is for ever; the defaults keep articles."""
    assert terms(load({}, tmp_path)) == Terms(None, 400 * DAY, 90 * DAY)
    given = {"DOWNLINK_RETENTION_ARTICLES": "365", "DOWNLINK_RETENTION_EDITIONS": "0"}
    assert terms(load(given, tmp_path)) == Terms(365 * DAY, None, 90 * DAY)


async def test_nothing_is_old_yet(tmp_path: Path) -> None:
    """Then nothing goes."""
    with stocked(tmp_path) as memory:
        assert await prune(app(memory=memory), Terms(None, 2 * DAY, 2 * DAY), no_pause) == Pruned()
        assert len(left(memory)) == 15


@pytest.mark.parametrize(("kept", "stay"), [
    (Terms(editions=None, attempts=timedelta()), [*range(1, 12), 14, HELD]),  # posted ones for ever
    (Terms(editions=timedelta(), attempts=None), [DEAD, 13, 14, HELD]),  # and the other way round
    (Terms(editions=5 * DAY, attempts=timedelta()), [*range(1, 12), 14, HELD]),
    (Terms(editions=timedelta(), attempts=timedelta()), [14, HELD]),
    (Terms(), [*range(1, 16)]),
])  # fmt: skip
async def test_what_stays(
    tmp_path: Path, kept: Terms, stay: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits, and the last of each subscription, however old; in batches; the ledger stays whole."""
    monkeypatch.setattr(retention, "A_BATCH", 4)
    with stocked(tmp_path) as memory:
        made = app(memory=memory)
        memory.ledger.note_told([row.id for row, _ in memory.ledger.untold(100)])
        object.__setattr__(made.desk, "clock", lambda: NOW + DAY)
        gone = await prune(made, kept, no_pause)
        assert left(memory) == stay and list(memory.ledger.check()) == []
        assert gone.rows >= 15 - len(stay) and bool(gone) is (len(stay) < 15)
        held = memory.ledger.deliveries(stages=(Stage.HELD,), what=What.DIGEST)
        assert memory.ledger.edition(held[0].edition or 0) is not None


async def test_what_the_newsroom_has_not_been_told_of_stays(tmp_path: Path) -> None:
    """Or a story would be told again."""
    with stocked(tmp_path) as memory:
        made = app(memory=memory)
        object.__setattr__(made.desk, "clock", lambda: NOW + DAY)
        await prune(made, Terms(editions=timedelta(), attempts=timedelta()), no_pause)
        assert left(memory) == [*range(1, 12), 14, HELD]


@pytest.mark.parametrize(("days", "stage"), [(6, Stage.HELD), (8, Stage.SKIPPED)])
async def test_what_nobody_approves_is_skipped(tmp_path: Path, days: int, stage: Stage) -> None:
    """After a week, with the reason."""
    with stocked(tmp_path) as memory:
        made = app(memory=memory)
        written = row(memory, HELD).created_at
        assert written is not None
        object.__setattr__(made.desk, "clock", lambda: written + days * DAY)
        await prune(made, Terms(), no_pause)
        found = row(memory, HELD)
        assert found.stage is stage and found.error == (retention.EXPIRED if stage is Stage.SKIPPED else "")


async def test_articles_go_in_batches_until_none_is_left(tmp_path: Path) -> None:
    """The newsroom says how many went each time."""

    class Room(FakeNewsroom):
        batches = [7, 5, 0]  # noqa: RUF012

        async def prune(self, before: object, *, stories: int) -> int:
            """Give the next count."""
            assert before == NOW - 60 * DAY and stories == retention.STORIES
            return self.batches.pop(0)

    with stocked(tmp_path) as memory:
        gone = await prune(app(Room(), memory=memory), Terms(articles=60 * DAY), no_pause)
        assert (gone.articles, str(gone)) == (12, "12 articles and 0 rows of the ledger")
