"""One address, one bounded, polite answer."""

import asyncio
import gzip
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Network

import pytest

from digests.ingest.fetch import Fetcher
from digests.ingest.safety import OPEN, Policy
from digests.store.base import FeedState
from tests.digests.ingest.conftest import Web, no_pause

NOW = datetime(2022, 7, 20, 12, tzinfo=UTC)


async def test_what_is_asked(web: Web, fetcher: Fetcher) -> None:
    """The program names itself, takes gzip, keeps no cookies and sends no secrets."""
    url = web.put("/feed", b"hello", "Content-Type: text/plain", "Set-Cookie: a=b")
    fetched = await fetcher.get(url)
    await fetcher.get(url)
    assert (fetched.content, fetched.content_type, fetched.status, fetched.error) == (b"hello", "text/plain", 200, None)
    first, second = web.requests
    assert "User-Agent: Downlink/" in first and "(+https://" in first
    assert "Accept-Encoding: gzip, deflate\r\n" in first
    assert "cookie" not in second.lower() and "authorization" not in second.lower()


async def test_proxies_of_the_environment_are_not_used(
    web: Web, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A proxy would connect to addresses unchecked."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert (await fetcher.get(web.put("/feed", b"hello"))).content == b"hello"


async def test_conditional_get(web: Web, fetcher: Fetcher) -> None:
    """The validators go back to the server; a 304 keeps them."""
    url = web.put("/feed", b"hello", 'ETag: "1"', "Last-Modified: Wed, 20 Jul 2022 10:00:00 GMT")
    state = (await fetcher.get(url)).state
    assert (state.etag, state.last_modified) == ('"1"', "Wed, 20 Jul 2022 10:00:00 GMT")
    web.put("/feed", status="304 Not Modified")
    again = await fetcher.get(url, state)
    assert 'If-None-Match: "1"\r\n' in web.requests[1]
    assert "If-Modified-Since: Wed, 20 Jul 2022 10:00:00 GMT\r\n" in web.requests[1]
    assert again.not_modified and again.content == b""
    assert (again.state.etag, again.state.last_modified) == (state.etag, state.last_modified)


async def test_permanent_redirects_are_remembered(web: Web, fetcher: Fetcher) -> None:
    """301 and 308 move the feed; the next time the new address is asked at once."""
    url = web.put("/old", b"", "Location: /newer", status="301 Moved Permanently")
    web.put("/newer", b"", "Location: /new", status="308 Permanent Redirect")
    new = web.put("/new", b"hello")
    fetched = await fetcher.get(url)
    assert (fetched.content, fetched.url, fetched.state.moved_to, fetched.state.url) == (b"hello", new, new, url)
    await fetcher.get(url, fetched.state)
    assert len(web.asked("/old")) == 1 and len(web.asked("/new")) == 2


async def test_other_redirects_are_followed_only(web: Web, fetcher: Fetcher) -> None:
    """302 moves nothing, nor does a 301 behind it."""
    url = web.put("/a", b"", "Location: /b", status="302 Found")
    web.put("/b", b"", "Location: /c", status="301 Moved Permanently")
    web.put("/c", b"hello")
    fetched = await fetcher.get(url)
    assert fetched.content == b"hello" and fetched.state.moved_to is None


async def test_five_redirects_at_most(web: Web, fetcher: Fetcher) -> None:
    """Five are followed, a sixth or a loop ends in an error."""
    for number in range(6):
        web.put(f"/{number}", b"", f"Location: /{number + 1}", status="302 Found")
    web.put("/6", b"hello")
    assert (await fetcher.get(web.address + "/1")).content == b"hello"
    assert (await fetcher.get(web.address + "/0")).error == "it redirects more than 5 times"
    assert (await fetcher.get(web.put("/loop", b"", "Location: /loop", status="302 Found"))).error


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("file:///etc/passwd", "not a web address"),
        ("http://[::1]:1/", "only ports"),
        ("http://user:secret@example.org/", "user name or password"),
        ("gopher://x/", "not a web address"),
        ("", "nowhere"),
    ],
)
async def test_redirects_are_checked_like_addresses(web: Web, target: str, reason: str) -> None:
    """Each step may lead nowhere that the first address might not."""
    url = web.put("/a", b"", f"Location: {target}", status="302 Found")
    fetcher = Fetcher(policy=replace(OPEN, ports=frozenset({int(url.split(":")[2].split("/")[0])})))
    error = (await fetcher.get(url)).error or ""
    await fetcher.close()
    assert reason in error and "secret" not in error


async def test_a_redirect_to_a_private_address(web: Web) -> None:
    """An allowed address can't send the bot to a network that isn't."""
    url = web.put("/a", b"", "Location: http://169.254.169.254/latest/meta-data/", status="302 Found")
    fetcher = Fetcher(policy=Policy(ports=None, networks=(IPv4Network("127.0.0.0/8"),)))
    assert (await fetcher.get(url)).error == "its address 169.254.169.254 is not on the public internet"
    await fetcher.close()


async def test_loopback_is_refused_by_default(web: Web) -> None:
    """Without an operator's word the port is refused, then the address; nothing is sent."""
    url = web.put("/feed", b"hello")
    for policy, reason in ((Policy(), "only ports 80 and 443"), (Policy(ports=None), "not on the public internet")):
        fetcher = Fetcher(policy=policy)
        assert reason in ((await fetcher.get(url)).error or "")
        await fetcher.close()
    assert web.requests == []


@pytest.mark.parametrize("status", ["404 Not Found", "403 Forbidden", "500 Oh", "429 Slow Down", "999 Odd"])
async def test_refusals_back_off(web: Web, status: str) -> None:
    """One clear sentence with the status, and a pause."""
    fetcher = Fetcher(policy=OPEN, clock=lambda: NOW, chance=lambda: 0.5)
    fetched = await fetcher.get(web.put("/feed", b"secret", status=status))
    assert f"(HTTP {status[:3]})" in (fetched.error or "") and fetched.content == b""
    assert (fetched.state.failures, fetched.state.not_before) == (1, NOW + timedelta(minutes=5))
    again = await fetcher.get(fetched.state.url, fetched.state)
    assert "not asked again before 2022-07-20 12:05 UTC" in (again.error or "") and len(web.requests) == 1
    await fetcher.close()


@pytest.mark.parametrize("header", ["7200", "Wed, 20 Jul 2022 14:00:00 GMT"])
@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
async def test_retry_after(web: Web, header: str, status: str) -> None:
    """Seconds and dates are kept."""
    fetcher = Fetcher(policy=OPEN, clock=lambda: NOW)
    fetched = await fetcher.get(web.put("/feed", b"", f"Retry-After: {header}", status=status))
    assert fetched.state.not_before == NOW + timedelta(hours=2)
    await fetcher.close()


async def test_gone(web: Web, fetcher: Fetcher) -> None:
    """410 ends a feed."""
    fetched = await fetcher.get(web.put("/feed", status="410 Gone"))
    assert fetched.state.gone
    assert "gone for good" in ((await fetcher.get(fetched.state.url, fetched.state)).error or "")
    assert len(web.requests) == 1


async def test_connections_are_tried_three_times(web: Web, fetcher: Fetcher) -> None:
    """A server that breaks off is asked twice more, a refusing port too; then it's an error."""

    async def break_off(writer: asyncio.StreamWriter) -> None:
        if len(web.requests) == 3:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")

    web.pages["/feed"] = break_off
    assert (await fetcher.get(web.address + "/feed")).content == b"hello"
    assert (await fetcher.get("http://127.0.0.1:9/")).error == "no connection could be made"


async def test_slow_drips_end_at_the_deadline(web: Web) -> None:
    """A byte now and then doesn't hold the bot longer than the time for everything."""

    async def drip(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(500):
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.02)

    web.pages["/feed"] = drip
    fetcher = Fetcher(policy=OPEN, deadline=0.3)
    begun = asyncio.get_running_loop().time()
    assert (await fetcher.get(web.address + "/feed")).error == "it took longer than 0.3 s"
    assert asyncio.get_running_loop().time() - begun < 2
    await fetcher.close()


async def test_the_deadline_is_for_lookups_too() -> None:
    """A name server that never answers is left."""

    async def never(host: str, port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    fetcher = Fetcher(deadline=0.05, look_up=never)
    assert (await fetcher.get("http://example.org/")).error == "it took longer than 0.05 s"
    await fetcher.close()


async def test_large_answers_are_left(web: Web, fetcher: Fetcher) -> None:
    """By their stated length at once, else where the limit is reached; bombs too."""

    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            writer.write(bytes(65_536))
            await writer.drain()

    web.pages["/endless"] = endless
    web.pages["/stated"] = b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"
    bomb = web.put("/bomb", gzip.compress(bytes(20_000_000)), "Content-Encoding: gzip")
    for url in (web.address + "/endless", web.address + "/stated", bomb):
        assert (await fetcher.get(url)).error == "it is larger than 5 MB"


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"x" * 300_000,
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ncut",
        b"\x00\xff" * 100,
    ],
)
async def test_what_is_not_http(web: Web, answer: bytes) -> None:
    """Other protocols, endless headers and answers cut short are one sentence each."""
    web.pages["/feed"] = answer
    fetcher = Fetcher(policy=OPEN, pause=no_pause)
    assert "does not speak HTTP" in ((await fetcher.get(web.address + "/feed")).error or "")
    await fetcher.close()


async def test_tls_to_a_server_without_it(web: Web, fetcher: Fetcher) -> None:
    """No secure connection is an error, not a plain one."""
    fetched = await fetcher.get(web.address.replace("http:", "https:") + "/feed")
    assert fetched.error and fetched.content == b""


async def test_unreadable_content_counts_as_failure(fetcher: Fetcher) -> None:
    """What could not be parsed is asked again later, and in full: no validator is kept of it."""
    before = FeedState("https://example.org/feed", etag='"1"')
    after = fetcher.failed(before, "it is not a feed")
    assert (after.failures, after.etag, after.error) == (1, '"1"', "it is not a feed")
    assert after.not_before is not None
