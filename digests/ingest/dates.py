"""Dates as people and machines write them → aware UTC times, with how sure the zone is."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

from digests.errors import Rejected
from digests.model import DateBasis

EARLIEST = datetime(1957, 1, 1, tzinfo=UTC)  # nobody reported on spaceflight before Sputnik's year
AHEAD = timedelta(days=2)  # clocks, zones and embargoes: what lies further ahead is a mistake
LONGEST = 100
_FAR = datetime(9990, 1, 1, tzinfo=UTC)

# Minutes east of UTC. Ambiguous ones as news agencies mean them (IST: India, CST: North America).
ZONES = {
    "UT": 0,
    "UTC": 0,
    "GMT": 0,
    "Z": 0,
    "WET": 0,
    "WEST": 60,
    "BST": 60,
    "CET": 60,
    "CEST": 120,
    "MEZ": 60,
    "MESZ": 120,
    "EET": 120,
    "EEST": 180,
    "MSK": 180,
    "MSD": 240,
    "TRT": 180,
    "SAMT": 240,
    "GST": 240,
    "YEKT": 300,
    "PKT": 300,
    "IST": 330,
    "ALMT": 300,
    "NOVT": 420,
    "KRAT": 420,
    "ICT": 420,
    "WIB": 420,
    "HKT": 480,
    "SGT": 480,
    "AWST": 480,
    "PHT": 480,
    "JST": 540,
    "KST": 540,
    "AEST": 600,
    "AEDT": 660,
    "ACST": 570,
    "NZST": 720,
    "NZDT": 780,
    "EST": -300,
    "EDT": -240,
    "ET": -300,
    "CST": -360,
    "CDT": -300,
    "CT": -360,
    "MST": -420,
    "MDT": -360,
    "PST": -480,
    "PDT": -420,
    "PT": -480,
    "AKST": -540,
    "AKDT": -480,
    "HST": -600,
    "BRT": -180,
    "ART": -180,
}
_ZONE_AT_END = re.compile(r"\s*\(?\b([A-Z]{1,4})\)?\.?$")
_OFFSET = re.compile(r"[+-]\d{2}:?\d{2}\b")
_EPOCH = re.compile(r"-?\d{9,10}(\.\d+)?|\d{12,13}")
_DIGITS_ONLY = re.compile(r"[\d\s.]+")


def parse_date(written: str, now: datetime) -> tuple[datetime, DateBasis]:
    """Read a date: RFC 3339, ISO 8601, RFC 822, seconds since 1970, or English words.

    Raises:
        Rejected: it is no date, is before 1957, or lies more than two days ahead.
    """
    found = _read(written.strip()) if len(written) <= LONGEST else None
    shown = " ".join(written.split())[:40]
    if found is None:
        raise Rejected(f'the date "{shown}" can\'t be read')
    basis = DateBasis.NO_ZONE if found.tzinfo is None else DateBasis.STATED
    try:
        moment = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (OverflowError, ValueError):
        raise Rejected(f'the date "{shown}" is impossible') from None
    if moment < EARLIEST:
        raise Rejected(f'the date "{shown}" is before {EARLIEST.year}')
    if moment > now + AHEAD:
        raise Rejected(f'the date "{shown}" lies in the future')
    return moment, basis


def parse_zoned(written: str) -> datetime | None:
    """Read a date that states its zone; None for all others. The result is in UTC."""
    found = _read(written.strip()) if 0 < len(written) <= LONGEST else None
    try:
        return found.astimezone(UTC) if found is not None and found.tzinfo is not None else None
    except (OverflowError, ValueError):
        return None


def rfc3339(written: str) -> str | None:
    """Write a date that was read anywhere as RFC 3339 in UTC; None for what is no date. No zone counts as UTC."""
    try:
        return parse_date(written, _FAR)[0].isoformat().replace("+00:00", "Z") if written else None
    except Rejected:
        return None


def _read(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        pass
    if _EPOCH.fullmatch(written):
        seconds = float(written)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)
    return _rfc822(written) or _worded(written)


def _rfc822(written: str) -> datetime | None:
    if _zone(written) is not None:  # the table knows more abbreviations than email.utils does
        return None
    try:
        found = parsedate_tz(written)
        if found is None or not re.search(r"[A-Za-z]{3}", written) or ":" not in written:
            return None
        plain = datetime(*found[:6])  # noqa: DTZ001 - its zone is next
        stated = _OFFSET.search(written) is not None  # parsedate_tz says 0 where there is none
        return (plain - timedelta(seconds=found[9] or 0)).replace(tzinfo=UTC) if stated else plain
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _zone(written: str) -> timedelta | None:
    found = _ZONE_AT_END.search(written)
    return timedelta(minutes=ZONES[found[1]]) if found and found[1] in ZONES else None


def _worded(written: str) -> datetime | None:
    """Let dateutil read the rest, twice with different defaults, so that it can't make up a part."""
    from dateutil import parser  # type: ignore[import-untyped]

    zone = _zone(written)
    plain = _ZONE_AT_END.sub("", written) if zone is not None else written
    if _DIGITS_ONLY.fullmatch(plain) and len(re.findall(r"\d+", plain)) < 3:
        return None
    try:
        first = parser.parse(plain, default=datetime(2000, 1, 1))  # noqa: DTZ001 - a zone is what we look for
        second = parser.parse(plain, default=datetime(2003, 2, 2))  # noqa: DTZ001
    except (ValueError, OverflowError, TypeError, RecursionError, ArithmeticError):
        return None
    if first.replace(tzinfo=None) != second.replace(tzinfo=None):
        return None
    found: datetime = first
    return (found - zone).replace(tzinfo=UTC) if zone is not None else found
