"""Socket Mode: one connection to Slack, kept alive. Envelopes come in by it; only acknowledgements go out.

slack_sdk's own client closes the old connection before it has a new one when Slack refreshes it, tries for ever
with a token that is no longer valid, and logs the addresses of connections, which are tickets. So this is ours:
a new connection is there before the old one goes, and failures that can't pass end it.
https://docs.slack.dev/apis/events-api/using-socket-mode
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import aiohttp

from bot.log import LOGGER
from bot.platforms.slack.calls import Calls, Lost, Refused, Unsent

Take = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any] | None]]  # an envelope → its acknowledgement
HEARTBEAT = 5.0  # seconds between pings; half of it without an answer means that the connection is frozen
LONGEST_PAUSE = 30.0  # seconds between tries
STEADY = 30.0  # seconds that a connection has to last for the pauses to start anew
HELLO = 5.0  # seconds to wait for the first word
OVERLAP = 10.0  # seconds that a connection is read after another took its place
_REFRESH = frozenset({"refresh_requested", "warning"})
FINAL = {
    "invalid_auth": "Slack does not accept the app token: set DOWNLINK_SLACK_APP_TOKEN to one of the app's page.",
    "not_authed": "The app token is missing: set DOWNLINK_SLACK_APP_TOKEN.",
    "not_allowed_token_type": "DOWNLINK_SLACK_APP_TOKEN has to be an app-level token: it begins with xapp-.",
    "account_inactive": "The app was removed: its app token no longer works.",
    "token_revoked": "The app token was revoked: set DOWNLINK_SLACK_APP_TOKEN to a new one.",
    "missing_scope": "The app token lacks the scope connections:write: make one that has it.",
    "link_disabled": "Socket Mode is switched off for the app: switch it on at the app's page.",
}


class Ended(Exception):
    """The connection is over for good; the text says why in one sentence."""


class Link:
    """One connection. ``over`` is why to take another: Slack says so beforehand, or it ended."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.greeted = asyncio.Event()
        self.over: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    async def read(self, take: Callable[[Mapping[str, Any]], Awaitable[None]]) -> None:
        """Read to the end, what comes after a warning included."""
        try:
            async for message in self.socket:
                if message.type is aiohttp.WSMsgType.TEXT and (envelope := self._told(message.data)):
                    await take(envelope)
        finally:
            self._end("closed")
            self.greeted.set()

    def _told(self, data: str) -> Mapping[str, Any] | None:
        """Take note of what is about the connection; gives anything else."""
        try:
            told = json.loads(data)
        except ValueError:
            return None
        if not isinstance(told, dict):
            return None
        if told.get("type") == "hello":
            self.greeted.set()
        elif told.get("type") == "disconnect":
            self._end(str(told.get("reason")))
        return told if told.get("envelope_id") else None

    def _end(self, why: str) -> None:
        if not self.over.done():
            self.over.set_result(why)

    async def close(self) -> None:
        """Close without waiting long for the other side, which may not answer."""
        try:
            await asyncio.wait_for(self.socket.close(), 2)
        except (TimeoutError, ConnectionError, aiohttp.ClientError):
            return


class Socket:
    """Stays connected until it is closed or Slack ends it for good."""

    def __init__(self, calls: Calls, app_token: str, heartbeat: float = HEARTBEAT) -> None:
        self._calls, self._token, self._heartbeat = calls, app_token, heartbeat
        self._closed = asyncio.Event()
        self._links: list[Link] = []
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> bool:
        """Whether envelopes come in at the moment."""
        return any(not link.over.done() for link in self._links)

    async def run(self, take: Take) -> None:
        """Take envelopes until closed. Raises Ended where that is over for good."""
        pause = 0.0
        while not self._closed.is_set():
            began, least = time.monotonic(), 0.0
            try:
                LOGGER.info("The connection to Slack ended: %s", await self._session(take))
            except Refused as problem:
                if problem.error in FINAL:
                    raise Ended(FINAL[problem.error]) from None
                least = problem.wait or 1.0
                LOGGER.warning("Slack refuses a connection: %s", problem)
            except (Lost, TimeoutError):
                LOGGER.warning("Slack does not answer; trying again")
            except (Unsent, aiohttp.ClientError, OSError):
                LOGGER.warning("Slack can't be reached; trying again")
            lasted = time.monotonic() - began > STEADY
            pause = 0.0 if lasted else min(max(pause * 2, 0.2), LONGEST_PAUSE)
            await self._rest(max(least, pause * random.uniform(0.5, 1.0)))

    async def close(self) -> None:
        """End; what is under way is its owner's. Safe to call twice."""
        self._closed.set()
        for link in list(self._links):
            await link.close()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=2)

    async def _rest(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._closed.wait(), seconds)
        except TimeoutError:
            return

    async def _session(self, take: Take) -> str:
        """Be connected, over refreshed connections; gives why it ended. Raises Ended where that is for good."""
        link = await self._opened(take)
        closing = asyncio.ensure_future(self._closed.wait())
        try:
            while True:
                ends: set[asyncio.Future[Any]] = {link.over, closing}
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
                if closing.done():
                    return "by us"
                why = link.over.result()
                if why in FINAL:
                    raise Ended(FINAL[why])
                if why not in _REFRESH:
                    await link.close()
                    return why
                old, link = link, await self._opened(take)  # the old one is read meanwhile
                self._start(self._retired(old))
        finally:
            closing.cancel()

    async def _opened(self, take: Take) -> Link:
        """Open a connection. Raises what :class:`Calls` raises, aiohttp.ClientError, TimeoutError."""
        url = str((await self._calls.repeat("apps.connections.open", self._token, {})).get("url"))
        link = Link(await self._calls.opened().ws_connect(url, heartbeat=self._heartbeat))
        self._start(self._reading(link, take))
        try:
            await asyncio.wait_for(link.greeted.wait(), HELLO)
        except TimeoutError:
            await link.close()
            raise
        return link

    async def _retired(self, link: Link) -> None:
        """Close a connection that another took the place of, once Slack has had time to finish with it."""
        await self._rest(OVERLAP)
        await link.close()

    async def _reading(self, link: Link, take: Take) -> None:
        self._links.append(link)
        try:
            await link.read(lambda envelope: self._received(link, envelope, take))
        finally:
            self._links.remove(link)

    async def _received(self, link: Link, envelope: Mapping[str, Any], take: Take) -> None:
        """Acknowledge an envelope before the next is read, unless what to say depends on it; the work goes its way."""
        if at_once := not _expects_words(envelope):
            await self._acknowledge(link, envelope, {})
        self._start(self._taken(link, envelope, take, acknowledged=at_once))

    async def _taken(self, link: Link, envelope: Mapping[str, Any], take: Take, *, acknowledged: bool) -> None:
        answer = await take(envelope)
        if answer is not None and not acknowledged:
            await self._acknowledge(link, envelope, answer)

    async def _acknowledge(self, link: Link, envelope: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        """Acknowledge by the envelope's own connection, or another where that is gone."""
        text = json.dumps({"envelope_id": envelope["envelope_id"], **({"payload": dict(answer)} if answer else {})})
        for each in [link, *self._links]:
            if not each.socket.closed:
                try:
                    await each.socket.send_str(text)
                except (ConnectionError, aiohttp.ClientError):
                    continue
                return
        LOGGER.warning("An acknowledgement could not be sent: no connection to Slack")

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _expects_words(envelope: Mapping[str, Any]) -> bool:
    """Tell whether the acknowledgement says something: a form's names what is wrong in it."""
    payload = envelope.get("payload")
    return isinstance(payload, dict) and payload.get("type") == "view_submission"
