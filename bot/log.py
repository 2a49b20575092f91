"""The log: a file in the user's state directory, or standard error as lines for people or as JSON.

Unexpected failures are told to users by an id; here is what the id stands for. What a line is about (a delivery, a
slot) is bound to all lines said in a context: see :func:`about`.
"""

from __future__ import annotations

import logging
import sys
import uuid
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from structlog.contextvars import bound_contextvars

from bot.log_lines import formatter

LOGGER = logging.getLogger("downlink")
_NAME = "downlink"
LARGEST = 1_000_000  # bytes before the file starts anew
# Their warnings go into our log, without secrets; what they say below that goes nowhere.
# (discord.py is seen to by bot.platforms.discord.client.)
LIBRARIES = (
    "aiohttp", "alembic", "apscheduler", "asyncio", "httpcore", "httpx", "pgqueuer", "slack_bolt", "slack_sdk",
    "sqlalchemy",
)  # fmt: skip


def report(problem: BaseException, doing: str) -> str:
    """Log an unexpected failure; give the id that finds it."""
    number = uuid.uuid4().hex[:8]
    LOGGER.error("%s failed: %s", doing, type(problem).__name__, exc_info=problem, extra={"error_id": number})
    return number


def about(**names: Any) -> AbstractContextManager[None]:
    """Bind names to every line that is logged inside, in tasks that are made there as well.

    ``delivery`` is a ledger row's marker: it finds all that was said of a message, from its slot to its receipt.
    """
    return bound_contextvars(**names)


def ready(environ: Mapping[str, str]) -> Path | None:
    """Start the log unless it is; for failures before there are settings. Gives the file's path."""
    if not _ours():
        form = environ.get("DOWNLINK_LOG", "")
        start(form if form in ("console", "json") else None)
    return next((Path(h.baseFilename) for h in _ours() if isinstance(h, logging.FileHandler)), None)


def usual() -> str:
    """Name the form for whom nothing was chosen: lines for people where somebody watches, else JSON."""
    return "console" if sys.stderr.isatty() else "json"


def start(form: str | None) -> None:
    """Send the log to standard error as ``console`` or ``json``, or else to a file."""
    handler = logging.StreamHandler(sys.stderr) if form else _file()
    handler.setFormatter(formatter(form or "json", colours=sys.stderr.isatty()))
    handler.set_name(_NAME)
    for former in _ours():
        LOGGER.removeHandler(former)
        former.close()
    LOGGER.addHandler(handler)
    LOGGER.propagate = False
    LOGGER.setLevel(logging.INFO)
    for name in LIBRARIES:
        _tame(logging.getLogger(name), handler)


def _tame(library: logging.Logger, handler: logging.Handler) -> None:
    """Let a library warn in our log alone: its own lines have addresses and tokens in them."""
    for former in [each for each in library.handlers if each.get_name() == _NAME]:
        library.removeHandler(former)
    library.addHandler(handler)
    library.setLevel(logging.WARNING)
    library.propagate = False


def _ours() -> list[logging.Handler]:
    """Leave handlers of others alone: a test runner has its own."""
    return [handler for handler in LOGGER.handlers if handler.get_name() == _NAME]


def _file() -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    from platformdirs import user_state_path

    path = user_state_path("downlink", appauthor=False) / "downlink.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return RotatingFileHandler(path, maxBytes=LARGEST, backupCount=1, delay=True, encoding="utf-8")
    except OSError:  # nowhere to write: better told on standard error than lost
        return logging.StreamHandler(sys.stderr)
