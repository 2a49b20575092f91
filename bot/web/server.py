"""The web part as something that runs: opens the port, serves until closed."""

from __future__ import annotations

import asyncio
import errno

from aiohttp import web

from bot.log import LOGGER

KEPT_OPEN = 75.0  # seconds: longer than usual proxies keep theirs, so that they close first
DRAIN = 10.0  # seconds that requests under way have at the end
_WHY = {
    errno.EADDRINUSE: "another program has it",
    errno.EACCES: "this user may not have it",
    errno.EADDRNOTAVAIL: "this machine has no such address",
}


class Server:
    """Serves one application on one address."""

    def __init__(self, application: web.Application, host: str, port: int) -> None:
        self._application, self._host, self._port = application, host, port
        self._closed = asyncio.Event()
        self.port: int | None = None  # while serving

    async def run(self) -> str | None:
        """Serve until closed. Gives a sentence where the port can't be had."""
        runner = web.AppRunner(
            self._application,
            access_log=None,  # addresses of Slack's carry secrets
            keepalive_timeout=KEPT_OPEN,
            shutdown_timeout=DRAIN,
            max_line_size=8190,
            max_field_size=8190,
        )
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._host, self._port)
            try:
                await site.start()
            except OSError as problem:
                return port_trouble(self._host, self._port, problem)
            self.port = runner.addresses[0][1] if runner.addresses else self._port
            LOGGER.info("Listening on http://%s:%s", self._host, self.port)
            await self._closed.wait()
            return None
        finally:
            self.port = None
            await runner.cleanup()  # takes nothing new, waits for what is under way

    async def close(self) -> None:
        """Take nothing more and end."""
        self._closed.set()


def port_trouble(host: str, port: int, problem: OSError) -> str:
    """Say why a port can't be had, and what to do."""
    why = _WHY.get(problem.errno or 0, "the address is not known here")
    change = "set DOWNLINK_WEB_PORT (0: no web part) or DOWNLINK_WEB_HOST"
    return f"port {port} of {host} can't be opened, for {why}: {change}."
