"""Checks of what is under the bot: keys, the database, the disk, the clock, the model, the port."""

from __future__ import annotations

import contextlib
import shutil
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.checks.findings import Finding, failed, note, well
from bot.mistakes import SettingsError
from digests.errors import DigestsError

if TYPE_CHECKING:
    from bot.config import Settings

LEAST_FREE, ENOUGH_FREE = 200 * 1024**2, 1024**3  # bytes
RELEASED = datetime(2026, 1, 1, tzinfo=UTC)  # no clock that is right can be before
SKEW = 120  # seconds: Slack and Discord refuse signatures that are 5 minutes old
_UPGRADE = "run “downlink db upgrade”"


def secret_key(settings: Settings) -> Finding:
    """Look whether stored tokens could be encrypted."""
    from bot.secrets import Vault

    name = "Secret key"
    if settings.secret_key is None:
        if settings.slack_client_id:
            return failed(name, "Tokens of workspaces that install the bot can't be encrypted.",
                          "set DOWNLINK_SECRET_KEY to what “downlink keys new” prints")  # fmt: skip
        return well(name, "None is set, and none is needed: no tokens are stored.")
    try:
        Vault(settings.secret_key.get_secret_value()).seal("x")
    except SettingsError as problem:
        return failed(name, str(problem), "set DOWNLINK_SECRET_KEY to what “downlink keys new” prints")
    return well(name, "Tokens are encrypted with it.")


def database(settings: Settings) -> Iterator[Finding]:
    """Look whether the database is reachable, current and whole."""
    from bot.app import database_url
    from bot.database import database_file, database_trouble
    from digests.store.sql import open_store

    name, url = "Database", database_url(settings)
    path = database_file(url)
    if path is not None and not path.exists():
        yield note(name, f"{path} is not there yet; whatever stores something makes it.", _UPGRADE)
        return
    if trouble := database_trouble(url):
        yield failed(
            name, trouble, _UPGRADE if "upgrade" in trouble else "see “downlink db check”, or restore a backup"
        )
        return
    yield well(name, f"{path or 'PostgreSQL'} is reachable and current.")
    try:
        store = open_store(url)
        with contextlib.closing(store):
            wrong = [*store.check(), *_bots(url)]
    except DigestsError as problem:
        wrong = [str(problem)]
    if wrong:
        yield failed("Contents", " ".join(wrong[:3]), "restore a backup, or take the articles in anew")
    else:
        yield well("Contents", "Everything in the database is whole.")


def _bots(url: str) -> list[str]:
    from bot.store.sql import open_memory

    with contextlib.closing(open_memory(url)) as memory:
        return memory.check()


def disk(settings: Settings) -> Finding:
    """Look for room where the database is."""
    from bot.app import database_url
    from bot.database import database_file

    path = database_file(database_url(settings)) or Path()
    folder = next((each for each in (path, *path.absolute().parents) if each.is_dir()), Path("/"))
    free = shutil.disk_usage(folder).free
    said = f"{free / 1024**3:,.1f} GB are free in {folder}."
    if free < LEAST_FREE:
        return failed("Disk", said, "make room: a full disk stops the bot from storing anything")
    return note("Disk", said, "100,000 articles take about 1 GB") if free < ENOUGH_FREE else well("Disk", said)


def clock(now: datetime, elsewhere: datetime | None) -> Finding:
    """Compare the clock with a platform's. ``elsewhere``: None where no platform was asked."""
    if now < RELEASED:
        return failed("Clock", f"The clock says {now:%-d %b %Y}.", "set the system's clock, best by NTP")
    if elsewhere is None:
        return well("Clock", f"It is {now:%-d %b %Y, %H:%M} UTC here; no platform was asked.")
    seconds = abs((now - elsewhere).total_seconds())
    if seconds > SKEW:
        return failed("Clock", f"It is {seconds:,.0f} seconds away from the platform's.",
                      "set the system's clock, best by NTP: signed requests are refused by their age")  # fmt: skip
    return well("Clock", "It agrees with the platform's.")


def model() -> Finding:
    """Look whether names can be read."""
    from digests.reading.read import read

    text = "Dmitry Rogozin, the head of Roscosmos, spoke in Moscow."
    try:
        found = {mention.name for mention in read(text).mentions}
    except Exception as problem:  # a file of weights can be broken in many ways
        return failed("Names model", f"It does not load ({type(problem).__name__}).", "install Downlink anew")
    if "Dmitry Rogozin" not in found:
        return failed("Names model", "It does not find a name that it knows.", "install Downlink anew")
    return well("Names model", "It loads and finds names.")


def port(settings: Settings) -> Finding:
    """Look whether the web part's port can be had."""
    from bot.web.server import port_trouble

    name, host, number = "Web port", settings.web_host, settings.web_port
    if not number:
        return note(name, "The web part is off: no health, nothing over HTTP.")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
    except OSError as problem:
        said, _, fix = port_trouble(host, number, problem).partition(": ")
        return failed(name, f"P{said[1:]}. Perhaps the bot runs already.", fix.rstrip("."))
    return well(name, f"{host}:{number} is free.")
