"""What became of claims, and whose turn is next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from bot.delivery.values import Outcome, Over, Sent, Stage, Unsure, Waiting, What
from bot.store.ledger.connected import Connected
from bot.store.ledger.rows import COMPOSE, LOOK, PUBLISH, SEND, queue
from bot.store.ledger.turns import end_parts_after
from bot.store.schema import delivery as table
from digests.store.columns import microseconds, plain
from digests.store.rows import among, update_many

Row = sa.Row[Any]
Done = tuple[Row, Outcome]
_KNOWN = sa.select(
    *(table.c[name] for name in ("id", "fence", "stage", "queue", "part", "parts", "first", "what", "platform")),
    *(table.c[name] for name in ("thread", "message_id", "below", "refusals", "attempts")),
    sa.type_coerce(table.c.ready_at, sa.BigInteger).label("ready_at"),
)
_CHANGED = (
    "stage", "queue", "ready_at", "lease_until", "message_id", "below", "error", "refusals", "attempts", "finished_at",
    "untold_since",
)  # fmt: skip


class Recording(Connected):
    """See ``Ledger``."""

    def over(self, outcome: Outcome) -> bool:
        """Record one."""
        return self.record([outcome])[0]

    def record(self, outcomes: Sequence[Outcome]) -> Sequence[bool]:
        """Record all whose fence still is the row's, in one transaction."""
        if not outcomes:
            return []
        with self.writing() as connection:
            rows = _locked(connection, {outcome.claim.delivery.id for outcome in outcomes})
            done: list[Done] = []
            answers = [_settle(rows, outcome, done) for outcome in outcomes]
            update_many(connection, table, ["id"], _CHANGED, [_change(row, outcome) for row, outcome in done])
            _next_turns(connection, done)
        return answers


def _locked(connection: sa.Connection, numbers: Iterable[int]) -> dict[int, Row]:
    """Lock the rows, in the order of their numbers so that no two workers wait for each other."""
    question = _KNOWN.where(among(connection, table.c.id, numbers)).order_by(table.c.id).with_for_update(of=table)
    return {row.id: row for row in connection.execute(question)}


def _settle(rows: dict[int, Row], outcome: Outcome, done: list[Done]) -> bool:
    """Note an outcome as one to be written, if its claim still holds; tells whether what it says is so."""
    row = rows.get(outcome.claim.delivery.id)
    if row is None or row.fence != outcome.claim.fence:
        return False
    if row.stage == Stage.SENDING or row.queue == COMPOSE:
        if row.stage != Stage.SENDING and not isinstance(outcome, Waiting | Over):
            raise ValueError("what was claimed for composing can't be sent")
        done.append((row, outcome))
        del rows[row.id]
        return True
    # Said before, and the answer was lost on the way.
    return isinstance(outcome, Sent) and row.stage == Stage.SENT and row.message_id == plain(outcome.message_id)


def _change(row: Row, outcome: Outcome) -> tuple[Any, ...]:
    """Lay out a row's new values, as ``_CHANGED``."""
    kept = (row.message_id, row.below)
    match outcome:
        case Sent(message_id=message, at=at, thread=thread, publish=publish):
            moment = microseconds(at)
            public = (PUBLISH, moment) if publish else (None, None)
            told = moment if row.part == 0 and row.what != What.NOTICE else None
            below = None if thread is None else plain(thread)
            counts = row.refusals, row.attempts
            return row.id, Stage.SENT.value, *public, None, plain(message), below, "", *counts, moment, told
        case Waiting(until=until, reason=reason, refused=refused, begun=begun):
            moment, composing = microseconds(until), row.stage != Stage.SENDING
            if composing:  # by nobody before then
                again: tuple[str, int, int | None] = (COMPOSE, row.ready_at, moment)
            else:
                again = queue(SEND, row.platform), moment, None
            counts = row.refusals + refused, row.attempts - (not (begun or composing))
            return row.id, Stage.PENDING.value, *again, *kept, plain(reason), *counts, None, None
        case Unsure(look_at=look_at, reason=reason):
            moment, look = microseconds(look_at), queue(LOOK, row.platform)
            counts = row.refusals, row.attempts
            return row.id, Stage.SENDING.value, look, moment, moment, *kept, plain(reason), *counts, None, None
        case Over(stage=stage, at=at, reason=reason):
            if stage not in (Stage.SKIPPED, Stage.DEAD):
                raise ValueError(f"what is over is SKIPPED or DEAD, not {stage}")
            counts = row.refusals, row.attempts
            return row.id, stage.value, None, None, None, *kept, plain(reason), *counts, microseconds(at), None


def _next_turns(connection: sa.Connection, done: Iterable[Done]) -> None:
    """Let the part after a SENT one be sent, in the same thread; end those after one that is over."""
    turns = []
    for row, outcome in done:
        if row.part + 1 == row.parts:
            continue
        first = row.first or row.id
        if isinstance(outcome, Sent):
            below = outcome.thread or row.thread
            ready = queue(SEND, row.platform), microseconds(outcome.at), None if below is None else plain(below)
            turns.append((first, row.part + 1, *ready))
        elif isinstance(outcome, Over):
            end_parts_after(connection, first, row.part, outcome.stage, outcome.reason, outcome.at)
    pending = f"{table.name}.stage = '{Stage.PENDING}'"
    update_many(connection, table, ["first", "part"], ["queue", "ready_at", "thread"], turns, where=pending)
