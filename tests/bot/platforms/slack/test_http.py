"""Slack over HTTP: the same answers, and nothing for those who are not Slack."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer
from yarl import URL

from bot.platforms.slack.http import Endpoint
from bot.platforms.slack.installations import Installations
from bot.platforms.slack.keeping import Keeping
from bot.platforms.slack.oauth import Client, OAuth
from bot.platforms.slack.signature import signed
from bot.platforms.slack.tokens import Tokens
from bot.secrets import Vault, new_key
from bot.store.values import Place
from tests.bot.platforms.slack.stage import Stage, problems, workspace


@asynccontextmanager
async def served() -> AsyncIterator[tuple[Stage, BaseTestServer, Installations]]:
    """Serve a workspace over HTTP."""
    async with workspace(socket=False, ack_deadline=1.0, retry_schedule=(0.0, 0.2)) as stage:
        it, memory = stage.emulator, stage.app.desk.memory
        assert memory is not None

        def now() -> datetime:
            return datetime.now(UTC)

        keeping, store = Keeping(memory, now), Installations(memory, Vault(new_key()), now)
        endpoint = Endpoint(it.signing_secret, keeping.claim, stage.platform.bolt(stage.app.answer), now)
        oauth = OAuth(Client(it.client_id, it.client_secret), stage.platform.calls, store, keeping.first_time, now)
        application = web.Application()
        application.add_routes([*endpoint.routes(), *oauth.routes()])
        async with TestServer(application) as server:
            it.set_request_url(str(server.make_url("/slack/events")))
            yield stage, server, store


async def test_commands_events_and_forms_work_over_http() -> None:
    """The one code answers both ways."""
    async with served() as (stage, _, _store):
        assert "Dmitry Rogozin" in (await stage.asked("/downlink", "who Rogozin"))["text"]
        await stage.emulator.slash("/quotes", "")
        view = await stage.opened()
        await stage.emulator.submit_view(view["id"], {"name": {"name": "Rogozin"}})
        await stage.until(lambda: len(stage.whispers) == 2)
        await stage.pressed("d:/who #12")
        await stage.until(lambda: len(stage.whispers) == 3)
        await stage.emulator.mention("who is Rogozin?")
        await stage.until(lambda: len(stage.whispers) == 4)
        assert await stage.emulator.verify_url()
        assert problems(stage) == [] and stage.reported == []


@pytest.mark.parametrize(
    "tamper",
    [
        {"secret": "another"},
        {"signature": "v0=" + "0" * 64},
        {"signature": ""},
        {"signature": "v0=ж"},
        {"drop_signature": True},
        {"clock_skew": -301},
        {"clock_skew": 3600},
        {"body_suffix": "&text=help"},
    ],
)
async def test_forged_requests_are_refused_and_nothing_is_done(tamper: dict[str, Any]) -> None:
    """Wrong, missing, malformed and old signatures, and a body that is not the signed one."""
    async with served() as (stage, _, _store):
        delivery = await stage.emulator.slash("/downlink", "who Rogozin", **tamper)
        assert not delivery.acked and stage.whispers == []
        assert stage.app.newsroom.asked == []  # type: ignore[attr-defined]


async def send(server: BaseTestServer, stage: Stage, stamp: str, body: str, **headers: str) -> int:
    """Send a signed request with any time stamp."""
    secret = stage.emulator.signing_secret.encode()
    signature = "v0=" + hmac.new(secret, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    sent = {"X-Slack-Signature": signature, "X-Slack-Request-Timestamp": stamp, **headers}
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(server.make_url("/slack/events"), data=body.encode(), headers=kind | sent) as answer,
    ):
        return answer.status


async def test_a_replayed_request_is_refused() -> None:
    """The very same bytes a second time do nothing; Slack's own repetition is told that all is well."""
    async with served() as (stage, server, _store):
        it = stage.emulator
        who = {"team_id": it.team["id"], "user_id": it.alice["id"], "channel_id": it.general["id"], "trigger_id": "1"}
        asked = {"command": "/dossier", "text": "Rogozin", "response_url": it._response_url("commands", "C", "U")}
        body = urlencode(who | asked)
        stamp = str(int(time.time()))
        assert await send(server, stage, stamp, body) == 200
        await stage.until(lambda: stage.whispers)
        assert await send(server, stage, stamp, body) == 401
        assert await send(server, stage, stamp, body, **{"X-Slack-Retry-Num": "1"}) == 200
        assert len(stage.whispers) == 1


async def test_a_replayed_button_or_form_is_refused() -> None:
    """Interactions come at the same address, and are known by the same signatures."""
    async with served() as (stage, server, _store):
        it = stage.emulator
        delivery = await stage.pressed("d:/who #12")
        await stage.until(lambda: len(stage.whispers) == 1)
        for number, payload in enumerate((delivery.payload, delivery.payload | {"type": "message_action",
                                          "callback_id": "whos_in_this", "message": {"text": ""}}), 1):  # fmt: skip
            body, stamp = urlencode({"payload": json.dumps(payload)}), str(int(time.time()) - 60 * number)
            assert await send(server, stage, stamp, body) == 200
            await stage.until(lambda number=number: len(stage.whispers) == number + 1)  # type: ignore[misc]
            assert await send(server, stage, stamp, body) == 401
        await asyncio.sleep(0.2)
        assert len(stage.whispers) == 3 and len(it.recorder.find(route="response_url")) == 3


@pytest.mark.parametrize("stamp", ["", "now", "1e9", "-1", "٣", "9" * 400, "0x10", "1 2"])
async def test_a_malformed_time_stamp_is_refused(stamp: str) -> None:
    """It is a 401, not a failure."""
    assert not signed("secret", stamp, "v0=" + "0" * 64, b"", time.time())


async def test_signed_nonsense_is_no_failure() -> None:
    """What is signed and can't be understood gets an answer of four hundred and something, and nothing is done."""
    async with served() as (stage, server, _store):
        for number, body in enumerate(
            ("", "payload=%7B", "payload=[]", "a=b", "payload=%22x%22", "\udcff".encode("utf-8", "replace").decode())
        ):
            assert await send(server, stage, str(int(time.time()) - number), body) in (400, 404)
        async with aiohttp.ClientSession() as session:
            async with session.post(server.make_url("/slack/events"), data=b"x" * 1_100_000) as answer:
                assert answer.status in (401, 413)
            async with session.get(server.make_url("/slack/events")) as answer:
                assert answer.status == 405
        assert stage.whispers == [] and stage.reported == []


async def test_a_repeated_event_is_done_once_over_http() -> None:
    """The bot's answer to the first delivery is lost on the way."""
    async with served() as (stage, _server, _store):
        event = {"type": "app_mention", "user": stage.emulator.alice["id"], "text": "<@U0DOWNLINK> who is Rogozin?",
                 "ts": "1.1", "channel": stage.emulator.general["id"]}  # fmt: skip
        first = await stage.emulator.event(event)
        await stage.until(lambda: stage.whispers)
        await stage.emulator._http(first, 1, "http_timeout", {"clock_skew": -2})
        assert first.http_status == 200 and len(stage.whispers) == 1


def place(stage: Stage) -> Place:
    return Place("slack", stage.emulator.team["id"])


async def test_installing_uninstalling_and_installing_again() -> None:
    """Tokens are encrypted at rest, used, deleted at once when the app is removed, and new after the next time.

    Old news of a removal does nothing to a newer installation.
    """
    async with served() as (stage, server, store):
        memory, it = stage.app.desk.memory, stage.emulator
        assert memory is not None
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            async with browser.get(server.make_url("/slack/install")) as answer:
                assert answer.status == 200 and "Downlink is in Lab" in await answer.text()
            kept = memory.installation(place(stage))
            assert kept and kept.name == "Lab" and b"xoxb" not in kept.secret and "chat:write" in kept.scopes
            bot = await store.async_find_bot(enterprise_id=None, team_id=it.team["id"])
            assert bot and bot.bot_token in it.installs
            await it.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}})
            assert memory.installation(place(stage)) == kept
            await it.event({"type": "app_uninstalled"})
            gone = await stage.until(lambda: (now := memory.installation(place(stage))) and now.removed_at and now)
            assert gone.secret == b""
            assert await store.async_find_bot(enterprise_id=None, team_id=it.team["id"]) is None
            async with browser.get(server.make_url("/slack/install")) as answer:
                assert answer.status == 200
            again = memory.installation(place(stage))
            assert again and again.removed_at is None and again.secret
            await Tokens(None, store).remove(it.team["id"], time.time() - 60)
            assert memory.installation(place(stage)) == again
            await it.event({"type": "tokens_revoked", "tokens": {"bot": ["U2"]}})
            await stage.until(lambda: not memory.installation(place(stage)).secret)  # type: ignore[union-attr]


async def test_a_state_that_is_not_ours_installs_nothing() -> None:
    """Forged, of another browser, used twice; and somebody who pressed Cancel."""
    async with served() as (stage, server, _store):
        memory = stage.app.desk.memory
        assert memory is not None
        back = server.make_url("/slack/oauth_redirect")
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as browser, aiohttp.ClientSession() as stranger:
            async with browser.get(server.make_url("/slack/install"), allow_redirects=False) as answer:
                state = URL(answer.headers["Location"]).query["state"]
                assert "HttpOnly" in answer.headers["Set-Cookie"] and "SameSite=Lax" in answer.headers["Set-Cookie"]
            forged = ["", "x.y.z", state[:-1] + "-", "9" + state]
            for session, wrong in [*((browser, each) for each in forged), (stranger, state)]:
                async with session.get(back.with_query(code="c", state=wrong)) as answer:
                    assert answer.status == 400, wrong
            async with browser.get(back.with_query(error="access_denied", state=state)) as answer:
                assert answer.status == 200 and "Not installed" in await answer.text()
            async with browser.get(back.with_query(code="c", state=state)) as answer:
                assert answer.status == 400
            async with browser.get(server.make_url("/slack/install"), allow_redirects=False) as answer:
                state = URL(answer.headers["Location"]).query["state"]
            async with browser.get(back.with_query(code="<script>", state=state)) as answer:
                assert answer.status == 502 and "<script>" not in await answer.text()
        kept = memory.installation(place(stage))
        assert kept is None or kept.secret == b""


@pytest.mark.parametrize(
    ("told", "status", "says"),
    [
        ({"ok": True, "access_token": "xoxb-1"}, 502, "did not say which workspace"),
        ({"ok": True, "access_token": "xoxb-1", "team": {"name": "Nameless"}}, 502, "did not say which workspace"),
        ({"ok": True, "access_token": "xoxb-1", "team": "T1"}, 502, "did not say which workspace"),
        ({"ok": True, "team": {"id": "T1", "name": "Lab"}}, 502, "gave no token"),
        ({"ok": True, "access_token": "", "team": {"id": "T1", "name": "Lab"}}, 502, "gave no token"),
        (
            {"ok": True, "access_token": "xoxb-1", "team": None, "enterprise": {"id": "E1", "name": "Corp"},
             "is_enterprise_install": True},
            200, "whole organisation",
        ),
    ],
)  # fmt: skip
async def test_an_answer_without_a_workspace_or_a_token_installs_nothing(
    told: dict[str, Any], status: int, says: str
) -> None:
    """The page says what is wrong, and nothing is kept: neither a token of nobody's nor an empty one."""
    async with served() as (stage, server, _store):
        memory = stage.app.desk.memory
        assert memory is not None
        stage.emulator.fault(kind="status", status=200, body=told, match="oauth.v2.access")
        async with (
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser,
            browser.get(server.make_url("/slack/install")) as answer,
        ):
            page = await answer.text()
            assert answer.status == status and says in page and "Not installed" in page and "nothing was kept" in page
        kept = memory.installations("slack")  # the greeting notes the operator's own workspace
        assert {each.place for each in kept} <= {place(stage)} and not any(each.secret for each in kept)
