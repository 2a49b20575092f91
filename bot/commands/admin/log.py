"""``audit`` and ``undo``: what was changed, and taking it back."""

from __future__ import annotations

from bot import audit
from bot.commands.admin.common import GROUP
from bot.commands.admin.subscribing import not_twice
from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.native import number
from bot.commands.registry import Call, Effect, command
from bot.commands.who import PAGE
from bot.mistakes import Mistake
from bot.permissions import require
from bot.presenters import operations as presented
from bot.quotas import Quotas, within
from bot.replies import Reply
from bot.store.base import Memory
from bot.store.values import Change, Role

_A_PAGE = 10
_LOOKED_AT = 200  # changes, for the last one that somebody may take back


@command(
    "audit",
    "What was changed here, by whom and when.",
    PAGE,
    examples=("/downlink audit", "/downlink audit page 2"),
    needs=Role.EDITOR,
    group=GROUP,
)
async def log(call: Call, desk: Desk) -> Reply:
    """Page through the audit log, newest first."""
    place, offset = call.place, (call.page - 1) * _A_PAGE
    found = await desk.recall(lambda memory: memory.changes(place, limit=_A_PAGE + 1, offset=offset))
    return presented.log(found[:_A_PAGE], call.page, more=len(found) > _A_PAGE)


@command(
    "undo",
    "Take a change back: the last one, or the one with a number.",
    Argument("change", ArgumentKind.NUMBER, "The number of a change; the audit log has them."),
    examples=("/downlink undo", "/downlink undo 1"),
    needs=Role.EDITOR,
    group=GROUP,
    effect=Effect.ALWAYS,
)
async def undo(call: Call, desk: Desk) -> Reply:
    """Take a change back; that is a change itself."""
    given = call.get("change")
    wanted = number(given, "change") if given else None

    def take_back(memory: Memory) -> Change:
        found = memory.change(wanted) if wanted else _last(memory, call)
        if found is None or found.place != call.place:
            raise Mistake(
                f"There is no change {wanted} here." if wanted else "There is nothing to undo.", "/downlink audit"
            )
        _may(call, found)
        return _taken_back(memory, found, call, desk.quotas)

    return presented.undone(await desk.change(take_back))


def _taken_back(memory: Memory, found: Change, call: Call, quotas: Quotas) -> Change:
    """Take it back. Raises Mistake, or NotAllowed where what comes back could not be made anew."""
    place = call.place
    had, fed = memory.subscriptions(place), memory.feeds(place)
    made = audit.take_back(memory, found, call.invocation.user, call.now)
    known = {one.id for one in had}
    for one in memory.subscriptions(place):
        if one not in had:
            not_twice(one, had)
        if one.id not in known:
            within(len(had), quotas.subscriptions, "subscriptions")
    if len(memory.feeds(place)) > len(fed):
        within(len(fed), quotas.feeds, "feeds")
    return made


def _last(memory: Memory, call: Call) -> Change | None:
    """Find the last change that is in force and (but for admins, who take back anybody's) one's own."""
    admin = call.rights.everywhere is Role.ADMIN
    return next(
        (
            each
            for each in memory.changes(call.place, limit=_LOOKED_AT)
            if audit.can_undo(each) and each.verb != audit.UNDO and (admin or each.actor == call.invocation.user)
        ),
        None,
    )


def _may(call: Call, change: Change) -> None:
    """Editors take back what is of their channels; the rest is the admins'."""
    channels = {
        str(record["channel"]) for record in (change.before, change.after) if record and change.subject[:4] == "subs"
    }
    for channel in channels or (None,):
        needed = Role.EDITOR if channel else Role.ADMIN
        require(call.rights, needed, call.invocation.platform, channel)
