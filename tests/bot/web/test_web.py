"""The web part: health, and nothing said that nobody asked."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from contextlib import closing

import aiohttp
import pytest
from aiohttp import web

from bot.web import application as bounds
from bot.web.application import application
from bot.web.health import Health
from bot.web.server import Server

Asked = tuple[int, str, dict[str, str]]


async def served(routes: list[web.RouteDef], *requests: tuple[str, str, bytes | None]) -> list[Asked]:
    """Serve, ask, and end."""
    server = Server(application(routes), "127.0.0.1", 0)
    running = asyncio.create_task(server.run())
    while server.port is None:
        await asyncio.sleep(0.001)
    found = []
    async with aiohttp.ClientSession() as session:
        for method, path, body in requests:
            async with session.request(method, f"http://127.0.0.1:{server.port}{path}", data=body) as answer:
                found.append((answer.status, await answer.text(), dict(answer.headers)))
    await server.close()
    assert await asyncio.wait_for(running, 5) is None
    return found


async def test_alive_and_ready() -> None:
    """200 where all is well."""
    routes = Health(lambda: None, [lambda: None]).routes()
    alive, ready = await served(routes, ("GET", "/healthz", None), ("GET", "/readyz", None))
    assert (alive[0], json.loads(alive[1])) == (200, {"status": "alive"})
    assert (ready[0], json.loads(ready[1])) == (200, {"status": "ready", "reasons": []})


async def test_not_ready_says_why() -> None:
    """503 with all reasons; the process is alive all the same."""
    routes = Health(lambda: "The database is away.", [lambda: "Slack is not connected.", lambda: None]).routes()
    alive, ready = await served(routes, ("GET", "/healthz", None), ("GET", "/readyz", None))
    assert alive[0] == 200 and ready[0] == 503
    assert json.loads(ready[1])["reasons"] == ["The database is away.", "Slack is not connected."]


async def test_a_database_that_fails_in_a_new_way_is_no_500() -> None:
    """It is not ready, and the log knows why."""

    def fails() -> str | None:
        raise RuntimeError("xoxb-secret")

    [(status, text, _)] = await served(Health(fails).routes(), ("GET", "/readyz", None))
    assert status == 503 and "The database could not be asked" in text and "xoxb" not in text


async def _reads(request: web.Request) -> web.Response:
    return web.Response(text=str(len(await request.read())))


async def _fails(request: web.Request) -> web.Response:
    raise RuntimeError("the detail")


async def _hangs(request: web.Request) -> web.Response:
    await asyncio.Event().wait()
    return web.Response()


@pytest.mark.parametrize(
    ("handler", "body", "status", "text"),
    [
        (_reads, b"x" * 10, 200, "10"),
        (_reads, b"x" * (bounds.LARGEST + 1), 413, "too large"),
        (_fails, None, 500, "Sorry, that failed. It is in the log as"),
        (_hangs, None, 504, "too long"),
    ],
)
async def test_requests_are_bounded(
    handler: Callable[[web.Request], Awaitable[web.Response]],
    body: bytes | None,
    status: int,
    text: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In size and time; a failure says an id and no more; versions are nobody's business."""
    monkeypatch.setattr(bounds, "PATIENCE", 0.2)
    [(got, said, headers)] = await served([web.post("/x", handler)], ("POST", "/x", body))
    assert got == status and text in said and "detail" not in said
    assert headers["Server"] == "downlink" and "aiohttp" not in str(headers).lower()


async def test_a_body_that_hides_its_size_is_bounded_too() -> None:
    """Sent in chunks, without a length."""

    async def chunks() -> object:
        for _ in range(bounds.LARGEST // 65536 + 2):
            yield b"x" * 65536

    server = Server(application([web.post("/x", _reads)]), "127.0.0.1", 0)
    running = asyncio.create_task(server.run())
    while server.port is None:
        await asyncio.sleep(0.001)
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"http://127.0.0.1:{server.port}/x", data=chunks()) as answer,
    ):
        assert answer.status == 413
    await server.close()
    await running


async def test_unknown_paths_and_methods() -> None:
    """404 and 405, in the fewest words."""
    missing, wrong = await served(Health(lambda: None).routes(), ("GET", "/x", None), ("POST", "/healthz", b""))
    assert (missing[0], missing[1]) == (404, "Not Found")
    assert wrong[0] == 405 and "GET" in wrong[2]["Allow"]


async def test_a_port_that_is_taken() -> None:
    """One sentence with the way out."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        said = await Server(application([]), "127.0.0.1", port).run()
    assert said == (
        f"port {port} of 127.0.0.1 can't be opened, for another program has it: "
        "set DOWNLINK_WEB_PORT (0: no web part) or DOWNLINK_WEB_HOST."
    )
