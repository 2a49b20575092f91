"""One whole document (text, HTML, feed, OPML, JSON), from a file or an address → raw records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from digests.errors import Rejected
from digests.ingest.decode import decode
from digests.ingest.parsing import Parser
from digests.ingest.records import NO_DEFAULTS, Address, Defaults, RawRecord, Rejection, from_mapping
from digests.ingest.sniff import Format
from digests.ingest.tidy import tidy

Found = RawRecord | Rejection | Address
LARGEST_DOCUMENT = 16 * 1024 * 1024  # bytes; JSON Lines alone may be larger


def read_document(content: bytes, what: Format, *, source: str, modified: datetime | None = None,
                  defaults: Defaults = NO_DEFAULTS, parser: Parser | None = None) -> Iterator[Found]:
    """Read a document of a known format.

    Raises:
        Rejected: nothing in it can be read.
    """
    if what is Format.EMPTY:
        raise Rejected("it is empty")
    if what is Format.BINARY:
        raise Rejected(_binary(content))
    if len(content) > LARGEST_DOCUMENT:
        raise Rejected(f"it is larger than {LARGEST_DOCUMENT // 1024**2} MB")
    if what is Format.JSON:
        yield from _json(content, source)
    else:
        yield _text(content, source, modified)


def _text(content: bytes, source: str, modified: datetime | None) -> RawRecord:
    """Take a text file: its first line is the title if a blank line follows it."""
    text = tidy(decode(content))
    first, _, rest = text.lstrip("\n").partition("\n")
    second, _, body = rest.partition("\n")
    if first.strip() and len(first) <= 300 and body.strip() and not second.strip():
        return RawRecord(text=body.lstrip("\n"), title=first.strip(), source=source, modified_at=modified)
    return RawRecord(text=text, source=source, modified_at=modified)


def _json(content: bytes, source: str) -> Iterator[RawRecord | Rejection]:
    """Take one article, or an array of them."""
    try:
        value = json.loads(decode(content))
    except RecursionError:
        raise Rejected("the JSON is nested too deeply") from None
    except ValueError as error:
        raise Rejected(f"it is not JSON: {error}") from None
    for number, one in enumerate(value if isinstance(value, list) else [value], 1):
        try:
            if not isinstance(one, dict):
                raise Rejected("not an article record: a JSON object is needed")
            yield from_mapping(one, source)
        except Rejected as error:
            yield Rejection(source, f"article {number}" if isinstance(value, list) else "", str(error))


def _binary(content: bytes) -> str:
    kinds = {b"%PDF-": "a PDF file", b"\x1f\x8b": "compressed", b"PK\x03\x04": "a ZIP or office file"}
    kind = next((name for mark, name in kinds.items() if content.startswith(mark)), None)
    return f"it is {kind}, not text" if kind else "it is binary data, not text"
