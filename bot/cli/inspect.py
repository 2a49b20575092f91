"""``downlink inspect``: JSON Lines in, what is read in them out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import IO, Any

import click

from bot.cli.progress import counted
from bot.inspecting import records as jsonl
from bot.inspecting.pool import spread

Lines = Iterable[jsonl.Record | jsonl.Unreadable]
files = click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)


@click.group()
def inspect() -> None:
    """Show what Downlink reads, a record a line, without storing anything.

    Every command reads JSON Lines from FILE or - and writes JSON Lines, in order. A record that
    can't be read gets {"id", "error"} in its place, and the exit status is 1.

    Example: downlink inspect article articles.jsonl
    """


def _print(paths: tuple[str, ...], inspected: Callable[[Lines], Iterator[jsonl.Record]]) -> int:
    """Print what ``inspected`` makes of the records of all files; 1 if one was an error."""
    status = 0
    with ExitStack() as stack:
        streams: list[IO[bytes]] = [_opened(path, stack) for path in paths]
        for record in counted(inspected(jsonl.read_records(streams)), "records"):
            status = 1 if "error" in record else status
            sys.stdout.buffer.write(jsonl.write(record))
            sys.stdout.buffer.flush()
    return status


def _opened(path: str, stack: ExitStack) -> Any:
    return sys.stdin.buffer if path == "-" else stack.enter_context(open(path, "rb"))  # noqa: PTH123


@inspect.command()
@files
@click.option("--spacy-model", metavar="MODEL", help="Let the names of an installed spaCy model join.")
def article(files: tuple[str, ...], spacy_model: str | None) -> int:
    """Show sentences, names, quotations and roles of each article.

    Example: downlink inspect article articles.jsonl
    """
    from functools import partial

    from bot.inspecting.article import inspect_article

    if not spacy_model:
        return _print(files, lambda lines: spread(inspect_article, lines))
    from digests.reading.names.spacy_names import SpacyNames

    names = SpacyNames(spacy_model)
    names.load()  # what can't be loaded is no record's fault
    return _print(files, lambda lines: spread(partial(inspect_article, others=names), lines))


@inspect.command()
@files
def stories(files: tuple[str, ...]) -> int:
    """Show the story that each article joins, taken in order of publication.

    Example: downlink inspect stories articles.jsonl
    """
    from bot.inspecting.stories import inspect_stories

    return _print(files, lambda lines: inspect_stories(lines, now=datetime.now(UTC)))


@inspect.command()
@files
@click.option("--sentences", type=click.IntRange(1, 100), help="At most so many sentences a group.")
@click.option("--words", type=click.IntRange(1, 10_000), help="At most so many words a group.")
def summary(files: tuple[str, ...], sentences: int | None, words: int | None) -> int:
    """Summarise each group of articles in its own sentences.

    Example: downlink inspect summary articles.jsonl --sentences 2
    """
    from bot.inspecting.summary import Summary, grouped

    now = datetime.now(UTC)
    if sentences and words:
        raise click.UsageError("--sentences and --words exclude each other: give one, such as --words 100.")
    return _print(files, lambda lines: spread(Summary(sentences, words), grouped(lines, now=now)))


@inspect.command()
@files
def grounding(files: tuple[str, ...]) -> int:
    """Show whether sentences stand on their source.

    Example: downlink inspect grounding claims.jsonl
    """
    from bot.inspecting.grounding import inspect_grounding

    return _print(files, lambda lines: spread(inspect_grounding, lines))


@inspect.command()
@files
def page(files: tuple[str, ...]) -> int:
    """Show the article found in each web page.

    Example: downlink inspect page pages.jsonl
    """
    from bot.inspecting.sources import inspect_page

    return _print(files, lambda lines: spread(inspect_page, lines))


@inspect.command()
@files
def feed(files: tuple[str, ...]) -> int:
    """Show the entries of each feed.

    Example: downlink inspect feed feeds.jsonl
    """
    from bot.inspecting.sources import inspect_feed

    return _print(files, lambda lines: spread(inspect_feed, lines))
