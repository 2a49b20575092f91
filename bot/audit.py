"""The audit log: what a change was, and how it is taken back. A subject's record tells all that undoing needs.

Subjects are ``subscription 12``, ``settings``, ``grant USER [CHANNEL]``, ``feed ADDRESS``; what was decided on
deliveries is final.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.delivery.base import Halt
from bot.delivery.destinations import place_of
from bot.delivery.values import Delivery
from bot.mistakes import Mistake
from bot.store.base import Memory
from bot.store.records import (
    Record,
    feed_of,
    feed_record,
    grant_of,
    grant_record,
    subscription_of,
    subscription_record,
)
from bot.store.values import Change, Grant, Place, Subscription, WatchedFeed

UNDO, REDO = "undo", "redo"


def of_subscription(
    verb: str, actor: str, before: Subscription | None, after: Subscription | None, at: datetime
) -> Change:
    """Describe that a subscription was made (``before`` None), changed or removed (``after`` None)."""
    one = after or before
    assert one is not None
    return Change(one.place, actor, verb, f"subscription {one.id}", _of(before), _of(after), at)


def _of(one: Subscription | None) -> Record | None:
    return subscription_record(one) if one else None


def of_settings(place: Place, actor: str, before: Mapping[str, Any], after: Mapping[str, Any], at: datetime) -> Change:
    """Describe which settings changed; None stands for one that was not set."""
    changed = [key for key in sorted({*before, *after}) if before.get(key) != after.get(key)]
    old, new = ({key: values.get(key) for key in changed} for values in (before, after))
    return Change(place, actor, "settings", "settings", old, new, at)


def of_grant(verb: str, actor: str, before: Grant | None, after: Grant | None, at: datetime) -> Change:
    """Describe that a role was given or taken."""
    one = after or before
    assert one is not None
    subject = " ".join(filter(None, ("grant", one.user, one.channel)))
    old, new = (grant_record(each) if each else None for each in (before, after))
    return Change(one.place, actor, verb, subject, old, new, at)


def of_feed(verb: str, actor: str, before: WatchedFeed | None, after: WatchedFeed | None, at: datetime) -> Change:
    """Describe that a feed was added or removed."""
    one = after or before
    assert one is not None
    old, new = (feed_record(each) if each else None for each in (before, after))
    return Change(one.place, actor, verb, f"feed {one.url}", old, new, at)


def of_delivery(verb: str, actor: str, one: Delivery, at: datetime) -> Change:
    """Describe that somebody decided on a delivery; that is final."""
    record = {"delivery": one.id, "slot": one.slot, "channel": one.destination.channel, "error": one.error}
    return Change(place_of(one.destination), actor, verb, f"delivery {one.id}", None, record, at)


def of_run(one: Subscription, actor: str, at: datetime) -> Change:
    """Describe that somebody had a digest posted by hand; that is final."""
    return Change(one.place, actor, "run", f"digest of subscription {one.id}", None, {"channel": one.channel}, at)


def of_halt(verb: str, actor: str, halt: Halt, at: datetime) -> Change:
    """Describe that somebody let posts go on where they had been stopped; that is final."""
    where = f"posts in {halt.channel}" if halt.channel else "posts here"
    return Change(halt.place, actor, verb, where, {"channel": halt.channel, "reason": halt.reason}, None, at)


def can_undo(change: Change) -> bool:
    """Tell whether a change is of a kind that can be taken back, and is in force."""
    return change.undone_by is None and change.subject.partition(" ")[0] in _NOW


def note(memory: Memory, change: Change) -> Change:
    """Write a change down; gives it with its number."""
    return replace(change, id=memory.add_change(change))


def take_back(memory: Memory, change: Change, actor: str, now: datetime) -> Change:
    """Make what a change did undone, and write that down; within one transaction.

    Raises:
        Mistake: it is undone already, can't be, or its subject was changed since.
    """
    kind = change.subject.partition(" ")[0]
    if change.undone_by is not None:
        raise Mistake(f"Change {change.id} was taken back already, by change {change.undone_by}.")
    if kind not in _NOW:
        raise Mistake(f"Change {change.id} can't be taken back: {change.verb} is final.")
    if _NOW[kind](memory, change) != change.after:
        raise Mistake(
            f"Change {change.id} can't be taken back: {change.subject} was changed again since. Undo that first."
        )
    _PUT[kind](memory, replace(change, at=now))
    verb = REDO if change.verb == UNDO else UNDO
    made = note(memory, replace(change, actor=actor, verb=verb, before=change.after, after=change.before, at=now, id=0))
    memory.mark_undone(change.id, made.id)
    return made


def _record(change: Change) -> Record:
    """Give the record that says which subject it is."""
    record = change.after if change.after is not None else change.before
    assert record is not None
    return record


def _subscription_now(memory: Memory, change: Change) -> Record | None:
    return _of(memory.subscription(_record(change)["id"]))


def _put_subscription(memory: Memory, change: Change) -> None:
    """Make it as it was; its runs are those from now on, not those that it missed meanwhile."""
    if change.before is None:
        memory.remove_subscription(_record(change)["id"])
        return
    former = replace(subscription_of(change.before), changed_at=change.at)
    if change.after is None:
        memory.add_subscription(former)
    else:
        memory.put_subscription(former)


def _settings_now(memory: Memory, change: Change) -> Record | None:
    values = memory.settings(change.place)
    return {key: values.get(key) for key in _record(change)}


def _put_settings(memory: Memory, change: Change) -> None:
    values = {**memory.settings(change.place), **(change.before or {})}
    memory.put_settings(change.place, {key: value for key, value in values.items() if value is not None})


def _grant_now(memory: Memory, change: Change) -> Record | None:
    record = _record(change)
    found = [g for g in memory.grants(change.place, record["user"]) if g.channel == record["channel"]]
    return grant_record(found[0]) if found else None


def _put_grant(memory: Memory, change: Change) -> None:
    if change.before is not None:
        memory.put_grant(grant_of(change.before))
    else:
        record = _record(change)
        memory.remove_grant(change.place, record["user"], record["channel"])


def _feed_now(memory: Memory, change: Change) -> Record | None:
    url = _record(change)["url"]
    return next((feed_record(feed) for feed in memory.feeds(change.place) if feed.url == url), None)


def _put_feed(memory: Memory, change: Change) -> None:
    if change.before is not None:
        memory.put_feed(feed_of(change.before))
    else:
        memory.remove_feed(change.place, _record(change)["url"])


_NOW: dict[str, Callable[[Memory, Change], Record | None]] = {
    "subscription": _subscription_now,
    "settings": _settings_now,
    "grant": _grant_now,
    "feed": _feed_now,
}
_PUT: dict[str, Callable[[Memory, Change], None]] = {
    "subscription": _put_subscription,
    "settings": _put_settings,
    "grant": _put_grant,
    "feed": _put_feed,
}
