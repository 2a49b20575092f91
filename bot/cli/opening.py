"""Settings and an application for the commands that need them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from bot.app import App
    from bot.config import Settings

Result = TypeVar("Result")


def settings() -> Settings:
    """Load the settings: file, environment, options. Raises SettingsError."""
    from bot import log
    from bot.config import load, secrets_of
    from bot.redaction import conceal

    given = click.get_current_context().obj
    environ = dict(os.environ)
    if given.config:
        environ["DOWNLINK_CONFIG"] = str(given.config)
    loaded = load(environ, Path(), database_url=given.database_url)
    conceal(secrets_of(loaded))
    log.start(loaded.log)
    return loaded


@contextmanager
def opened() -> Iterator[App]:
    """Open the configured application; closed on leaving."""
    from bot.app import build

    app = build(settings())
    try:
        yield app
    finally:
        app.close()


def asked(question: Callable[[App], Awaitable[Result]]) -> Result:
    """Ask the configured application one thing."""
    with opened() as app:

        async def run() -> Result:
            return await question(app)

        return asyncio.run(run())
