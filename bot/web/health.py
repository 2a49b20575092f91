"""Whether the bot is alive, and whether it can answer. The first never asks anybody."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from aiohttp import web

from bot.log import report

PATIENCE = 5.0  # seconds that the database has
Trouble = Callable[[], str | None]


class Health:
    """Answers ``/healthz`` and ``/readyz``. Each trouble gives a sentence, or None where all is well.

    ``database`` may block: it is asked in a thread.
    """

    def __init__(self, database: Trouble, troubles: Sequence[Trouble] = ()) -> None:
        self._database, self._troubles = database, troubles
        self._question: asyncio.Task[str | None] | None = None

    def routes(self) -> list[web.RouteDef]:
        """List what to add to a web application."""
        return [web.get("/healthz", self.alive), web.get("/readyz", self.ready)]

    async def alive(self, request: web.Request) -> web.Response:
        """Say that the process lives."""
        return web.json_response({"status": "alive"})

    async def ready(self, request: web.Request) -> web.Response:
        """Say whether commands can be answered: 200, or 503 with the reasons."""
        reasons = [reason for trouble in self._troubles if (reason := trouble())]
        if reason := await self._asked():
            reasons.insert(0, reason)
        status = 503 if reasons else 200
        return web.json_response({"status": "not ready" if reasons else "ready", "reasons": reasons}, status=status)

    async def _asked(self) -> str | None:
        """Ask the database; however many ask at once, it is asked once."""
        if self._question is None or self._question.done():
            self._question = asyncio.create_task(self._answered())
        try:
            return await asyncio.wait_for(asyncio.shield(self._question), PATIENCE)
        except TimeoutError:
            return f"The database has not answered for {PATIENCE:g} seconds."

    async def _answered(self) -> str | None:
        try:
            return await asyncio.to_thread(self._database)
        except Exception as problem:
            return f"The database could not be asked; the log says why under {report(problem, 'a question of health')}."
