"""``subscribe``, ``edit``, ``pause``, ``resume``, ``unsubscribe``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import audit
from bot.commands.admin.common import (
    CHANNEL,
    CHOICES,
    GROUP,
    SUBSCRIPTION,
    WHEN_HELP,
    channel_of,
    chosen,
    given_channel,
    halt_of,
)
from bot.commands.admin.scope import doubts, scope_of, stories_of
from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.registry import Call, Effect, command
from bot.importing import same
from bot.mistakes import Mistake
from bot.permissions import require
from bot.preferences import value_of
from bot.presenters import subscribing as presented
from bot.quotas import within
from bot.replies import Reply
from bot.store.base import Memory
from bot.store.values import Change, Role, State, Subscription
from bot.subscriptions import parse_when, runs
from bot.zones import zone_named
from digests.model import Length


@command(
    "subscribe",
    "A scheduled digest for a channel.",
    Argument("when", ArgumentKind.WHEN, WHEN_HELP, required=True),
    CHANNEL,
    *CHOICES,
    examples=(
        "/downlink subscribe daily 08:00",
        "/downlink subscribe weekdays 07:30 Europe/Berlin brief",
        "/downlink subscribe mon,thu 9:00 5 stories about Artemis, SpaceX without Sky Ledger",
    ),
    needs=Role.EDITOR,
    group=GROUP,
    effect=Effect.ALWAYS,
)
async def subscribe(call: Call, desk: Desk) -> Reply:
    """Store a subscription and show its next runs."""
    channel, place = channel_of(call), call.place
    require(call.rights, Role.EDITOR, call.invocation.platform, channel)
    settings = await desk.recall(lambda memory: memory.settings(place))
    one = Subscription(
        place,
        channel,
        parse_when(call["when"]).text,
        zone_named(call.get("zone") or value_of(settings, "zone")),
        scope_of(call),
        Length(call.get("length") or value_of(settings, "length")),
        stories_of(call, 7),
        call.get("missed") or value_of(settings, "missed"),
        created_by=call.invocation.user,
        created_at=call.now,
    )
    coming = runs(one.when, one.zone, call.now)

    def store(memory: Memory) -> tuple[Subscription, int]:
        there = memory.subscriptions(place)
        within(len(there), desk.quotas.subscriptions, "subscriptions")
        not_twice(one, there)
        made = replace(one, id=memory.add_subscription(one))
        noted = audit.note(memory, audit.of_subscription("subscribe", call.invocation.user, None, made, call.now))
        return made, noted.id

    made, change = await desk.change(store)
    return presented.stored(made, coming, doubts=await doubts(made.scope, desk), change=change)


def not_twice(one: Subscription, there: Sequence[Subscription]) -> None:
    """Raise Mistake where another one would post the same."""
    twin = next((each for each in there if each.id != one.id and same(each) == same(one)), None)
    if twin:
        raise Mistake(
            f"That is subscription {twin.id} already: same channel, time and scope.", f"/downlink show {twin.id}"
        )


@command(
    "edit",
    "Change a subscription: only what is named.",
    SUBSCRIPTION,
    Argument("when", ArgumentKind.WHEN, WHEN_HELP),
    CHANNEL,
    *CHOICES,
    examples=("/downlink edit 1 daily 09:00", "/downlink edit 1 full about everything"),
    needs=Role.EDITOR,
    group=GROUP,
    effect=Effect.ALWAYS,
)
async def edit(call: Call, desk: Desk) -> Reply:
    """Change what is given and keep the rest."""
    one = await chosen(_without_channel(call), desk, "edit", rest=call.invocation.text.strip())
    if isinstance(one, Reply):
        return one
    channel = given_channel(call) or one.channel
    require(call.rights, Role.EDITOR, call.invocation.platform, channel)
    after = replace(
        one,
        channel=channel,
        when=parse_when(call["when"]).text if call.get("when") else one.when,
        zone=zone_named(call["zone"]) if call.get("zone") else one.zone,
        scope=scope_of(call, one.scope),
        length=Length(call.get("length") or one.length),
        stories=stories_of(call, one.stories),
        missed=call.get("missed") or one.missed,
    )
    if after == one:
        raise Mistake(f"That would change nothing about subscription {one.id}: say what is to be different.")
    return await _changed(call, desk, "edit", one, after, "is changed")


def _without_channel(call: Call) -> Call:
    """A channel in ``edit`` is where to move it, not where to look."""
    return replace(call, values={name: value for name, value in call.values.items() if name != "channel"})


async def _changed(call: Call, desk: Desk, verb: str, before: Subscription, after: Subscription, done: str) -> Reply:
    user = call.invocation.user

    def store(memory: Memory) -> Change:
        if memory.subscription(before.id) != before:
            raise Mistake(
                f"Subscription {before.id} was changed by somebody else just now: look again.", "/downlink list"
            )
        not_twice(after, memory.subscriptions(before.place))
        memory.put_subscription(replace(after, changed_at=call.now))
        return audit.note(memory, audit.of_subscription(verb, user, before, after, call.now))

    made = await desk.change(store)
    new = doubts(after.scope, desk) if after.scope != before.scope else None
    coming = runs(after.when, after.zone, call.now)
    return presented.stored(after, coming, done=done, doubts=await new if new else (), change=made.id)


@command(
    "pause",
    "Post nothing of a subscription until it is resumed.",
    SUBSCRIPTION,
    examples=("/downlink pause", "/downlink pause 1"),
    needs=Role.EDITOR,
    group=GROUP,
    effect=Effect.ALWAYS,
)
async def pause(call: Call, desk: Desk) -> Reply:
    """Pause one."""
    return await _switched(call, desk, "pause", State.PAUSED)


@command(
    "resume",
    "Go on with a subscription that is paused or was stopped.",
    SUBSCRIPTION,
    examples=("/downlink resume 2",),
    needs=Role.EDITOR,
    group=GROUP,
    effect=Effect.ALWAYS,
)
async def resume(call: Call, desk: Desk) -> Reply:
    """Resume one; where posts to its channel were stopped, they go on."""
    one = await chosen(call, desk, "resume")
    if isinstance(one, Reply):
        return one
    halt = await halt_of(one, desk)
    if halt is None:
        return await _resumed(one, call, desk)

    def free(memory: Memory) -> None:
        for channel in (one.channel, ""):
            memory.ledger.unhalt(one.place, channel)
        audit.note(memory, audit.of_halt("resume", call.invocation.user, halt, call.now))

    await desk.change(free)
    if one.state is State.PAUSED:
        return await _resumed(one, call, desk)
    return presented.freed(one, runs(one.when, one.zone, call.now))


async def _resumed(one: Subscription, call: Call, desk: Desk) -> Reply:
    return await _switch(one, call, desk, "resume", State.ACTIVE)


async def _switched(call: Call, desk: Desk, verb: str, state: State) -> Reply:
    one = await chosen(call, desk, verb)
    return one if isinstance(one, Reply) else await _switch(one, call, desk, verb, state)


async def _switch(one: Subscription, call: Call, desk: Desk, verb: str, state: State) -> Reply:
    is_now = "paused" if state is State.PAUSED else "active"
    if one.state is state:
        raise Mistake(f"Subscription {one.id} is {is_now} already.", f"/downlink show {one.id}")
    return await _changed(call, desk, verb, one, replace(one, state=state), f"is {is_now} now")


@command(
    "unsubscribe",
    "Remove a subscription; undo brings it back.",
    SUBSCRIPTION,
    examples=("/downlink unsubscribe 1",),
    needs=Role.EDITOR,
    group=GROUP,
    effect=Effect.ALWAYS,
)
async def unsubscribe(call: Call, desk: Desk) -> Reply:
    """Remove one."""
    one = await chosen(call, desk, "unsubscribe")
    if isinstance(one, Reply):
        return one

    def remove(memory: Memory) -> Change:
        memory.remove_subscription(one.id)
        return audit.note(memory, audit.of_subscription("unsubscribe", call.invocation.user, one, None, call.now))

    return presented.removed(one, (await desk.change(remove)).id)
