"""The reader's own zone, as the system has it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LOCALTIME = Path("/etc/localtime")


def local_zone(environ: Mapping[str, str], localtime: Path = LOCALTIME) -> tzinfo:
    """Find the system's zone: ``TZ``, then the link at ``localtime``, then today's offset."""
    names = [environ.get("TZ", "").lstrip(":")]
    if localtime.is_symlink():
        names.append(str(localtime.resolve()).partition("zoneinfo/")[2])
    for name in filter(None, names):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # no such zone, or no name at all
            continue
    return datetime.now().astimezone().tzinfo or UTC


def zone_name(zone: tzinfo) -> str:
    """Name a zone as IANA does; UTC where it has no such name."""
    return zone.key if isinstance(zone, ZoneInfo) else "UTC"
