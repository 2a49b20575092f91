"""A command line to call and a small archive to call it on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.cli.main import run

ROGOZIN = (
    "Dmitry Rogozin, the chief executive of Roscosmos, was dismissed on Friday by President Vladimir Putin."
    ' "I did what I could," Rogozin said. Yury Borisov was appointed director general of Roscosmos the same day.'
)
ARTICLES = (
    {"id": "1", "title": "Rogozin leaves Roscosmos", "text": ROGOZIN, "outlet": "Orbit Daily",
     "url": "https://orbit.example/1", "published_at": "2022-07-15T09:00:00Z"},
    {"id": "2", "title": "Comet over Chile", "text": "A comet was seen over Chile by two telescopes in the desert.",
     "outlet": "Sky Ledger", "url": "https://sky.example/2", "published_at": "2022-07-14T09:00:00Z"},
)  # fmt: skip


class Said(NamedTuple):
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str


Downlink = Callable[..., Said]


@pytest.fixture
def downlink(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Downlink:
    """Call the command line in a folder of its own; its database is made when it is needed."""
    monkeypatch.setenv("DOWNLINK_DATABASE_URL", f"sqlite:///{tmp_path / 'test.db'}")
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Said:
        capfd.readouterr()
        status = run(arguments)
        return Said(status, *capfd.readouterr())

    return call


@pytest.fixture
def archive(tmp_path: Path) -> str:
    """Write the small archive as JSON Lines."""
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    return str(path)
