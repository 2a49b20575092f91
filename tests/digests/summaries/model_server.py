"""A local OpenAI-compatible server that answers, or misbehaves, as it is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class ModelServer:
    """Handles requests with ``behave``; remembers their bodies and keys."""

    def __init__(self, behave: Handler) -> None:
        self.behave, self.url = behave, ""
        self.bodies: list[dict[str, Any]] = []
        self.keys: list[str] = []

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Note the request, then behave."""
        self.bodies.append(await request.json())
        self.keys.append(request.headers.get("Authorization", ""))
        return await self.behave(request)


@asynccontextmanager
async def serving(behave: Handler, models: Handler | None = None) -> AsyncIterator[ModelServer]:
    """Serve on a free local port until the end of the block. ``models``: answers who asks for the list of them."""
    server, app = ModelServer(behave), web.Application()
    app.router.add_post("/v1/chat/completions", server.handle)
    if models is not None:
        app.router.add_get("/v1/models", models)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None and isinstance(site._server, asyncio.Server)
    server.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/v1"
    try:
        yield server
    finally:
        await runner.cleanup()


def completion(content: str, finish: str = "stop") -> web.Response:
    """Make a server's answer around what the model says."""
    return web.json_response({"choices": [{"message": {"role": "assistant", "content": content},
                                           "finish_reason": finish}]})  # fmt: skip


def saying(*sentences: str, article: int = 1) -> Handler:
    """Answer as asked, with these sentences."""
    content = json.dumps({"sentences": [{"text": text, "article": article} for text in sentences]})

    async def behave(_: web.Request) -> web.StreamResponse:
        return completion(content)

    return behave


def with_content(content: str, finish: str = "stop") -> Handler:
    """Answer with any content."""

    async def behave(_: web.Request) -> web.StreamResponse:
        return completion(content, finish)

    return behave


def listing(*names: str) -> Handler:
    """Answer with the models that there are."""

    async def behave(_: web.Request) -> web.StreamResponse:
        return web.json_response({"object": "list", "data": [{"id": name, "object": "model"} for name in names]})

    return behave


def wanting(key: str, behave: Handler) -> Handler:
    """Refuse whoever has another key."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        known = request.headers.get("Authorization") == f"Bearer {key}"
        return await behave(request) if known else web.json_response({"error": {"message": "no"}}, status=401)

    return guarded


def with_status(status: int, **headers: str) -> Handler:
    """Answer with a status alone."""

    async def behave(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers=headers, text="no")

    return behave


async def slow(request: web.Request) -> web.StreamResponse:
    """Drip a sign now and then, for ever."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" ")
        await asyncio.sleep(0.05)


async def endless(request: web.Request) -> web.StreamResponse:
    """Send as much as is taken."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b"x" * 16_384)


async def cut_off(request: web.Request) -> web.StreamResponse:
    """Break the connection in the middle of the answer."""
    response = web.StreamResponse(headers={"Content-Length": "5000"})
    await response.prepare(request)
    await response.write(b'{"choices": [{"message": {"content": "{')
    assert request.transport is not None
    request.transport.close()
    return response


async def packed(request: web.Request) -> web.StreamResponse:
    """Claim to be packed, as a bomb would."""
    return web.Response(body=b"x" * 100, headers={"Content-Encoding": "gzip"})
