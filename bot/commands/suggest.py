"""What could be meant by the first letters of an argument: for completion and selects of platforms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import zones
from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.periods import EXAMPLES
from bot.commands.registry import home_of, place_of
from bot.replies import Invocation
from bot.store.values import Subscription
from digests.model import Entity, Kind

MOST = 25  # suggestions that every platform can show
_TIMETABLES = ("daily 08:00", "weekdays 07:30", "weekly mon 09:00", "mon,thu 09:00", "hourly", "half-hourly")
_TOPICS = (Kind.ORGANISATION, Kind.CRAFT)
_COMMON = ("Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Asia/Tokyo", "Asia/Kolkata")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value with what is shown for it."""

    label: str
    value: str


async def suggest(argument: Argument, typed: str, invocation: Invocation, desk: Desk) -> list[Suggestion]:
    """Suggest at most 25 values that go on from ``typed``; the best first, none where nothing is known.

    In an argument of several values the last one is completed, after those before it. Never raises a known error.
    """
    kept, last = "", " ".join(typed[:100].split())
    if argument.many and "," in last:
        before, _, last = last.rpartition(",")
        kept, last = before.strip() + ", ", last.strip()
    found = await _values(argument, last, invocation, desk)
    return [Suggestion(kept + each.label, kept + each.value) for each in found[:MOST]]


async def _values(argument: Argument, typed: str, invocation: Invocation, desk: Desk) -> Sequence[Suggestion]:
    kind = argument.kind
    if argument.choices:
        return _plain(_starting(argument.choices, typed))
    if argument.name == "followed":
        return _plain(_starting(await _followed(invocation, desk), typed))
    if kind is ArgumentKind.NAME:
        kinds = (Kind.PERSON,) if argument.many else ()
        return _names(await desk.newsroom.names_starting(typed, MOST, kinds)) if typed else []
    if kind is ArgumentKind.TOPIC:
        return _names(await desk.newsroom.names_starting(typed, MOST, _TOPICS)) if typed else []
    if kind is ArgumentKind.OUTLET:
        return _plain([name for name, _ in await desk.newsroom.outlets_starting(typed, MOST)])
    if kind is ArgumentKind.ZONE:
        return _plain(_zones(typed))
    if kind is ArgumentKind.PERIOD:
        return _plain(_starting(EXAMPLES, typed) or [typed])
    if kind is ArgumentKind.WHEN:
        return _plain(_starting(_TIMETABLES, typed) or list(_TIMETABLES))
    if kind is ArgumentKind.NUMBER and argument.name == "subscription" and desk.memory is not None:
        return _subscriptions(await _listed(invocation, desk), typed, invocation.destination.channel)
    return []


async def _listed(invocation: Invocation, desk: Desk) -> Sequence[Subscription]:
    place = place_of(invocation)
    return await desk.recall(lambda memory: memory.subscriptions(place))


async def _followed(invocation: Invocation, desk: Desk) -> list[str]:
    if desk.memory is None:
        return []
    place, user = home_of(invocation), invocation.user
    return [each.subject for each in await desk.recall(lambda memory: memory.follows(place, user))]


def _plain(values: Sequence[str]) -> list[Suggestion]:
    return [Suggestion(value, value) for value in values]


def _starting(values: Sequence[str], typed: str) -> list[str]:
    return [value for value in values if value.casefold().startswith(typed.casefold())]


def _names(found: Sequence[Entity]) -> list[Suggestion]:
    return [Suggestion(each.name, each.name) for each in {each.name: each for each in found}.values()]


def _zones(typed: str) -> list[str]:
    """Zones whose city or region starts so, or else has it in it; well-known ones where nothing is typed."""
    if not typed:
        return ["UTC", *_COMMON]
    folded = "_".join(typed.casefold().split())
    if place := zones.ABBREVIATIONS.get(folded):
        return [place]
    every = zones.names()
    first = [z for z in every if z.casefold().startswith(folded) or z.rpartition("/")[2].casefold().startswith(folded)]
    return first + [z for z in every if folded in z.casefold() and z not in set(first)]


def _subscriptions(found: Sequence[Subscription], typed: str, channel: str) -> list[Suggestion]:
    """Those of this channel first; by number, or by a word of what is shown."""
    ordered = sorted(found, key=lambda each: (each.channel != channel, each.id))
    wanted = typed.casefold().lstrip("#")
    return [
        Suggestion(label, str(each.id))
        for each in ordered
        if wanted in (label := f"{each.id}: {each.when} {each.zone}").casefold()
    ]
