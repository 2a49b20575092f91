"""What couriers work with, passed in once."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.counting import Counting, Uncounted
from bot.delivery.base import Ledger
from bot.delivery.clocks import Ask, Clocks
from bot.delivery.happenings import Logged, Notices
from bot.delivery.values import Claim
from bot.store.values import Place


def _stands(claims: Sequence[Claim]) -> Mapping[int, str]:
    return {}


def _prefer_miss(place: Place) -> str:
    return "prefer-miss"


@dataclass(frozen=True, slots=True)
class Means:
    """Clocks, chance and the ledger; all but these two have something to do without.

    Attributes:
        ask: calls the ledger, ``standing``, ``doubt`` and ``notices``, which block, from a thread.
        standing: says of claims, by the delivery's id, why they are not to be sent after all.
        doubt: gives an installation's choice where a post may or may not have arrived.
        chance: a random number in [0, 1).
    """

    ledger: Ledger
    ask: Ask
    clocks: Clocks = field(default_factory=Clocks)
    standing: Callable[[Sequence[Claim]], Mapping[int, str]] = _stands
    doubt: Callable[[Place], str] = _prefer_miss
    notices: Notices = field(default_factory=Logged)
    counting: Counting = field(default_factory=Uncounted)
    chance: Callable[[], float] = random.random
