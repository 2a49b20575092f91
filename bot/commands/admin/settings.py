"""``settings``: what an installation chose."""

from __future__ import annotations

from bot import audit
from bot.commands.admin.common import GROUP
from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.registry import Call, Effect, command
from bot.mistakes import Mistake
from bot.permissions import require
from bot.preferences import PREFERENCES, changed, preference
from bot.presenters import settings as presented
from bot.replies import Reply
from bot.store.base import Memory
from bot.store.values import Change, Role


@command(
    "settings",
    "The settings here; with a name and a value, one is changed.",
    Argument("name", ArgumentKind.CHOICE, "Which setting.", choices=tuple(each.name for each in PREFERENCES)),
    Argument("value", ArgumentKind.VALUE, "Its new value, or default."),
    examples=(
        "/downlink settings",
        "/downlink settings zone Europe/Berlin",
        "/downlink settings quiet 22:00-07:00 delay",
    ),
    group=GROUP,
    effect=Effect.GIVEN,
)
async def settings(call: Call, desk: Desk) -> Reply:
    """Show all, explain one, or change one."""
    place, name, value = call.place, call.get("name"), call.get("value")
    if name is None and value is not None:
        raise Mistake(f'"{value[:40]}" is no setting: there are {", ".join(each.name for each in PREFERENCES)}.')
    if name is None or value is None:
        values, grants = await desk.recall(lambda memory: (memory.settings(place), memory.grants(place)))
        return presented.one(preference(name), values) if name else presented.every(values, grants)
    require(call.rights, Role.ADMIN, call.invocation.platform)
    wanted, given = name, value

    def store(memory: Memory) -> Change | None:
        before = memory.settings(place)
        try:
            after = changed(before, wanted, given)
        except Mistake as mistake:
            raise Mistake(str(mistake), f"/downlink settings {wanted} {preference(wanted).example}") from None
        if after == before:
            return None
        memory.put_settings(place, after)
        return audit.note(memory, audit.of_settings(place, call.invocation.user, before, after, call.now))

    made = await desk.change(store)
    values = await desk.recall(lambda memory: memory.settings(place))
    return presented.changed(preference(name), values, made.id if made else None)
