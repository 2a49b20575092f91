"""Slack over HTTP: commands, interactions and events at one address. Answers through the same code as the socket.

What is forged, old, malformed or repeated gets 401 and nothing is done. Slack itself repeats an event whose
acknowledgement was lost; that gets 200, and nothing is done either. Slack waits three seconds: where the database is
busy, what another process may have done is acknowledged as well, and found to be done before anything is changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.platforms.claims import Claim
from bot.platforms.slack.app import Bolt
from bot.platforms.slack.signature import signed

PATH = "/slack/events"
LARGEST = 1_000_000  # bytes
UNSIGNED = "The signature is not valid."


class Endpoint:
    """Answers signed requests. ``claim`` remembers signatures over processes and restarts."""

    def __init__(
        self, signing_secret: str, claim: Callable[[str], Claim], bolt: Bolt, clock: Callable[[], datetime]
    ) -> None:
        self._secret, self._claim, self._bolt, self._clock = signing_secret, claim, bolt, clock

    def routes(self) -> list[web.RouteDef]:
        """List what to add to a web application."""
        return [web.post(PATH, self.handle)]

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request."""
        body = await request.content.read(LARGEST + 1)
        while not request.content.at_eof() and len(body) <= LARGEST:
            body += await request.content.read(LARGEST + 1 - len(body))
        if len(body) > LARGEST:
            return web.Response(status=413)
        signature = request.headers.get("X-Slack-Signature", "")
        stamp = request.headers.get("X-Slack-Request-Timestamp", "")
        if not signed(self._secret, stamp, signature, body, self._clock().timestamp()):
            return web.Response(status=401, text=UNSIGNED)
        claim = self._claim(f"http:{hashlib.sha256(signature.encode()).hexdigest()}")
        if not await claim.soon():
            known = "X-Slack-Retry-Num" in request.headers
            return web.Response(status=200) if known else web.Response(status=401, text="That was done already.")
        return await self._answered(request, body, claim)

    async def _answered(self, request: web.Request, body: bytes, claim: Claim) -> web.Response:
        """Let bolt decode and acknowledge; the work goes its own way."""
        try:
            text = body.decode()
            if request.content_type == "application/json" and not isinstance(json.loads(text), dict):
                raise ValueError(text[:0])
            got = await self._bolt.take(text, dict(request.headers), claim)
        except (ValueError, KeyError, TypeError, AttributeError):
            return web.Response(status=400, text="That can't be understood.")
        kind = next(iter(got.headers.get("content-type") or ()), "text/plain").partition(";")[0]
        status = got.status if got.status in (200, 404) else 500
        return web.Response(status=status, text=got.body if status == 200 else "", content_type=kind)
