"""Safe, polite HTTP: one address, one bounded answer (delivery.md, Safety)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from digests.errors import FetchError, Rejected
from digests.ingest.addresses import web_address
from digests.ingest.body import ACCEPTED, LARGEST, read_body, too_large
from digests.ingest.politeness import after_answer, after_failure, read_retry_after, why_not
from digests.ingest.safety import PUBLIC, NotAllowed, Policy, Resolve, checked_backend, resolve
from digests.store.base import FeedState

if TYPE_CHECKING:
    import httpcore
    import httpx

DEADLINE = 10.0  # seconds for everything: lookup, redirects, retries, body
MOST_REDIRECTS = 5
MOST_TRIES = 3
_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_WORDS = {
    401: "it asks for a login",
    403: "it forbids access",
    404: "it is not there",
    410: "it is gone for good",
    429: "it says that there were too many requests",
    451: "it is blocked for legal reasons",
}
_WANTED = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, "
    "text/html;q=0.9, */*;q=0.5"
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of asking an address. ``error`` is one sentence; then there is no content.

    ``state`` is to be stored once the content has been taken in. ``url`` is the last one of redirects.
    """

    url: str
    state: FeedState
    content: bytes = b""
    content_type: str | None = None
    status: int | None = None
    not_modified: bool = False
    error: str | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    url: str
    status: int
    moved_to: str | None
    headers: httpx.Headers
    content: bytes = b""


class _Refused(FetchError):
    """The server's refusal, with what it asks for."""

    def __init__(self, status: int, retry_after: timedelta | None) -> None:
        super().__init__(f"{_WORDS.get(status, 'the server refused or failed')} (HTTP {status})")
        self.status, self.retry_after = status, retry_after


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Fetcher:
    """Fetches addresses; close with ``await close()``. Use from one event loop.

    ``policy`` says where it may connect; clock, chance, look-up and pause are there to be replaced in tests.
    """

    policy: Policy = PUBLIC
    user_agent: str | None = None
    deadline: float = DEADLINE
    largest: int = LARGEST
    clock: Callable[[], datetime] = _utc_now
    chance: Callable[[], float] = random.random
    look_up: Resolve = resolve
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    insist: bool = False  # ask although our own back-off isn't over
    network: httpcore.AsyncNetworkBackend | None = None
    _client: httpx.AsyncClient | None = field(default=None, init=False)

    async def get(self, url: str, state: FeedState | None = None) -> Fetched:
        """Ask an address once, unless its state forbids it. Never raises for what the network does."""
        now = self.clock()
        before = state or FeedState(url)
        reason = why_not(state, now, insist=self.insist)
        if reason:
            return Fetched(url, before, error=reason)
        try:
            async with asyncio.timeout(self.deadline):
                answer = await self._follow(before.moved_to or url, before)
        except _Refused as error:
            return self._failed(before, str(error), error.status, error.retry_after)
        except NotAllowed as error:  # by our own rules, which may change: nothing to remember of the feed
            return Fetched(url, before, error=str(error))
        except FetchError as error:
            return self._failed(before, str(error))
        except TimeoutError:
            return self._failed(before, f"it took longer than {self.deadline:g} s")
        etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
        unchanged = answer.status == 304
        moved_to = answer.moved_to or before.moved_to
        after = after_answer(
            before,
            now,
            moved_to=moved_to,
            etag=_short(etag) or (before.etag if unchanged else None),
            last_modified=_short(modified) or (before.last_modified if unchanged else None),
        )
        return Fetched(answer.url, after, answer.content, answer.headers.get("content-type"), answer.status, unchanged)

    def failed(self, before: FeedState, error: str) -> FeedState:
        """Note that what came could not be read: a failure like one of the network."""
        return after_failure(before, self.clock(), error, chance=self.chance())

    async def close(self) -> None:
        """Close the connections. Safe to repeat."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    def _failed(
        self, before: FeedState, error: str, status: int | None = None, retry_after: timedelta | None = None
    ) -> Fetched:
        after = after_failure(
            before, self.clock(), error, chance=self.chance(), retry_after=retry_after, gone=status == 410
        )
        return Fetched(before.url, after, status=status, error=error)

    async def _follow(self, url: str, state: FeedState) -> _Answer:
        """Ask, and follow redirects, each of them checked like the first address."""
        permanent, moved_to = True, None
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._try(self._checked(url), state)
            if answer.status not in _REDIRECTS:
                return replace(answer, moved_to=moved_to)
            target = answer.headers.get("location")
            if not target:
                raise FetchError("it redirects to nowhere")
            url = urljoin(url, target)
            permanent = permanent and answer.status in _PERMANENT
            if permanent:
                moved_to = url
        raise FetchError(f"it redirects more than {MOST_REDIRECTS} times")

    def _checked(self, url: str) -> str:
        try:
            url = web_address(url)
        except Rejected as error:
            raise NotAllowed(str(error)) from None
        parts = urlsplit(url)
        self.policy.check_port(parts.port or (443 if parts.scheme == "https" else 80))
        return url

    async def _try(self, url: str, state: FeedState) -> _Answer:
        import httpx
        from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

        retrying = AsyncRetrying(
            stop=stop_after_attempt(MOST_TRIES),
            wait=wait_random_exponential(0.2, max=1),
            sleep=self.pause,
            reraise=True,
            retry=retry_if_exception_type((httpx.ConnectError, httpx.ConnectTimeout, httpx.RemoteProtocolError)),
        )
        try:
            return await retrying(self._ask, url, state)
        except httpx.TimeoutException:
            raise FetchError(f"it took longer than {self.deadline:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchError(_network_problem(error)) from None

    async def _ask(self, url: str, state: FeedState) -> _Answer:
        headers = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
        client = self._connected()
        stated = {key: value for key, value in headers.items() if value}
        request = client.build_request("GET", url, headers=stated)
        response = await client.send(request, stream=True)
        try:
            status = response.status_code
            if status in _REDIRECTS or status == 304:
                return _Answer(url, status, None, response.headers)
            if not 200 <= status < 300:
                raise _Refused(status, read_retry_after(response.headers.get("retry-after"), self.clock()))
            length = response.headers.get("content-length", "")
            if length.isdigit() and int(length[:15]) > self.largest:
                raise FetchError(too_large(self.largest))
            encoding = response.headers.get("content-encoding", "")
            content = await read_body(response.aiter_raw(), encoding, self.largest)
            return _Answer(url, status, None, response.headers, content)
        finally:
            await response.aclose()

    def _connected(self) -> httpx.AsyncClient:
        if self._client is None:
            self._client = _make_client(
                self.policy, self.look_up, self.network, self.deadline, self.user_agent or default_user_agent()
            )
        return self._client


def default_user_agent() -> str:
    """Name the program, its version and where to ask about it."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("downlink")
    except PackageNotFoundError:
        number = "0"
    return f"Downlink/{number} (+https://pypi.org/project/downlink/)"


def _make_client(
    policy: Policy, look_up: Resolve, network: httpcore.AsyncNetworkBackend | None, timeout: float, user_agent: str
) -> httpx.AsyncClient:
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpcore
    import httpx

    transport = httpx.AsyncHTTPTransport(trust_env=False)
    # httpx offers no argument for the backend, and this pool is all that its transport holds.
    transport._pool = httpcore.AsyncConnectionPool(
        ssl_context=httpx.create_ssl_context(trust_env=False),
        max_connections=32,
        max_keepalive_connections=8,
        keepalive_expiry=15,
        network_backend=checked_backend(policy, look_up, network),
    )
    return httpx.AsyncClient(
        transport=transport,
        trust_env=False,
        follow_redirects=False,
        timeout=timeout,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={"User-Agent": user_agent, "Accept": _WANTED, "Accept-Encoding": ACCEPTED},
    )


def _network_problem(error: Exception) -> str:
    words = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in words or "certificate" in words.lower():
        return "its certificate can't be trusted"
    if "SSL" in words or "TLS" in words:
        return "no secure connection could be made"
    known = {
        "ConnectError": "no connection could be made",
        "ReadError": "the connection broke off",
        "RemoteProtocolError": "the server broke off or does not speak HTTP",
    }
    return known.get(type(error).__name__, "it could not be fetched")


def _short(value: str | None) -> str | None:
    return value if value and len(value) <= 1_000 else None
