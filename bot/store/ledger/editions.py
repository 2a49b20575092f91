"""Editions: composed once, stored under their key, shared by deliveries."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.delivery.values import Edition, Message, Told
from bot.replies import Reply
from bot.replies_json import reply_of
from bot.store.ledger.connected import Connected
from bot.store.schema import edition as table
from bot.store.schema import edition_story
from digests.model import Window
from digests.store.columns import short_key
from digests.store.rows import insert_many, insert_missing

_KEPT = 64  # in memory: a digest goes to many channels, one after the other


class Editions(Connected):
    """See ``Ledger``."""

    shelf: Shelf

    def keep_edition(self, edition: Edition) -> int:
        """Store it, or find the one with its key."""
        with self.writing() as connection:
            return keep(connection, edition)

    def edition_with(self, key: str) -> Edition | None:
        """Look one up by its key."""
        with self.reading() as connection:
            row = connection.execute(sa.select(table).where(table.c.key == key)).first()
        return read_edition(row) if row else None

    def edition(self, number: int) -> Edition | None:
        """Look one up; it never changes, so that the last ones are remembered."""
        if found := self.shelf.get(number):
            return found
        with self.reading() as connection:
            row = connection.execute(sa.select(table).where(table.c.id == number)).first()
        if row is None:
            return None
        return self.shelf.keep(read_edition(row))


class Shelf:
    """The editions read last, for many threads."""

    def __init__(self) -> None:
        self._kept: dict[int, Edition] = {}
        self._lock = threading.Lock()

    def get(self, number: int) -> Edition | None:
        """Give one that is here."""
        return self._kept.get(number)

    def keep(self, edition: Edition) -> Edition:
        """Keep one in the place of the oldest."""
        with self._lock:
            self._kept[edition.id] = edition
            if len(self._kept) > _KEPT:
                del self._kept[next(iter(self._kept))]
        return edition

    def clear(self) -> None:
        """Keep none: some were deleted."""
        with self._lock:
            self._kept.clear()


def keep(connection: sa.Connection, edition: Edition) -> int:
    """Store an edition unless its key is there; gives the number of the one stored."""
    row = {
        "key": edition.key,
        "title": edition.title,
        "window_start": edition.window.start if edition.window else None,
        "window_end": edition.window.end if edition.window else None,
        "messages": json.dumps([{"reply": m.reply.to_json(), "threaded": m.threaded} for m in edition.messages]),
        "told": json.dumps([[t.story, t.article_ids, t.sentences] for t in edition.told]),
        "composed_at": edition.composed_at,
    }
    new = insert_missing(connection, table, row, table.c.key)
    number: int = connection.execute(sa.select(table.c.id).where(table.c.key == edition.key)).scalar_one()
    if new:
        stories = [(number, story) for story in {told.story for told in edition.told}]
        insert_many(connection, edition_story, ["edition", "story"], stories)
    return number


def of_body(body: Reply, now: datetime) -> Edition:
    """Make the edition of a reply that was ready."""
    key = f"body {short_key(json.dumps(body.to_json(), sort_keys=True))}"
    return Edition(key, body.title, None, (Message(body),), composed_at=now)


def read_edition(row: sa.Row[Any]) -> Edition:
    """Read an edition. ValueError or KeyError where it is none."""
    return Edition(
        row.key,
        row.title,
        Window(row.window_start, row.window_end) if row.window_end is not None else None,
        tuple(_message(each) for each in json.loads(row.messages)),
        tuple(Told(story, tuple(ids), tuple(said)) for story, ids, said in json.loads(row.told)),
        row.composed_at,
        row.id,
    )


def _message(record: Mapping[str, Any]) -> Message:
    return Message(reply_of(record["reply"]), record["threaded"])
