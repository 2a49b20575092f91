"""What delivery is about, as frozen values. Times are aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from bot.replies import Destination, Reply
from bot.store.values import Subscription
from digests.model import Window

#: ``next_run_at`` of a subscription that is new or was changed: its next run has yet to be found.
UNPLANNED = datetime(1970, 1, 1, tzinfo=UTC)


class What(StrEnum):
    """What a delivery carries."""

    DIGEST = "digest"  # of a subscription's slot
    RUN = "run"  # of a subscription, by hand
    FOLLOW = "follow"  # a story, to somebody who follows
    NOTICE = "notice"  # what an admin has to know, once


class Stage(StrEnum):
    """A delivery's state; the last three are final."""

    HELD = "held"  # composed, waits for an editor's approval
    PENDING = "pending"  # waits for its edition, its time, or the part before it
    SENDING = "sending"  # claimed: perhaps posted
    SENT = "sent"
    SKIPPED = "skipped"  # nothing was to be posted, and ``error`` says why
    DEAD = "dead"  # can't be posted, and ``error`` says why; redeliver tries again


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A row to write. (``owner``, ``slot``, part) is there once: writing it again changes nothing.

    ``owner``: ``subscription 12``, ``follow slack/T1/U1``, ``notice slack/T1``; ``slot``: what of the owner's, as
    the nominal local time of a digest, ``story 7``, or a notice's key. ``body``: a reply that is ready (a notice);
    else it is composed later. ``due_at`` None with SKIPPED.
    """

    what: What
    owner: str
    slot: str
    destination: Destination
    due_at: datetime
    stage: Stage = Stage.PENDING
    subscription: int | None = None
    window: Window | None = None
    reason: str = ""
    story: int | None = None
    body: Reply | None = None
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A subscription whose time has come, with what decides on it."""

    subscription: Subscription
    next_run_at: datetime  # UNPLANNED: find it
    covered_until: datetime | None  # the end of the last window planned
    settings: Mapping[str, Any] = field(default_factory=dict)  # the installation's; bot.preferences reads them
    halted: str | None = None  # why nothing is posted there for now


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to become of a due subscription: rows, its next run (None: never again), what is covered."""

    subscription: int
    next_run_at: datetime | None
    covered_until: datetime | None = None  # None: as before
    rows: Sequence[NewDelivery] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """One reply of an edition; it may take several parts on a platform. ``threaded``: below the first message."""

    reply: Reply
    threaded: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A story that an edition tells, remembered for the channel when it is posted."""

    story: int
    article_ids: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A composed digest, shared by all deliveries with the same ``key``; never changed once stored."""

    key: str
    title: str
    window: Window | None
    messages: tuple[Message, ...]
    told: tuple[Told, ...] = ()
    composed_at: datetime | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One message to post: which reply of the edition, which part of that reply as the platform counts."""

    message: int
    piece: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """A row of the ledger."""

    id: int
    what: What
    owner: str
    slot: str
    part: int
    destination: Destination
    stage: Stage
    marker: str  # random, and goes with the message: how it is found in a channel's history
    due_at: datetime | None
    subscription: int | None = None
    story: int | None = None
    window: Window | None = None
    edition: int | None = None
    piece: Part = Part(0, 0)
    attempts: int = 0  # sends begun
    refusals: int = 0  # definite ones, of the content
    first_try_at: datetime | None = None
    tried_at: datetime | None = None
    message_id: str | None = None
    thread: str | None = None  # where the parts after it go
    error: str = ""
    created_at: datetime | None = None
    finished_at: datetime | None = None
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that is ours until ``lease_until``, by this fence."""

    delivery: Delivery
    fence: int
    lease_until: datetime
    uncertain: bool = False  # it was sending when the lease ran out: look before sending


@dataclass(frozen=True, slots=True)
class Sent:
    """It is posted. ``publish``: followers of the channel are to have it as well, where the channel has any."""

    claim: Claim
    message_id: str
    at: datetime
    thread: str | None = None
    publish: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """It was certainly not posted and is tried again then. ``refused``: counts as a refusal of the content.

    ``begun`` False: nothing was sent, so the claim does not count as an attempt.
    """

    claim: Claim
    until: datetime
    reason: str
    refused: bool = False
    begun: bool = True


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may be posted: it stays SENDING, and from ``look_at`` on somebody may claim it as uncertain."""

    claim: Claim
    look_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Over:
    """It was certainly not posted and won't be: SKIPPED or DEAD, and the parts after it with it."""

    claim: Claim
    stage: Stage
    at: datetime
    reason: str


Outcome = Sent | Waiting | Unsure | Over
