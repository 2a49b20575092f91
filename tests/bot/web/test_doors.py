"""The web part's own doors, all together; and when it is not ready because deliveries are late."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.values import Stage
from bot.lateness import PATIENCE, late
from bot.web.doors import own_doors
from tests.bot.answers import NOW
from tests.bot.fakes import app
from tests.bot.ledgers import digest_row, stocked
from tests.bot.memory import TERMINAL
from tests.bot.web.test_web import served

PATHS = ("/healthz", "/readyz", "/metrics", "/", "/feed.json", "/editions/1")


async def test_every_door(tmp_path: Path) -> None:
    """Health, figures, the archive: on one database."""
    with stocked(tmp_path) as memory:
        routes = own_doors(app(memory=memory), lambda: None, [lambda: None], None)
        found = dict(zip(PATHS, await served(routes, *(("GET", path, None) for path in PATHS)), strict=True))
        assert [status for status, *_ in found.values()] == [200] * 5 + [404]
        assert 'downlink_deliveries{stage="held"} 1.0' in found["/metrics"][1]
        assert "downlink_feeds 2.0" in found["/metrics"][1] and "downlink_feeds_failing 1.0" in found["/metrics"][1]
        ends = {(row.stage, row.late) for row in memory.ledger.finished(NOW - timedelta(hours=4))}
        assert ends == {(Stage.SENT, timedelta(hours=-4)), (Stage.DEAD, None), (Stage.SKIPPED, None)}
        assert 'downlink_lately_finished{platform="terminal",stage="dead",what="digest"} 1.0' in found["/metrics"][1]
        memory.put_settings(TERMINAL, {"archive": "public"})
        fresh = own_doors(app(memory=memory), lambda: None, [], None)
        edition, feed, story = await served(
            fresh, ("GET", "/editions/1", None), ("GET", "/feed.json", None), ("GET", "/stories/7", None)
        )
        assert edition[0] == 200 and "Rogozin leaves Roscosmos" in edition[1]
        assert len(json.loads(feed[1])["items"]) == 1 and story[0] == 200


@pytest.mark.parametrize(("waiting", "ready"), [(timedelta(), True), (PATIENCE, True), (PATIENCE * 2, False)])
async def test_late_deliveries(tmp_path: Path, waiting: timedelta, ready: bool) -> None:
    """503 with what may be the reason, once one waits longer than anything should."""
    with stocked(tmp_path) as memory:
        memory.ledger.write([digest_row(TERMINAL, "test", "2022-07-16 07:30", due=NOW - waiting)])
        ((status, text, _),) = await served(
            own_doors(app(memory=memory), lambda: None, [], None), ("GET", "/readyz", None)
        )
        assert (status == 200) is ready
        assert ready or "has been due for 30 minutes" in json.loads(text)["reasons"][0]


def test_nothing_waits(tmp_path: Path) -> None:
    """Then nothing is late."""
    with stocked(tmp_path) as memory:
        assert late(memory.ledger, NOW + timedelta(days=9)) is None
