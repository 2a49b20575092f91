"""``downlink articles|stories|people``: what is stored, filtered, a page at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import click

from bot.cli.opening import asked
from bot.cli.showing import FORMAT, screen
from bot.cli.status import DONE, PARTLY
from bot.cli.types import SINCE, UNTIL

Item = TypeVar("Item")
LIMIT = click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Rows a page.")
PAGE = click.option("--page", type=click.IntRange(1, 1_000_000), default=1, show_default=True, help="Which page.")


@click.command()
@click.option("--outlet", help="Only from outlets with this in their name.")
@SINCE
@UNTIL
@LIMIT
@PAGE
@FORMAT
def articles(
    outlet: str | None, since: datetime | None, until: datetime | None, limit: int, page: int, form: str
) -> int:
    """List stored articles, newest first.

    Example: downlink articles --outlet "Orbit Daily" --since "1 Jul 2022"
    """
    found = asked(
        lambda app: app.newsroom.articles(
            outlet=outlet, since=since, until=until, limit=limit, offset=(page - 1) * limit
        )
    )
    return _print(
        found,
        form,
        "articles",
        lambda card: {
            "id": card.id,
            "title": card.title,
            "outlet": card.outlet,
            "published_at": card.published_at,
            "url": card.url,
            "state_owned": card.state_owned,
            "duplicate_of": card.duplicate_of,
            "date_basis": card.date_basis.value,
        },
        ("published_at", "outlet", "title"),
    )


@click.command()
@LIMIT
@PAGE
@FORMAT
def stories(limit: int, page: int, form: str) -> int:
    """List stories, last seen first.

    Example: downlink stories --limit 5
    """
    found = asked(lambda app: app.newsroom.stories(limit=limit, offset=(page - 1) * limit))
    return _print(
        found,
        form,
        "stories",
        lambda brief: {
            "id": brief.id,
            "headline": brief.headline,
            "articles": brief.articles,
            "outlets": brief.outlets,
            "first_seen": brief.first_seen,
            "last_seen": brief.last_seen,
        },
        ("last_seen", "id", "articles", "headline"),
    )


@click.group(invoke_without_command=True)
@SINCE
@LIMIT
@PAGE
@FORMAT
@click.pass_context
def people(ctx: click.Context, since: datetime | None, limit: int, page: int, form: str) -> int:
    """List people, most articles first.

    Example: downlink people --since "1 Jul 2022"
    """
    if ctx.invoked_subcommand:
        return DONE
    found = asked(lambda app: app.newsroom.people(since=since, limit=limit, offset=(page - 1) * limit))
    return _print(
        found,
        form,
        "people",
        lambda entity: {
            "id": entity.id,
            "name": entity.name,
            "spellings": list(entity.spellings),
            "articles": entity.articles,
            "first_seen": entity.first_seen,
            "last_seen": entity.last_seen,
        },
        ("articles", "last_seen", "name"),
    )


@people.command()
@click.argument("name", nargs=-1, required=True)
@FORMAT
def why(name: tuple[str, ...], form: str) -> int:
    """Show why spellings were taken for one person (or body), and who was kept apart.

    Example: downlink people why Rogozin
    """
    from bot.cli.evidence import show

    return show(" ".join(name), form)


def _print(
    found: Sequence[Item], form: str, noun: str, shown: Callable[[Item], Mapping[str, Any]], columns: Sequence[str]
) -> int:
    rows = [shown(item) for item in found]
    for line in (_json_lines if form == "json" else _text_lines)(rows, columns):
        click.echo(line)
    if not rows:
        click.echo(f"No {noun} here.", err=True)
    return DONE if rows else PARTLY


def _json_lines(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Iterable[str]:
    for row in rows:
        yield json.dumps(
            {
                name: value.isoformat().replace("+00:00", "Z") if isinstance(value, datetime) else value
                for name, value in row.items()
            },
            ensure_ascii=False,
        )


def _text_lines(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> Iterable[str]:
    from bot.platforms.terminal.safe import safe

    zone = screen().zone

    def cell(value: Any) -> str:
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else safe(str(value))

    cells = [[cell(row[name]) for name in columns] for row in rows]
    widths = [max((len(row[n]) for row in cells), default=0) for n in range(len(columns))]
    for row in cells:
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
