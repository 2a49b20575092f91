"""``export`` and ``forget``: one's data out, and one's data gone."""

from __future__ import annotations

import json
from typing import Any

from bot.commands.admin.common import GROUP
from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.registry import Call, Effect, command
from bot.delivery.all_rows import every
from bot.delivery.values import What
from bot.mistakes import NotThere
from bot.permissions import require
from bot.presenters import operations as presented
from bot.replies import Reply
from bot.store.base import Memory
from bot.store.records import change_record, feed_record, follow_record, grant_record, subscription_record
from bot.store.values import Role

WHOSE = Argument("whose", ArgumentKind.CHOICE, "Only what is stored about yourself: me.", choices=("me",))


@command(
    "export",
    "Everything stored about this place, or about you, as a file.",
    WHOSE,
    examples=("/downlink export", "/downlink export me"),
    group=GROUP,
    anywhere=True,
    judged=True,
)
async def export(call: Call, desk: Desk) -> Reply:
    """Give the data out as JSON, secrets left out."""
    place, user = call.place, call.invocation.user
    if call.get("whose"):
        return presented.exported(await desk.recall(lambda memory: _own(memory, call)), "me", call.now)
    require(call.rights, Role.ADMIN, call.invocation.platform)
    data = await desk.recall(lambda memory: memory.export(place))
    return presented.exported({"exported_by": user, **data}, "all", call.now)


def _own(memory: Memory, call: Call) -> dict[str, Any]:
    """List what is about the caller alone: where they are, there is what many others have as well."""
    place, user = call.place, call.invocation.user
    changes = [change_record(each) for each in memory.changes(place, limit=1_000_000)]
    return {
        "user": user,
        "follows": [follow_record(each) for each in memory.follows(call.home, user)],
        "grants": [grant_record(each) for each in memory.grants(place, user)],
        "subscriptions": [subscription_record(e) for e in memory.subscriptions(place) if e.created_by == user],
        "feeds": [feed_record(each) for each in memory.feeds(place) if each.added_by == user],
        "audit": [each for each in changes if user in json.dumps(each).split('"')],
        "deliveries": _deliveries(memory, call),
    }


def _deliveries(memory: Memory, call: Call) -> list[dict[str, Any]]:
    """List what was sent to the caller alone, here and where their follows are kept, and what they had posted."""
    from bot.store.ledger.records import delivery_record

    user = call.invocation.user
    places = sorted({call.place, call.home}, key=lambda each: each.installation)
    try:
        direct = [row for place in places for row in every(memory.ledger, place=place, channel=f"@{user}")]
        asked = [row for row in every(memory.ledger, place=call.place, what=What.RUN) if row.asked_by == user]
    except NotThere:
        return []
    return [delivery_record(row) for row in (*direct, *asked)]


@command(
    "forget",
    "Delete everything stored about this place, or about you.",
    WHOSE,
    Argument("sure", ArgumentKind.CHOICE, "Say yes to do it.", choices=("yes",)),
    examples=("/downlink forget", "/downlink forget me"),
    group=GROUP,
    anywhere=True,
    effect=Effect.ALWAYS,
)
async def forget(call: Call, desk: Desk) -> Reply:
    """Ask first, then delete; there is no undo."""
    place, user, mine = call.place, call.invocation.user, call.get("whose") is not None
    if not mine:
        require(call.rights, Role.ADMIN, call.invocation.platform)
    if not call.get("sure"):
        return presented.ask_to_forget(mine, call.invocation.platform)
    if mine:
        homes = {place, call.home}
        gone = await desk.change(lambda memory: sum(memory.forget_user(each, user) for each in homes))
        return presented.forgotten(gone, mine)

    def delete(memory: Memory) -> int:
        installation = memory.installation(place)
        gone = memory.forget(place)
        if installation:  # the bot's own way in, which goes when it is removed from there
            memory.put_installation(installation)
        return gone - bool(installation)

    return presented.forgotten(await desk.change(delete), mine)
