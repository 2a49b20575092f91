"""``/metrics``: what was counted, what the ledger says, and what is said where it can't be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.counting import Counting, Uncounted
from bot.delivery.base import Finished, Halt
from bot.delivery.values import Stage, What
from bot.metrics.counts import Counts
from bot.metrics.page import Figures
from bot.metrics.shared import KEPT, SHARE, Feeds, Shared
from bot.store.values import Place
from digests.errors import StoreError
from tests.bot.answers import NOW
from tests.bot.web.test_web import served


class Told:
    """What of a ledger is asked here."""

    def __init__(self) -> None:
        self.asked, self.away = 0, False

    def counts(self, place: Place | None = None) -> Mapping[Stage, int]:
        """Tell, and count that."""
        self.asked += 1
        if self.away:
            raise StoreError("The database is away.")
        return {Stage.PENDING: 3, Stage.DEAD: 1}

    def oldest_due(self, now: datetime) -> datetime | None:
        """A minute and a half ago."""
        return now - timedelta(seconds=90)

    def finished(self, since: datetime, limit: int = 20_000) -> Sequence[Finished]:
        """A hundred that were sent, 1 to 100 seconds late, and one that was not."""
        assert since == NOW - timedelta(minutes=10)
        sent = [Finished("slack", What.DIGEST, Stage.SENT, timedelta(seconds=n)) for n in range(100, 0, -1)]
        return [*sent, Finished("discord", What.FOLLOW, Stage.DEAD)]

    def halts(self, place: Place | None = None) -> Sequence[Halt]:
        """One."""
        return [Halt(Place("slack", "T1"), "C1", "gone", NOW)]


def shared(told: Told, ticks: Sequence[float] = (0.0,) * 9) -> Shared:
    coming = iter(ticks)
    return Shared(told, lambda: Feeds(4, 1), lambda: NOW, lambda: next(coming))  # type: ignore[arg-type]


async def figures(page: Figures) -> dict[tuple[str, ...], float]:
    """Ask over HTTP and read as Prometheus does."""
    ((status, text, headers),) = await served(page.routes(), ("GET", "/metrics", None))
    assert status == 200 and headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def happen(counting: Counting) -> None:
    """Let something of each kind happen."""
    counting.planned(40)
    counting.tried("slack", "digest", "sent")
    counting.tried("slack", "digest", "refused")
    counting.late("slack", 1.5)
    counting.late("slack", -3.0)  # the clock was put back
    counting.fetched(failed=True)
    counting.read(10, 0.3)
    counting.read(0, 0.3)
    counting.ticked("plan", 0.002)


async def test_what_was_counted() -> None:
    """Each figure is there under its name and labels."""
    counts = Counts()
    happen(counts)
    found = await figures(Figures(counts))
    assert found["downlink_slots_due_total",] == 40
    assert found["downlink_tries_total", "sent", "slack", "digest"] == 1
    assert found["downlink_tries_total", "refused", "slack", "digest"] == 1
    assert found["downlink_lateness_seconds_bucket", "0.5", "slack"] == 1
    assert found["downlink_lateness_seconds_count", "slack"] == 2
    assert found["downlink_lateness_seconds_sum", "slack"] == 1.5
    assert found["downlink_feed_fetches_total", "failed"] == 1 and found["downlink_feed_fetches_total", "read"] == 0
    assert found["downlink_articles_read_total",] == 10
    assert found["downlink_reading_seconds_sum",] == pytest.approx(0.03)
    assert found["downlink_tick_seconds_count", "plan"] == 1


async def test_what_the_ledger_says() -> None:
    """The queue by stage, how late the oldest is, what is halted, feeds that fail."""
    found = await figures(Figures(Counts(), shared(Told())))
    assert {stage: found["downlink_deliveries", stage] for stage in Stage} == {
        **dict.fromkeys(Stage, 0.0), Stage.PENDING: 3.0, Stage.DEAD: 1.0
    }  # fmt: skip
    assert found["downlink_oldest_due_seconds",] == 90 and found["downlink_halts",] == 1
    assert found["downlink_feeds",] == 4 and found["downlink_feeds_failing",] == 1
    assert found["downlink_database_up",] == 1
    assert found["downlink_lately_finished", "slack", "sent", "digest"] == 100
    assert found["downlink_lately_finished", "discord", "dead", "follow"] == 1
    late = {quantile: found["downlink_lately_late_seconds", "slack", quantile] for quantile in ("0.5", "0.99", "1")}
    assert late == {"0.5": 51, "0.99": 100, "1": 100}


async def test_without_the_database() -> None:
    """It says so, and what this process counted is there all the same."""
    told, counts = Told(), Counts()
    told.away = True
    happen(counts)
    found = await figures(Figures(counts, shared(told)))
    assert found["downlink_database_up",] == 0 and found["downlink_slots_due_total",] == 40
    assert not any(name == "downlink_deliveries" for name, *_ in found)


@pytest.mark.parametrize(("took", "again"), [(0.01, KEPT), (2.0, 2.0 / SHARE)])
def test_the_ledger_is_spared(took: float, again: float) -> None:
    """However often somebody asks, it is asked once in a few seconds; where that takes long, more seldom."""
    told = Told()
    page = Figures(Counts(), shared(told, [0.0, took, 1.0, again - 0.1, again + 0.1, again + 0.1]))
    for _ in range(3):
        list(page.collect())
    assert told.asked == 1
    list(page.collect())
    assert told.asked == 2


async def test_open_metrics_where_it_is_asked_for() -> None:
    """The newer format ends as it has to."""
    from aiohttp.test_utils import make_mocked_request

    request = make_mocked_request("GET", "/metrics", {"Accept": "application/openmetrics-text; version=1.0.0"})
    answer = await Figures(Counts(), shared(Told())).page(request)
    assert answer.headers["Content-Type"].startswith("application/openmetrics-text; version=1.0.0")
    assert isinstance(answer.body, bytes) and answer.body.endswith(b"# EOF\n")


def test_nothing_is_counted_where_nobody_watches() -> None:
    """The same calls, without effect."""
    happen(Uncounted())
