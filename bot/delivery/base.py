"""The ledger's port, and what it owes. One contract suite runs over every implementation.

Synchronous, asked from a thread, like the other stores. A method is one transaction, durable when it returns.
Many processes use one ledger at once: what one claims no other gets until its lease has run out. Every method may
raise a :class:`~digests.errors.StoreError` with one clear sentence; then nothing of it was done.
Limits (``limit``) bound what one transaction takes; call again while as much comes back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from bot.delivery.values import Claim, Delivery, Due, Edition, NewDelivery, Outcome, Part, Plan, Stage, What
from bot.replies import Destination
from bot.store.values import Place


class Tally(NamedTuple):
    """What a planning step did."""

    planned: int  # subscriptions
    rows: int  # deliveries written; those that were there already not counted


class Halt(NamedTuple):
    """Why nothing is posted to a destination, or to a whole installation (``channel`` "")."""

    place: Place
    channel: str
    reason: str
    since: datetime


class Share(NamedTuple):
    """Which of how many sharers one is, from 0; who joined first comes first."""

    rank: int
    of: int


class Runs(NamedTuple):
    """A subscription's last delivery that is final, its next run, and the end of the last window planned."""

    last: Delivery | None
    next_run_at: datetime | None
    covered_until: datetime | None = None


class Finished(NamedTuple):
    """A delivery that became final; ``late``: from when it was due to its first message, where it was sent."""

    platform: str
    what: What
    stage: Stage
    late: timedelta | None = None


class Composed(NamedTuple):
    """What a claim for composing came to; ``held``: an editor looks at it first."""

    claim: Claim
    edition: int
    parts: Sequence[Part]  # at least one
    held: bool = False


class Ledger(Protocol):
    """Who gets what when, and what became of it."""

    # planning ------------------------------------------------------------------------------
    def plan(self, now: datetime, decide: Callable[[Due], Plan], limit: int = 1000) -> Tally:
        """Take active subscriptions whose ``next_run_at`` ≤ now, soonest first, those that nobody else is planning;
        write what ``decide`` (pure, fast) says and advance them: all in one transaction. Idle: ≤ 2 ms."""
        ...

    def write(self, rows: Iterable[NewDelivery]) -> int:
        """Write rows (runs, follows, notices); those that are there already are left as they are. Gives how many
        are new. A SKIPPED row is final at once. One with a ``body`` needs no composing."""
        ...

    def replan(self, since: datetime) -> int:
        """Let every active subscription be planned anew: ``next_run_at`` becomes ``since`` where it is later. Gives
        how many. For when the rules of time zones have changed: slots since then that were not covered are due."""
        ...

    def kept(self, key: str) -> str | None:
        """Give what :meth:`keep` kept: how far something has come, or which version of something was last seen."""
        ...

    def keep(self, key: str, value: str) -> None: ...

    # composing -----------------------------------------------------------------------------
    def to_compose(self, worker: str, now: datetime, ahead: timedelta, lease: timedelta, limit: int) -> Sequence[Claim]:
        """Claim PENDING rows without an edition that are due within ``ahead``, soonest first, for composing."""
        ...

    def keep_edition(self, edition: Edition) -> int:
        """Store an edition unless one has its key; gives the id of the one stored."""
        ...

    def edition_with(self, key: str) -> Edition | None: ...

    def edition(self, number: int) -> Edition | None: ...

    def composed(self, claim: Claim, edition: int, parts: Sequence[Part], *, held: bool = False) -> bool:
        """Give a row its edition and write the rows of its further parts; False where the claim is lost. Part n
        becomes due when part n-1 is SENT, and goes to the thread that its receipt named, if one."""
        ...

    def composed_all(self, given: Sequence[Composed]) -> Sequence[bool]:
        """Do so for many in one transaction: a thousand channels that share an edition, in one go."""
        ...

    def over(self, outcome: Outcome) -> bool:
        """Record what became of a row in composing (nothing to post, can't be composed: Waiting or Over). For many,
        give them to :meth:`record`, which takes claims of either kind."""
        ...

    def promised(self, destinations: Sequence[Destination]) -> Mapping[Destination, Sequence[int]]:
        """Give the editions that are composed for subscriptions of each of these channels and not posted yet: what
        is HELD, PENDING or SENDING. Channels without any are left out."""
        ...

    # sending -------------------------------------------------------------------------------
    def claim(
        self, worker: str, now: datetime, lease: timedelta, limit: int, *, platforms: Sequence[str] = ()
    ) -> Sequence[Claim]:
        """Claim PENDING rows with an edition that are due, soonest first, destinations not halted: SENDING, fence
        + 1, attempts + 1, lease. This is the intent, written before the send. ``platforms``: only those; none: all."""
        ...

    def uncertain(
        self, worker: str, now: datetime, lease: timedelta, limit: int, *, platforms: Sequence[str] = ()
    ) -> Sequence[Claim]:
        """Claim SENDING rows whose lease has run out, as :attr:`Claim.uncertain`; fence + 1, attempts as before."""
        ...

    def extend(self, claim: Claim, until: datetime) -> bool:
        """Lengthen a lease; False where the claim is lost."""
        ...

    def record(self, outcomes: Sequence[Outcome]) -> Sequence[bool]:
        """Record what became of claims, each WHERE id AND fence; False for those that were lost to another. What was
        recorded as Sent before, with the same fence and message, is True again."""
        ...

    # memory of what was posted -------------------------------------------------------------
    def untold(self, limit: int = 500) -> Sequence[tuple[Delivery, Edition]]:
        """First parts that were SENT and whose stories the newsroom has not yet been told of, oldest first."""
        ...

    def note_told(self, deliveries: Iterable[int]) -> None: ...

    # publishing of what was posted in announcement channels -----------------------------------
    def to_publish(self, now: datetime, limit: int = 50) -> Sequence[Delivery]:
        """SENT rows whose outcome said ``publish`` and whose next try's time has come, oldest first."""
        ...

    def note_published(self, delivery: int, again_at: datetime | None = None) -> None:
        """Note that a row is published, or when it is to be tried again."""
        ...

    # halts, limits -------------------------------------------------------------------------
    def halt(self, place: Place, channel: str, reason: str, now: datetime) -> bool:
        """Post nothing there any more (channel "": in the whole installation); what waits becomes DEAD with the
        reason. False where it was halted already."""
        ...

    def unhalt(self, place: Place, channel: str) -> bool: ...

    def halts(self, place: Place | None = None) -> Sequence[Halt]: ...

    def reserve(self, key: str, count: int, interval: float, now: datetime) -> datetime:
        """Reserve ``count`` sends ``interval`` seconds apart, shared by all workers; gives when the first may go,
        never before ``now``, an earlier reservation's end, or the end of a block of this key."""
        ...

    def share(self, key: str, worker: str, now: datetime, lease: timedelta) -> Share:
        """Be one of those who share a key's limit, for as long as the lease; call again before it ends."""
        ...

    def leave(self, key: str, worker: str) -> None:
        """Share it no more."""
        ...

    def block(self, key: str, until: datetime) -> None:
        """Let nothing go for this key before then (Retry-After); a later one stays."""
        ...

    def blocks(self, now: datetime) -> Mapping[str, datetime]:
        """Blocks that last, by key."""
        ...

    def count_invalid(self, key: str, now: datetime, window: timedelta, add: int = 1) -> int:
        """Count invalid answers (401, 403, 429) of the last ``window``, this one included."""
        ...

    # decisions of people -------------------------------------------------------------------
    def release(self, delivery: int, now: datetime) -> bool:
        """Let a HELD delivery and its parts go; False where it is not held."""
        ...

    def drop(self, delivery: int, now: datetime, reason: str) -> bool:
        """Let a HELD or PENDING delivery and its parts be SKIPPED; False where it is too late."""
        ...

    def redeliver(self, deliveries: Iterable[int], now: datetime) -> Sequence[int]:
        """Make DEAD deliveries PENDING again, each with its later parts, refusals at 0; gives those that were."""
        ...

    # looking -------------------------------------------------------------------------------
    def delivery(self, number: int) -> Delivery | None: ...

    def deliveries(
        self,
        *,
        place: Place | None = None,
        channel: str | None = None,
        subscription: int | None = None,
        stages: Sequence[Stage] = (),
        what: What | None = None,
        since: datetime | None = None,
        before: int | None = None,
        after: int | None = None,
        limit: int = 50,
        offset: int = 0,
    ) -> Sequence[Delivery]:
        """List, newest first; ``since``: written from then on; ``before``, ``after``: with ids between these."""
        ...

    def runs(self, subscriptions: Iterable[int]) -> Mapping[int, Runs]:
        """Last and next run of these subscriptions."""
        ...

    def counts(self, place: Place | None = None, *, whole: bool = False) -> Mapping[Stage, int]:
        """Count rows by stage; ``whole``: deliveries that have a row in it, however many messages they take."""
        ...

    def finished(self, since: datetime, limit: int = 20_000) -> Sequence[Finished]:
        """List the first parts that became final since then, newest first: for figures."""
        ...

    def oldest_due(self, now: datetime) -> datetime | None:
        """When the longest-waiting delivery that could go was due; None: none waits."""
        ...

    def next_moment(self) -> datetime | None:
        """When something is due next: a subscription, a delivery, a lease's end. None: never."""
        ...

    # editions in public, cleaning, checking ---------------------------------------------------
    def posted_editions(
        self,
        places: Sequence[Place],
        *,
        before: datetime | None = None,
        story: int | None = None,
        edition: int | None = None,
        limit: int = 20,
    ) -> Sequence[tuple[Delivery, Edition]]:
        """Editions that were posted (DIGEST and RUN, first part SENT) in these installations, each once with its last
        such delivery, newest first; ``before``: of that delivery's ``finished_at``; ``story``: those that tell it."""
        ...

    def prune(self, before: datetime, limit: int = 1000, *, posted_before: datetime | None = None) -> int:
        """Delete final rows finished before then (digests that were posted: before ``posted_before`` instead, where
        that is given), and editions nobody refers to: never a row that still decides
        anything (the last of each subscription; what has not been told; a notice within its term)."""
        ...

    def check(self) -> Sequence[str]:
        """Sentences on broken promises (parts out of order, sent without a message, an edition missing, …)."""
        ...

    def forget(self, destination: Destination | None, place: Place) -> int:
        """Delete everything of an installation, or of one destination in it."""
        ...
