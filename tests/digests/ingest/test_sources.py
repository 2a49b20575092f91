"""All sources in one stream: nothing lost, whatever goes wrong beside it."""

import asyncio
import gzip
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from digests.ingest.fetch import Fetcher
from digests.ingest.parsing import ProcessParser
from digests.ingest.records import Defaults, RawRecord, Rejection, Stored
from digests.ingest.safety import OPEN
from digests.ingest.sources import Gathered, gather, is_address
from digests.store.base import FeedState
from tests.digests.ingest.conftest import Web

LONG = "The rocket flew from the coast, and its first stage came back to the sea in one piece. " * 8
PAGE = (
    f"<html><head><title>Rocket flies</title></head><body><article><p>{LONG}</p><p>{LONG}</p></article></body></html>"
)
LINE = json.dumps({"id": "1", "text": "One."}).encode()


def rss(*items: tuple[str, str]) -> bytes:
    """Write a feed of (link, description)."""
    entries = "".join(
        f"<item><title>T</title><link>{link}</link><description>{text}</description></item>" for link, text in items
    )
    return f"<rss version='2.0'><channel><title>Space Post</title>{entries}</channel></rss>".encode()


def nothing_known(url: str) -> FeedState | None:
    """Know no feed."""
    return None


async def collect(
    *sources: str,
    fetcher: Fetcher,
    parser: ProcessParser,
    feed_state: Callable[[str], FeedState | None] = nothing_known,
    follow_links: bool | None = None,
    is_stored: Callable[[str], bool] | None = None,
    stdin: bytes = b"",
) -> list[Gathered]:
    """Gather everything."""
    stream = gather(
        sources,
        fetcher=fetcher,
        parser=parser,
        feed_state=feed_state,
        follow_links=follow_links,
        is_stored=is_stored,
        stdin=io.BytesIO(stdin),
    )
    return [one async for one in stream]


def texts(found: list[Gathered]) -> list[str]:
    """List the texts of the records."""
    return [one.text for one in found if isinstance(one, RawRecord)]


def reasons(found: list[Gathered]) -> list[str]:
    """List why things were refused."""
    return [one.reason for one in found if isinstance(one, Rejection)]


async def test_a_feed_s_state_comes_after_its_records(web: Web, fetcher: Fetcher, parser: ProcessParser) -> None:
    """So a run killed in between asks for the feed again."""
    url = web.put("/feed", rss(("https://a.example/1", LONG), ("https://a.example/2", LONG)), 'ETag: "1"')
    found = await collect(url, fetcher=fetcher, parser=parser)
    assert [type(one) for one in found] == [RawRecord, RawRecord, FeedState]
    assert isinstance(found[0], RawRecord) and (found[0].outlet, found[0].url) == ("Space Post", "https://a.example/1")
    assert isinstance(found[2], FeedState) and (found[2].url, found[2].etag) == (url, '"1"')


async def test_short_entries_are_followed(web: Web, fetcher: Fetcher, parser: ProcessParser) -> None:
    """A teaser's page gives the text; a page that can't be had leaves the teaser; without either it is refused."""
    page = web.put("/page", PAGE.encode(), "Content-Type: text/html")
    feed = web.put(
        "/feed", rss((page, "Teaser."), (web.address + "/missing", "Only this."), (web.address + "/none", ""))
    )
    found = await collect(feed, fetcher=fetcher, parser=parser)
    assert [text[:20] for text in texts(found)] == [LONG[:20], "Only this."]
    assert reasons(found) == ["the entry has no text, and its page can't be had: it is not there (HTTP 404)"]


async def test_full_entries_are_not_followed(web: Web, fetcher: Fetcher, parser: ProcessParser) -> None:
    """Unless the operator wants all; nor are teasers, if wanted so."""
    page = web.put("/page", PAGE.encode(), "Content-Type: text/html")
    feed = web.put("/feed", rss((page, LONG), (page, "Teaser.")))
    await collect(feed, fetcher=fetcher, parser=parser, follow_links=False)
    assert web.asked("/page") == []
    await collect(feed, fetcher=fetcher, parser=parser)
    assert len(web.asked("/page")) == 1
    await collect(feed, fetcher=fetcher, parser=parser, follow_links=True)
    assert len(web.asked("/page")) == 3


async def test_stored_pages_are_not_asked_for_again(web: Web, fetcher: Fetcher, parser: ProcessParser) -> None:
    """A teaser whose article is stored counts as known, and its host is left in peace."""
    feed = web.put("/feed", rss((web.address + "/page", "Teaser.")))
    found = await collect(feed, fetcher=fetcher, parser=parser, is_stored=lambda url: url.endswith("/page"))
    assert found[0] == Stored(feed, web.address + "/page") and web.asked("/page") == []


async def test_unchanged_feeds_give_nothing(web: Web, fetcher: Fetcher, parser: ProcessParser) -> None:
    """A 304 is a state and no record."""
    url = web.put("/feed", status="304 Not Modified")
    found = await collect(url, fetcher=fetcher, parser=parser, feed_state=lambda u: FeedState(u, etag='"1"'))
    assert [type(one) for one in found] == [FeedState]


async def test_failing_feeds_are_noted(web: Web, fetcher: Fetcher, parser: ProcessParser) -> None:
    """The failure is said and remembered; while it lasts, the feed is left alone without a new state."""
    broken = web.put("/broken", b"<rss version='2.0'><!ENTITY % a 'x'>")
    found = await collect(web.address + "/missing", broken, fetcher=fetcher, parser=parser)
    states = [one for one in found if isinstance(one, FeedState)]
    assert len(reasons(found)) == 2 and [state.failures for state in states] == [1, 1]
    later = FeedState(broken, failures=3, not_before=datetime.now(UTC) + timedelta(hours=1), error="broken")
    found = await collect(broken, fetcher=fetcher, parser=parser, feed_state=lambda _: later)
    assert [type(one) for one in found] == [Rejection] and len(web.asked("/broken")) == 1


async def test_every_kind_of_answer(web: Web, fetcher: Fetcher, parser: ProcessParser) -> None:
    """Pages, JSON Lines, text and lists of feeds come from addresses as from files."""
    feed = web.put("/feed", rss(("https://a.example/1", LONG)))
    urls = [
        web.put("/page", PAGE.encode(), "Content-Type: text/html"),
        web.put("/lines", LINE + b"\nnonsense"),
        web.put("/text", b"Title\n\nBody of text."),
        web.put("/opml", f"<opml><body><outline xmlUrl='{feed}'/></body></opml>".encode()),
    ]
    found = await collect(*urls, fetcher=fetcher, parser=parser)
    assert {text.strip()[:12] for text in texts(found)} == {LONG[:12], "One.", "Body of text"}
    assert len(texts(found)) == 4 and reasons(found) == ["not JSON: expecting value at column 1"]


async def test_a_front_page_stands_for_its_feed(web: Web, fetcher: Fetcher, parser: ProcessParser) -> None:
    """The address of a site is enough, where it offers a feed; its comments are not what is meant."""
    web.put("/feed", rss(("https://a.example/1", LONG)))
    head = (
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">'
        '<link rel="alternate" type="application/rss+xml" href="/feed">'
    )
    page = PAGE.replace("<head>", "<head>" + head).encode()
    found = await collect(web.put("/", page, "Content-Type: text/html"), fetcher=fetcher, parser=parser)
    assert texts(found) == [LONG.strip()] and web.asked("/comments/feed") == []
    assert len(texts(await collect(web.put("/page", page), fetcher=fetcher, parser=parser))) == 1


async def test_lists_of_lists_end(web: Web, fetcher: Fetcher, parser: ProcessParser) -> None:
    """A list that names itself, or a list, is not followed for ever."""
    web.put("/b", f"<opml><body><outline xmlUrl='{web.address}/a'/></body></opml>".encode())
    url = web.put("/a", f"<opml><body><outline xmlUrl='{web.address}/b'/></body></opml>".encode())
    await asyncio.wait_for(collect(url, fetcher=fetcher, parser=parser), 20)
    assert len(web.requests) == 2


async def test_bad_sources_beside_good_ones(web: Web, fetcher: Fetcher, parser: ProcessParser, tmp_path: Path) -> None:
    """Each bad one is one sentence, each good one arrives."""
    (tmp_path / "good.jsonl").write_bytes(LINE)
    bomb = web.put("/bomb", gzip.compress(bytes(30_000_000)), "Content-Encoding: gzip")
    inner = web.put("/inner", gzip.compress(gzip.compress(bytes(3_000_000))), "Content-Encoding: gzip")
    sources = (str(tmp_path), "-", "file:///etc/passwd", "ftp://a.example/", str(tmp_path / "missing"), bomb, inner)
    found = await collect(*sources, "http://a.example:22/", fetcher=fetcher, parser=parser, stdin=LINE)
    assert texts(found) == ["One.", "One."]
    assert len(reasons(found)) == 6 and all(len(reason) < 120 and "\n" not in reason for reason in reasons(found))


async def test_the_public_web_only(web: Web, parser: ProcessParser) -> None:
    """Links in a feed are checked like the feed's own address."""
    fetcher = Fetcher()
    found = await collect(web.put("/x"), "http://localhost/", "http://[::1]/", fetcher=fetcher, parser=parser)
    await fetcher.close()
    assert len(reasons(found)) == 3 and web.requests == []
    assert not any(isinstance(one, FeedState) for one in found)  # another policy may allow them


async def test_a_run_that_is_broken_off(web: Web, parser: ProcessParser, tmp_path: Path) -> None:
    """Whoever stops listening leaves nothing running."""
    (tmp_path / "many.jsonl").write_bytes(b"\n".join(json.dumps({"text": f"Text {n}."}).encode() for n in range(5000)))
    fetcher = Fetcher(policy=OPEN)
    stream = gather([str(tmp_path)], fetcher=fetcher, parser=parser, feed_state=nothing_known)
    async for one in stream:
        assert isinstance(one, RawRecord)
        break
    await stream.aclose()
    await fetcher.close()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_pages_still_asked_for_are_left(web: Web, fetcher: Fetcher, parser: ProcessParser) -> None:
    """Who stops in the middle of a feed stops its pages as well."""
    asked = asyncio.Event()

    async def never(writer: asyncio.StreamWriter) -> None:
        asked.set()
        await writer.wait_closed()

    web.pages["/slow"] = never
    feed = web.put("/feed", rss(("https://a.example/1", LONG), (web.address + "/slow", "Teaser.")))
    stream = gather([feed], fetcher=fetcher, parser=parser, feed_state=nothing_known)
    assert isinstance(await anext(stream), RawRecord)
    await asyncio.wait_for(asked.wait(), 10)
    await stream.aclose()
    await asyncio.sleep(0)
    assert [task for task in asyncio.all_tasks() if "follow" in repr(task)] == []


async def test_a_given_address_is_for_one_article(fetcher: Fetcher, parser: ProcessParser) -> None:
    """A second article without its own would replace the first."""
    stream = gather(
        ["-"],
        fetcher=fetcher,
        parser=parser,
        feed_state=nothing_known,
        defaults=Defaults(url="https://a.example/given"),
        stdin=io.BytesIO(b'{"text": "One."}\n{"text": "Own.", "url": "https://a.example/own"}\n{"text": "Two."}'),
    )
    found = [one async for one in stream]
    assert texts(found) == ["One.", "Own."]
    assert reasons(found) == ["the address given is taken by an earlier article"]


async def test_an_unknown_failure_is_not_swallowed(web: Web, fetcher: Fetcher, parser: ProcessParser) -> None:
    """What nobody foresaw ends the run, for its error boundary to tell."""

    def fail(url: str) -> FeedState | None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await collect(web.put("/feed"), fetcher=fetcher, parser=parser, feed_state=fail)


def test_addresses_and_paths() -> None:
    """A scheme makes an address."""
    assert is_address("HTTPS://a.example/") and is_address("file:///x")
    assert not is_address("C:\\news") and not is_address("a.example/feed") and not is_address("-")
