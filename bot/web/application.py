"""One aiohttp application: health, and whatever routes the platforms bring. Knows no platform."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from aiohttp import hdrs, web

from bot.log import report

LARGEST = 2_000_000  # bytes of a body; a platform's own handler may allow less
PATIENCE = 30.0  # seconds that one request may take
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def application(routes: Iterable[web.RouteDef]) -> web.Application:
    """Make the application."""
    made = web.Application(middlewares=[_bounded], client_max_size=LARGEST)
    made.add_routes(routes)
    made.on_response_prepare.append(_anonymous)
    return made


@web.middleware
async def _bounded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Bound a request in size and time, and say nothing about a failure but its id."""
    if (request.content_length or 0) > LARGEST:
        return web.Response(status=413, text="That is too large.")
    try:
        async with asyncio.timeout(PATIENCE):
            return await handler(request)
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        return web.Response(status=answer.status, text=answer.reason, headers=_allowed(answer))
    except TimeoutError:
        return web.Response(status=504, text="That took too long.")
    except Exception as problem:
        number = report(problem, f"{request.method} {request.path[:100]}")
        return web.Response(status=500, text=f"Sorry, that failed. It is in the log as {number}.")


def _allowed(answer: web.HTTPException) -> dict[str, str]:
    allow = answer.headers.get(hdrs.ALLOW)
    return {hdrs.ALLOW: allow} if allow else {}


async def _anonymous(request: web.Request, response: web.StreamResponse) -> None:
    """Say nothing about versions, and let nobody guess what a body is."""
    response.headers[hdrs.SERVER] = "downlink"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers.setdefault(hdrs.CACHE_CONTROL, "no-store")
