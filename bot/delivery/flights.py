"""A delivery under way in this process."""

from __future__ import annotations

from dataclasses import dataclass

from bot.delivery.holds import Hold
from bot.delivery.sharing import Place
from bot.delivery.values import Delivery


@dataclass(slots=True, eq=False)
class Flight:
    """What we did with a claim so far, by the monotonic clock.

    Attributes:
        posting: a request is out: it is not to be broken off.
        begun: when our first try to send began; None: nothing of it was sent by us.
        ended: when our last try was over.
        ours: nothing that an earlier claim began is unresolved.
        broken: we failed ourselves, in a way that nobody thought of.
        queued: waits for its turn.
        landing: its outcome is known and being recorded.
        place: what it takes of the bot's limit.
    """

    hold: Hold
    claimed: float
    ours: bool
    posting: bool = False
    begun: float | None = None
    ended: float = 0.0
    broken: bool = False
    queued: bool = True
    landing: bool = False
    place: Place | None = None

    def leave(self, *, used: bool = True) -> None:
        """Free the place."""
        if self.place is not None:
            self.place.free(used=used)
            self.place = None

    @property
    def row(self) -> Delivery:
        """Give the delivery."""
        return self.hold.claim.delivery

    @property
    def doubtful(self) -> bool:
        """Tell whether it may be posted already."""
        return not self.ours or self.begun is not None


class Lost(Exception):
    """Another worker has the row by now."""
