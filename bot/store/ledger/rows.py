"""Rows of the ledger as values, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.delivery.values import Delivery, NewDelivery, Part, Stage, What
from bot.replies import Destination
from bot.store.schema import delivery as table
from bot.store.values import Place
from digests.model import Window
from digests.store.columns import microseconds, plain

COMPOSE, SEND, LOOK, PUBLISH = "compose", "send", "look", "publish"
FINAL = (Stage.SENT, Stage.SKIPPED, Stage.DEAD)
OPEN = (Stage.HELD, Stage.PENDING)
_WHAT = {each.value: each for each in What}
_STAGE = {each.value: each for each in Stage}
_COLUMNS = (
    "id", "what", "owner", "slot", "part", "platform", "channel", "installation", "thread", "stage", "marker", "due_at",
    "subscription", "story", "window_start", "window_end", "edition", "message", "piece", "attempts", "refusals",
    "first_try_at", "tried_at", "message_id", "below", "error", "created_at", "finished_at", "asked_by", "fence",
    "lease_until", "first",
)  # fmt: skip
SHOWN = tuple(table.c[name] for name in _COLUMNS)
NEW = (
    "what", "owner", "slot", "part", "parts", "platform", "installation", "channel", "thread", "stage", "queue",
    "ready_at", "marker", "due_at", "subscription", "story", "window_start", "window_end", "edition", "first",
    "message", "piece", "fence", "attempts", "refusals", "error", "asked_by", "created_at", "finished_at",
)  # fmt: skip


def queue(doing: str, platform: str) -> str:
    """Name a queue of a platform: those to send, those to look for."""
    return f"{doing} {platform}"


def destination_of(platform: str, channel: str, installation: str, thread: str | None) -> Destination:
    """Make the destination; "-" stands for no installation."""
    return Destination(platform, channel, None if installation == "-" else installation, thread)


def place_of(destination: Destination) -> Place:
    """Name the installation that a destination is in."""
    return Place(destination.platform, destination.installation or "-")


def read_delivery(row: sa.Row[Any]) -> Delivery:
    """Read a row of ``SHOWN``. KeyError where it is none."""
    (
        number, what, owner, slot, part, platform, channel, installation, thread, stage, marker, due_at, subscription,
        story, start, end, edition, message, piece, attempts, refusals, first_try, tried, message_id, below, error,
        created, finished, asked_by, *_,
    ) = row  # fmt: skip
    return Delivery(
        number, _WHAT[what], owner, slot, part, destination_of(platform, channel, installation, thread), _STAGE[stage],
        marker, due_at, subscription, story, None if end is None else Window(start, end), edition, Part(message, piece),
        attempts, refusals, first_try, tried, message_id, below, error, created, finished, asked_by,
    )  # fmt: skip


def new_row(one: NewDelivery, marker: str, edition: int | None, now: datetime) -> tuple[Any, ...]:
    """Lay a new delivery out as ``NEW``, its first part."""
    place, pending, at = place_of(one.destination), one.stage is Stage.PENDING, microseconds(now)
    due_at = _moment(one.due_at)
    if not pending and one.stage not in FINAL:
        raise ValueError(f"a new delivery is PENDING or final, not {one.stage}")
    if pending and due_at is None:
        raise ValueError("a PENDING delivery has a time")
    ready = (COMPOSE if edition is None else queue(SEND, place.platform)) if pending else None
    window = (_moment(one.window.start), _moment(one.window.end)) if one.window else (None, None)
    return (
        one.what.value, plain(one.owner), plain(one.slot), 0, 1, plain(place.platform), plain(place.installation),
        plain(one.destination.channel), _plain(one.destination.thread), one.stage.value, ready,
        due_at if pending else None, marker, due_at, one.subscription, one.story, *window, edition, None, 0, 0, 0, 0, 0,
        plain(one.reason), plain(one.asked_by), at, None if pending else at,
    )  # fmt: skip


def _moment(at: datetime | None) -> int | None:
    return None if at is None else microseconds(at)


def _plain(text: str | None) -> str | None:
    return None if text is None else plain(text)
