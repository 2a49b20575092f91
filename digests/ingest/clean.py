"""Raw record → Article, or a Rejected with one sentence. Pure: the time is passed in."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import blake2b

from digests.errors import Rejected
from digests.ingest.addresses import canonical, host, same_page
from digests.ingest.dates import parse_date
from digests.ingest.language import guess_language
from digests.ingest.outlets import is_state_owned
from digests.ingest.records import NO_DEFAULTS, Defaults, RawRecord
from digests.ingest.tidy import shorten, tidy, tidy_line
from digests.model import Article, DateBasis

LONGEST_TEXT = 2_000_000  # characters
LONGEST_FIELD = 1_000
NO_OUTLET = "unknown outlet"


def clean(record: RawRecord, *, defaults: Defaults = NO_DEFAULTS, now: datetime) -> Article:
    """Make an article of a raw record. The text stays as it is but for line ends and invisible characters.

    Args:
        now: aware; received_at, and the date of last resort.

    Raises:
        Rejected: no text, too long, binary, or a date or an address that can't be.
    """
    text = _text(record.text)
    title = shorten(tidy_line(record.title or ""), LONGEST_FIELD) or headline(text)
    url = _url(record, defaults)
    where = host(url) if url else None
    stated = _field(record.outlet) or _field(defaults.outlet)
    outlet = stated or where or NO_OUTLET
    published_at, basis = _date(record, defaults, now)
    owned = next((flag for flag in (record.state_owned, defaults.state_owned) if flag is not None), None)
    digest = content_digest(title, text)
    return Article(
        id=_key(record, url, stated, digest),
        title=title,
        text=text,
        outlet=outlet,
        url=url,
        author=_field(record.author),
        published_at=published_at,
        date_basis=basis,
        received_at=now,
        state_owned=is_state_owned(outlet, where) if owned is None else owned,
        language=guess_language(text),
        content_digest=digest,
    )


def headline(text: str) -> str:
    """Make a title of a text that has none: its first line or first sentence, shortened at a word."""
    line = next((line for line in text[:10_000].lstrip().split("\n") if line.strip()), "")
    line = tidy_line(line)
    sentence = re.match(r".{20,}?[.!?…][”\"’']?(?=\s|$)", line[:400])
    return shorten(sentence[0] if sentence else line, 140)


def content_digest(title: str, text: str) -> str:
    """Digest what an article says: 32 hex digits, equal for equal title and text, white space folded."""
    content = " ".join(title.split()) + "\0" + " ".join(text.split())
    return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def id_of_address(url: str) -> str:
    """Give the article id that belongs to a web address.

    Raises:
        Rejected: not a web address.
    """
    return _digest("url", same_page(canonical(url)))


def _key(record: RawRecord, url: str | None, outlet: str | None, digest: str) -> str:
    if url:
        return _digest("url", same_page(url))
    name = (record.id or "").strip()
    if name and outlet:
        return _digest("record", outlet.casefold(), name)
    if name and record.source and record.source != "-":  # ids are only unique within their file then
        return _digest("file", re.split(r"[/\\]", record.source)[-1], name)
    return _digest("content", (outlet or "").casefold(), digest)


def _digest(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _text(raw: str) -> str:
    if len(raw) > LONGEST_TEXT:
        raise Rejected(f"the text has {len(raw):,} characters, more than the {LONGEST_TEXT:,} allowed")
    if _is_binary(raw):
        raise Rejected("the text is binary data")
    text = tidy(raw)
    if not text or text.isspace():
        raise Rejected("the text is empty")
    return text


_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")


def _is_binary(text: str) -> bool:
    if not _CONTROL.search(text):
        return False
    return len(_CONTROL.findall(text)) > 8 + len(text) / 10


def _field(value: str | None) -> str | None:
    return (shorten(tidy_line(value), LONGEST_FIELD) or None) if value else None


def _url(record: RawRecord, defaults: Defaults) -> str | None:
    url = (record.url or "").strip() or (defaults.url or "").strip()
    try:
        return canonical(url) if url else None
    except Rejected:
        if not record.lenient:
            raise
        return None


def _date(record: RawRecord, defaults: Defaults, now: datetime) -> tuple[datetime, DateBasis]:
    written = (record.published_at or "").strip() or (defaults.published_at or "").strip()
    if written:
        try:
            return parse_date(written, now)
        except Rejected:
            if not record.lenient:
                raise
    if record.modified_at is not None:
        return min(record.modified_at.astimezone(UTC), now), DateBasis.FILE
    return now, DateBasis.ARRIVAL
