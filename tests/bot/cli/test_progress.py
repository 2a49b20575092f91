"""Progress where there is no terminal."""

from __future__ import annotations

import pytest

from bot.cli.progress import PLAIN_EVERY, Plain, Taken, counted, taking
from digests.intake.options import Progress

HALF = Progress(2_500, None, 2_000, 300, 150, 50)


def test_counting_passes_everything_on(capfd: pytest.CaptureFixture[str]) -> None:
    """Silently, for standard error is no terminal here."""
    assert list(counted(range(5), "records")) == [0, 1, 2, 3, 4]
    assert capfd.readouterr().err == ""


def test_a_line_now_and_then(capfd: pytest.CaptureFixture[str]) -> None:
    """Not for every batch, so that logs stay readable."""
    now = 0.0
    taken = Taken(Plain(lambda: now))
    taken.note(HALF)
    assert capfd.readouterr().err == ""
    now = PLAIN_EVERY
    taken.note(HALF)
    taken.note(HALF)
    assert capfd.readouterr().err == "2,000 new, 300 known, 150 duplicates, 50 rejected\n"


def test_nothing_taken_yet() -> None:
    """Before the first report there is nothing to count."""
    with taking() as taken:
        assert taken.line() == "0 new"
