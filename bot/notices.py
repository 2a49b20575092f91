"""Who is told of what: happenings → notices in the ledger, each once, by direct message.

A notice goes to whoever made the subscription, else to whoever installed the bot. Where neither is known, or the
platform has no direct messages, the log has it and ``/downlink status`` and the doctor show it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from bot.delivery.all_rows import every
from bot.delivery.destinations import in_channel, place_of
from bot.delivery.happenings import Logged
from bot.delivery.planning import MISSED
from bot.delivery.values import Delivery, Edition, NewDelivery, Stage, What
from bot.log import LOGGER
from bot.presenters import notices as presented
from bot.replies import Reply
from bot.store.base import Memory
from bot.store.records import FORGOTTEN
from bot.store.values import Installation, Place, State, Subscription

TOLD_UNTIL = "notices of missed runs"  # where the ledger keeps how far they were told
_NOBODY = ("", "operator", FORGOTTEN)
_DIRECT = ("slack", "discord")  # platforms with direct messages
_A_PAGE = 1000
_LOOKED_BACK = timedelta(days=3)  # older ones are no news
SETTLED = timedelta(seconds=25)  # a planner's transaction takes less


def unheard(ones: Iterable[Subscription], installation: Installation | None) -> list[Subscription]:
    """List those of an installation's active subscriptions of whose trouble nobody is told by direct message."""
    if installation is not None and installation.installed_by:
        return []
    alone = [one for one in ones if one.place.platform in _DIRECT and one.created_by in _NOBODY]
    return [one for one in alone if one.state is State.ACTIVE]


class Noticed(Logged):
    """Writes notices into the ledger, and into the log. See :class:`~bot.delivery.happenings.Notices`."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._seen: list[tuple[datetime, int]] = []  # the ledger's last number at some times
        self._untold: set[Place] = set()  # where the log has it already that nobody can be told

    def dead(self, delivery: Delivery, reason: str, now: datetime) -> None:
        """Tell of a post that failed for good; of one to a user only the log."""
        super().dead(delivery, reason, now)
        if delivery.destination.channel.startswith("@"):
            return
        one = self._subscription(delivery)
        body = presented.dead(delivery, reason, one)
        key = f"dead {delivery.id} after {delivery.attempts}"
        self._write(place_of(delivery.destination), self._makers([one]), key, body, now)

    def halted(self, place: Place, channel: str, reason: str, since: datetime, delivery: Delivery | None) -> None:
        """Tell of a channel where nothing is posted any more. Of a whole installation only the log: the bot is out."""
        super().halted(place, channel, reason, since, delivery)
        if not channel or channel.startswith("@"):
            return
        ones = [one for one in self._memory.subscriptions(place, channel) if one.state is State.ACTIVE]
        body = presented.halted(channel, reason, delivery, ones)
        makers = self._makers([self._subscription(delivery) if delivery else None, *ones])
        self._write(place, makers[:1], f"halted {channel} {since:%Y-%m-%d %H:%M:%S}", body, since)

    def held(self, delivery: Delivery, edition: Edition, now: datetime) -> None:
        """Tell of a digest that waits for approval."""
        one = self._subscription(delivery)
        body = presented.held(delivery, edition, one)
        self._write(place_of(delivery.destination), self._makers([one]), f"held {delivery.id}", body, now)

    def missed(self, now: datetime) -> int:
        """Tell of runs that were missed since this was last called, a message a person; gives how many rows.

        What fails in between is told again under the same key, so once. What was written since the last call waits for
        the next: others of the same outage may not be there yet.
        """
        ledger, settled = self._memory.ledger, self._settled(now)
        kept = int(ledger.kept(TOLD_UNTIL) or 0)
        if settled <= kept:
            return 0
        skipped = every(ledger, stages=(Stage.SKIPPED,), before=settled + 1, after=kept)
        lately = [row for row in skipped if row.created_at and now - row.created_at < _LOOKED_BACK]
        rows = [row for row in lately if row.error.startswith(MISSED)][::-1]
        for (place, user), theirs in self._by_person(rows).items():
            body = presented.missed(theirs[:_A_PAGE], max(0, len(theirs) - _A_PAGE))
            self._write(place, [user], f"missed from {theirs[0].id}", body, now)
        if rows or settled - kept >= _A_PAGE:
            ledger.keep(TOLD_UNTIL, str(settled))
        return len(rows)

    def _settled(self, now: datetime) -> int:
        """Give the number up to which all rows are there: it was the last one when a planner's step could not be under
        way still that is not over now."""
        newest = self._memory.ledger.deliveries(limit=1)
        self._seen.append((now, newest[0].id if newest else 0))
        settled = [seen for seen in self._seen if now - seen[0] >= SETTLED]
        if settled:
            self._seen = [settled[-1], *(seen for seen in self._seen if now - seen[0] < SETTLED)]
        return settled[-1][1] if settled else 0

    def _by_person(self, rows: Iterable[Delivery]) -> dict[tuple[Place, str], list[Delivery]]:
        found: dict[tuple[Place, str], list[Delivery]] = {}
        known: dict[int | None, Subscription | None] = {}
        for row in rows:
            place = place_of(row.destination)
            if row.subscription not in known:
                known[row.subscription] = self._subscription(row)
            for user in self._told(place, self._makers([known[row.subscription]])):
                found.setdefault((place, user), []).append(row)
        return found

    def _subscription(self, delivery: Delivery) -> Subscription | None:
        return self._memory.subscription(delivery.subscription) if delivery.subscription else None

    def _makers(self, ones: Sequence[Subscription | None]) -> list[str]:
        return list(dict.fromkeys(one.created_by for one in ones if one and one.created_by not in _NOBODY))

    def _told(self, place: Place, makers: Sequence[str]) -> Iterator[str]:
        if makers:
            yield from makers
        elif (installation := self._memory.installation(place)) and installation.installed_by:
            yield installation.installed_by

    def _write(self, place: Place, makers: Sequence[str], key: str, body: Reply, now: datetime) -> None:
        if place.platform not in _DIRECT:
            return
        owner = f"notice {place.platform}/{place.installation}"
        rows = [
            NewDelivery(What.NOTICE, owner, f"{key} @{user}", in_channel(place, f"@{user}"), now, body=body)
            for user in self._told(place, makers)
        ]
        if rows:
            self._memory.ledger.write(rows)
        elif place not in self._untold:
            self._untold.add(place)
            LOGGER.warning(
                "Nobody in %s/%s can be told: it is not known who made the subscription, nor who installed the bot. "
                "“downlink doctor” and /downlink status show what is wrong.", place.platform, place.installation,
            )  # fmt: skip
