"""What is counted while it happens, for whoever watches: the port, and one that counts nothing.

``bot.metrics`` fills it for processes that run; commands need none. A call is a sum under a lock: microseconds.
"""

from __future__ import annotations

from typing import Protocol


class Counting(Protocol):
    """Takes note of what happens in this process. Never raises."""

    def planned(self, slots: int) -> None:
        """Note that so many slots were due and became rows of the ledger."""
        ...

    def tried(self, platform: str, what: str, outcome: str) -> None:
        """Note how one try to post ended.

        ``what``: a ``What``; ``outcome``: ``sent``, ``found`` (it was there already), ``delayed``, ``refused``,
        ``uncertain``, ``skipped``, ``dead`` or ``lost`` (another worker has it).
        """
        ...

    def late(self, platform: str, seconds: float) -> None:
        """Note how long after it was due the first message of a delivery was posted."""
        ...

    def fetched(self, *, failed: bool) -> None:
        """Note that a feed was asked."""
        ...

    def read(self, articles: int, seconds: float) -> None:
        """Note that so many new articles were read and stored, and how long that took."""
        ...

    def ticked(self, name: str, seconds: float) -> None:
        """Note how long one tick of the metronome took."""
        ...


class Uncounted:
    """Counts nothing."""

    def planned(self, slots: int) -> None:
        """Do nothing."""

    def tried(self, platform: str, what: str, outcome: str) -> None:
        """Do nothing."""

    def late(self, platform: str, seconds: float) -> None:
        """Do nothing."""

    def fetched(self, *, failed: bool) -> None:
        """Do nothing."""

    def read(self, articles: int, seconds: float) -> None:
        """Do nothing."""

    def ticked(self, name: str, seconds: float) -> None:
        """Do nothing."""
