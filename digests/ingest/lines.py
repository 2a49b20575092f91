"""JSON Lines as a stream: one line at a time, each with a limit, bad ones named by their number."""

from __future__ import annotations

import codecs
from collections import OrderedDict
from collections.abc import Iterator
from typing import BinaryIO

from digests.errors import Rejected
from digests.ingest.decode import byte_order_mark, decode, wide
from digests.ingest.records import RawRecord, Rejection, parse_line
from digests.ingest.tidy import shorten

LONGEST_LINE = 16 * 1024 * 1024  # bytes: a text of the longest kind with every character escaped
_CHUNK = 256 * 1024


def read_lines(head: bytes, stream: BinaryIO, source: str) -> Iterator[RawRecord | Rejection]:
    """Read article records; `head` is what was read of the stream before. Empty lines don't count."""
    repeated = Repeated()
    for number, line in enumerate(split_lines(_chunks(head, stream)), 1):
        if line is None:
            yield Rejection(source, f"line {number}", f"the line is longer than {LONGEST_LINE // 1024**2} MB")
            continue
        try:
            text = _decode(line)
            if text and not text.isspace():
                record = parse_line(text, source, number)
                repeated.check(record)
                yield record
        except Rejected as error:
            yield Rejection(source, f"line {number}", str(error))


class Repeated:
    """Notices when an input gives one id to two different texts: the later one is refused.

    The same record again is no mistake. Only the latest ids are kept, as hashes, to bound the memory.
    """

    def __init__(self, most: int = 50_000) -> None:
        self._most = most
        self._seen: OrderedDict[int, int] = OrderedDict()

    def check(self, record: RawRecord) -> None:
        """Remember this record.

        Raises:
            Rejected: an earlier record has its id, and another text.
        """
        if record.id is None:
            return
        key, content = hash(record.id), hash((record.title, record.text))
        if self._seen.setdefault(key, content) != content:
            raise Rejected(f'the id "{shorten(record.id, 80)}" came before in this input with another text')
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)


def split_lines(chunks: Iterator[bytes], longest: int = LONGEST_LINE) -> Iterator[bytes | None]:
    r"""Split at \n; None stands for a line longer than allowed, which is never held whole."""
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        *whole, rest = chunk.split(b"\n")
        for piece in whole:
            too_long = size + len(piece) > longest
            yield None if too_long else b"".join((*parts, piece))
            parts, size = [], 0
        size += len(rest)
        if size > longest:
            parts = []
        elif rest:
            parts.append(rest)
    if size:
        yield None if size > longest else b"".join(parts)


def _chunks(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    encoding = byte_order_mark(head) or wide(head)
    if encoding in (None, "utf-8"):
        yield head.removeprefix(codecs.BOM_UTF8)
        while chunk := stream.read(_CHUNK):
            yield chunk
        return
    decoder = codecs.getincrementaldecoder(encoding or "utf-8")("replace")
    yield decoder.decode(head).encode("utf-8", "replace")
    while chunk := stream.read(_CHUNK):
        yield decoder.decode(chunk).encode("utf-8", "replace")


def _decode(line: bytes) -> str:
    try:
        return line.decode("utf-8").strip("\0\r")
    except UnicodeDecodeError:
        return decode(line)
