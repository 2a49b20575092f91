"""How much a courier claims: what goes out within about half a second, so that a death leaves little in doubt."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterable

from bot.delivery.clocks import Clocks
from bot.delivery.flights import Flight

AHEAD = 0.5  # seconds' worth of sends that wait for their turn
LEAST, MOST = 16, 128  # of them
FLYING = 384  # sends under way at once
LOOKING = 200  # looked up at once
LOOKED = 5  # seconds' worth of the bot's limit that is looked up at once: each row asks twice within its lease


class Rooms:
    """Remembers how fast it goes. ``share``: requests a second that are ours of a bot's limit; None: not limited."""

    def __init__(self, clocks: Clocks, share: Callable[[], int | None] = lambda: None) -> None:
        self._clocks, self._share = clocks, share
        self._sent: deque[float] = deque()

    def note(self, flight: Flight) -> None:
        """Note that a flight is over."""
        if flight.ours and flight.ended:
            self._sent.append(self._clocks.monotonic())

    def room(self, flights: Iterable[Flight], parked: int = 0) -> int:
        """Say how many to claim now; 0 until it is worth a question. ``parked``: those that hold nobody else up."""
        ours = [flight for flight in flights if flight.ours]
        queued = sum(flight.queued for flight in ours) - parked
        while self._sent and self._sent[0] < self._clocks.monotonic() - 1.0:
            self._sent.popleft()
        share = self._share()
        least = LEAST if share is None else min(LEAST, share)  # nothing, where nothing may go
        target = min(MOST, max(least, math.ceil(len(self._sent) * AHEAD) if least else 0))
        return 0 if queued > target // 2 else max(0, min(target - queued, FLYING - len(ours)))

    def looking(self, flights: Iterable[Flight]) -> int:
        """Say how many to look up beside those under way."""
        share = self._share()
        most = LOOKING if share is None else min(LOOKING, share * LOOKED)
        return max(0, most - sum(not flight.ours for flight in flights))
