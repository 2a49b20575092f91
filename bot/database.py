"""Whether the database can be used, without changing it: for whoever watches, and for the doctor."""

from __future__ import annotations

from pathlib import Path

from digests.errors import StoreError

BUSY = 2.0  # seconds that another one's write may take


def database_trouble(url: str) -> str | None:
    """Say in a sentence why the database can't be used as it is; None where it can. Opens a connection of its own."""
    path = database_file(url)
    if path is not None and not path.is_file():
        return f"The database {path} is not there: “downlink db upgrade” makes it."
    from bot.store.sql import outdated as the_bots
    from digests.store.sql import outdated

    try:
        return outdated(url, busy_timeout=BUSY) or the_bots(url, busy_timeout=BUSY)
    except StoreError as problem:
        return str(problem)


def database_file(url: str) -> Path | None:
    """Name the file of a SQLite database; None for others."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
