"""The body of an answer, decompressed as a stream and never further than the limit."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable

from digests.errors import FetchError

LARGEST = 5 * 1024 * 1024  # bytes after decompression
_GZIP = b"\x1f\x8b"
ACCEPTED = "gzip, deflate"


async def read_body(chunks: AsyncIterable[bytes], encoding: str, largest: int = LARGEST) -> bytes:
    """Read and decompress a body.

    Args:
        chunks: as they come from the network.
        encoding: the Content-Encoding header, empty for none.

    Raises:
        FetchError: it grows beyond the limit, is broken, or is encoded in a way not asked for.
    """
    named = [name.strip().lower() for name in encoding.split(",") if name.strip().lower() not in ("", "identity")]
    if len(named) > 1:
        raise FetchError("it is compressed more than once, as bombs are")
    if named and named[0] not in ("gzip", "x-gzip", "deflate"):
        raise FetchError(f"it is compressed as {named[0][:20]}, which was not asked for")
    inflate = _Inflater() if named else None
    parts: list[bytes] = []
    raw = size = 0
    async for chunk in chunks:
        raw += len(chunk)
        part = inflate.feed(chunk, largest - size) if inflate else chunk
        size += len(part)
        if size > largest or raw > largest:
            raise FetchError(too_large(largest))
        parts.append(part)
    if inflate and raw and not inflate.complete:
        raise FetchError("its compressed data ends too early")
    return b"".join(parts)


def too_large(largest: int) -> str:
    """Say that something is larger than allowed."""
    return f"it is larger than {largest / 1024**2:g} MB"


class _Inflater:
    """gzip (several members too), zlib, and the raw deflate that some servers send under that name."""

    def __init__(self) -> None:
        self._engine: zlib._Decompress | None = None
        self._held = b""  # less than the two bytes that tell the kind
        self.members = 0

    @property
    def complete(self) -> bool:
        """Tell whether the last member came to its end."""
        return self._engine is None and self.members > 0

    def feed(self, chunk: bytes, room: int) -> bytes:
        """Decompress one chunk, to at most one byte more than there is room for."""
        parts: list[bytes] = []
        chunk, self._held = self._held + chunk, b""
        while chunk and room >= 0:
            if self._engine is None:
                if len(chunk) < 2:
                    self._held = chunk
                    break
                if self.members and not chunk.startswith(_GZIP):  # padding after the last member
                    break
                self._engine = zlib.decompressobj(_window(chunk))
            try:
                part = self._engine.decompress(chunk, room + 1)
            except zlib.error:
                raise FetchError("its compressed data is broken") from None
            parts.append(part)
            room -= len(part)
            chunk = self._engine.unconsumed_tail
            if self._engine.eof:
                chunk, self._engine, self.members = self._engine.unused_data, None, self.members + 1
        return b"".join(parts)


def _window(start: bytes) -> int:
    """Tell gzip, zlib (RFC 1950: a multiple of 31) and raw deflate apart by their first two bytes."""
    if start.startswith(_GZIP):
        return zlib.MAX_WBITS | 16
    zlib_like = start[0] & 0x0F == 8 and (start[0] << 8 | start[1]) % 31 == 0
    return zlib.MAX_WBITS if zlib_like else -zlib.MAX_WBITS
