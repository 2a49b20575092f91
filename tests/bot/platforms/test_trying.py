"""What becomes of a request, and trying again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
import yarl

from bot.platforms.trying import Connections, Late, Lost, Problems, Refused, Unsent, leaving, patiently, told


def refused(wait: float | None) -> Refused:
    """Make a refusal."""
    problem = Refused("no")
    problem.wait = wait
    return problem


@pytest.mark.parametrize(
    ("raised", "means"),
    [
        (aiohttp.ConnectionTimeoutError("secret"), Unsent),
        (aiohttp.InvalidURL(yarl.URL("https://secret.example")), Unsent),
        (aiohttp.ServerDisconnectedError("secret"), Lost),
        (TimeoutError("secret"), Lost),
        (ConnectionResetError("secret"), Lost),
        (ValueError("secret"), Lost),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else type(value).__name__,
)
def test_what_a_library_raises_tells_what_became_of_the_request(raised: Exception, means: type[Exception]) -> None:
    """Sent or not is what counts; the address stays unsaid."""
    with pytest.raises(means) as caught, told(ValueError):
        raise raised
    assert "secret" not in str(caught.value)


def test_other_failures_are_not_hidden() -> None:
    """A mistake of ours is none of the network's."""
    with pytest.raises(KeyError), told(ValueError):
        raise KeyError("x")


@pytest.mark.parametrize(
    ("problems", "lost", "tries"),
    [
        ([refused(0.0), Unsent()], False, 3),
        ([Lost(), Lost()], True, 3),
        ([Lost()], False, 1),
        ([refused(None)], True, 1),
        ([refused(9.0)], True, 1),
    ],
)
async def test_only_what_passes_in_time_is_tried_again(problems: list[Exception], lost: bool, tries: int) -> None:
    """A wait beyond patience, a refusal for good, and what was perhaps done where it may not be done twice, are not."""
    waiting, tried = list(problems), list[int]()

    async def once() -> str:
        tried.append(1)
        if waiting:
            raise waiting.pop(0)
        return "done"

    try:
        assert await patiently(once, 5.0, lost=lost) == "done"
    except Problems as problem:
        assert problem is problems[-1] and not waiting
    assert len(tried) == tries


async def test_a_refusal_that_passes_by_itself_is_tried_again() -> None:
    """Its caller knows which those are."""
    waiting: list[Exception] = [refused(None)]

    async def once() -> str:
        if waiting:
            raise waiting.pop()
        return "done"

    assert await patiently(once, 5.0, passes=lambda problem: True) == "done"


@asynccontextmanager
async def counted(taken: list[bytes]) -> AsyncIterator[str]:
    """Serve an address that notes every connection's bytes, and answers what is whole."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            taken.append(data)
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


async def sent(connections: Connections, url: str) -> str:
    """Send a request with a body."""
    with told():
        async with connections.opened().post(url, json={"text": "words"}) as answer:
            return await answer.text()


async def test_what_is_late_never_leaves() -> None:
    """Not a byte of it, headers included, though the connection is there; what is in time does."""
    taken, connections = list[bytes](), Connections()
    async with counted(taken) as url:
        with leaving(time.monotonic() + 60):
            assert await sent(connections, url) == "ok"
        assert b"words" in taken[0]
        with pytest.raises(Late), leaving(time.monotonic() - 0.001):
            await sent(connections, url)
        await asyncio.sleep(0.05)
        assert len(taken) == 1
        assert await sent(connections, url) == "ok"
        with leaving(None):
            assert await sent(connections, url) == "ok"
        await connections.close()


async def test_one_request_that_is_late_says_nothing_of_another() -> None:
    """Each task has its own last moment."""
    taken, connections = list[bytes](), Connections()

    async def try_until(url: str, until: float) -> str:
        with leaving(until):
            return await sent(connections, url)

    async with counted(taken) as url:
        now = time.monotonic()
        tries = (try_until(url, now + (60 if n % 2 else -1)) for n in range(6))
        done = await asyncio.gather(*tries, return_exceptions=True)
        assert [type(each) for each in done] == [Late, str] * 3
        await connections.close()
    assert b"".join(taken).count(b"POST") == 3


async def test_a_lost_answer_is_not_late() -> None:
    """What left in time and was cut is uncertain, and is told so."""

    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(65536)
        writer.transport.abort()

    connections = Connections()
    async with await asyncio.start_server(cut, "127.0.0.1", 0) as server:
        with pytest.raises(Lost), leaving(time.monotonic() + 60):
            await sent(connections, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
    await connections.close()
