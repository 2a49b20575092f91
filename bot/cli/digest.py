"""``downlink digest``: a digest of any scope and period."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from bot.cli.opening import asked
from bot.cli.showing import FORMAT, screen, show
from bot.cli.types import SINCE, UNTIL

if TYPE_CHECKING:
    from digests.model import Window


@click.command()
@click.option("--period", help='Such as 24h, "7 days", yesterday, "April 2022"; by default the last 24 hours.')
@SINCE
@UNTIL
@click.option("--topic", multiple=True, help="Only on this topic; repeat for more.")
@click.option("--person", multiple=True, help="Only on this person; repeat for more.")
@click.option("--outlet", multiple=True, help="Only from this outlet; repeat for more.")
@click.option(
    "--length",
    type=click.Choice(["headlines", "brief", "standard", "full"]),
    default="standard",
    show_default=True,
    help="How much of each story.",
)
@click.option("--stories", type=click.IntRange(1, 15), default=7, show_default=True, help="Stories at most.")
@FORMAT
def digest(
    period: str | None,
    since: datetime | None,
    until: datetime | None,
    topic: tuple[str, ...],
    person: tuple[str, ...],
    outlet: tuple[str, ...],
    length: str,
    stories: int,
    form: str,
) -> int:
    """Compose a digest of the stored articles.

    Example: downlink digest --period "7 days" --length brief
    """
    from bot.presenters import digests
    from digests.model import Length, Scope
    from digests.questions.requests import DigestRequest

    scope = Scope(topic, person, outlet)
    if period and (since or until):
        raise click.UsageError("--period excludes --since and --until: give one or the other.")
    answer = asked(
        lambda app: app.newsroom.digest(
            DigestRequest(_window(period, since, until, app.desk.clock()), scope, Length(length), stories)
        )
    )
    return show(digests.digest(answer, zone=screen().zone), form)


def _window(period: str | None, since: datetime | None, until: datetime | None, now: datetime) -> Window:
    from bot.commands.periods import EARLIEST, parse_period
    from digests.model import Window

    if period:
        return parse_period(period, now=now, zone=screen().zone)
    if until and not since:
        return Window(EARLIEST, until)
    window = Window(since or now - timedelta(hours=24), until or now)
    if window.start >= window.end:
        raise click.UsageError("--since is not before --until: turn them round.")
    return window
