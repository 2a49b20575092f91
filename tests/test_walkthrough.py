"""An article file becomes a message: both walks, end to end, on a real database. Read this first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, build
from bot.commands.desk import Desk
from bot.commands.table import REGISTRY
from bot.config import Settings
from bot.platforms.terminal.render import render
from bot.platforms.terminal.screen import Screen
from bot.replies import Destination
from digests.answers import Found
from digests.intake.options import IngestOptions
from digests.model import Length, Window
from digests.newsroom import DigestRequest
from digests.sample import archive
from digests.store.sql import open_store

NOW = datetime(2022, 5, 3, 12, tzinfo=UTC)
HERE = Destination("terminal", "prompt")
ARTICLE = """Moon base talks planned for May

Russia and China are to speak in May about building a base on the moon. In remarks reported by a newspaper, Dmitry
Rogozin, the chief executive of the Russian space agency Roscosmos, said, “Before the end of May, I plan to hold
detailed dialogue with our Chinese colleagues on our cooperation in this direction.” They agreed on a station in 2021.

Dmitry Strugovets, a Roscosmos spokesman, spoke of the spacewalk in April. “No one remained indifferent,” he said.
"""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """Put the bot together on an empty database, in May 2022."""
    built = build(Settings(), store=open_store(f"sqlite:///{tmp_path / 'news.db'}"), clock=lambda: NOW)
    yield built
    built.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Save the article as a text file."""
    path = tmp_path / "moon-base.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


async def said(app: App, command: str) -> str:
    """Type a command, and read the answer as plain text with single spaces."""
    reply = await app.answer_line(command, destination=HERE, user="reader")
    return " ".join(render(reply, Screen(100, UTC, False, False)).split())


async def test_an_article_file_becomes_a_dossier_and_a_digest(app: App, file: Path) -> None:
    """File → article → reading → store → dossier and digest → text, word for word."""
    options = IngestOptions(outlet="Moon Mail", published_at="2022-05-02T09:00:00Z")
    report = await app.newsroom.ingest([str(file)], options)
    assert (report.new, report.rejected) == (1, 0)

    for spelling in ("Rogozin", "rogozin", "Rogosin", "Рогозин"):
        dossier = await said(app, f"/who {spelling}")
        assert dossier.startswith("Dmitry Rogozin")
        assert "chief executive of Roscosmos" in dossier
        assert "“Before the end of May, I plan to hold detailed dialogue with our Chinese" in dossier
        assert "indifferent" not in dossier  # somebody else's words

    assert "“No one remained indifferent,”" in await said(app, "/who Strugovets")
    asked = await said(app, "/who Dmitry")
    assert "Dmitry Rogozin" in asked and "Dmitry Strugovets" in asked and "Which" in asked
    assert "Nobody by that name in 1 stored article" in await said(app, "/who Smith")

    digest = await said(app, "/digest 2 days")
    assert "Moon base talks planned for May" in digest and "Moon Mail" in digest and "[1]" in digest


async def test_every_sentence_of_the_sample_archive_is_verbatim(tmp_path: Path) -> None:
    """Ninety articles: whatever a digest or dossier shows is cut from the article that it cites."""
    store = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    app = build(Settings(), store=store, clock=lambda: NOW + timedelta(days=240))
    report = await app.newsroom.ingest([str(archive())], IngestOptions())
    assert report.new > 70 and report.rejected == 0
    window = Window(datetime(2022, 4, 1, tzinfo=UTC), NOW + timedelta(days=240))
    digest = await app.newsroom.digest(DigestRequest(window, length=Length.FULL, stories=30))
    finding = await app.newsroom.find("Rogozin")
    assert isinstance(finding, Found) and len(digest.stories) == 30
    dossier = await app.newsroom.dossier(finding.entity.id)
    cited = [line.cited for story in digest.stories for line in story.lines]
    cited += [story.quote.cited for story in digest.stories if story.quote]
    cited += [said.quote.cited for said in dossier.quotes] + [role.newest.cited for role in dossier.roles]
    assert len(cited) > 60
    with store.reading() as queries:
        texts = {key: article.text for key, article in queries.articles({one.article.id for one in cited}).items()}
    app.close()
    assert [one.text for one in cited] == [texts[one.article.id][one.start : one.end] for one in cited]


async def test_the_time_is_passed_in(app: App, file: Path) -> None:
    """A year later the same command finds an empty window, and says what is stored."""
    await app.newsroom.ingest([str(file)], IngestOptions(published_at="2022-05-02T09:00:00Z"))
    later = replace(app, desk=Desk(app.newsroom, lambda: NOW + timedelta(days=365), app.desk.report), registry=REGISTRY)
    assert "2 May 2022" in await said(later, "/digest")
