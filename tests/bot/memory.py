"""The bot's memory without a database: the same obligations, held to the same contract suite."""

from __future__ import annotations

import copy
import hashlib
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot import audit
from bot.delivery.base import Ledger
from bot.mistakes import NotThere
from bot.store.base import Memory
from bot.store.records import FORGOTTEN, exported, forgotten
from bot.store.values import Change, Follow, Grant, Installation, Place, Role, State, Subscription, WatchedFeed
from digests.model import Scope
from tests.bot.answers import NOW

TERMINAL = Place("terminal")
_TIMETABLE = ("when", "zone", "state", "channel")


class MemoryInMemory:
    """Dictionaries behind one lock."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._actions: dict[str, str] = {}
        self._events: dict[str, datetime] = {}
        self._installations: dict[Place, Installation] = {}
        self._settings: dict[Place, dict[str, Any]] = {}
        self._subscriptions: dict[int, Subscription] = {}
        self._grants: dict[tuple[Place, str, str | None], Grant] = {}
        self._follows: dict[tuple[Place, str, str], Follow] = {}
        self._feeds: dict[tuple[Place, str], WatchedFeed] = {}
        self._changes: dict[int, Change] = {}
        self._last = {"subscription": 0, "change": 0}

    @property
    def ledger(self) -> Ledger:
        """There is none: tests of deliveries use a database."""
        raise NotThere("Nothing is posted from here.")

    @contextmanager
    def changing(self) -> Iterator[Memory]:
        """Undo everything on an exception."""
        with self._lock:
            kept = {name: copy.copy(value) for name, value in vars(self).items() if isinstance(value, dict)}
            try:
                yield self
            except BaseException:
                vars(self).update(kept)
                raise

    def keep_action(self, command: str) -> str:
        """Keep under a hash."""
        key = hashlib.sha256(command.encode("utf-8", "replace")).hexdigest()
        self._actions[key] = command
        return key

    def action(self, key: str) -> str | None:
        """Give it back."""
        return self._actions.get(key)

    def first_time(self, key: str, now: datetime, hours: int = 24) -> bool:
        """Note an event."""
        with self._lock:
            if key in self._events and self._events[key] > now:
                return False
            self._events[key] = now + timedelta(hours=hours)
            return True

    def first_times(self, keys: Sequence[str], now: datetime, hours: int = 24) -> frozenset[str]:
        """Note many."""
        with self._lock:
            return frozenset(key for key in keys if self.first_time(key, now, hours))

    def put_installation(self, installation: Installation) -> None:
        """Replace."""
        self._installations[installation.place] = installation

    def installation(self, place: Place) -> Installation | None:
        """Look up."""
        return self._installations.get(place)

    def installations(self, platform: str | None = None) -> Sequence[Installation]:
        """List."""
        found = [each for each in self._installations.values() if platform in (None, each.place.platform)]
        return sorted(found, key=lambda each: (each.place.platform, each.place.installation))

    def settings(self, place: Place) -> Mapping[str, Any]:
        """Give a copy."""
        return dict(self._settings.get(place, {}))

    def put_settings(self, place: Place, values: Mapping[str, Any]) -> None:
        """Replace all."""
        self._settings[place] = dict(values)

    def public_places(self) -> Sequence[Place]:
        """List those whose settings say so."""
        gone = {place for place, each in self._installations.items() if each.removed_at}
        public = {place for place, values in self._settings.items() if values.get("archive") == "public"}
        return sorted(public - gone, key=lambda place: (place.platform, place.installation))

    def add_subscription(self, subscription: Subscription) -> int:
        """Number it."""
        with self._lock:
            number = subscription.id or self._last["subscription"] + 1
            self._last = self._last | {"subscription": max(number, self._last["subscription"])}
            changed_at = subscription.changed_at or subscription.created_at
            self._subscriptions[number] = replace(subscription, id=number, changed_at=changed_at)
            return number

    def put_subscription(self, subscription: Subscription) -> None:
        """Replace one that is there."""
        before = self._subscriptions.get(subscription.id)
        if before is not None:
            same = all(getattr(before, name) == getattr(subscription, name) for name in _TIMETABLE)
            kept = replace(subscription, changed_at=before.changed_at) if same else subscription
            self._subscriptions[subscription.id] = kept

    def remove_subscription(self, number: int) -> None:
        """Remove."""
        self._subscriptions.pop(number, None)

    def subscription(self, number: int) -> Subscription | None:
        """Look up."""
        return self._subscriptions.get(number)

    def subscriptions(self, place: Place | None = None, channel: str | None = None) -> Sequence[Subscription]:
        """List."""
        return [
            each
            for _, each in sorted(self._subscriptions.items())
            if place in (None, each.place) and channel in (None, each.channel)
        ]

    def put_grant(self, grant: Grant) -> None:
        """Replace."""
        self._grants[grant.place, grant.user, grant.channel] = grant

    def remove_grant(self, place: Place, user: str, channel: str | None) -> None:
        """Remove."""
        self._grants.pop((place, user, channel), None)

    def grants(self, place: Place, user: str | None = None) -> Sequence[Grant]:
        """List by user and channel."""
        found = [each for each in self._grants.values() if each.place == place and user in (None, each.user)]
        return sorted(found, key=lambda each: (each.user, each.channel or ""))

    def put_follow(self, follow: Follow) -> None:
        """Replace."""
        self._follows[follow.place, follow.user, follow.subject] = follow

    def remove_follow(self, place: Place, user: str, subject: str) -> bool:
        """Remove."""
        return self._follows.pop((place, user, subject), None) is not None

    def follows(self, place: Place, user: str | None = None) -> Sequence[Follow]:
        """List by user and subject."""
        found = [each for each in self._follows.values() if each.place == place and user in (None, each.user)]
        return sorted(found, key=lambda each: (each.user, each.subject))

    def followers(self, entity_ids: Iterable[int]) -> Sequence[Follow]:
        """Filter by name."""
        wanted = set(entity_ids)
        return _in_order(each for each in self._follows.values() if each.entity_id in wanted)

    def topics_followed(self) -> Sequence[Follow]:
        """Filter by having none."""
        return _in_order(each for each in self._follows.values() if each.entity_id is None)

    def put_feed(self, feed: WatchedFeed) -> None:
        """Replace."""
        self._feeds[feed.place, feed.url] = feed

    def remove_feed(self, place: Place, url: str) -> bool:
        """Remove."""
        return self._feeds.pop((place, url), None) is not None

    def feeds(self, place: Place | None = None) -> Sequence[WatchedFeed]:
        """List by installation and address."""
        found = [each for each in self._feeds.values() if place in (None, each.place)]
        return sorted(found, key=lambda each: (each.place.platform, each.place.installation, each.url))

    def add_change(self, change: Change) -> int:
        """Number it."""
        with self._lock:
            self._last = self._last | {"change": self._last["change"] + 1}
            self._changes[self._last["change"]] = replace(change, id=self._last["change"])
            return self._last["change"]

    def mark_undone(self, number: int, by: int | None) -> None:
        """Mark."""
        if number in self._changes:
            self._changes[number] = replace(self._changes[number], undone_by=by)

    def change(self, number: int) -> Change | None:
        """Look up."""
        return self._changes.get(number)

    def changes(self, place: Place, *, limit: int = 20, offset: int = 0) -> Sequence[Change]:
        """List, newest first."""
        found = [each for _, each in sorted(self._changes.items(), reverse=True) if each.place == place]
        return found[offset : offset + limit]

    def export(self, place: Place) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Lay everything out."""
        return exported(self, place) | {"deliveries": []}

    def forget(self, place: Place) -> int:
        """Delete all of an installation."""
        tables: list[dict[Any, Any]] = [
            self._installations, self._subscriptions, self._grants, self._follows, self._feeds, self._changes
        ]  # fmt: skip
        gone = int(self._settings.pop(place, None) is not None)
        for table in tables:
            for key in [key for key, value in table.items() if value.place == place]:
                del table[key]
                gone += 1
        return gone

    def forget_user(self, place: Place, user: str) -> int:
        """Delete what is somebody's own; their name goes out of the rest."""
        tables: list[dict[Any, Any]] = [self._grants, self._follows]
        gone = 0
        for table in tables:
            for key in [key for key, value in table.items() if (value.place, value.user) == (place, user)]:
                del table[key]
                gone += 1
        for number, change in self._changes.items():
            if change.place == place and (without := forgotten(change, user)) != change:
                self._changes[number] = without
                gone += 1
        for number, each in self._subscriptions.items():
            if (each.place, each.created_by) == (place, user):
                self._subscriptions[number] = replace(each, created_by=FORGOTTEN)
                gone += 1
        for address, feed in self._feeds.items():
            if (feed.place, feed.added_by) == (place, user):
                self._feeds[address] = replace(feed, added_by=FORGOTTEN)
                gone += 1
        return gone

    def purge(self, removed_before: datetime) -> int:
        """Forget what was removed long ago."""
        gone = [e.place for e in self._installations.values() if e.removed_at and e.removed_at < removed_before]
        for place in gone:
            self.forget(place)
        return len(gone)

    def close(self) -> None:
        """Keep everything."""


def seeded(
    place: Place = TERMINAL, channel: str = "test", user: str = "reader", other: str = "other", carl: str = "carl"
) -> MemoryInMemory:
    """Give a memory on which commands' examples work: two subscriptions, the second one paused elsewhere."""
    memory = MemoryInMemory()
    seed(memory, place, channel, user, other, carl)
    return memory


def seed(
    memory: Memory, place: Place = TERMINAL, channel: str = "test", user: str = "reader", other: str = "other",
    carl: str = "carl",
) -> None:  # fmt: skip
    """Put it into any memory."""
    first = Subscription(
        place, channel, "daily 07:30", "Europe/Berlin", Scope(("Artemis",), (), (), ("Sky Ledger",)), created_by="anna",
        created_at=NOW,
    )  # fmt: skip
    memory.add_subscription(first)
    memory.add_subscription(replace(first, channel=other, when="weekdays 09:00", zone="UTC", state=State.PAUSED))
    audit.note(memory, audit.of_subscription("subscribe", "anna", None, memory.subscription(1), NOW))
    memory.put_grant(Grant(place, carl, Role.EDITOR, channel))
    home = Place("discord") if place.platform == "discord" else place
    memory.put_follow(Follow(home, user, "Dmitry Rogozin", 12, NOW + timedelta(days=7), NOW))
    memory.put_follow(Follow(home, user, "moon dust", None, None, NOW))
    for url in ("https://good.example/feed", "https://bad.example/feed"):
        memory.put_feed(WatchedFeed(place, url, "anna", NOW))


def _in_order(found: Iterable[Follow]) -> list[Follow]:
    return sorted(found, key=lambda each: (each.place.platform, each.place.installation, each.user, each.subject))
