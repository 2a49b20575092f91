"""Installing the app in a workspace: to Slack with a state, and back with a code.

The state is ours, ten minutes old at most, used once, and from the same browser: otherwise somebody could make
others install what they began. https://docs.slack.dev/authentication/installing-with-oauth
"""

from __future__ import annotations

import hashlib
import hmac
import html
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web
from slack_sdk.oauth.authorize_url_generator import AuthorizeUrlGenerator
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.installation import Installation

from bot.log import LOGGER
from bot.mistakes import SettingsError
from bot.platforms.slack.calls import API, Calls, Problems
from bot.platforms.slack.manifest import INSTALL, REDIRECT, SCOPES
from digests.errors import StoreError

OLDEST = 600  # seconds
ORGANISATION = (
    "It was to be installed for a whole organisation, and Downlink serves one workspace at a time; nothing was kept. "
    "Begin again and choose a workspace."
)
INCOMPLETE = "Slack did not say which workspace it is, or gave no token; nothing was kept. Begin again."
COOKIE = "downlink-slack-state"
_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title><style>body{{font:1.1rem/1.5 system-ui;max-width:34rem;margin:15vh auto;padding:0 1rem}}"
    "</style><h1>{title}</h1><p>{text}</p>"
)


@dataclass(frozen=True, slots=True)
class Client:
    """What Slack knows the app by."""

    id: str
    secret: str = field(repr=False)


class _Unusable(Exception):
    """Slack's answer is no installation that could be served; the text says why, on a page with ``status``."""

    def __init__(self, text: str, status: int = 502) -> None:
        super().__init__(text)
        self.status = status


class OAuth:
    """The two pages. ``first_time``: False for a state that was used before."""

    def __init__(
        self,
        client: Client,
        calls: Calls,
        store: AsyncInstallationStore,
        first_time: Callable[[str], Awaitable[bool]],
        clock: Callable[[], datetime],
    ) -> None:
        self._client, self._calls, self._store = client, calls, store
        self._first_time, self._clock = first_time, clock

    def routes(self) -> list[web.RouteDef]:
        """List what to add to a web application."""
        return [web.get(INSTALL, self.install), web.get(REDIRECT, self.back)]

    async def install(self, request: web.Request) -> web.StreamResponse:
        """Send the browser to Slack, with a state and a cookie that belong together."""
        browser = secrets.token_urlsafe(24)
        state = self._state(browser)
        generator = AuthorizeUrlGenerator(
            client_id=self._client.id,
            scopes=list(SCOPES),
            redirect_uri=_own(request, REDIRECT),
            authorization_url=_authorize(self._calls.base),
        )
        answer = web.Response(status=302, headers={"Location": generator.generate(state)})
        answer.set_cookie(
            COOKIE, browser, max_age=OLDEST, path="/slack", httponly=True, samesite="Lax", secure=_secure(request)
        )
        return answer

    async def back(self, request: web.Request) -> web.StreamResponse:
        """Take the code that Slack sends the browser back with."""
        state, code = request.query.get("state", ""), request.query.get("code", "")
        if not self._ours(state, request.cookies.get(COOKIE, "")):
            return _page(400, "That can't be", "This address is old, or of another browser. Begin again.", INSTALL)
        if not await self._first_time(f"oauth:{hashlib.sha256(state.encode()).hexdigest()}"):
            return _page(400, "That can't be", "This address was used before. Begin again.", INSTALL)
        if request.query.get("error") or not code:
            return _page(200, "Not installed", "Slack was told not to install Downlink; nothing was changed.", INSTALL)
        try:
            name = await self._install(code, _own(request, REDIRECT))
        except Problems as problem:
            LOGGER.warning("An installation failed: %s", problem)
            return _page(502, "Not installed", "Slack did not complete the installation. Begin again.", INSTALL)
        except _Unusable as problem:
            LOGGER.warning("An installation failed: %s", problem)
            return _page(problem.status, "Not installed", str(problem), INSTALL)
        except (SettingsError, StoreError) as problem:
            LOGGER.error("An installation failed: %s", problem)
            return _page(500, "Not installed", "Downlink is not set up for this; its operator's log says why.")
        says = f"Downlink is in {name}. Type /downlink help in any channel of it."
        answer = _page(200, "Installed", says)
        answer.del_cookie(COOKIE, path="/slack")
        return answer

    async def _install(self, code: str, redirect: str) -> str:
        """Exchange the code, once, and keep what it gives.

        Raises _Unusable, and what :class:`Calls` and the store raise.
        """
        body = {
            "client_id": self._client.id,
            "client_secret": self._client.secret,
            "code": code,
            "redirect_uri": redirect,
        }
        told = await self._calls.send("oauth.v2.access", "", body, form=True)
        team, token = _workspace(told)
        await self._store.async_save(
            Installation(
                app_id=told.get("app_id"),
                team_id=str(team["id"]),
                team_name=str(team.get("name") or ""),
                bot_token=token,
                bot_user_id=told.get("bot_user_id"),
                bot_scopes=str(told.get("scope") or "").split(","),
                user_id=str((told.get("authed_user") or {}).get("id") or ""),
                installed_at=self._clock().timestamp(),
            )
        )
        return str(team.get("name") or "the workspace")

    def _state(self, browser: str) -> str:
        body = f"{int(self._clock().timestamp())}.{secrets.token_urlsafe(16)}"
        return f"{body}.{self._mark(body, browser)}"

    def _ours(self, state: str, browser: str) -> bool:
        body, _, mark = state.rpartition(".")
        stamp = body.partition(".")[0]
        fresh = stamp.isascii() and stamp.isdigit() and len(stamp) <= 12
        fresh = fresh and 0 <= self._clock().timestamp() - int(stamp) <= OLDEST
        right = hmac.compare_digest(self._mark(body, browser).encode(), mark.encode("utf-8", "replace"))
        return bool(browser) and fresh and right

    def _mark(self, body: str, browser: str) -> str:
        said = f"downlink state {body} {browser}".encode("utf-8", "replace")
        return hmac.new(self._client.secret.encode(), said, hashlib.sha256).hexdigest()


def _workspace(told: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """Give the workspace and its bot's token. Raises _Unusable where one of them is missing, or there are many."""
    team, token = told.get("team"), told.get("access_token")
    if told.get("is_enterprise_install"):
        raise _Unusable(ORGANISATION, 200)
    if not isinstance(team, Mapping) or not team.get("id") or not isinstance(token, str) or not token:
        raise _Unusable(INCOMPLETE)
    return team, token


def _authorize(base: str) -> str:
    """Find the page where Slack asks: beside the interface, where another address is set for it."""
    return "https://slack.com/oauth/v2/authorize" if base == API else base.removesuffix("api/") + "oauth/v2/authorize"


def _secure(request: web.Request) -> bool:
    return _scheme(request) == "https"


def _scheme(request: web.Request) -> str:
    told = request.headers.get("X-Forwarded-Proto", "").split(",")[0].strip().lower()
    return told if told in ("http", "https") else request.scheme


def _own(request: web.Request, path: str) -> str:
    """Name our own page as the browser sees it; Slack checks it against the app's list."""
    return f"{_scheme(request)}://{request.host}{path}"


def _page(status: int, title: str, text: str, again: str = "") -> web.Response:
    link = f' <a href="{html.escape(again)}">Install Downlink</a>' if again else ""
    body = _PAGE.format(title=html.escape(title), text=html.escape(text) + link)
    return web.Response(status=status, text=body, content_type="text/html")
