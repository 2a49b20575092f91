"""Interactions over HTTP: signed ones are answered, all others refused with nothing done."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bot.platforms.claims import Claims
from bot.platforms.discord.http import LARGEST, PATH, Endpoint
from tests.bot.fakes import app
from tests.bot.platforms.discord.stage import WIDE, Stage, assemble, text
from tests.emulators.discord_emulator import DiscordEmulator

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
SIGNATURE, STAMP = "X-Signature-Ed25519", "X-Signature-Timestamp"
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


@dataclass
class Door:
    """The bot behind HTTP, and Discord in front of it."""

    stage: Stage
    url: str
    session: aiohttp.ClientSession

    async def send(
        self,
        body: bytes,
        headers: Mapping[str, str] = MappingProxyType({}),
        *,
        at: datetime = NOW,
        key: Ed25519PrivateKey = KEY,
    ) -> Any:
        """Send a signed request; ``headers`` replace those that belong to it."""
        stamp = str(int(at.timestamp()))
        signed = {SIGNATURE: key.sign(stamp.encode() + body).hex(), STAMP: stamp}
        sent = signed | dict(headers)
        async with self.session.post(self.url, data=body, headers=sent) as answer:
            return answer.status, await answer.text()

    async def interaction(self, name: str = "who", options: Mapping[str, str] = MappingProxyType({})) -> Any:
        """Make a command as Discord would send it."""
        emulator = self.stage.emulator
        listed = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
        return await emulator._interact(2, {"id": "1", "name": name, "type": 1, "options": listed}, None, None)

    async def deliver(self, interaction: Any) -> Any:
        """Deliver one, and take the answer as Discord would."""
        status, body = await self.send(json.dumps(interaction.payload).encode())
        if status == 200:
            path = f"{self.stage.emulator.api_base}/interactions/{interaction.id}/{interaction.token}/callback"
            async with self.session.post(path, json=json.loads(body)) as answer:
                assert answer.status == 204
        return status


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    """Run the bot without a gateway."""
    async with DiscordEmulator(buckets=WIDE) as emulator, aiohttp.ClientSession() as session:
        stage = assemble(emulator, app())
        routes = stage.platform.routes(PUBLIC, stage.keeping.claim, stage.answer, lambda: NOW)
        served = web.Application()
        served.add_routes(routes)
        runner = web.AppRunner(served)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        try:
            yield Door(stage, f"http://127.0.0.1:{port}{PATH}", session)
        finally:
            await stage.platform.close()
            await runner.cleanup()


async def test_a_ping_is_answered(door: Door) -> None:
    """Discord asks so when the address is set."""
    ping = {"id": "1", "application_id": "2", "type": 1, "token": "t", "version": 1}
    status, body = await door.send(json.dumps(ping).encode())
    assert (status, json.loads(body)) == (200, {"type": 1})


async def test_a_command_is_deferred_and_answered(door: Door) -> None:
    """The same code answers as behind the gateway."""
    interaction = await door.interaction("who", {"name": "Rogozin"})
    assert await door.deliver(interaction) == 200
    assert interaction.ack == {"type": 5, "data": {"flags": 64}}
    assert "Dmitry Rogozin" in text(await door.stage.shown(interaction))
    assert door.stage.emulator.problems() == []


async def test_a_missing_argument_opens_a_form(door: Door) -> None:
    """The form is the first and only response."""
    interaction = await door.interaction("quotes")
    assert await door.deliver(interaction) == 200
    assert interaction.ack["type"] == 9


@pytest.mark.parametrize(
    "headers",
    [
        {SIGNATURE: "00" * 64},
        {SIGNATURE: "zz"},
        {SIGNATURE: ""},
        {SIGNATURE: "é"},
        {STAMP: "1"},
        {STAMP: "soon"},
        {STAMP: "-5"},
        {STAMP: "9" * 40},
        {STAMP: "²"},
        {STAMP: ""},
    ],
)
async def test_forged_and_malformed_requests_are_refused(door: Door, headers: dict[str, str]) -> None:
    """401, and nothing is done."""
    interaction = await door.interaction()
    status, _ = await door.send(json.dumps(interaction.payload).encode(), headers)
    assert (status, door.stage.asked) == (401, [])


@pytest.mark.parametrize("away", [timedelta(minutes=-6), timedelta(minutes=6), timedelta(days=-400)])
async def test_old_requests_are_refused(door: Door, away: timedelta) -> None:
    """A signature holds for five minutes."""
    interaction = await door.interaction()
    status, _ = await door.send(json.dumps(interaction.payload).encode(), at=NOW + away)
    assert (status, door.stage.asked) == (401, [])


async def test_somebody_elses_signature_is_refused(door: Door) -> None:
    """Signed, but not by Discord."""
    interaction = await door.interaction()
    status, _ = await door.send(json.dumps(interaction.payload).encode(), key=Ed25519PrivateKey.generate())
    assert (status, door.stage.asked) == (401, [])


async def test_a_repeated_request_is_refused(door: Door) -> None:
    """The very same bytes, within the five minutes."""
    interaction = await door.interaction("trending")
    assert await door.deliver(interaction) == 200
    await door.stage.shown(interaction)
    status, _ = await door.send(json.dumps(interaction.payload).encode())
    assert (status, len(door.stage.asked)) == (401, 1)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"{}", b'{"id": 1}', b"\xff\xfe", b'{"type": "x"}'])
async def test_signed_nonsense_is_refused(door: Door, body: bytes) -> None:
    """No exception, whatever is signed."""
    status, _ = await door.send(body)
    assert (status, door.stage.asked) == (401, [])


async def test_a_huge_request_is_refused(door: Door) -> None:
    """It is not even read to its end."""
    status, _ = await door.send(b"x" * (LARGEST + 10))
    assert status in (401, 413)


async def test_a_slow_answer_is_deferred_all_the_same(door: Door) -> None:
    """The acknowledgement waits for nothing."""
    door.stage.gate = asyncio.Event()
    interaction = await door.interaction("digest")
    assert await door.deliver(interaction) == 200
    door.stage.gate.set()
    assert "Rogozin leaves" in text(await door.stage.shown(interaction))


class Arriving:
    """A request's body as the network hands it over: what has arrived at a time, and no more."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces

    def at_eof(self) -> bool:
        """Tell whether all has been read."""
        return not self._pieces

    async def read(self, most: int) -> bytes:
        """Give the next piece, or as much of it as is wanted."""
        piece, rest = self._pieces[0][:most], self._pieces[0][most:]
        self._pieces[:1] = [rest] if rest else []
        return piece


@pytest.mark.parametrize("size", [1, 7, 1_000, LARGEST])
async def test_a_request_may_arrive_in_pieces(size: int) -> None:
    """A body is read whole before its signature is judged, however its pieces fall."""
    ping = {"id": "1", "application_id": "2", "type": 1, "token": "t", "version": 1, "padding": "é" * 3_000}
    body, stamp = json.dumps(ping, ensure_ascii=False).encode(), str(int(NOW.timestamp()))
    headers = {SIGNATURE: KEY.sign(stamp.encode() + body).hex(), STAMP: stamp}
    content: Any = Arriving([body[n : n + size] for n in range(0, len(body), size)])

    async def take(*_: Any) -> None:
        raise AssertionError("a ping is no interaction")

    request: Any = make_mocked_request("POST", PATH, headers=headers, payload=content)
    answer = await Endpoint(PUBLIC, Claims(None, lambda: NOW).claim, take, lambda: NOW).handle(request)
    assert (answer.status, answer.text) == (200, '{"type": 1}')


async def test_a_huge_request_in_pieces_is_refused(door: Door) -> None:
    """Without a length before it, it is read to the limit and not beyond."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(LARGEST // 50_000 + 2):
            yield b"x" * 50_000

    async with door.session.post(door.url, data=pieces(), headers={SIGNATURE: "00" * 64, STAMP: "1"}) as answer:
        assert answer.status == 401
