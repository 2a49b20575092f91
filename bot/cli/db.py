"""``downlink db``: the database's care."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.opening import settings
from bot.cli.status import DONE, PARTLY


@click.group()
def db() -> None:
    """Upgrade, check and back up the database.

    Example: downlink db check
    """


@db.command()
def upgrade() -> int:
    """Bring the database up to date; other commands do it as well.

    Example: downlink db upgrade
    """
    from bot.app import database_url
    from bot.store.sql import upgrade as bring_up_the_bots
    from digests.store.sql import upgrade as bring_up

    url = database_url(settings())
    applied = [*bring_up(url), *(f"{revision} of the bot" for revision in bring_up_the_bots(url))]
    click.echo(f"Applied {', '.join(applied)}." if applied else "The database is up to date.")
    return DONE


@db.command()
def check() -> int:
    """Check the database: integrity, search index, orphans, the ledger; exit 1 where something is wrong.

    Example: downlink db check
    """
    from bot.app import database_url
    from bot.store.sql import open_memory
    from digests.errors import StoreDamaged
    from digests.store.sql import open_store

    url = database_url(settings())
    try:
        store = open_store(url)
        try:
            wrong = list(store.check())
        finally:
            store.close()
        memory = open_memory(url)
        try:
            wrong += memory.check()
        finally:
            memory.close()
    except StoreDamaged as problem:
        wrong = [str(problem)]
    for sentence in wrong:
        click.echo(sentence)
    if not wrong:
        click.echo("The database is whole.")
    return PARTLY if wrong else DONE


@db.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> int:
    """Copy the database into FILE while it is in use.

    Example: downlink db backup downlink-backup.db
    """
    from bot.app import database_url
    from digests.store.sql import open_store

    if file.exists():
        raise click.UsageError(f"{file} is there already: name a new file.")
    store = open_store(database_url(settings()))
    try:
        store.backup(file)
    finally:
        store.close()
    click.echo(f"Copied into {file}.")
    return DONE


@db.command()
@click.option("--days", type=click.IntRange(min=0), default=30, show_default=True, help="The grace after removal.")
def purge(days: int) -> int:
    """Delete what is stored of workspaces and servers that removed the bot longer ago than the grace.

    Example: downlink db purge
    """
    from datetime import timedelta

    from bot.app import database_url, utc_now
    from bot.purging import last_moment
    from bot.store.sql import open_memory

    memory = open_memory(database_url(settings()))
    try:
        gone = memory.purge(last_moment(utc_now(), timedelta(days=days)))
    finally:
        memory.close()
    click.echo("There is nothing to delete." if not gone else f"Deleted what was stored of {gone:,}.")
    return DONE


@db.command()
def prune() -> int:
    """Delete what is past its term: old articles, posted digests, rows of the ledger, as the settings have it.

    A bot that runs does so by itself, once a day. What still decides anything stays.

    Example: downlink db prune
    """
    import asyncio

    from bot import retention
    from bot.app import build

    given = settings()
    app = build(given)
    try:
        gone = asyncio.run(retention.prune(app, retention.terms(given)))
    finally:
        app.close()
    click.echo(f"Deleted {gone}." if gone else "There is nothing to delete.")
    return DONE
