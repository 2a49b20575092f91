"""slack-bolt's AsyncApp, wired to the interactions: it decodes and routes, and calls nothing by itself.

Signatures are checked at the door (``http``), before bolt sees a request. Whoever it is from is found out after the
acknowledgement, so bolt's own authorization, which would ask Slack first, is given an answer that needs none.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Mapping
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.log import report
from bot.platforms.base import Answer
from bot.platforms.claims import Claim
from bot.platforms.slack.interactions import Interactions
from bot.platforms.slack.manifest import SHORTCUT
from bot.platforms.slack.modals import FORM
from bot.platforms.slack.taming import SILENT

CLAIM = "downlink_claim"  # in bolt's context
_ANY = re.compile(".*", re.S)


class Bolt:
    """Routes what comes in, whichever way it came, and knows what is under way."""

    def __init__(self, interactions: Interactions, answer: Answer) -> None:
        self._interactions, self._answer = interactions, answer
        self._app = AsyncApp(
            name="downlink",
            logger=SILENT,
            authorize=_authorized,
            request_verification_enabled=False,
            ignoring_self_events_enabled=False,
            signing_secret="-",  # bolt wants one, and checks none
        )
        self._working: set[asyncio.Future[Any]] = set()
        self._wire()

    async def take(
        self, body: str | dict[str, Any], headers: Mapping[str, str], claim: Claim | None = None
    ) -> BoltResponse:
        """Dispatch one request; ends when it is acknowledged, and the work goes on.

        ``body``: text is what HTTP brought, and a mapping the payload of Socket Mode's envelope. ``claim``: on the one
        delivery; events have ids of their own as well.
        """
        mode = "http" if isinstance(body, str) else "socket_mode"
        request = AsyncBoltRequest(mode=mode, body=body, headers=dict(headers), context={CLAIM: claim})
        return await self._app.async_dispatch(request)

    async def done(self, patience: float) -> None:
        """Wait for what is under way."""
        if self._working:
            await asyncio.wait(self._working, timeout=patience)

    def _wire(self) -> None:
        """Register one listener for each kind of thing."""
        it, answer, app = self._interactions, self._answer, self._app

        async def command(ack: Any, body: dict[str, Any], context: Mapping[str, Any]) -> None:
            await self._guarded(it.command(body, context[CLAIM], ack, answer), "a command")

        async def shortcut(ack: Any, body: dict[str, Any], context: Mapping[str, Any]) -> None:
            await self._guarded(it.shortcut(body, context[CLAIM], ack, answer), "a shortcut")

        async def action(ack: Any, body: dict[str, Any], context: Mapping[str, Any]) -> None:
            await self._guarded(it.action(body, context[CLAIM], ack, answer), "a button")

        async def form(ack: Any, body: dict[str, Any], context: Mapping[str, Any]) -> None:
            await self._guarded(it.form(body, context[CLAIM], ack, answer), "a form")

        async def mention(body: dict[str, Any]) -> None:
            await self._guarded(it.mention(body, answer), "a mention")

        async def opened_home(body: dict[str, Any]) -> None:
            await self._guarded(it.opened_home(body, answer), "a Home")

        async def removed(body: dict[str, Any]) -> None:
            await self._guarded(it.removed(body), "a removal")

        app.command(_ANY)(command)
        app.message_shortcut(SHORTCUT)(shortcut)
        app.action(_ANY)(action)
        app.view(FORM)(form)
        app.event("app_mention")(mention)
        app.event("app_home_opened")(opened_home)
        app.event("app_uninstalled")(removed)
        app.event("tokens_revoked")(removed)

    async def _guarded(self, work: Awaitable[None], what: str) -> None:
        """Do the work; whatever is wrong with it stays with it."""
        task = asyncio.ensure_future(work)
        self._working.add(task)
        task.add_done_callback(self._working.discard)
        try:
            await task
        except Exception as problem:
            report(problem, what)


async def _authorized(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id)
