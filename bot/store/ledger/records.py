"""Deliveries as JSON values, for export. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.store.ledger.rows import place_of
from bot.store.records import place_record, time_text

if TYPE_CHECKING:
    from bot.delivery.base import Ledger
    from bot.delivery.values import Delivery
    from bot.store.values import Place


def exported_deliveries(ledger: Ledger, place: Place) -> list[dict[str, Any]]:
    """Lay out what was posted to an installation, or was not, newest first."""
    return [delivery_record(each) for each in ledger.deliveries(place=place, limit=1_000_000)]


def delivery_record(one: Delivery) -> dict[str, Any]:
    """Lay a delivery out."""
    return {
        **place_record(place_of(one.destination)),
        "id": one.id,
        "what": one.what.value,
        "owner": one.owner,
        "slot": one.slot,
        "part": one.part,
        "channel": one.destination.channel,
        "thread": one.destination.thread,
        "stage": one.stage.value,
        "due_at": time_text(one.due_at),
        "subscription": one.subscription,
        "story": one.story,
        "edition": one.edition,
        "attempts": one.attempts,
        "tried_at": time_text(one.tried_at),
        "finished_at": time_text(one.finished_at),
        "message_id": one.message_id,
        "error": one.error,
        "asked_by": one.asked_by,
    }
