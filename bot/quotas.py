"""How much one installation may have: what keeps a shared Downlink fair."""

from __future__ import annotations

from dataclasses import dataclass

from bot.mistakes import NotAllowed


@dataclass(frozen=True, slots=True)
class Quotas:
    """Most of each, an installation; the operator's choice."""

    subscriptions: int = 50
    feeds: int = 100
    runs: int = 20  # digests posted by hand, a day
    follows: int = 100  # a user


def within(count: int, most: int, things: str) -> None:
    """Raise NotAllowed where ``count`` things are there already and one more would be too many."""
    if count >= most:
        raise NotAllowed(
            f"There are {count:,} {things} already, and {most:,} is the most that may be: remove one first."
        )
