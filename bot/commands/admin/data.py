"""``export`` and ``forget``: one's data out, and one's data gone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.commands.admin.common import GROUP
from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.registry import Call, Effect, command
from bot.permissions import require
from bot.presenters import operations as presented
from bot.replies import Reply
from bot.store.base import Memory
from bot.store.records import follow_record, grant_record
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
    place, user = call.place, call.invocation.user
    data = memory.export(place)
    return {
        "user": user,
        "follows": [follow_record(each) for each in memory.follows(call.home, user)],
        "grants": [grant_record(each) for each in memory.grants(place, user)],
        "subscriptions": [each for each in data["subscriptions"] if each["created_by"] == user],
        "feeds": [each for each in data["feeds"] if each["added_by"] == user],
        "audit": [each for each in data["audit"] if user in json.dumps(each).split('"')],
        "deliveries": [each for each in _deliveries(memory, call, data) if _is_of(each, user)],
    }


def _deliveries(memory: Memory, call: Call, data: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """List those here and, where one's follows are kept elsewhere, there."""
    elsewhere = [] if call.home == call.place else memory.export(call.home)["deliveries"]
    return [*data["deliveries"], *elsewhere]


def _is_of(delivery: Mapping[str, Any], user: str) -> bool:
    follows = str(delivery["owner"]).startswith("follow ") and str(delivery["owner"]).endswith(f"/{user}")
    return follows or user == delivery["asked_by"] or delivery["channel"] == f"@{user}"


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
        return presented.ask_to_forget(mine)
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
