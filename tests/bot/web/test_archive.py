"""The archive: what is public is there in every form, what isn't is nowhere."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.delivery.values import Message
from bot.presenters import digests
from bot.web.archive.shelf import A_PAGE, AT_ONCE, WAITING
from tests.bot import answers
from tests.bot.answers import NOW
from tests.bot.web.shelves import OPEN, SHUT, archive, edition
from tests.bot.web.test_web import served

DIGEST = digests.digest(answers.digest(), zone=UTC)
SECRET = replace(DIGEST, title="For us alone")
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
EVERYWHERE = ("/", "/editions/1", "/editions/1.md", "/stories/7", "/people/rogozin", "/feed.xml", "/feed.json")


async def got(pages: object, *paths: str) -> list[tuple[int, str, dict[str, str]]]:
    return await served(pages.routes(), *(("GET", path, None) for path in paths))  # type: ignore[attr-defined]


async def test_an_edition_in_every_form() -> None:
    """List, page, Markdown, feeds, its stories and who is in them: the words that were posted."""
    pages, _ = archive((OPEN, edition(1, DIGEST, stories=(7, 8))))
    for status, text, headers in await got(pages, *EVERYWHERE):
        assert status == 200 and "Rogozin leaves Roscosmos" in text
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["Cache-Control"] == "public, max-age=60"
    _, page, _ = (await got(pages, "/editions/1"))[0]
    assert "Dmitry Rogozin was dismissed as chief executive of Roscosmos on Friday." in page
    assert '<a href="https://news.example/1" rel="noopener noreferrer nofollow">Rogozin leaves Roscosmos</a>' in page
    assert '<a href="/stories/7">this story</a>' in page and "<script" not in page
    assert f'<time datetime="{NOW:%Y-%m-%dT%H:%M:%SZ}">16 Jul 2022, 09:00 UTC</time>' in page


async def test_what_is_not_public_is_nowhere() -> None:
    """Not by its number, its stories, the people in it; not once it was made private again."""
    pages, memory = archive((SHUT, edition(1, SECRET, stories=(7,))))
    found = dict(zip(EVERYWHERE, await got(pages, *EVERYWHERE), strict=True))
    for path, (status, text, _) in found.items():
        assert "For us alone" not in text and "Rogozin leaves" not in text
        assert status == (200 if path in ("/", "/feed.xml", "/feed.json") else 404)
    memory.put_settings(SHUT, {"archive": "public"})
    assert [status for status, *_ in await got(pages, *EVERYWHERE)] == [200] * len(EVERYWHERE)
    memory.put_settings(SHUT, {})
    assert (await got(pages, "/editions/1"))[0][0] == 404


async def test_a_story_shows_public_tellings_alone() -> None:
    """What another installation was told of the same story is not said."""
    own = replace(DIGEST, title="Ours")
    pages, _ = archive((OPEN, edition(1, own, stories=(7,))), (SHUT, edition(2, SECRET, stories=(7,))))
    for path in ("/stories/7", "/people/rogozin"):
        ((_, text, _),) = await got(pages, path)
        assert "/editions/1" in text and "/editions/2" not in text and "For us alone" not in text


async def test_an_edition_for_many_channels_is_listed_once() -> None:
    """Pages go on where the one before ended."""
    rows = [(OPEN, edition(n, replace(DIGEST, title=f"Edition {n}"))) for n in range(1, A_PAGE + 4)]
    pages, _ = archive(*rows, (OPEN, rows[-1][1]))
    seen, path = list[str](), "/"
    while path:
        ((status, text, _),) = await got(pages, path)
        assert status == 200
        seen += [part.partition('"')[0] for part in text.split('<a href="/editions/')[1:]]
        path = text.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert seen == [str(n) for n in range(A_PAGE + 3, 0, -1)]


async def test_headlines_ahead_of_a_thread_are_not_told_twice() -> None:
    """The thread has all of them; in no form is a story there twice."""
    whole = edition(1, DIGEST, stories=(7, 8))
    ahead = Message(digests.headlines(answers.digest(), zone=UTC))
    split = replace(whole, messages=(ahead, Message(DIGEST, threaded=True)))
    shown = []
    for each in (whole, split):
        found = await got(archive((OPEN, each))[0], *EVERYWHERE)
        shown.append([re.sub(r"127\.0\.0\.1:\d+", "", text) for _, text, _ in found])
    assert shown[0] == shown[1]


async def test_feeds_can_be_read() -> None:
    """By their own rules: absolute links, dates, ids that stay."""
    pages, _ = archive((OPEN, edition(1, DIGEST, stories=(7, 8))))
    (_, rss, kind), (_, feed, json_kind) = await got(pages, "/feed.xml", "/feed.json")
    assert kind["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert json_kind["Content-Type"] == "application/feed+json; charset=utf-8"
    (item,) = ET.fromstring(rss).iter("item")
    link = item.findtext("link") or ""
    assert link.startswith("http://127.0.0.1:") and link.endswith("/editions/1") and item.findtext("guid") == link
    assert parsedate_to_datetime(item.findtext("pubDate") or "") == NOW
    content = item.findtext(CONTENT) or ""
    assert 'href="http://127.0.0.1' in content and 'href="/' not in content
    (entry,) = json.loads(feed)["items"]
    assert entry["url"] == link and entry["content_html"] == content
    assert entry["date_published"] == "2022-07-16T09:00:00Z"


async def test_an_empty_archive_says_so() -> None:
    """A sentence and whole feeds, no error."""
    pages, _ = archive()
    index, rss, feed = await got(pages, "/", "/feed.xml", "/feed.json")
    assert index[0] == 200 and "Nothing is public here yet." in index[1]
    assert list(ET.fromstring(rss[1]).iter("item")) == [] and json.loads(feed[1])["items"] == []


async def test_what_is_asked_badly() -> None:
    """A page that says so, or none at all: never a trace."""
    pages, _ = archive((OPEN, edition(1, DIGEST, stories=(7,))))
    for path in (
        "/editions/2", "/editions/x", "/editions/999999999999999999999", "/stories/1", "/people/dmitry",
        "/people/nobody", "/people/%00%FF", "/?before=never", "/?before=0001-01-01T00:00:00%2B14:00",
        "/?before=9999-12-31T23:59:59-14:00", "/people/" + "x" * 5000, "/editions/../etc",
    ):  # fmt: skip
        ((status, text, _),) = await got(pages, path)
        assert status == 404 and "Traceback" not in text and "failed" not in text, path


async def test_the_world_can_not_take_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two ask at a time, some wait, the others are sent away; when the rush is over everybody is answered."""
    at_once, most, go = 0, 0, asyncio.Event()
    pages, _ = archive((OPEN, edition(1, DIGEST, stories=(7,))))
    find = pages._shelf._newsroom.find

    async def slow(name: str) -> Any:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await go.wait()
        at_once -= 1
        return await find(name)

    monkeypatch.setattr(pages._shelf._newsroom, "find", slow)
    application = web.Application()
    application.add_routes(pages.routes())
    async with TestClient(TestServer(application)) as client:
        asking = [asyncio.ensure_future(client.get("/people/rogozin")) for _ in range(WAITING + 10)]
        done, _ = await asyncio.wait(asking, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        while len(done) < 10:
            done, _ = await asyncio.wait(asking, timeout=0.05)
        assert {(each.result().status, each.result().headers["Retry-After"]) for each in done} == {(503, "5")}
        go.set()
        statuses = sorted([(await each).status for each in asking])
        assert statuses == [200] * WAITING + [503] * 10 and most == AT_ONCE
        assert (await client.get("/people/rogozin")).status == 200


async def test_a_person_costs_one_edition_a_story(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often each was told."""
    asked: list[int] = []
    rows = [(OPEN, edition(number, DIGEST, stories=(7, 8))) for number in range(1, 30)]
    pages, _ = archive(*rows)
    posted = pages._shelf._ledger.posted_editions

    def counted(*places: Any, **how: Any) -> Any:
        found = posted(*places, **how)
        asked.append(len(found))
        return found

    monkeypatch.setattr(pages._shelf._ledger, "posted_editions", counted)
    assert (await got(pages, "/people/rogozin"))[0][0] == 200
    assert asked and max(asked) == 1


async def test_titles_say_when_it_was_posted() -> None:
    """A subscription's digests are all titled alike."""
    pages, _ = archive((OPEN, edition(1, DIGEST)), (OPEN, edition(2, DIGEST)))
    index, page, feed, listed = [text for _, text, _ in await got(pages, "/", "/editions/2", "/feed.xml", "/feed.json")]
    assert index.count(f">{DIGEST.title} (16 Jul 2022)</a>") == 2
    assert f"<title>{DIGEST.title} (16 Jul 2022, 10:00 UTC)" in page
    titles = [f"{DIGEST.title} (16 Jul 2022, {clock} UTC)" for clock in ("10:00", "09:00")]
    assert [item["title"] for item in json.loads(listed)["items"]] == titles
    assert [item.findtext("title") for item in ET.fromstring(feed).iter("item")] == titles
