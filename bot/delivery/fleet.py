"""The deliveries under way on one platform: each is carried to its outcome, and the outcome is recorded."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence

from bot.delivery import policy
from bot.delivery.consequences import Consequences
from bot.delivery.flights import Flight, Lost
from bot.delivery.means import Means
from bot.delivery.policy import Terms, Verdict
from bot.delivery.recording import Recorder
from bot.delivery.sending import Sending
from bot.delivery.values import Over, Sent, Stage
from bot.log import LOGGER, about, report


class Fleet:
    """Flies them. ``landed`` is called when one is over."""

    def __init__(
        self,
        means: Means,
        terms: Terms,
        sending: Sending,
        consequences: Consequences,
        recorder: Recorder,
        landed: Callable[[Flight], None],
    ) -> None:
        self._means, self._terms, self._sending = means, terms, sending
        self._consequences, self._recorder, self._landed = consequences, recorder, landed
        self._tasks: dict[Flight, asyncio.Task[None]] = {}

    def __iter__(self) -> Iterator[Flight]:
        return iter(self._tasks)

    def __len__(self) -> int:
        return len(self._tasks)

    def tasks(self) -> Sequence[asyncio.Task[None]]:
        """List their tasks."""
        return list(self._tasks.values())

    def start(self, flight: Flight, fallen: str | None) -> None:
        """Start one. ``fallen``: why it is not to be sent after all."""
        end = None
        if fallen is not None:
            outcome = Over(flight.hold.claim, Stage.SKIPPED, self._means.clocks.now(), fallen)
            end = Verdict(outcome, "skipped")
        self._fly(flight, end)

    def give_back(self, flight: Flight) -> None:
        """Record that nothing was sent of a claim."""
        back = policy.handed_back(flight.hold.claim, self._means.clocks.now(), self._terms)
        self._fly(flight, Verdict(back, "delayed"))

    def _fly(self, flight: Flight, end: Verdict | None) -> None:
        flight.landing = end is not None
        with about(delivery=flight.row.marker, slot=flight.row.slot):
            task = asyncio.create_task(self._flown(flight, end), name=f"delivery {flight.row.id}")
        self._tasks[flight] = task
        task.add_done_callback(lambda _: self._over(flight))

    def _over(self, flight: Flight) -> None:
        self._tasks.pop(flight, None)
        self._landed(flight)

    async def _flown(self, flight: Flight, end: Verdict | None) -> None:
        try:
            verdict = end or await self._sending.outcome(flight)
            flight.queued, flight.landing = False, True
            await self._consequences.draw(verdict)
            if await self._recorder.record(verdict.outcome):
                if isinstance(verdict.outcome, Sent):
                    where = flight.row.destination
                    LOGGER.info("Posted on %s in %s: message %s",
                                where.platform, where.channel, verdict.outcome.message_id)  # fmt: skip
                return
            LOGGER.info("Another worker has taken delivery %s over", flight.row.id)
            self._lost(flight)
        except Lost:
            self._lost(flight)
        except Exception as problem:
            report(problem, "a delivery")

    def _lost(self, flight: Flight) -> None:
        self._means.counting.tried(flight.row.destination.platform, flight.row.what, "lost")

    async def land(self, seconds: float, recording: float) -> None:
        """End all: what waits at once, what is being posted when that is answered or time is over.

        Args:
            seconds: for answers under way.
            recording: seconds for the ledger after that.
        """
        await asyncio.sleep(0)  # those just made have to have begun, to give their claims back
        for flight, task in self._tasks.items():
            if not flight.posting and not flight.landing:
                task.cancel()
        await self._wait(seconds)
        for flight, task in self._tasks.items():
            if not flight.landing:
                task.cancel()
        await self._wait(recording)
        for flight, task in list(self._tasks.items()):
            LOGGER.warning("Delivery %s is left as begun: it is looked up later", flight.row.id)
            task.cancel()

    async def _wait(self, seconds: float) -> None:
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=seconds)
