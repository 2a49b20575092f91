"""What the database says, the same in every process that shares it: asked seldom enough to cost next to nothing."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.delivery.values import Stage

if TYPE_CHECKING:
    from bot.delivery.base import Ledger

LATELY = timedelta(minutes=10)
QUANTILES = (0.5, 0.99, 1.0)
KEPT = 5.0  # seconds for which an answer holds at least, however many ask
SHARE = 0.02  # of the time goes into asking at most: counting millions of rows takes a second


@dataclass(frozen=True, slots=True)
class Feeds:
    """How many feeds are read, and how many of them failed last time."""

    read: int = 0
    failing: int = 0


class Shared(Collector):
    """Asks the ledger and the feeds when figures are wanted; in a thread, for it blocks.

    ``feeds`` may block, too. Both raise a StoreError where the database is away: then there are no figures.
    """

    def __init__(
        self,
        ledger: Ledger,
        feeds: Callable[[], Feeds],
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ledger, self._feeds, self._clock, self._monotonic = ledger, feeds, clock, monotonic
        self._kept: tuple[float, list[Metric]] | None = None

    def collect(self) -> Iterable[Metric]:
        """Give the figures."""
        began = self._monotonic()
        if self._kept is None or began >= self._kept[0]:
            found = list(self._asked())
            took = self._monotonic() - began
            self._kept = (began + max(KEPT, took / SHARE), found)
        return self._kept[1]

    def _asked(self) -> Iterable[Metric]:
        now, counts, oldest = self._clock(), self._ledger.counts(), None
        oldest = self._ledger.oldest_due(now)
        rows = GaugeMetricFamily("downlink_deliveries", "Rows of the ledger, by stage.", labels=["stage"])
        for stage in Stage:
            rows.add_metric([stage.value], counts.get(stage, 0))
        yield rows
        waiting = (now - oldest).total_seconds() if oldest is not None else 0.0
        yield GaugeMetricFamily(
            "downlink_oldest_due_seconds", "How long the longest-waiting delivery is overdue.", value=max(waiting, 0.0)
        )
        yield from self._lately(now)
        halted = len(self._ledger.halts())
        yield GaugeMetricFamily("downlink_halts", "Channels and installations where nothing is posted.", value=halted)
        feeds = self._feeds()
        yield GaugeMetricFamily("downlink_feeds", "Feeds that are read.", value=feeds.read)
        yield GaugeMetricFamily("downlink_feeds_failing", "Feeds that failed when last asked.", value=feeds.failing)

    def _lately(self, now: datetime) -> Iterable[Metric]:
        """Tell what all processes together made of the last minutes."""
        rows = self._ledger.finished(now - LATELY)
        ends = GaugeMetricFamily(
            "downlink_lately_finished", "Deliveries that became final in the last 10 minutes, by how.",
            labels=["platform", "what", "stage"],
        )  # fmt: skip
        for (platform, what, stage), count in Counter((row.platform, row.what, row.stage) for row in rows).items():
            ends.add_metric([platform, what.value, stage.value], count)
        yield ends
        late = GaugeMetricFamily(
            "downlink_lately_late_seconds", "How late what was sent in the last 10 minutes was.",
            labels=["platform", "quantile"],
        )  # fmt: skip
        own: dict[str, list[float]] = {}
        for row in rows:
            if row.late is not None:
                own.setdefault(row.platform, []).append(max(row.late.total_seconds(), 0.0))
        for platform, seconds in own.items():
            seconds.sort()
            for quantile in QUANTILES:
                place = min(int(quantile * len(seconds)), len(seconds) - 1)
                late.add_metric([platform, f"{quantile:g}"], seconds[place])
        yield late
