"""Interactions over HTTP: the alternative to the gateway. Answers through the same code.

https://docs.discord.com/developers/interactions/overview#preparing-for-interactions: every request is signed
(Ed25519 over timestamp and body); what is forged, malformed, old or repeated gets 401 and nothing is done. Where the
database is busy, what another process may have done is acknowledged as well, and found to be done before anything is
changed: Discord waits for three seconds.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bot.log import LOGGER
from bot.platforms.claims import Claim
from bot.platforms.discord.received import Received, Type, decoded

PATH = "/discord/interactions"
OLDEST = 300  # seconds
LARGEST = 1_000_000  # bytes
PATIENCE = 2.8  # seconds: Discord waits for 3
Taken = Callable[[Received, Callable[[dict[str, Any]], Awaitable[bool]], Claim], Awaitable[None]]


class Endpoint:
    """Answers signed requests. ``claim`` remembers ids over processes and restarts."""

    def __init__(
        self, public_key: str, claim: Callable[[str], Claim], take: Taken, clock: Callable[[], datetime]
    ) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        self._claim, self._take, self._clock = claim, take, clock
        self._tasks: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        """List what to add to a web application."""
        return [web.post(PATH, self.handle)]

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request."""
        if (request.content_length or 0) > LARGEST:
            return web.Response(status=413)
        body = b""  # a read gives what has arrived: large bodies come in pieces
        while not request.content.at_eof() and len(body) <= LARGEST:
            body += await request.content.read(LARGEST + 1 - len(body))
        if len(body) > LARGEST or not self._signed(request, body):
            return web.Response(status=401, text="The signature is not valid.")
        try:
            payload = json.loads(body)
            got = decoded(payload)
        except (ValueError, KeyError, TypeError, AttributeError):
            return web.Response(status=401, text="That is no interaction.")
        if got.type == Type.PING:
            return web.json_response({"type": 1})
        claim = self._claim(f"discord:{got.id}")
        if not await claim.soon():
            return web.Response(status=401, text="That was done already.")
        return await self._answered(got, claim)

    async def close(self) -> None:
        """Wait for the answers under way."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=10)

    def _signed(self, request: web.Request, body: bytes) -> bool:
        signature = request.headers.get("X-Signature-Ed25519", "")
        stamp = request.headers.get("X-Signature-Timestamp", "")
        if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
            return False
        if abs(self._clock().timestamp() - int(stamp)) > OLDEST:
            return False
        try:
            self._key.verify(bytes.fromhex(signature), stamp.encode() + body)
        except (InvalidSignature, ValueError):
            return False
        return True

    async def _answered(self, got: Received, claim: Claim) -> web.Response:
        """The acknowledgement is the answer to the request; the rest goes its own way."""
        said: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

        async def acknowledge(response: dict[str, Any]) -> bool:
            if said.done():
                return False
            said.set_result(response)
            return True

        task = asyncio.ensure_future(self._take(got, acknowledge, claim))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        awaited: set[asyncio.Future[Any]] = {said, task}
        await asyncio.wait(awaited, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if not said.done():
            said.cancel()
            LOGGER.warning("An interaction over HTTP was not acknowledged in time")
            return web.Response(status=400, text="That can't be answered.")
        return web.json_response(said.result())
