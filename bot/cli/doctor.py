"""``downlink doctor``: what is configured, what is wrong, and the fix."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from bot.cli.opening import settings
from bot.cli.showing import FORMAT, screen
from bot.cli.status import DONE, PARTLY

if TYPE_CHECKING:
    from bot.checks.findings import Finding

_MARKS = {"well": ("ok  ", "green"), "note": ("note", "yellow"), "failed": ("FAIL", "red")}


@click.command()
@FORMAT
def doctor(form: str) -> int:
    """Check everything that is configured, and name the fix of what is wrong; exit 1 if a check fails.

    Example: downlink doctor --format json
    """
    from bot.app import utc_now
    from bot.checks.everything import everything

    given = settings()  # a mistake in them ends here, with its fix, as in every command
    found = everything(given, utc_now)
    if form == "json":
        click.echo(json.dumps([_record(finding) for finding in found], ensure_ascii=False))
    else:
        for finding in found:
            show(finding)
    failures = sum(finding.state.value == "failed" for finding in found)
    if form == "text":
        click.echo(f"{failures} of {len(found)} checks failed." if failures else "Everything is well.", err=True)
    return PARTLY if failures else DONE


def _record(finding: Finding) -> dict[str, str]:
    from bot.redaction import redacted

    return {
        "check": finding.name,
        "state": finding.state.value,
        "said": redacted(finding.said),
        "fix": redacted(finding.fix),
    }


def show(finding: Finding, *, err: bool = False) -> None:
    """Print a finding and its fix."""
    from bot.platforms.terminal.safe import safe
    from bot.redaction import redacted

    mark, colour = _MARKS[finding.state.value]
    shown = click.style(mark, fg=colour) if screen().colours else mark
    click.echo(f"{shown}  {finding.name}: {safe(redacted(finding.said))}", err=err)
    if finding.fix:
        click.echo(f"      {safe(redacted(finding.fix))}", err=err)
