"""Column types: instants as integers, texts that any engine can hold, and the time-ordered article key.

Published times are stored as microseconds since 1970. An article's key (``row``) is made of the second
it was published in and a counter: ``seconds since year 1 << 20 | counter``. So the order of keys is
the order of dates: newest first, windows and date filters are ranges of keys in every table and in the
full-text index, on both engines, without a sort.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEAR_ONE = datetime(1, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = timedelta(seconds=1)
COUNTER_BITS = 20
SECONDS_A_DAY = 86_400

#: 64 bits on both engines; SQLite wants the word INTEGER for a key that is the row id.
Key = BigInteger().with_variant(Integer(), "sqlite")


def plain(text: str) -> str:
    """Replace what no database holds (NUL, lone surrogates) with U+FFFD; the length stays the same."""
    if text.isascii():
        return text.replace("\0", "\ufffd") if "\0" in text else text
    try:
        text.encode()
    except UnicodeEncodeError:
        text = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text.replace("\0", "\ufffd")


def short_key(text: str) -> str:
    """Give 32 hex digits that stand for a text of any length: PostgreSQL can't index a long one."""
    return hashlib.blake2b(plain(text).encode(), digest_size=16).hexdigest()


class Plain(TypeDecorator[str]):
    """Text, cleaned by :func:`plain` on its way in."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Clean a parameter."""
        return None if value is None else plain(value)


class Instant(TypeDecorator[datetime]):
    """An aware moment, as microseconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """Count microseconds."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Make the moment again."""
        return None if value is None else moment(value)


def microseconds(value: datetime) -> int:
    """Count the microseconds since 1970 of an aware moment."""
    return (value - _EPOCH) // _MICROSECOND


def moment(microseconds: int) -> datetime:
    """Make an aware UTC moment of microseconds since 1970."""
    return _EPOCH + timedelta(microseconds=microseconds)


def first_row(published_at: datetime) -> int:
    """Give the least key an article published in this second, or later, can have."""
    return ((published_at - _YEAR_ONE) // _SECOND) << COUNTER_BITS


def end_row(end: datetime) -> int:
    """Give the least key that lies wholly at or after `end`: an exclusive bound for ``published_at < end``."""
    return -((_YEAR_ONE - end) // _SECOND) << COUNTER_BITS


def day_of(row: int) -> datetime:
    """Give the UTC midnight of the day an article with this key was published on."""
    return _YEAR_ONE + timedelta(days=(row >> COUNTER_BITS) // SECONDS_A_DAY)
