"""``downlink ingest``: articles in."""

from __future__ import annotations

import asyncio
import json
import os
from typing import TYPE_CHECKING

import click

from bot.cli.opening import opened
from bot.cli.progress import Taken, taking
from bot.cli.showing import FORMAT
from bot.cli.status import DONE, INTERRUPTED, PARTLY

if TYPE_CHECKING:
    from bot.app import App
    from digests.answers import IngestReport
    from digests.newsroom import IngestOptions


def _time(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Read a date now, rather than reject every article for it."""
    from bot.app import utc_now
    from digests.errors import Rejected
    from digests.ingest.dates import parse_date

    try:
        if value is not None:
            parse_date(value, utc_now())
    except Rejected as problem:
        raise click.UsageError(f"--published-at: {problem}; write 2022-05-02T09:00:00Z.", ctx) from None
    return value


def _address(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from digests.errors import Rejected
    from digests.ingest.addresses import canonical

    try:
        if value is not None:
            canonical(value)
    except Rejected as problem:
        raise click.UsageError(f"--url: {problem}; write https://news.example/article.", ctx) from None
    return value


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("--outlet", help="The outlet of articles that don't name theirs.")
@click.option("--published-at", metavar="TIME", callback=_time, help="The date of articles that don't state theirs.")
@click.option("--url", callback=_address, help="The address of an article that doesn't state its own.")
@click.option(
    "--jobs", type=click.IntRange(0, 256), help="Processes that read; 0 for none. By default one a processor."
)
@click.option("--dry-run", is_flag=True, help="Read everything, store nothing.")
@click.option("--no-follow-links", is_flag=True, help="Take feeds' teasers as they are; fetch no article pages.")
@click.option("--allow-private", is_flag=True, help="Fetch from addresses inside this network as well.")
@FORMAT
def ingest(
    sources: tuple[str, ...],
    outlet: str | None,
    published_at: str | None,
    url: str | None,
    jobs: int | None,
    dry_run: bool,
    no_follow_links: bool,
    allow_private: bool,
    form: str,
) -> int:
    """Store articles from each SOURCE: a file, a folder, - for standard input, a feed's or page's address.

    JSON Lines, text, HTML, RSS, Atom, JSON Feed and OPML are read. It is safe to repeat and to interrupt.

    Example: downlink ingest articles.jsonl https://news.example/feed.xml
    """
    from digests.collector import calm
    from digests.newsroom import IngestOptions

    options = IngestOptions(
        outlet=outlet,
        published_at=published_at,
        url=url,
        dry_run=dry_run,
        jobs=_jobs(jobs),
        follow_links=not no_follow_links,
        allow_private=allow_private,
    )
    with opened() as app, taking() as taken:
        before = asyncio.run(app.newsroom.totals()).articles
        calm()
        try:
            report = asyncio.run(_take(app, sources, options, taken))
        except KeyboardInterrupt:
            return _interrupted(asyncio.run(app.newsroom.totals()).articles, before)
    return _print(report, form)


def _jobs(asked: int | None) -> int:
    processors = os.cpu_count() or 1
    return asked if asked is not None else processors if processors > 1 else 0


async def _take(app: App, sources: tuple[str, ...], options: IngestOptions, taken: Taken) -> IngestReport:
    try:
        return await app.newsroom.ingest(sources, options, progress=taken.note)
    except asyncio.CancelledError:  # by Ctrl-C: the batch at hand is not torn apart
        click.echo("Stopping when the articles at hand are done ...", err=True)
        raise


def _interrupted(stored: int, before: int) -> int:
    new = f"{stored - before:,} new, {stored:,} in all"
    click.echo(f"Stopped. What is stored stays ({new}); the same command goes on from there.", err=True)
    return INTERRUPTED


def _print(report: IngestReport, form: str) -> int:
    from bot.redaction import redacted

    if form == "json":
        click.echo(
            json.dumps(
                {
                    "new": report.new,
                    "known": report.known,
                    "updated": report.updated,
                    "duplicates": report.duplicates,
                    "rejected": report.rejected,
                    "rejections": [
                        {"where": redacted(where), "reason": redacted(reason)} for where, reason in report.rejections
                    ],
                    "notices": [redacted(notice) for notice in report.notices],
                },
                ensure_ascii=False,
            )
        )
    else:
        click.echo(
            f"{report.new} new, {report.known} known, {report.duplicates} duplicates, {report.rejected} rejected"
        )
        if report.updated:
            click.echo(f"{report.updated} updated")
    _print_reasons(report)
    stored = report.new + report.known + report.updated + report.duplicates
    return PARTLY if report.rejected or not stored else DONE


def _print_reasons(report: IngestReport) -> None:
    from bot.platforms.terminal.safe import safe
    from bot.redaction import redacted

    for where, reason in report.rejections:  # an address may have a password in it
        click.echo(redacted(safe(f"rejected: {where}: {reason}")), err=True)
    if report.rejected > len(report.rejections):
        click.echo(f"... and {report.rejected - len(report.rejections):,} more", err=True)
    for notice in report.notices:
        click.echo(redacted(safe(notice)), err=True)
