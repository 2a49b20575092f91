"""The port of the bot's own memory. One contract suite runs over every implementation.

Synchronous, like the newsroom's store, and asked from a thread. A method is one transaction; ``changing()``
joins several.
Every method may raise a :class:`~digests.errors.StoreError` with one clear sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from bot.store.values import Change, Follow, Grant, Installation, Place, Subscription, WatchedFeed

if TYPE_CHECKING:
    from bot.delivery.base import Ledger


class Memory(Protocol):
    """What the bot remembers. Unknown ids give None or nothing, never an error; lists are in a stated, total order."""

    def changing(self) -> AbstractContextManager[Memory]:
        """Join several calls on the memory given into one transaction: all of it, or on an exception nothing."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Give the ledger in the same database; on the memory of ``changing()``, in the same transaction."""
        ...

    # native state --------------------------------------------------------------------------
    def keep_action(self, command: str) -> str:
        """Keep a command that is too long for a button; gives 64 hex digits, the same for the same command."""
        ...

    def action(self, key: str) -> str | None: ...

    def first_time(self, key: str, now: datetime, hours: int = 24) -> bool:
        """Note an event's id; False where it was noted within the hours: a repetition. Atomic over processes."""
        ...

    def first_times(self, keys: Sequence[str], now: datetime, hours: int = 24) -> frozenset[str]:
        """Note many, in one transaction; gives those that were not there before."""
        ...

    # installations -------------------------------------------------------------------------
    def put_installation(self, installation: Installation) -> None: ...

    def installation(self, place: Place) -> Installation | None: ...

    def installations(self, platform: str | None = None) -> Sequence[Installation]:
        """List by platform and id; removed ones included."""
        ...

    def settings(self, place: Place) -> Mapping[str, Any]:
        """Give what was set; empty where nothing was."""
        ...

    def put_settings(self, place: Place, values: Mapping[str, Any]) -> None:
        """Replace all settings of an installation."""
        ...

    def public_places(self) -> Sequence[Place]:
        """List the installations, removed ones left out, that let the archive show what was posted in them."""
        ...

    # subscriptions -------------------------------------------------------------------------
    def add_subscription(self, subscription: Subscription) -> int:
        """Store a new one; gives its id. ``id`` 0 takes a fresh one, else the id is restored (undo). Its
        ``changed_at`` is that given, or else ``created_at``; its next run is found by the planner."""
        ...

    def put_subscription(self, subscription: Subscription) -> None:
        """Replace the one with this id; nothing where there is none. Only where ``when``, ``zone``, ``state`` or
        ``channel`` is another, ``changed_at`` becomes that given, and its next run is sought anew."""
        ...

    def remove_subscription(self, number: int) -> None: ...

    def subscription(self, number: int) -> Subscription | None: ...

    def subscriptions(self, place: Place | None = None, channel: str | None = None) -> Sequence[Subscription]:
        """List by id."""
        ...

    # rights, follows, feeds ----------------------------------------------------------------
    def put_grant(self, grant: Grant) -> None:
        """Give a role; replaces the one for the same user and channel."""
        ...

    def remove_grant(self, place: Place, user: str, channel: str | None) -> None: ...

    def grants(self, place: Place, user: str | None = None) -> Sequence[Grant]:
        """List by user, then channel, the installation's first."""
        ...

    def put_follow(self, follow: Follow) -> None:
        """Follow; replaces the one of the same user and subject."""
        ...

    def remove_follow(self, place: Place, user: str, subject: str) -> bool: ...

    def follows(self, place: Place, user: str | None = None) -> Sequence[Follow]:
        """List by user and subject."""
        ...

    def followers(self, entity_ids: Iterable[int]) -> Sequence[Follow]:
        """List who follows any of these names, in every installation; by installation, user and subject."""
        ...

    def topics_followed(self) -> Sequence[Follow]:
        """List everybody who follows a topic; in the same order."""
        ...

    def put_feed(self, feed: WatchedFeed) -> None: ...

    def remove_feed(self, place: Place, url: str) -> bool: ...

    def feeds(self, place: Place | None = None) -> Sequence[WatchedFeed]:
        """List by installation and address."""
        ...

    # audit, one's data ---------------------------------------------------------------------
    def add_change(self, change: Change) -> int:
        """Append to the audit log; gives the change's id."""
        ...

    def mark_undone(self, number: int, by: int | None) -> None:
        """Note which change took this one back; None: it is in force again."""
        ...

    def change(self, number: int) -> Change | None: ...

    def changes(self, place: Place, *, limit: int = 20, offset: int = 0) -> Sequence[Change]:
        """Newest first."""
        ...

    def export(self, place: Place) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Give everything stored about an installation by kind, as JSON values; secrets left out."""
        ...

    def forget(self, place: Place) -> int:
        """Delete everything stored about an installation, its audit log included; gives the number of rows."""
        ...

    def forget_user(self, place: Place, user: str) -> int:
        """Delete what is stored about one user: follows and grants; elsewhere (who made what, the audit log) the
        name is replaced. Gives the number of rows."""
        ...

    def purge(self, removed_before: datetime) -> int:
        """Forget the installations removed before then; gives how many."""
        ...

    def close(self) -> None: ...
