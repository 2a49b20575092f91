"""``grant`` and ``revoke``: who may do what."""

from __future__ import annotations

from bot import audit
from bot.commands.admin.common import CHANNEL, GROUP, given_channel
from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.native import known_id
from bot.commands.registry import Call, Effect, command
from bot.mistakes import Mistake
from bot.presenters import operations as presented
from bot.replies import Reply
from bot.store.base import Memory
from bot.store.values import Change, Grant, Role

USER = Argument("user", ArgumentKind.USER, "A member, such as @anna", required=True)
_ROLES = (Role.EDITOR.value, Role.ADMIN.value)


@command(
    "grant",
    "Let somebody be an editor (of a channel, or of all) or an admin.",
    USER,
    Argument("role", ArgumentKind.CHOICE, "The role, editor or admin.", choices=_ROLES),
    CHANNEL,
    examples=("/downlink grant @anna editor #space", "/downlink grant @ben admin"),
    needs=Role.ADMIN,
    group=GROUP,
    effect=Effect.ALWAYS,
)
async def grant(call: Call, desk: Desk) -> Reply:
    """Give a role; without a channel it holds everywhere."""
    role, channel = Role(call.get("role") or Role.EDITOR), given_channel(call)
    if role is Role.ADMIN and channel:
        raise Mistake("An admin is one everywhere: leave the channel out, or make them an editor of it.")
    after = Grant(call.place, _user(call), role, channel)

    def store(memory: Memory) -> Change | None:
        before = _there(memory, after)
        if before == after:
            return None
        memory.put_grant(after)
        return audit.note(memory, audit.of_grant("grant", call.invocation.user, before, after, call.now))

    made = await desk.change(store)
    return presented.granted(after, made.id if made else None)


def _user(call: Call) -> str:
    return known_id(call.invocation.platform, call["user"], "member")


def _there(memory: Memory, wanted: Grant) -> Grant | None:
    return next((each for each in memory.grants(wanted.place, wanted.user) if each.channel == wanted.channel), None)


@command(
    "revoke",
    "Take back what was granted to somebody.",
    USER,
    CHANNEL,
    examples=("/downlink revoke @carl",),
    needs=Role.ADMIN,
    group=GROUP,
    effect=Effect.ALWAYS,
)
async def revoke(call: Call, desk: Desk) -> Reply:
    """Take a role back: that of the channel named, or all."""
    place, user, channel = call.place, _user(call), given_channel(call)

    def remove(memory: Memory) -> list[Change]:
        found = [each for each in memory.grants(place, user) if channel in (None, each.channel)]
        changes = []
        for each in found:
            memory.remove_grant(place, user, each.channel)
            made = audit.of_grant("revoke", call.invocation.user, each, None, call.now)
            changes.append(audit.note(memory, made))
        return changes

    changes = await desk.change(remove)
    if not changes:
        raise Mistake("Nothing was granted to them here; what the platform itself allows is changed there.")
    return presented.revoked(user, changes)
