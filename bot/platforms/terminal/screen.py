"""What replies are shown on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo

WIDEST = 100  # columns; longer lines are hard to read
NARROWEST = 20


@dataclass(frozen=True, slots=True)
class Screen:
    """How to show: columns, the reader's zone, whether colours and hyperlinks are wanted, and whether
    somebody can type the number of a choice."""

    width: int = 80
    zone: tzinfo = UTC
    colours: bool = False
    prompt: bool = False

    @property
    def columns(self) -> int:
        """Give the width that is used."""
        return max(NARROWEST, min(self.width, WIDEST))
