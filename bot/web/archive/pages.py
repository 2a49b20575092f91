"""The archive's addresses: decode, look up, show."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from aiohttp import web

from bot.spans import Moment, Style, plain
from bot.web.archive import words
from bot.web.archive.feeds import json_feed, rss
from bot.web.archive.html import blocks_of, page
from bot.web.archive.markdown import markdown
from bot.web.archive.shelf import A_PAGE, Busy, Posted, Shelf, Telling, replies, tellings

Answer = Callable[[web.Request], Awaitable[web.Response]]
_HEADLINES = 5  # of each edition in the list
_LONGEST = 100  # characters of a name
_STYLE = files("bot.web.archive").joinpath("templates/archive.css").read_text("utf-8")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::\d{1,5})?")
HEADERS = {
    # Nothing but our own style sheet: were something of an article ever to become markup, it could do nothing.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=60",
}


class Pages:
    """Answers everything of the archive."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def routes(self) -> list[web.RouteDef]:
        """List what to add to a web application."""
        asked: dict[str, Answer] = {
            "/": self.index,
            r"/editions/{number:\d{1,18}}": self.edition,
            r"/editions/{number:\d{1,18}}.md": self.as_markdown,
            r"/stories/{number:\d{1,18}}": self.story,
            "/people/{name}": self.person,
            "/feed.xml": self.as_rss,
            "/feed.json": self.as_json,
        }
        return [
            *(web.get(path, _unless_busy(each)) for path, each in asked.items()),
            web.get("/archive.css", self.style),
        ]

    async def index(self, request: web.Request) -> web.Response:
        """List editions, newest first."""
        given = request.query.get("before")
        before = _moment(given) if given else None
        if given and before is None:
            return _missing("There is no such page.")
        found = await self._shelf.editions(before)
        shown = found[:A_PAGE]
        after = words.stamp(shown[-1].at) if len(found) > A_PAGE else None
        listed = [
            {"posted": each, "headlines": _headlines(each), "at": _when(each.at),
             "title": words.dated(each.edition.title, each.at, Style.DATE)}
            for each in shown
        ]  # fmt: skip
        return _page("index.html", title="Posted digests", editions=listed, next=after, older=before is not None)

    async def edition(self, request: web.Request) -> web.Response:
        """Show one."""
        posted = await self._shelf.edition(int(request.match_info["number"]))
        if posted is None:
            return _missing("There is no public edition with this number.")
        shown = [block for reply in replies(posted.edition) for block in blocks_of(reply)]
        title = words.dated(posted.edition.title, posted.at)
        return _page("edition.html", title=title, posted=posted, at=_when(posted.at), shown=shown)

    async def as_markdown(self, request: web.Request) -> web.Response:
        """Give one as Markdown."""
        posted = await self._shelf.edition(int(request.match_info["number"]))
        if posted is None:
            return _missing("There is no public edition with this number.")
        text = markdown([block for reply in replies(posted.edition) for block in blocks_of(reply)])
        return web.Response(text=text, content_type="text/markdown", charset="utf-8", headers=HEADERS)

    async def story(self, request: web.Request) -> web.Response:
        """Show a story as public editions told it."""
        told = await self._shelf.story(int(request.match_info["number"]))
        if not told:
            return _missing("No public edition has told this story.")
        return _told(plain(told[0].card.headline), "This story in posted digests, the newest first.", told)

    async def person(self, request: web.Request) -> web.Response:
        """Show the posted stories that somebody is in."""
        name = request.match_info["name"][:_LONGEST]
        found = await self._shelf.person(name)
        if found is None:
            return _missing("Nobody by that name, or more than one, is in the public editions.")
        entity, told = found
        return _told(entity.name, "In these posted stories.", told)

    async def as_rss(self, request: web.Request) -> web.Response:
        """Give the newest as RSS."""
        body = rss((await self._shelf.editions())[:A_PAGE], _origin(request))
        return web.Response(body=body, content_type="application/rss+xml", charset="utf-8", headers=HEADERS)

    async def as_json(self, request: web.Request) -> web.Response:
        """Give the newest as JSON Feed."""
        text = json_feed((await self._shelf.editions())[:A_PAGE], _origin(request))
        return web.Response(text=text, content_type="application/feed+json", charset="utf-8", headers=HEADERS)

    async def style(self, request: web.Request) -> web.Response:
        """Give the style sheet."""
        return web.Response(text=_STYLE, content_type="text/css", charset="utf-8", headers=HEADERS)


def _unless_busy(answer: Answer) -> Answer:
    """Send away whoever would wait too long: chat is answered first."""

    async def answered(request: web.Request) -> web.Response:
        try:
            return await answer(request)
        except Busy:
            return web.Response(
                status=503, text="Many people read this just now: come again in a few seconds.",
                headers={"Retry-After": "5", "Cache-Control": "no-store"},
            )  # fmt: skip

    return answered


def _page(template: str, status: int = 200, **values: Any) -> web.Response:
    return web.Response(status=status, text=page(template, **values), content_type="text/html", headers=HEADERS)


def _missing(says: str) -> web.Response:
    return _page("missing.html", 404, title="Not here", says=says)


def _told(title: str, about: str, told: Sequence[Telling]) -> web.Response:
    shown = [{"telling": each, "at": _when(each.posted.at)} for each in told]
    return _page("tellings.html", title=title, about=about, told=shown)


def _headlines(posted: Posted) -> list[str]:
    return [plain(telling.card.headline) for telling in tellings(posted)][:_HEADLINES]


def _when(at: datetime) -> Moment:
    return Moment(at, Style.DATE_TIME)


def _moment(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # no moment, or one before the year 1 or after 9999
        return None


def _origin(request: web.Request) -> str:
    """Name where readers find us, as they asked; a proxy says whether that was by https."""
    told = request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip().lower()
    scheme = told if told in ("http", "https") else request.scheme
    return f"{scheme}://{request.host}" if _HOST.fullmatch(request.host) else ""
