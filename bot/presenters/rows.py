"""A row of the ledger in words."""

from __future__ import annotations

from datetime import datetime

from bot.delivery.values import Delivery, Stage, What
from bot.spans import Moment, Spans, Style, line


def of_time(one: Delivery) -> str:
    """Name the local time that a digest is of, ``15 Jul 2022, 08:00``; with the zone's distance where it has one."""
    try:
        at = datetime.fromisoformat(one.slot)
    except ValueError:
        return one.slot
    away = f" (UTC{at.isoformat()[-6:]})" if at.tzinfo else ""
    return f"{at.day} {at:%b %Y, %H:%M}{away}"


def named(one: Delivery) -> str:
    """Name what a delivery carries: ``the digest of 15 Jul 2022, 08:00``."""
    if one.what is What.DIGEST:
        return f"the digest of {of_time(one)}"
    return {
        What.RUN: "the digest posted by hand",
        What.FOLLOW: "a message to somebody who follows",
        What.NOTICE: "a notice",
    }[one.what]


def became(one: Delivery) -> Spans:
    """Say what became of a row of the ledger."""
    if one.stage is Stage.SENT:
        return line("posted ", *_at(one))
    if one.stage is Stage.HELD:
        return line("waits for approval")
    if one.stage is Stage.SENDING:
        return line("is being posted")
    if one.stage is Stage.PENDING:
        due = line(", due ", Moment(one.due_at, Style.DATE_TIME)) if one.due_at else ()
        return line("waits", *due, f": {one.error}" if one.error else "")
    return line("not posted: " if one.stage is Stage.SKIPPED else "failed: ", one.error or "no reason is known")


def _at(one: Delivery) -> Spans:
    return line(Moment(one.finished_at, Style.DATE_TIME)) if one.finished_at else ()


def was_told(one: Delivery, *, itself: bool) -> str:
    """Say that a story was posted; ``itself``: with this very article."""
    return f"{'It' if itself else 'Its story'} was posted here already, in {named(one)}."


def covered_in_vain(one: Delivery) -> str:
    """Say that the digest of an article's time was not posted."""
    reason = (one.error or "no reason is known").rstrip(".")
    if one.stage in (Stage.SKIPPED, Stage.DEAD):
        return f"It is of the time of {named(one)}, which was not posted: {reason}."
    return f"It is of the time of {named(one)}, which is not posted yet."


def judged_then(one: Delivery, sentence: str | None) -> str:
    """Say what the digest of an article's time made of it; None: as things are now it would be in."""
    if sentence is None:
        return f"It is of the time of {named(one)}, and was not in it: it came in later, or had nothing new."
    return f"In {named(one)}: {sentence[:1].lower()}{sentence[1:]}"
