"""Values of options that click doesn't know."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import click


class When(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.5 alone
    """A date or a time; a date alone begins (or, for ``end``, ends) that day, in the system's zone."""

    name = "when"

    def __init__(self, *, end: bool = False) -> None:
        self.end = end

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Understand ``2022-05-03``, ``3 May 2022``, ``yesterday`` or ``2022-05-03T09:00Z``."""
        if isinstance(value, datetime):
            return value
        from bot.cli.showing import screen
        from bot.commands.dates import parse_date

        zone = screen().zone
        words = " ".join(str(value).casefold().replace(",", " ").split())
        if day := parse_date(words, datetime.now(zone).date()):
            return datetime.combine(day + timedelta(self.end), time(), zone).astimezone(UTC)
        try:
            moment = datetime.fromisoformat(str(value))
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            self.fail(
                f'"{value}" is no date or time such as 2022-05-03, "3 May 2022" or 2022-05-03T09:00Z.', param, ctx
            )


SINCE = click.option("--since", type=When(), help="From this date or time on.")
UNTIL = click.option("--until", type=When(end=True), help="Up to the end of this date, or before this time.")
