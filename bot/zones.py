"""IANA time zones: checked, and the nearest suggested; abbreviations and offsets are explained. Pure."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib import resources
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

from bot.mistakes import Mistake

# What people type, and a place that keeps that time: most of these keep it for half the year alone.
ABBREVIATIONS = {
    "cet": "Europe/Berlin",
    "cest": "Europe/Berlin",
    "mez": "Europe/Berlin",
    "mesz": "Europe/Berlin",
    "eet": "Europe/Helsinki",
    "eest": "Europe/Helsinki",
    "wet": "Europe/Lisbon",
    "west": "Europe/Lisbon",
    "bst": "Europe/London",
    "est": "America/New_York",
    "edt": "America/New_York",
    "et": "America/New_York",
    "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "ct": "America/Chicago",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "pt": "America/Los_Angeles",
    "msk": "Europe/Moscow",
    "ist": "Asia/Kolkata",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "sgt": "Asia/Singapore",
    "hkt": "Asia/Hong_Kong",
    "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney",
    "nzst": "Pacific/Auckland",
    "nzdt": "Pacific/Auckland",
}
_OFFSET = re.compile(r"(?:utc|gmt)?[+-]\d{1,2}(?::?\d\d)?")
_UTC = {"utc": "UTC", "gmt": "UTC", "z": "UTC", "zulu": "UTC"}


@cache
def names() -> tuple[str, ...]:
    """List the zones that are offered: places, and UTC."""
    known = (name for name in available_timezones() if "/" in name)
    return ("UTC", *sorted(name for name in known if not name.startswith(("Etc/", "posix/", "right/"))))


@cache
def rules() -> str:
    """Name the rules of time zones that are in use here: another text where any of them is another."""
    digest = hashlib.sha256()
    for name in names():
        digest.update(name.encode())
        digest.update(_file(name))
    return digest.hexdigest()[:32]


def _file(name: str) -> bytes:
    """Read a zone's rules as ``zoneinfo`` finds them: the system's, else those of the package ``tzdata``."""
    for folder in TZPATH:
        path = Path(folder, *name.split("/"))
        if path.is_file():
            return path.read_bytes()
    try:
        return resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    except (OSError, ModuleNotFoundError):
        return b""


@cache
def _by_folded() -> dict[str, str]:
    return {name.casefold(): name for name in (*names(), *(n for n in available_timezones() if n.startswith("Etc/")))}


def is_abbreviation(text: str) -> bool:
    """Tell whether a word is a zone's short name, to be explained, or UTC."""
    return text.casefold() in ABBREVIATIONS or text.casefold() in ("utc", "gmt")


def zone_named(text: str) -> str:
    """Give the proper name of a zone, whatever its case. Raises Mistake with the nearest."""
    folded = "_".join(text.casefold().split())
    if found := _UTC.get(folded) or _by_folded().get(folded):
        return found
    if place := ABBREVIATIONS.get(folded):
        raise Mistake(
            f"{text.upper()} is an abbreviation, which does not say what the clocks do in summer and winter: name a "
            f"place, such as {place}."
        )
    if _OFFSET.fullmatch(folded):
        raise Mistake(f'"{text}" is an offset, which stays when the clocks change: name a place such as Europe/Berlin.')
    raise Mistake(f'"{text[:60]}" is no time zone: {_hint(folded)}')


def _hint(folded: str) -> str:
    from bot.nearest import nearest

    by_city = {name.rpartition("/")[2].casefold(): name for name in names()}
    near = by_city.get(folded.rpartition("/")[2]) or nearest(folded, names())
    if near is None and (city := nearest(folded.rpartition("/")[2], by_city)):
        near = by_city[city]
    return f"did you mean {near}?" if near else "write a place such as Europe/Berlin, or UTC."


def zone(text: str) -> ZoneInfo:
    """Give the zone that a text names. Raises Mistake."""
    return ZoneInfo(zone_named(text))
