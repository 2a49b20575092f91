"""What handlers may use: the newsroom, the clock and where failures are reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digests.newsroom import Newsroom


@dataclass(frozen=True, slots=True)
class Desk:
    """One per application. ``report`` logs an unexpected failure and gives the id that finds it."""

    newsroom: Newsroom
    clock: Callable[[], datetime]
    report: Callable[[BaseException, str], str]
