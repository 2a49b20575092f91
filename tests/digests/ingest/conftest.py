"""A web server on the loopback interface that says what a test tells it to, byte for byte."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field

import pytest

from digests.ingest.fetch import Fetcher
from digests.ingest.parsing import ProcessParser
from digests.ingest.safety import OPEN

Script = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Web:
    """A running server: set ``pages[path]`` to a whole answer or to a function that writes one."""

    pages: dict[str, Script] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)
    address: str = ""

    def put(self, path: str, body: bytes = b"", *headers: str, status: str = "200 OK") -> str:
        """Set a page and give its address."""
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
        self.pages[path] = "\r\n".join(lines).encode() + b"\r\n\r\n" + body
        return self.address + path

    def asked(self, path: str) -> list[str]:
        """List the requests for a path, with their headers."""
        return [request for request in self.requests if request.split(" ")[1] == path]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Read one request and answer it."""
        try:
            first = await reader.readexactly(1)
            if first == b"\x16":  # a TLS handshake: this server has none
                return
            request = (first + await reader.readuntil(b"\r\n\r\n")).decode()
            self.requests.append(request)
            script = self.pages.get(request.split(" ")[1], b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            if isinstance(script, bytes):
                writer.write(script)
                await writer.drain()
            else:
                await script(writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    """Start a server for one test."""
    web = Web()
    server = await asyncio.start_server(web.answer, "127.0.0.1", 0)
    web.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield web
    server.close()


async def no_pause(seconds: float) -> None:
    """Go on at once."""


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """Make a fetcher that may ask the loopback server, and doesn't wait between tries."""
    fetcher = Fetcher(policy=OPEN, pause=no_pause, chance=lambda: 0.5)
    yield fetcher
    await fetcher.close()


@pytest.fixture(scope="session")
def parser() -> Iterator[ProcessParser]:
    """Share one parsing process."""
    parser = ProcessParser()
    yield parser
    parser.close()
