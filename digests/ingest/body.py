"""The body of an answer, decompressed as a stream and never further than the limit."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterable

from digests.errors import FetchError

LARGEST = 5 * 1024 * 1024  # bytes after decompression
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
    inflate = _Inflater(largest) if named else None
    parts: list[bytes] = []
    raw = size = 0
    async for chunk in chunks:
        raw += len(chunk)
        part = inflate.feed(chunk, largest - size) if inflate else chunk
        size += len(part)
        if size > largest or raw > largest:
            raise FetchError(too_large(largest))
        parts.append(part)
    if inflate and raw and not inflate.finished and not size:
        raise FetchError("its compressed data is broken")
    return b"".join(parts)


def too_large(largest: int) -> str:
    """Say that something is larger than allowed."""
    return f"it is larger than {largest / 1024**2:g} MB"


class _Inflater:
    """gzip (several members too), zlib, and the raw deflate that some servers send under that name."""

    def __init__(self, largest: int) -> None:
        self._largest = largest
        self._engine = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._begun = self.finished = False

    def feed(self, chunk: bytes, room: int) -> bytes:
        """Decompress one chunk, to at most one byte more than there is room for."""
        parts: list[bytes] = []
        while chunk and room >= 0:
            if self.finished:
                if not chunk.startswith(b"\x1f\x8b"):  # padding after the last member
                    break
                self._engine, self.finished = zlib.decompressobj(zlib.MAX_WBITS | 32), False
            part = self._inflate(chunk, room + 1)
            parts.append(part)
            room -= len(part)
            chunk = self._engine.unused_data if self._engine.eof else self._engine.unconsumed_tail
            self.finished = self._engine.eof
        return b"".join(parts)

    def _inflate(self, chunk: bytes, room: int) -> bytes:
        try:
            part = self._engine.decompress(chunk, room)
        except zlib.error:
            if self._begun:
                raise FetchError("its compressed data is broken") from None
            self._engine = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                part = self._engine.decompress(chunk, room)
            except zlib.error:
                raise FetchError("its compressed data is broken") from None
        self._begun = True
        return part
