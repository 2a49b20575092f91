"""A composed row: its edition, its parts."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from bot.delivery.base import Composed
from bot.delivery.values import Claim, Part, Stage
from bot.store.ledger.connected import Connected
from bot.store.ledger.rows import COMPOSE, NEW, SEND, queue
from bot.store.schema import delivery as table
from digests.store.rows import among, insert_many, update_many

_COPIED = ("what", "owner", "slot", "platform", "installation", "channel", "thread", "due_at", "subscription", "story",
           "window_start", "window_end", "asked_by", "created_at")  # fmt: skip
_CHANGED = ("parts", "stage", "queue", "lease_until", "edition", "message", "piece", "error")
_MOMENTS = ("due_at", "window_start", "window_end", "created_at")  # copied as the numbers that they are
_KNOWN = sa.select(
    *(table.c[name] for name in ("id", "fence", "queue", *_COPIED) if name not in _MOMENTS),
    *(sa.type_coerce(table.c[name], sa.BigInteger).label(name) for name in _MOMENTS),
)


class Composing(Connected):
    """See ``Ledger``."""

    def composed(self, claim: Claim, edition: int, parts: Sequence[Part], *, held: bool = False) -> bool:
        """Give one row its edition."""
        return self.composed_all([Composed(claim, edition, tuple(parts), held)])[0]

    def composed_all(self, given: Sequence[Composed]) -> Sequence[bool]:
        """Give rows their editions in one transaction."""
        if not all(one.parts for one in given):
            raise ValueError("an edition has at least one part")
        with self.writing() as connection:
            rows = _locked(connection, {one.claim.delivery.id for one in given})
            ours = [_ours(rows, one) for one in given]
            taken = [(row, one) for row, one in zip(ours, given, strict=True) if row is not None]
            update_many(connection, table, ["id"], _CHANGED, [_first(row, one) for row, one in taken])
            insert_many(connection, table, NEW, [part for row, one in taken for part in _later(row, one)], missing=True)
        return [row is not None for row in ours]


def _locked(connection: sa.Connection, numbers: set[int]) -> dict[int, sa.Row[Any]]:
    question = _KNOWN.where(among(connection, table.c.id, numbers)).order_by(table.c.id).with_for_update(of=table)
    return {row.id: row for row in connection.execute(question)}


def _ours(rows: dict[int, sa.Row[Any]], one: Composed) -> sa.Row[Any] | None:
    """Give the row, once, while the claim on it holds."""
    row = rows.get(one.claim.delivery.id)
    ours = row is not None and row.queue == COMPOSE and row.fence == one.claim.fence
    return rows.pop(one.claim.delivery.id) if ours else None


def _stage(one: Composed) -> str:
    return (Stage.HELD if one.held else Stage.PENDING).value


def _first(row: sa.Row[Any], one: Composed) -> tuple[Any, ...]:
    part = one.parts[0]
    to_send = None if one.held else queue(SEND, row.platform)
    return row.id, len(one.parts), _stage(one), to_send, None, one.edition, part.message, part.piece, ""


def _later(row: sa.Row[Any], one: Composed) -> list[tuple[Any, ...]]:
    copied = row._mapping
    made = []
    for number, part in enumerate(one.parts[1:], 1):
        values = {name: copied[name] for name in _COPIED} | {
            "part": number,
            "parts": len(one.parts),
            "stage": _stage(one),
            "marker": secrets.token_hex(8),
            "edition": one.edition,
            "first": row.id,
            "message": part.message,
            "piece": part.piece,
            "fence": 0,
            "attempts": 0,
            "refusals": 0,
            "error": "",
        }
        made.append(tuple(values.get(name) for name in NEW))
    return made
