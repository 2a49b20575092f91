"""What is remembered as JSON values, and back: for export, import and the audit log. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.store.values import Change, Follow, Grant, Installation, Place, Role, State, Subscription, WatchedFeed
from digests.model import Length, Scope

if TYPE_CHECKING:
    from bot.store.base import Memory

Record = Mapping[str, Any]
FORGOTTEN = "(forgotten)"  # stands for a user who asked to be
_SCOPE = ("topics", "people", "include_outlets", "exclude_outlets")
_USERS = ("created_by", "added_by", "user")  # keys that hold one


def time_text(at: datetime | None) -> str | None:
    """Write a time as RFC 3339 in UTC."""
    return at.isoformat().replace("+00:00", "Z") if at else None


def time_of(text: str | None) -> datetime | None:
    """Read what :func:`time_text` wrote."""
    return datetime.fromisoformat(text) if text else None


def scope_record(scope: Scope) -> dict[str, list[str]]:
    """Lay a scope out; what is empty is left out."""
    return {name: list(values) for name in _SCOPE if (values := getattr(scope, name))}


def scope_of(record: Mapping[str, Sequence[str]]) -> Scope:
    """Read a scope."""
    return Scope(**{name: tuple(record.get(name, ())) for name in _SCOPE})


def place_record(place: Place) -> dict[str, str]:
    """Lay out where something belongs."""
    return {"platform": place.platform, "installation": place.installation}


def subscription_record(one: Subscription) -> dict[str, Any]:
    """Lay a subscription out; what operators import has the same names."""
    return {
        **place_record(one.place),
        "channel": one.channel,
        "when": one.when,
        "zone": one.zone,
        "scope": scope_record(one.scope),
        "length": one.length.value,
        "stories": one.stories,
        "missed": one.missed,
        "state": one.state.value,
        "id": one.id,
        "created_by": one.created_by,
        "created_at": time_text(one.created_at),
    }


def subscription_of(record: Record) -> Subscription:
    """Read what :func:`subscription_record` laid out."""
    return Subscription(
        Place(record["platform"], record["installation"]),
        record["channel"],
        record["when"],
        record["zone"],
        scope_of(record["scope"]),
        Length(record["length"]),
        record["stories"],
        record["missed"],
        State(record["state"]),
        record["id"],
        record["created_by"],
        time_of(record["created_at"]),
    )


def grant_record(one: Grant) -> dict[str, Any]:
    """Lay a grant out."""
    return {**place_record(one.place), "user": one.user, "role": one.role.value, "channel": one.channel}


def grant_of(record: Record) -> Grant:
    """Read it again."""
    place = Place(record["platform"], record["installation"])
    return Grant(place, record["user"], Role(record["role"]), record["channel"])


def feed_record(one: WatchedFeed) -> dict[str, Any]:
    """Lay a feed out."""
    return {
        **place_record(one.place), "url": one.url, "added_by": one.added_by, "added_at": time_text(one.added_at)
    }  # fmt: skip


def feed_of(record: Record) -> WatchedFeed:
    """Read it again."""
    added_at = time_of(record["added_at"])
    assert added_at is not None
    return WatchedFeed(Place(record["platform"], record["installation"]), record["url"], record["added_by"], added_at)


def follow_record(one: Follow) -> dict[str, Any]:
    """Lay out what somebody follows."""
    return {
        **place_record(one.place),
        "user": one.user,
        "subject": one.subject,
        "entity_id": one.entity_id,
        "muted_until": time_text(one.muted_until),
        "since": time_text(one.since),
    }


def change_record(one: Change) -> dict[str, Any]:
    """Lay out a line of the audit log."""
    return {
        **place_record(one.place),
        "id": one.id,
        "at": time_text(one.at),
        "actor": one.actor,
        "verb": one.verb,
        "subject": one.subject,
        "before": one.before,
        "after": one.after,
        "undone_by": one.undone_by,
    }


def installation_record(one: Installation) -> dict[str, Any]:
    """Lay an installation out, without its secret."""
    return {
        **place_record(one.place),
        "name": one.name,
        "scopes": list(one.scopes),
        "installed_by": one.installed_by,
        "installed_at": time_text(one.installed_at),
        "removed_at": time_text(one.removed_at),
    }


def exported(memory: Memory, place: Place) -> dict[str, list[Record]]:
    """Lay out everything about an installation, by kind."""
    installation, settings = memory.installation(place), memory.settings(place)
    return {
        "installation": [installation_record(installation)] if installation else [],
        "settings": [settings] if settings else [],
        "subscriptions": [subscription_record(each) for each in memory.subscriptions(place)],
        "feeds": [feed_record(each) for each in memory.feeds(place)],
        "grants": [grant_record(each) for each in memory.grants(place)],
        "follows": [follow_record(each) for each in memory.follows(place)],
        "audit": [change_record(each) for each in memory.changes(place, limit=1_000_000)],
    }


def forgotten(change: Change, user: str) -> Change:
    """Take a user's name out of a line of the audit log."""
    kind, _, rest = change.subject.partition(" ")
    own = kind == "grant" and rest.split(" ")[0] == user
    return replace(
        change,
        actor=FORGOTTEN if change.actor == user else change.actor,
        subject=" ".join((kind, FORGOTTEN, *rest.split(" ")[1:])) if own else change.subject,
        before=_without(change.before, user),
        after=_without(change.after, user),
    )


def _without(values: Record | None, user: str) -> Record | None:
    if values is None or not any(values.get(key) == user for key in _USERS):
        return values
    return {**values, **{key: FORGOTTEN for key in _USERS if values.get(key) == user}}
