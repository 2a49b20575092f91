"""Subscriptions as operators write them in files: JSON Lines in, subscriptions out, or a sentence. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from bot.characters import has_acting
from bot.mistakes import Mistake
from bot.nearest import nearest
from bot.store.records import scope_record
from bot.store.values import Place, State, Subscription
from bot.subscriptions import FEWEST, MISSED, MOST, parse_when
from bot.zones import zone_named
from digests.model import Length, Scope

PLATFORMS = ("slack", "discord", "terminal")
_KNOWN = ("platform", "installation", "channel", "when", "zone", "scope", "length", "stories", "missed", "state")
_OURS = ("id", "created_by", "created_at")  # of an export; given anew
_SCOPE = ("topics", "people", "include_outlets", "exclude_outlets")
_LONGEST = 200  # characters of an id or a name
MOST_NAMES = 25  # of each kind in a scope


class Same(NamedTuple):
    """What makes two subscriptions one."""

    place: Place
    channel: str
    when: str
    scope: Scope


def same(one: Subscription) -> Same:
    """Give what a subscription is told apart by; the order of names doesn't matter."""
    scope = Scope(*(tuple(sorted({n.casefold() for n in getattr(one.scope, key)})) for key in _SCOPE))
    return Same(one.place, one.channel, one.when, scope)


def read_subscription(text: str, now: datetime) -> Subscription:
    """Read one line. Raises Mistake."""
    try:
        record = json.loads(text)
    except (json.JSONDecodeError, RecursionError):
        raise Mistake("The line is no JSON.") from None
    if not isinstance(record, dict):
        raise Mistake("The line is no JSON object.")
    for key in record:
        if key not in (*_KNOWN, *_OURS):
            near = nearest(key, _KNOWN)
            raise Mistake(f'"{key[:40]}" is unknown' + (f": did you mean {near}?" if near else "."))
    return Subscription(
        Place(_one_of(record, "platform", PLATFORMS), _text(record, "installation", "-")),
        _text(record, "channel"),
        parse_when(_text(record, "when")).text,
        zone_named(_text(record, "zone")),
        _scope(record.get("scope") or {}),
        Length(_one_of(record, "length", tuple(Length), Length.STANDARD)),
        _stories(record.get("stories", 7)),
        _one_of(record, "missed", MISSED, MISSED[0]),
        State(_one_of(record, "state", tuple(State), State.ACTIVE)),
        0,
        "operator",
        now,
    )


def written(one: Subscription) -> dict[str, Any]:
    """Lay a subscription out as :func:`read_subscription` reads it."""
    record: dict[str, Any] = {
        "platform": one.place.platform,
        "installation": one.place.installation,
        "channel": one.channel,
        "when": one.when,
        "zone": one.zone,
        "scope": scope_record(one.scope),
        "length": one.length.value,
        "stories": one.stories,
        "missed": one.missed,
    }
    return record | ({"state": one.state.value} if one.state is not State.ACTIVE else {})


def _text(record: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = record.get(key, default)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)  # Discord's ids are numbers
    if not isinstance(value, str) or not value.strip():
        raise Mistake(f'"{key}" is missing.' if value in (None, "") else f'"{key}" is no text.')
    if len(value) > _LONGEST or has_acting(value):
        raise Mistake(f'"{key}" is too long or has control characters in it.')
    return value.strip()


def _one_of(record: Mapping[str, Any], key: str, known: tuple[str, ...], default: str | None = None) -> str:
    value = record.get(key, default)
    if value is None:
        raise Mistake(f'"{key}" is missing: it is one of {", ".join(known)}.')
    if value not in known:
        raise Mistake(f'"{key}" is one of {", ".join(known)}, not {json.dumps(value)[:60]}.')
    return str(value)


def _stories(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not FEWEST <= value <= MOST:
        raise Mistake(f'"stories" is a number from {FEWEST} to {MOST}.')
    return value


def _scope(value: object) -> Scope:
    if not isinstance(value, dict) or not set(value) <= set(_SCOPE):
        raise Mistake(f'"scope" has lists of names: {", ".join(_SCOPE)}.')
    return Scope(*(_names(value.get(key, ()), key) for key in _SCOPE))


def _names(values: object, key: str) -> tuple[str, ...]:
    if not isinstance(values, list | tuple) or not all(isinstance(value, str) and value.strip() for value in values):
        raise Mistake(f'"{key}" in "scope" is a list of texts.')
    if len(values) > MOST_NAMES:
        raise Mistake(f'"{key}" in "scope" has {len(values):,} names; {MOST_NAMES} are the most.')
    return tuple(dict.fromkeys(_text({key: value}, key) for value in values))
