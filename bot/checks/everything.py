"""All checks, in the order in which one would mend things."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from bot.checks import deliveries, feeds, machine, models
from bot.checks.findings import Finding, State, failed, note

if TYPE_CHECKING:
    from bot.config import Settings


def everything(settings: Settings, now: Callable[[], datetime]) -> list[Finding]:
    """Look at everything that is configured; takes seconds, for it asks the platforms and reads the database."""
    found = [machine.secret_key(settings), *_guarded("Database", lambda: machine.database(settings))]
    if any(finding.name == "Contents" and finding.state is State.WELL for finding in found):
        found += _guarded("Feeds", lambda: feeds.feeds(settings))
        found += _guarded("Deliveries", lambda: deliveries.deliveries(settings, now()))
    found += [machine.disk(settings), machine.model(), *models.spacy_model(settings)]
    found += asyncio.run(models.language_model(settings))
    asked, elsewhere = asyncio.run(platforms(settings))
    return [*found, machine.clock(now(), elsewhere), *asked, machine.port(settings)]


def _guarded(name: str, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """Let a check that fails itself be a finding."""
    from bot.log import report

    try:
        yield from check()
    except Exception as problem:
        number = report(problem, "a check")
        yield failed(name, f"It can't be looked at ({type(problem).__name__}).", f"the log says more, under {number}")


async def platforms(settings: Settings) -> tuple[list[Finding], datetime | None]:
    """Ask the platforms that are set, at the same time."""
    from bot.platforms.discord.check import check as discord
    from bot.platforms.slack.check import check as slack
    from bot.platforms.slack.manifest import SCOPES

    (on_discord, first), (on_slack, second) = await asyncio.gather(discord(settings), slack(settings, SCOPES))
    found = [*on_discord, *on_slack]
    if not found:
        fix = "“downlink init” asks for what is needed"
        found = [note("Platforms", "Neither Discord nor Slack is set; the terminal works without them.", fix)]
    return found, first or second
