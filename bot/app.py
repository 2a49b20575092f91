"""The composition root: the one place where the parts are put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot import log
from bot.commands.desk import Desk
from bot.commands.registry import Registry
from bot.quotas import Quotas
from bot.replies import Destination, Invocation, Reply

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.store.base import Memory
    from digests.newsroom import Newsroom
    from digests.reading.pool import Reader
    from digests.store.base import Store
    from digests.summaries.generative import Writer


def utc_now() -> datetime:
    """Read the system's clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class App:
    """What a running Downlink is made of. Close it when done."""

    newsroom: Newsroom
    registry: Registry
    desk: Desk

    async def answer(self, invocation: Invocation) -> Reply:
        """Answer an invocation; never raises."""
        return await self.registry.dispatch(invocation, self.desk)

    async def answer_line(self, text: str, *, destination: Destination, user: str, zone: str = "UTC") -> Reply:
        """Answer a typed line such as ``/who Rogozin``; the platform has no id for it, so it gets one."""
        import uuid

        return await self.answer(Invocation(uuid.uuid4().hex, user, destination, "", text, zone=zone))

    def close(self) -> None:
        """Wait for open questions and close the database."""
        self.newsroom.close()
        if self.desk.memory is not None:
            self.desk.memory.close()


def build(
    settings: Settings,
    *,
    store: Store | None = None,
    clock: Callable[[], datetime] = utc_now,
    newsroom: Newsroom | None = None,
    memory: Memory | None = None,
) -> App:
    """Put an application together; tests hand in a store, a clock, a memory or a whole newsroom.

    Where articles are handed in and no memory is, there is none.

    Raises:
        StoreError: the database can't be opened.
    """
    from bot.commands.table import REGISTRY

    room = newsroom or _newsroom(settings, store, clock)
    if memory is None and store is None and newsroom is None:
        memory = _memory(settings, room)
    return App(room, REGISTRY, Desk(room, clock, log.report, memory, _quotas(settings)))


def _newsroom(settings: Settings, store: Store | None, clock: Callable[[], datetime]) -> Newsroom:
    from digests.newsroom import Newsroom
    from digests.store.sql import open_store

    writer, reader = _writer(settings), reader_of(settings)  # mistakes in settings end the start before a file is made
    return Newsroom(store or open_store(database_url(settings)), clock=clock, writer=writer, reader=reader)


def reader_of(settings: Settings) -> Reader:
    """Make what reads articles; a spaCy model that is set has to be installed.

    Raises:
        SettingsError: it is not.
    """
    from digests.reading.pool import read_article

    if not settings.spacy_model:
        return read_article
    from functools import partial

    from bot.mistakes import SettingsError
    from digests.errors import ReaderBroken
    from digests.reading.names.spacy_names import SpacyNames

    names = SpacyNames(settings.spacy_model)
    try:
        names.check_installed()
    except ReaderBroken as problem:
        raise SettingsError(f"spacy_model is set but can't be used: {problem}") from None
    return partial(read_article, others=names)


def _writer(settings: Settings) -> Writer | None:
    """Make what words summaries, where a language model is set."""
    if settings.llm_url is None:
        return None
    from bot.mistakes import SettingsError

    if not settings.llm_model:
        raise SettingsError("llm_url is set but llm_model is not: it names the language model to ask.")
    from digests.summaries.generative import Writer
    from digests.summaries.generative_client import Endpoint

    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    return Writer(Endpoint(settings.llm_url, settings.llm_model, key))


def _memory(settings: Settings, room: Newsroom) -> Memory:
    from bot.store.sql import open_memory

    try:
        return open_memory(database_url(settings))
    except BaseException:
        room.close()
        raise


def _quotas(settings: Settings) -> Quotas:
    return Quotas(settings.quota_subscriptions, settings.quota_feeds, settings.quota_runs, settings.quota_follows)


def database_url(settings: Settings) -> str:
    """Give the database's address; the folder of the default one is made."""
    from bot.config import data_directory, default_database

    if settings.database_url == default_database():
        data_directory().mkdir(parents=True, exist_ok=True)
    return settings.database_url.get_secret_value()
