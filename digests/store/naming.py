"""Entities as they are made, renamed and counted: gathered, then written many at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from digests.model import Kind
from digests.store.columns import microseconds, plain
from digests.store.packing import KIND_CODES, trigrams
from digests.store.rows import change_many, insert_many, next_number
from digests.store.schema import entity, entity_key, entity_trigram, entity_word, spelling

KEY_LENGTH = 200  # what is longer is cut, for PostgreSQL can't index it
SPELLING_LENGTH = 500
WORD_LENGTH = 60

_COUNT = (
    "UPDATE entity SET articles = articles + ?, first_seen = CASE WHEN first_seen < ? THEN first_seen ELSE ? END, "
    "last_seen = CASE WHEN last_seen > ? THEN last_seen ELSE ? END WHERE id = ?"
)


class Naming:
    """The entities of one transaction that are not written yet. One writer at a time, so ids are counted."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._next = 0
        self._entities: list[dict[str, Any]] = []
        self._found_by: dict[tuple[sa.Table, str], dict[tuple[Any, int], None]] = {}
        self._names: dict[int, str] = {}
        self._seen: dict[int, tuple[int, int, int]] = {}  # count, first and last in microseconds

    def add(self, kind: Kind, name: str, keys: Iterable[str], folded: str) -> int:
        """Make an entity and give its id."""
        self._next = self._next or next_number(self._connection, entity.c.id)
        number = self._next
        self._next += 1
        self._entities.append({
            "id": number, "kind": KIND_CODES[kind], "name": name, "folded": folded, "articles": 0,
            "first_seen": None, "last_seen": None,
        })
        self.spell(number, name, keys, folded)
        return number

    def spell(self, number: int, text: str, keys: Iterable[str], folded: str) -> None:
        """Note a form of an entity's name and all it can be found by."""
        self._add(spelling, "spelling", number, [plain(text[:SPELLING_LENGTH])])
        self._add(entity_key, "key", number, (plain(key[:KEY_LENGTH]) for key in keys))
        self._add(entity_word, "word", number, (plain(word[:WORD_LENGTH]) for word in folded.split()))
        self._add(entity_trigram, "trigram", number, trigrams(folded))

    def _add(self, table: sa.Table, column: str, number: int, values: Iterable[Any]) -> None:
        rows = self._found_by.setdefault((table, column), {})
        for value in values:
            rows[value, number] = None

    def rename(self, number: int, name: str) -> None:
        """Change the name that is shown."""
        self._names[number] = name

    def count(self, numbers: Iterable[int], published_at: datetime) -> None:
        """Note that one more article has these entities."""
        at = microseconds(published_at)
        for number in numbers:
            count, first, last = self._seen.get(number, (0, at, at))
            self._seen[number] = count + 1, min(first, at), max(last, at)

    def settle(self) -> None:
        """Write everything gathered."""
        if self._entities:
            self._connection.execute(sa.insert(entity), self._entities)
            self._entities = []
        for (table, column), rows in self._found_by.items():
            # in order of the key, for so the pages of the table are each touched once
            insert_many(self._connection, table, (column, "entity_id"), sorted(rows), missing=True)
        self._found_by = {}
        if self._names:
            renamed = sa.update(entity).where(entity.c.id == sa.bindparam("e")).values(name=sa.bindparam("n"))
            self._connection.execute(renamed, [{"e": e, "n": name} for e, name in self._names.items()])
            self._names = {}
        if self._seen:
            change_many(self._connection, _COUNT, [
                (count, first, first, last, last, number)
                for number, (count, first, last) in sorted(self._seen.items())
            ])
            self._seen = {}
