"""Options of ``downlink ingest`` are understood before anything is read."""

from __future__ import annotations

import pytest

from tests.bot.cli.conftest import Downlink


@pytest.mark.parametrize(
    ("option", "value", "right"),
    [
        ("--published-at", "soon", "2022-05-02T09:00:00Z"),
        ("--published-at", "1066-10-14", "2022-05-02T09:00:00Z"),
        ("--url", "news", "https://news.example/article"),
        ("--url", "ftp://news.example/a", "https://news.example/article"),
    ],
)
def test_an_unusable_value_ends_it(downlink: Downlink, archive: str, option: str, value: str, right: str) -> None:
    """One sentence instead of a rejection an article."""
    said = downlink("ingest", option, value, archive)
    assert said.status == 2 and option in said.err and right in said.err and said.err.count("\n") == 1


def test_usable_values(downlink: Downlink, archive: str) -> None:
    """They are for what the articles don't state."""
    said = downlink("ingest", "--published-at", "3 May 2022 09:00", "--no-follow-links", archive)
    assert said.status == 0 and said.out.startswith("2 new")
