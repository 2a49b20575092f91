"""discord.py against other addresses than Discord's own: a rate-limiting proxy, or an emulator.

Setting ``Route.BASE`` and ``DEFAULT_GATEWAY``, as one reads, would redirect every client of the process.
"""

from __future__ import annotations

from typing import Any

import aiohttp
import yarl
from discord.http import HTTPClient, Route


class AddressedHTTP(HTTPClient):
    """The library's HTTP client; None leaves an address as it is."""

    def __init__(self, loop: Any, api_url: str | None, gateway_url: str | None) -> None:
        super().__init__(loop)
        self._api, self._gateway = api_url, gateway_url

    async def request(self, route: Route, **options: Any) -> Any:
        """Send a request to the address that was set."""
        if self._api and route.url.startswith(Route.BASE):
            route.url = self._api.rstrip("/") + route.url.removeprefix(Route.BASE)
        return await super().request(route, **options)

    async def ws_connect(self, url: str, *, compress: int = 0) -> aiohttp.ClientWebSocketResponse:
        """Connect to the gateway that was set, whichever the library wants, with the library's query."""
        if self._gateway:
            url = str(yarl.URL(self._gateway).with_query(yarl.URL(url).query))
        return await super().ws_connect(url, compress=compress)
