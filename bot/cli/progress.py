"""Progress on standard error: live on a terminal, plain lines or nothing elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from digests.newsroom import Progress

T = TypeVar("T")
PLAIN_EVERY = 10.0  # seconds between plain lines


def counted(items: Iterable[T], noun: str) -> Iterator[T]:
    """Count what passes, visibly where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    with _bar("{task.completed:,.0f} " + noun) as bar:
        task = bar.add_task("", total=None)
        for item in items:
            yield item
            bar.advance(task)


class Taken:
    """How far an ingest is; ``draw`` shows it."""

    def __init__(self, draw: Callable[[Progress, str], None]) -> None:
        self._draw = draw
        self._last: Progress | None = None

    def note(self, progress: Progress) -> None:
        """Take a report of progress."""
        self._last = progress
        self._draw(progress, self.line())

    def line(self) -> str:
        """Say the counts so far."""
        if (last := self._last) is None:
            return "0 new"
        return f"{last.new:,} new, {last.known:,} known, {last.duplicates:,} duplicates, {last.rejected:,} rejected"


@contextmanager
def taking(label: str = "Reading") -> Iterator[Taken]:
    """Show an ingest's progress while it runs."""
    if not sys.stderr.isatty():
        yield Taken(Plain())
        return
    with _bar(label + " {task.description}") as bar:
        task = bar.add_task("", total=None)
        yield Taken(
            lambda progress, line: bar.update(task, completed=progress.done, total=progress.total, description=line)
        )


class Plain:
    """Prints a line now and then, so that a long run in a log shows life."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told = clock()

    def __call__(self, progress: Progress, line: str) -> None:
        if self._clock() - self._told >= PLAIN_EVERY:
            self._told = self._clock()
            click.echo(line, err=True)


def _bar(text: str) -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    return Progress(
        SpinnerColumn(),
        BarColumn(bar_width=20),
        TextColumn(text),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
