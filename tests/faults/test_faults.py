"""Nothing is lost and nothing is posted twice, with worker processes that are killed: ``benchmarks.faults``, short."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.faults import LOST
from benchmarks.faulty import troubles
from benchmarks.faulty.databases import POSTGRES, SQLITE
from benchmarks.faulty.play import Play, Result, play
from benchmarks.faulty.worker import MARK, NAIVE

POSTS, KILLS = 45, 4
QUICK: dict[str, Any] = {"workers": 2, "timeout": 1.0, "settle": 0.5, "seconds": 90.0}


def promised(result: Result) -> None:
    """Hold a run to the promises."""
    verdict = result.verdict
    assert result.finished, result
    assert (verdict.lost, verdict.twice, verdict.disorder, verdict.dead, verdict.broken) == (0, 0, 0, 0, [])
    assert verdict.posts == result.play.posts


@pytest.mark.parametrize(("engine", "platform"), [(SQLITE, "slack"), (POSTGRES, "discord")])
async def test_killed_workers_and_lost_answers(engine: str, platform: str) -> None:
    """Workers die by ``kill -9`` while they post, and one answer in ten does not come or comes from a failure."""
    trouble = troubles.kills(KILLS)
    result = await play(Play("kill -9", engine, platform, POSTS, chances=LOST, trouble=trouble, **QUICK))
    promised(result)
    assert result.kills >= KILLS


async def test_a_server_that_goes_away() -> None:
    """PostgreSQL is restarted and its backends are ended while workers post."""
    trouble = troubles.interruptions(1, 4)
    result = await play(Play("away", POSTGRES, "slack", POSTS, trouble=trouble, latency=0.1, **QUICK))
    promised(result)
    assert result.notes["restarts"] == 1


@pytest.mark.parametrize("how", [NAIVE, MARK])
async def test_the_harness_sees_what_goes_wrong_without_the_protocol(how: str) -> None:
    """A retry alone posts twice, and marking before posting loses."""
    chances = {"drop_after": 0.1, "drop": 0.1}
    result = await play(Play("control", SQLITE, "slack", POSTS, how=how, chances=chances, every=0, **QUICK))
    assert result.verdict.twice if how == NAIVE else result.verdict.lost
