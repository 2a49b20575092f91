"""What becomes of a delivery after a try, and how long is waited: pure. Times are aware, waits are seconds.

``chance``: a random number in [0, 1), passed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.delivery.values import Claim, Message, Outcome, Over, Part, Stage, Unsure, Waiting
from bot.platforms.base import PostDelayed, PostRefused, Reach, Traits
from bot.replies import Destination

MOST_REFUSALS = 3  # of the content: then it is dead
FIRST_PAUSE, LONGEST_PAUSE = 4.0, 900.0
TOKEN_PAUSE = 300.0  # until a row whose bot was refused is looked at again
SKEW = timedelta(minutes=20)  # how far our clock may be from the platform's when its history is read
MAYBE = "Whether it was posted could not be found out: look in the channel before posting it again."
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a try led to: the outcome to record, and what it means for others.

    ``word``: as it is counted. ``halt``: nothing more is posted within this reach, because of ``cause``, else for the
    outcome's reason. ``block``: nothing goes for this key for so many seconds.
    """

    outcome: Outcome
    word: str
    halt: Reach | None = None
    block: tuple[str, float] | None = None
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a claim is held and trusted, from what posting on a platform is like. Seconds.

    ``fresh``: a send begins at most so long after the ledger last said that the row is ours. ``lease``: outlives that
    and the send. ``settled``: whoever takes a row over reads the history so long after: by then the former owner
    has not begun anything for ``settle``, whatever the clocks say.
    """

    timeout: float
    fresh: float
    lease: float
    settle: float
    settled: float
    looking: float  # a lease for finding out


def terms(traits: Traits) -> Terms:
    """Derive them."""
    fresh = max(0.25, traits.timeout / 3)
    settled = traits.settle + traits.timeout + fresh
    return Terms(
        traits.timeout, fresh, 2 * traits.timeout + fresh, traits.settle, settled, settled + 4 * traits.timeout
    )


def pause(times: int, chance: float) -> float:
    """Say how long to wait after so many tries: exponential, with jitter of up to half."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(max(times - 1, 0), 20))
    return longest * (1 - chance / 2)


def keys(destination: Destination) -> Mapping[Reach, str]:
    """Name what limits apply to, by how far they reach; what is asked of one message is asked of its channel."""
    platform, place = destination.platform, destination.installation or "-"
    channel = f"{platform}/{place}/{destination.channel}"
    return {
        Reach.BOT: platform,
        Reach.INSTALLATION: f"{platform}/{place}",
        Reach.CHANNEL: channel,
        Reach.CONTENT: channel,
    }


def after_refusal(claim: Claim, problem: PostRefused, now: datetime, chance: float) -> Verdict:
    """Judge a definite refusal: the content may be tried again twice, what is gone or forbidden is not."""
    reason = sentence(problem)
    if problem.reach is Reach.BOT:
        return Verdict(Waiting(claim, now + timedelta(seconds=TOKEN_PAUSE), reason), "refused", halt=Reach.BOT)
    if problem.reach is not Reach.CONTENT:
        return Verdict(Over(claim, Stage.DEAD, now, reason), "dead", halt=problem.reach)
    refusals = claim.delivery.refusals + 1
    if refusals >= MOST_REFUSALS:
        return Verdict(Over(claim, Stage.DEAD, now, reason), "dead")
    return Verdict(Waiting(claim, now + timedelta(seconds=pause(refusals, chance)), reason, refused=True), "refused")


def after_delay(claim: Claim, problem: PostDelayed, now: datetime, chance: float) -> Verdict:
    """Judge a wait that was asked for: it is kept for everything in its reach, and a little longer for this row."""
    told = now + timedelta(seconds=problem.seconds)
    often = claim.delivery.attempts > 4
    own = pause(claim.delivery.attempts - 4, chance) if often else problem.seconds * (1 + chance / 10)
    until = max(told, now + timedelta(seconds=own))
    key = keys(claim.delivery.destination)[problem.reach]
    return Verdict(Waiting(claim, until, sentence(problem)), "delayed", block=(key, problem.seconds))


def after_absence(claim: Claim, now: datetime, *, broken: bool = False) -> Verdict:
    """Judge what was uncertain and is not in the history: it goes again. ``broken``: our own failure, so it counts."""
    return Verdict(Waiting(claim, now, "It had not arrived.", refused=broken), "uncertain")


def after_silence(claim: Claim, now: datetime, doubt: str) -> Verdict:
    """Judge what can't be found out: as the installation prefers, ``prefer-miss`` or ``prefer-duplicate``."""
    if doubt == "prefer-duplicate":
        return Verdict(Waiting(claim, now, "It may have arrived; posted again, as preferred here."), "uncertain")
    return Verdict(Over(claim, Stage.DEAD, now, MAYBE), "dead")


def after_gone(claim: Claim, problem: PostRefused, now: datetime) -> Verdict:
    """Judge what can't be found out because its channel, server or token is gone."""
    if problem.reach is Reach.BOT:
        return Verdict(Unsure(claim, now + timedelta(seconds=TOKEN_PAUSE), sentence(problem)), "refused", Reach.BOT)
    reach = problem.reach if problem.reach is not Reach.CONTENT else Reach.CHANNEL
    reason = sentence(problem)
    return Verdict(Over(claim, Stage.DEAD, now, f"{reason} {MAYBE}"), "dead", halt=reach, cause=reason)


def in_doubt(claim: Claim, now: datetime, terms: Terms, reason: str) -> Verdict:
    """Leave it to whoever looks, once the platform must have settled."""
    return Verdict(Unsure(claim, now + timedelta(seconds=terms.settled), reason[:LONGEST_REASON]), "uncertain")


def handed_back(claim: Claim, now: datetime, terms: Terms) -> Outcome:
    """Give a claim back of which nothing was sent by us."""
    if claim.uncertain:
        return Unsure(claim, now + timedelta(seconds=terms.fresh), claim.delivery.error)
    return Waiting(claim, now, claim.delivery.error, begun=False)


def since(claim: Claim) -> datetime | None:
    """Say from when on the history is to be read: before the first try, whatever our clocks did."""
    row = claim.delivery
    first = row.first_try_at or row.tried_at or row.created_at
    return first - SKEW if first else None


def opens_thread(messages: tuple[Message, ...], piece: Part, parts: int, destination: Destination) -> bool:
    """Tell whether the thread for the rest hangs below this part: the last one before the first threaded message."""
    following = piece.message + 1
    return (
        destination.thread is None
        and piece.piece == parts - 1
        and following < len(messages)
        and messages[following].threaded
        and not messages[piece.message].threaded
    )


def sentence(problem: Exception) -> str:
    """Give an error's text as it is stored: one line, no control characters, not long."""
    text = "".join(character if character.isprintable() else " " for character in str(problem))
    return text[:LONGEST_REASON] or type(problem).__name__
