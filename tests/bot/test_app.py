"""The composition root."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import build, database_url
from bot.config import Settings, default_database
from bot.mistakes import SettingsError
from bot.replies import Destination, Outcome
from bot.sampling import after_newest, sample_app
from digests.sample import archive
from digests.store.sql import open_store
from tests.bot.fakes import FakeNewsroom
from tests.bot.memory import seeded

HERE = Destination("terminal", "test")


async def test_an_application_is_built_of_settings_alone(tmp_path: Path) -> None:
    """Database, newsroom, registry and clock come together and answer."""
    app = build(Settings.model_validate({"database_url": f"sqlite:///{tmp_path / 'a.db'}"}))
    try:
        reply = await app.answer_line("/digest", destination=HERE, user="reader")
    finally:
        app.close()
    assert reply.outcome is Outcome.NOTHING and "No articles are stored yet" in str(reply.to_json())


def test_closing_closes_the_newsroom() -> None:
    """Whatever newsroom was handed in."""
    room = FakeNewsroom()
    build(Settings(), newsroom=room).close()  # type: ignore[arg-type]
    assert room.closed


def test_the_default_databases_folder_is_made() -> None:
    """On the first start there is none; for an address given, nothing is made."""
    folder = Path(default_database().get_secret_value().removeprefix("sqlite:///")).parent
    assert not folder.exists()
    assert database_url(Settings.model_validate({"database_url": "sqlite:////elsewhere/x.db"})).endswith("x.db")
    assert not folder.exists()
    database_url(Settings())
    assert folder.is_dir()


def test_the_samples_clock_stands_just_after_its_newest_article() -> None:
    """So that what is newest in it is news."""
    now = after_newest(archive())
    assert now.tzinfo is UTC and now.minute == 0 and now < datetime(2023, 1, 1, tzinfo=UTC)
    with sample_app() as app:
        assert app.desk.clock() == now


def test_a_language_model_needs_a_name() -> None:
    """One that is set in full words summaries; half a setting ends the start."""
    half = Settings.model_validate({"database_url": "sqlite:///:memory:", "llm_url": "http://127.0.0.1:9/v1"})
    with pytest.raises(SettingsError, match="llm_model"):
        build(half)
    named = half.model_copy(update={"llm_model": "small-1"})
    whole = build(named, memory=seeded(), store=open_store("sqlite:///:memory:"))
    assert whole.newsroom.writer is not None and whole.newsroom.writer.record.model == "small-1"
    whole.newsroom.close()
