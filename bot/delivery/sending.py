"""Send one claim, once, and say what became of it: the middle of the walk. Records nothing itself."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.delivery import policy
from bot.delivery.breaker import Breaker
from bot.delivery.finishing import Finishing
from bot.delivery.flights import Flight, Lost
from bot.delivery.looking import Looking
from bot.delivery.means import Means
from bot.delivery.pacing import Later, Pace
from bot.delivery.policy import Terms, Verdict
from bot.delivery.values import Edition, Message, Over, Stage, Waiting
from bot.log import report
from bot.platforms.base import Platform, PostDelayed, PostRefused, PostUncertain, Reach, Receipt
from digests.errors import StoreError

MOST_REPEATS = 4  # of one try, with the same marker
GONE = "What was to be posted is no longer stored."
AWAY = "The database could not be asked in time."


class Sending:
    """Sends claims on one platform."""

    def __init__(self, platform: Platform, means: Means, pace: Pace, terms: Terms, breaker: Breaker) -> None:
        self._platform, self._means, self._pace, self._terms = platform, means, pace, terms
        self._breaker = breaker
        self._finishing = Finishing(platform, means, pace, terms)
        self._looking = Looking(platform, means, pace, terms, self._finishing)
        self.halted: dict[str, str] = {}  # keys where a refusal was met with, and what it said

    async def outcome(self, flight: Flight) -> Verdict:
        """Do what can be done for a claim now. Never raises but Lost, where it is another's; ends when cancelled."""
        claim, now = flight.hold.claim, self._means.clocks.now
        try:
            return await self._outcome(flight)
        except asyncio.CancelledError:
            return self._broken_off(flight, "It was broken off.")
        except StoreError:
            return self._broken_off(flight, AWAY)
        except Later as wait:
            if flight.doubtful:
                return policy.in_doubt(claim, now(), self._terms, claim.delivery.error)
            until = now() + timedelta(seconds=wait.seconds)
            return Verdict(Waiting(claim, until, "The platform's limit has to pass.", begun=False), "delayed")
        except Lost:
            raise
        except Exception as problem:
            report(problem, "a delivery")
            return policy.in_doubt(claim, now(), self._terms, "It failed in a way that nobody thought of.")
        finally:
            flight.leave(used=False)

    def _broken_off(self, flight: Flight, reason: str) -> Verdict:
        claim, now = flight.hold.claim, self._means.clocks.now()
        if flight.begun is not None:
            return policy.in_doubt(claim, now, self._terms, reason)
        return Verdict(policy.handed_back(claim, now, self._terms), "delayed")

    async def _outcome(self, flight: Flight) -> Verdict:
        number = flight.row.edition
        edition = None if number is None else await self._means.ask(self._means.ledger.edition, number)
        message = _message(edition, flight)
        if edition is None or message is None:
            return self._over(flight, Stage.DEAD, GONE)
        if not flight.ours:
            return await self._looking.outcome(flight, edition, message)
        if (refused := await self._turn(flight)) is not None:
            return refused
        return await self._sent(flight, edition, message)

    async def _turn(self, flight: Flight) -> Verdict | None:
        """Wait for the turn; a verdict where it is not to be sent after all."""
        flight.place = await self._pace.turn(flight.row.destination)
        flight.queued = False
        for key in policy.keys(flight.row.destination).values():
            if key in self.halted:
                return self._over(flight, Stage.DEAD, self.halted[key])
        if self._means.clocks.monotonic() <= flight.hold.until:
            return None
        if not await flight.hold.renew(self._means.ledger, self._means.ask, self._means.clocks):
            raise Lost
        fallen = await self._means.ask(self._means.standing, [flight.hold.claim])
        return self._over(flight, Stage.SKIPPED, next(iter(fallen.values()))) if fallen else None

    async def _sent(self, flight: Flight, edition: Edition, message: Message) -> Verdict:
        """Send; what is uncertain is repeated where the platform makes one message of it, and else looked up."""
        claim, now, chance = flight.hold.claim, self._means.clocks.now, self._means.chance
        for repeat in range(1 + MOST_REPEATS):
            try:
                receipt = await self._post(flight, message)
            except PostRefused as problem:
                if repeat:  # it says nothing of the try before
                    break
                return policy.after_refusal(claim, problem, now(), chance())
            except PostDelayed as problem:
                if repeat:
                    self._pace.block(policy.keys(flight.row.destination)[problem.reach], problem.seconds)
                    break
                flight.begun = None
                return policy.after_delay(claim, problem, now(), chance())
            except PostUncertain:
                if not await self._repeatable(flight, repeat):
                    break
            else:
                return await self._finishing.sent(flight, edition, message, receipt, "sent")
        self._means.counting.tried(self._platform.name, flight.row.what, "uncertain")
        return await self._looking.outcome(flight, edition, message)

    async def _post(self, flight: Flight, message: Message) -> Receipt:
        """Post, once; a failure that nobody thought of leaves it uncertain."""
        row, clocks = flight.row, self._means.clocks
        flight.posting = True
        flight.begun = clocks.monotonic() if flight.begun is None else flight.begun
        try:
            with self._pace.spent(flight.place):
                return await self._platform.post(
                    row.destination, message.reply, part=row.piece.piece, marker=row.marker, until=flight.hold.until
                )
        except (PostRefused, PostDelayed) as problem:
            if problem.invalid:
                await self._breaker.note()
            raise
        except PostUncertain:
            raise
        except Exception as problem:
            report(problem, "posting")
            flight.broken = True
            raise PostUncertain("It failed in a way that nobody thought of.") from problem
        finally:
            flight.ended, flight.posting = clocks.monotonic(), False
            flight.leave()

    async def _repeatable(self, flight: Flight, repeat: int) -> bool:
        """Wait a little for the same again, with the same marker; False where it is too late or too often for that."""
        traits, clocks = self._platform.traits, self._means.clocks
        wait = policy.pause(repeat + 1, self._means.chance()) / 4
        over = (flight.begun or 0.0) + traits.repeatable - self._terms.timeout
        if not traits.repeatable or repeat >= MOST_REPEATS or flight.broken or clocks.monotonic() + wait > over:
            return False
        await clocks.sleep(wait)
        if self._pace.blocked(policy.keys(flight.row.destination)[Reach.BOT]):
            return False
        flight.place = await self._pace.turn(flight.row.destination)
        if not await flight.hold.renew(self._means.ledger, self._means.ask, clocks):
            raise Lost
        return clocks.monotonic() <= over

    def _over(self, flight: Flight, stage: Stage, reason: str) -> Verdict:
        word = "dead" if stage is Stage.DEAD else "skipped"
        return Verdict(Over(flight.hold.claim, stage, self._means.clocks.now(), reason), word)


def _message(edition: Edition | None, flight: Flight) -> Message | None:
    number = flight.row.piece.message
    return edition.messages[number] if edition is not None and number < len(edition.messages) else None
