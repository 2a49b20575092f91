"""What admin commands share: their arguments, and which subscription is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.native import known_channel, number
from bot.commands.registry import Call
from bot.delivery.base import Halt, Runs
from bot.delivery.values import UNPLANNED
from bot.mistakes import Mistake, NotThere
from bot.permissions import require
from bot.presenters import subscribing as presented
from bot.replies import Reply
from bot.store.values import Place, Role, State, Subscription
from bot.subscriptions import MISSED, runs
from digests.model import Length

GROUP = "downlink"
SUBSCRIPTION = Argument("subscription", ArgumentKind.NUMBER, "The number of a subscription; this channel's without it.")
CHANNEL = Argument("channel", ArgumentKind.CHANNEL, "A channel; this one without it.")
WHEN_HELP = "A timetable such as daily 08:00, weekdays 07:30, mon,thu 9:00 or hourly"
CHOICES = (
    Argument("zone", ArgumentKind.ZONE, "A time zone such as Europe/Berlin."),
    Argument("length", ArgumentKind.CHOICE, "How much of each story.", choices=tuple(Length)),
    Argument("stories", ArgumentKind.COUNT, "How many, as in 5 stories; from 1 to 15."),
    Argument("topics", ArgumentKind.TOPIC, "Topics, with commas between them.", after="about", many=True),
    Argument("people", ArgumentKind.NAME, "Names of people, with commas between them.", after="people", many=True),
    Argument("outlets", ArgumentKind.OUTLET, "Outlets, with commas: only these.", after="from", many=True),
    Argument("without", ArgumentKind.OUTLET, "Outlets, with commas: none of these.", after="without", many=True),
    Argument("missed", ArgumentKind.CHOICE, "What becomes of runs missed while Downlink was down.", choices=MISSED),
)


def channel_of(call: Call) -> str:
    """Name the channel that a call is about."""
    return given_channel(call) or call.invocation.destination.channel


def given_channel(call: Call) -> str | None:
    """Name the channel that was given. Raises Mistake where the installation has none by that name or id."""
    given = call.get("channel")
    return known_channel(call.invocation, given) if given else None


async def chosen(
    call: Call, desk: Desk, verb: str, *, needs: Role = Role.EDITOR, rest: str = ""
) -> Subscription | Reply:
    """Find the subscription meant: by its number, or the only one of the channel; a reply asks which of several.

    Raises:
        Mistake: there is none. NotAllowed: it is of a channel that the caller may not change.
    """
    given, place, channel = call.get("subscription"), call.place, channel_of(call)
    if given:
        wanted = number(given, "subscription")
        one = await desk.recall(lambda memory: memory.subscription(wanted))
        if one is None or one.place != place:  # another installation's is none of ours to tell of
            raise Mistake(f"There is no subscription {wanted} here.", "/downlink list")
    else:
        found = await desk.recall(lambda memory: memory.subscriptions(place, channel))
        if not found:
            raise Mistake("This channel has no subscription yet.", "/downlink subscribe daily 08:00")
        if len(found) > 1:
            return presented.which(found, verb, rest)
        one = found[0]
    if needs is not Role.VIEWER:
        require(call.rights, needs, call.invocation.platform, one.channel)
    return one


async def runs_of(found: Sequence[Subscription], desk: Desk) -> Mapping[int, Runs]:
    """Give the last and next runs of subscriptions; empty where nothing is ever posted."""
    try:
        return await desk.consult(lambda ledger: ledger.runs([one.id for one in found]))
    except NotThere:
        return {}


def next_run(one: Subscription, known: Runs | None, now: datetime) -> datetime | None:
    """Give the next run as it is planned, quiet hours and all; where it is not planned yet, as the timetable has it."""
    if one.state is State.PAUSED:
        return None
    if known is not None and known.next_run_at is not None and known.next_run_at > UNPLANNED:
        return known.next_run_at
    return next(iter(runs(one.when, one.zone, now, 1)), None)


async def halt_of(one: Subscription, desk: Desk) -> Halt | None:
    """Give why nothing is posted where a subscription posts; None where it is."""
    return presented.halt_where(one, await halts_of(one.place, desk))


async def halts_of(place: Place, desk: Desk) -> Sequence[Halt]:
    """List where posting is stopped; empty where nothing is ever posted."""
    try:
        return await desk.consult(lambda ledger: ledger.halts(place))
    except NotThere:
        return ()
