"""``/metrics``: the figures in Prometheus' text format."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from aiohttp import web
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.log import report
from bot.metrics.counts import Counts
from bot.metrics.shared import Shared
from digests.errors import StoreError


class Figures(Collector):
    """Answers ``/metrics``: this process' counts, and the shared figures where the database answers."""

    def __init__(self, counts: Counts, shared: Shared | None = None) -> None:
        self._counts, self._shared = counts, shared

    def routes(self) -> list[web.RouteDef]:
        """List what to add to a web application."""
        return [web.get("/metrics", self.page)]

    async def page(self, request: web.Request) -> web.Response:
        """Show them."""
        encoder, kind = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=await asyncio.to_thread(encoder, self), headers={"Content-Type": kind})

    def collect(self) -> Iterable[Metric]:
        """Give all figures; where the database is away a figure says so, and the process' own are there."""
        yield from self._counts.registry.collect()
        if self._shared is not None:
            found, up = self._asked(self._shared)
            yield from found
            yield GaugeMetricFamily("downlink_database_up", "Whether the database answered.", value=up)

    def _asked(self, shared: Shared) -> tuple[Iterable[Metric], int]:
        try:
            return shared.collect(), 1
        except StoreError as problem:
            report(problem, "asking the database for figures")
            return (), 0
