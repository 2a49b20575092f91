"""``downlink run``: everything that is configured, in one process; ``downlink worker``: one more worker."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import click

from bot.cli.opening import settings
from bot.cli.status import DONE, PARTLY

if TYPE_CHECKING:
    from bot.app import App
    from bot.config import Settings


@click.command()
@click.option(
    "--role", metavar="ROLE,...", default="web,gateway,worker,fetch", show_default=True, help="What of it runs here."
)
def run(role: str) -> int:
    """Run what is configured: Discord, Slack, schedules, feeds, the web part.

    Ctrl-C or SIGTERM ends it within 20 seconds.

    Example: downlink run --role web,gateway
    """
    return _started(_wanted(role))


@click.command()
def worker() -> int:
    """Run one more worker on the same database: it plans, composes and posts what is scheduled.

    The same as "downlink run --role worker". Ctrl-C or SIGTERM ends it within 20 seconds.

    Example: downlink worker
    """
    return _started(frozenset({"worker"}))


def _started(wanted: frozenset[str]) -> int:
    from bot import log
    from bot.app import build
    from digests.reading.pool import try_reader

    given = settings()
    log.start(given.log or log.usual())  # nobody waits for an answer on standard output here
    _check_configured(given, wanted)
    app = build(given)
    try:
        if given.spacy_model and "fetch" in wanted:
            try_reader(app.newsroom.reader)  # now, rather than at the first article
        return asyncio.run(_run(given, app, wanted))
    finally:
        app.close()


def _wanted(role: str) -> frozenset[str]:
    from bot.roles import ALL

    wanted = frozenset(part.strip() for part in role.split(",") if part.strip())
    if not wanted or wanted - set(ALL):
        raise click.UsageError(f'"{role}" names no role: there are {", ".join(ALL)}, as in --role {",".join(ALL)}.')
    return wanted


def _check_configured(given: Settings, wanted: frozenset[str]) -> None:
    """Refuse before a database is made for nothing; one that is there may have subscriptions of the terminal."""
    from bot.database import database_file
    from bot.mistakes import SettingsError
    from bot.roles import FETCH, NOTHING, NOWHERE, WORKER, configured

    path = database_file(given.database_url.get_secret_value())
    if wanted != {FETCH} and not configured(given) and path is not None and not path.is_file():
        raise SettingsError(NOWHERE if wanted <= {WORKER, FETCH} else NOTHING)


async def _run(given: Settings, app: App, wanted: frozenset[str]) -> int:
    from bot.log import LOGGER
    from bot.purging import purge_daily
    from bot.retention import terms
    from bot.roles import roles
    from bot.running import supervise
    from bot.warming import warm_up
    from digests.collector import calm

    stop = _told(asyncio.Event())
    ready = roles(given, app, wanted)
    await warm_up(app)
    calm()
    purging = asyncio.create_task(purge_daily(app, terms(given)))
    lasted = await supervise(ready, stop)
    purging.cancel()
    if not lasted:
        LOGGER.error("Nothing is left to run; the reasons are above.")
    return DONE if lasted else PARTLY


def _told(stop: asyncio.Event) -> asyncio.Event:
    """Stop at the first signal; a second one ends the process as it would any other."""
    from bot.log import LOGGER

    loop, signals = asyncio.get_running_loop(), (signal.SIGTERM, signal.SIGINT)

    def told(number: int) -> None:
        LOGGER.info("Stopping when the answers under way are done ...")
        stop.set()
        for each in signals:
            loop.remove_signal_handler(each)

    for each in signals:
        loop.add_signal_handler(each, told, each)
    return stop
