"""Look for broken promises in the ledger, and say them in sentences."""

from __future__ import annotations

import sqlalchemy as sa

from bot.delivery.values import Stage, What
from bot.store.ledger.editions import read_edition
from bot.store.ledger.rows import COMPOSE, FINAL, LOOK, OPEN, PUBLISH, SEND
from bot.store.ledger.turns import stages
from bot.store.schema import delivery as table
from bot.store.schema import edition, subscription
from bot.store.values import State

_BEFORE = table.alias("before")
_LATER = table.c.first.is_not(None)
_PART_BEFORE = sa.and_(
    _BEFORE.c.part == table.c.part - 1, sa.or_(_BEFORE.c.id == table.c.first, _BEFORE.c.first == table.c.first)
)


def _is(*given: Stage) -> sa.ColumnElement[bool]:
    return table.c.stage.in_(stages(given))


def _queue_of(doing: str) -> sa.ColumnElement[str]:
    return sa.literal(f"{doing} ") + table.c.platform


def _before(*given: Stage) -> sa.ColumnElement[bool]:
    """Give the condition that the part before this one is in one of the stages."""
    return sa.exists().where(_PART_BEFORE, _BEFORE.c.stage.in_(stages(given)))


_WAITS_FOR_ITS_TURN = sa.and_(_LATER, ~_before(Stage.SENT))
_QUEUE = sa.func.coalesce(table.c.queue, "")
_RIGHT_QUEUE = sa.or_(
    sa.and_(_is(Stage.PENDING), _QUEUE == COMPOSE, table.c.edition.is_(None)),
    sa.and_(_is(Stage.PENDING), _queue_of(SEND) == _QUEUE, table.c.edition.is_not(None)),
    sa.and_(_is(Stage.PENDING), _QUEUE == "", _WAITS_FOR_ITS_TURN),
    sa.and_(_is(Stage.SENDING), _queue_of(LOOK) == _QUEUE),
    sa.and_(_is(Stage.SENT), sa.or_(_QUEUE == "", _QUEUE == PUBLISH)),
    sa.and_(_is(Stage.HELD, Stage.SKIPPED, Stage.DEAD), _QUEUE == ""),
)

_PROMISES: tuple[tuple[sa.ColumnElement[bool], str], ...] = (
    (table.c.stage.not_in(stages(list(Stage))), "{} deliveries are in a state that there is not."),
    (table.c.what.not_in([each.value for each in What]), "{} deliveries are of a kind that there is not."),
    (~_RIGHT_QUEUE, "{} deliveries wait in the wrong queue, or in none."),
    (table.c.queue.is_not(None) & table.c.ready_at.is_(None), "{} deliveries wait without a time."),
    (_is(Stage.SENT) & table.c.message_id.is_(None), "{} deliveries are sent, and have no message."),
    (_is(Stage.SENT, Stage.SENDING) & (table.c.attempts == 0), "{} deliveries were sent without a try."),
    (_is(Stage.SENDING) & table.c.lease_until.is_(None), "{} deliveries are being sent without a lease."),
    (_is(*FINAL) & table.c.finished_at.is_(None), "{} deliveries are over, and nothing says since when."),
    (_is(*OPEN, Stage.SENDING) & table.c.finished_at.is_not(None), "{} deliveries are over and are not."),
    (_is(Stage.SKIPPED, Stage.DEAD) & (table.c.error == ""), "{} deliveries were not posted, and nothing says why."),
    (_is(Stage.HELD, Stage.SENDING, Stage.SENT) & table.c.edition.is_(None), "{} deliveries have no edition."),
    (_LATER & ~sa.exists().where(_PART_BEFORE), "{} parts have lost the part before them."),
    (_LATER & _is(Stage.SENDING, Stage.SENT) & ~_before(Stage.SENT), "{} parts were sent before the part before them."),
    (_LATER & _is(*OPEN) & _before(Stage.DEAD, Stage.SKIPPED), "{} parts wait for a part that is over."),
    (
        table.c.edition.is_not(None) & ~sa.exists().where(edition.c.id == table.c.edition),
        "{} deliveries have an edition that is not there.",
    ),
)
_MESSAGE = ("platform", "installation", "channel", "message_id")
_SHARED = (
    sa.select(sa.literal(1))
    .where(table.c.message_id.is_not(None))
    .group_by(*(table.c[name] for name in _MESSAGE))
    .having(sa.func.count() > 1)
)
_QUESTIONS = (
    *((sa.select(sa.func.count()).select_from(table).where(broken), sentence) for broken, sentence in _PROMISES),
    (sa.select(sa.func.count()).select_from(_SHARED.subquery()), "{} messages are said to be two deliveries."),
    (
        sa.select(sa.func.count())
        .select_from(subscription)
        .where(subscription.c.state == State.ACTIVE.value, subscription.c.next_run_at.is_(None)),
        "{} active subscriptions have no next run.",
    ),
)


def check(connection: sa.Connection) -> list[str]:
    """Ask for each promise how many rows break it."""
    counts = [(connection.execute(question).scalar_one(), sentence) for question, sentence in _QUESTIONS]
    wrong = [sentence.format(f"{count:,}") for count, sentence in counts if count]
    if unreadable := sum(not _readable(row) for row in connection.execute(sa.select(edition))):
        wrong.append(f"{unreadable:,} editions can't be understood.")
    return wrong


def _readable(row: sa.Row[tuple[object, ...]]) -> bool:
    try:
        read_edition(row)
    except (ValueError, TypeError, KeyError):
        return False
    return True
