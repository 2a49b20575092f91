"""Bodies are decompressed as a stream, and no further than allowed."""

import gzip
import tracemalloc
import zlib
from collections.abc import AsyncIterator

import pytest

from digests.errors import FetchError
from digests.ingest.body import read_body

TEXT = b"The rocket flew. " * 1000


async def chunks(content: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    """Hand out content in pieces."""
    for at in range(0, len(content), size):
        yield content[at : at + size]


def raw_deflate(content: bytes) -> bytes:
    """Compress without the zlib header, as some servers do."""
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(content) + engine.flush()


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("X-GZIP", gzip.compress(TEXT)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", raw_deflate(TEXT)),
        ("gzip", gzip.compress(TEXT[:500]) + gzip.compress(TEXT[500:])),
        ("gzip", gzip.compress(TEXT) + b"\0" * 20),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 100_000])
async def test_what_was_sent_arrives(encoding: str, content: bytes, size: int) -> None:
    """In any encoding asked for, however it is cut."""
    assert await read_body(chunks(content, size), encoding) == TEXT


@pytest.mark.parametrize(
    ("encoding", "content", "reason"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(TEXT)), "more than once"),
        ("br", b"\x0b", "br, which was not asked for"),
        ("zstd", b"x", "not asked for"),
        ("gzip", b"no gzip at all" * 10, "broken"),
        ("gzip", b"\x1f", "ends too early"),
        ("gzip", gzip.compress(TEXT)[:40] + b"rubbish" * 20, "broken"),
        ("gzip", gzip.compress(TEXT)[:-9], "ends too early"),
    ],
)
async def test_what_can_not_be_read(encoding: str, content: bytes, reason: str) -> None:
    """Encodings not asked for, several at once, and broken ones are refused."""
    with pytest.raises(FetchError, match=reason):
        await read_body(chunks(content), encoding)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_bomb_stops_at_the_limit(encoding: str) -> None:
    """Sixty megabytes in sixty kilobytes never take more than a few megabytes of memory."""
    engine = zlib.compressobj(9, wbits=31 if encoding == "gzip" else 15)
    bomb = b"".join(engine.compress(bytes(1024 * 1024)) for _ in range(60)) + engine.flush()
    tracemalloc.start()
    with pytest.raises(FetchError, match="larger than 5 MB"):
        await read_body(chunks(bomb, 65_536), encoding)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 12 * 1024 * 1024


async def test_plain_bodies_have_the_same_limit() -> None:
    """A stream without end is left at the limit."""
    with pytest.raises(FetchError, match="larger than 1 MB"):
        await read_body(chunks(bytes(2_000_000)), "", 1024 * 1024)
