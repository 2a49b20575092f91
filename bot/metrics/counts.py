"""``bot.counting`` by prometheus-client, in a registry of its own.

Names end in their unit (https://prometheus.io/docs/practices/naming/); labels have few values, never an id.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

_LATE = (0.5, 1, 2, 5, 10, 30, 60, 120, 300, 900, 3600, 21600)  # seconds
_TICK = (0.001, 0.002, 0.005, 0.01, 0.05, 0.25, 1, 5, 30)
_READ = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5)


class Counts:
    """What happened in this process. See :class:`~bot.counting.Counting`."""

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # when each was first counted: nobody asks, and it doubles the page
        self.registry = CollectorRegistry(auto_describe=False)
        self._slots = Counter("downlink_slots_due", "Slots that came due.", registry=self.registry)
        self._tries = Counter(
            "downlink_tries", "Tries to post, by how they ended.", ("platform", "what", "outcome"),
            registry=self.registry,
        )  # fmt: skip
        self._late = Histogram(
            "downlink_lateness_seconds", "From when a delivery was due to its first message.", ("platform",),
            buckets=_LATE, registry=self.registry,
        )  # fmt: skip
        self._feeds = Counter("downlink_feed_fetches", "Feeds asked.", ("outcome",), registry=self.registry)
        self._articles = Counter("downlink_articles_read", "New articles read and stored.", registry=self.registry)
        self._reading = Histogram(
            "downlink_reading_seconds", "Reading and storing one article, on average of its batch.",
            buckets=_READ, registry=self.registry,
        )  # fmt: skip
        self._ticks = Histogram(
            "downlink_tick_seconds", "Ticks of the metronome.", ("tick",), buckets=_TICK, registry=self.registry
        )
        for outcome in ("read", "failed"):  # there from the start, so that a first failure is a rise
            self._feeds.labels(outcome)

    def planned(self, slots: int) -> None:
        """Count slots."""
        self._slots.inc(slots)

    def tried(self, platform: str, what: str, outcome: str) -> None:
        """Count a try."""
        self._tries.labels(platform, what, outcome).inc()

    def late(self, platform: str, seconds: float) -> None:
        """Count a lateness; a clock that was put back makes none below 0."""
        self._late.labels(platform).observe(max(seconds, 0.0))

    def fetched(self, *, failed: bool) -> None:
        """Count a feed."""
        self._feeds.labels("failed" if failed else "read").inc()

    def read(self, articles: int, seconds: float) -> None:
        """Count articles."""
        self._articles.inc(articles)
        if articles:
            self._reading.observe(seconds / articles)

    def ticked(self, name: str, seconds: float) -> None:
        """Count a tick."""
        self._ticks.labels(name).observe(seconds)
