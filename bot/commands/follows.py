"""``/follow``, ``/unfollow``, ``/following``: what somebody wants to hear of by direct message."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from bot.characters import plainly
from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.registry import Call, Effect, command
from bot.mistakes import Mistake
from bot.nearest import nearest
from bot.presenters import finding
from bot.presenters import follows as presented
from bot.quotas import within
from bot.replies import Reply
from bot.store.base import Memory
from bot.store.values import Follow
from digests.answers import Found, Nobody, Several

_LONGEST_MUTE = timedelta(days=365)
_SPAN = re.compile(r"(?:for )?(\d{1,4}) ?(h|hours?|d|days?|w|weeks?|months?)", re.I)
_HOURS = {"h": 1, "d": 24, "w": 168, "m": 720}


@command(
    "follow",
    "A direct message when there is news of a name or a topic.",
    Argument("subject", ArgumentKind.NAME, "A name or a topic", required=True),
    Argument("mute", ArgumentKind.VALUE, "How long to say nothing: 7 days, or off.", after="mute"),
    examples=("/follow Rogozin", "/follow Artemis", "/follow Rogozin mute 7 days"),
    effect=Effect.ALWAYS,
)
async def follow(call: Call, desk: Desk) -> Reply:
    """Follow a name that is known, or else a topic."""
    subject = plainly(call["subject"])
    if not subject:
        raise Mistake("A name or a topic is missing.")
    found = await desk.newsroom.find(subject)
    if isinstance(found, Several):
        mute = f" mute {call['mute']}" if call.get("mute") else ""
        return finding.unsure(found, "/follow {}" + mute, now=call.now)
    if isinstance(found, Nobody) and subject.startswith("#"):
        raise Mistake("Nobody with this number is stored any more.", "/follow Rogozin")
    place, user = call.home, call.invocation.user
    wanted = Follow(place, user, subject, None, None, call.now)
    if isinstance(found, Found):
        wanted = replace(wanted, subject=found.entity.name, entity_id=found.entity.id)

    def store(memory: Memory) -> tuple[Follow, bool]:
        own = memory.follows(place, user)
        before = next((each for each in own if _same(each, wanted)), None)
        if before is None:
            within(len(own), desk.quotas.follows, "names and topics that you follow")
        one = before or wanted
        one = replace(one, muted_until=_muted_until(call, one))
        memory.put_follow(one)
        return one, before is None

    one, new = await desk.change(store)
    return presented.followed(one, new=new, now=call.now, near=found.nearest if isinstance(found, Nobody) else ())


def _same(one: Follow, other: Follow) -> bool:
    if one.entity_id is not None or other.entity_id is not None:
        return one.entity_id == other.entity_id
    return one.subject.casefold() == other.subject.casefold()


def _muted_until(call: Call, one: Follow) -> datetime | None:
    given = call.get("mute")
    if given is None:
        return one.muted_until
    if given.casefold() in ("off", "no", "none", "0"):
        return None
    match = _SPAN.fullmatch(given)
    span = timedelta(hours=int(match[1]) * _HOURS[match[2][0].lower()]) if match else None
    if span is None or not timedelta() < span <= _LONGEST_MUTE:
        raise Mistake(f'"{given[:40]}" is no time to be mute: write hours, days or weeks, up to a year, or off.')
    return call.now + span


@command(
    "unfollow",
    "No more direct messages about a name or a topic.",
    Argument("followed", ArgumentKind.TOPIC, "A name or a topic that you follow", required=True),
    examples=("/unfollow Dmitry Rogozin",),
    effect=Effect.ALWAYS,
)
async def unfollow(call: Call, desk: Desk) -> Reply:
    """Follow no more: by the name as it is listed, or one that means the same."""
    place, user, typed = call.home, call.invocation.user, " ".join(call["followed"].split())
    own = await desk.recall(lambda memory: memory.follows(place, user))
    one = next((each for each in own if each.subject.casefold() == typed.casefold()), None)
    if one is None:
        found = await desk.newsroom.find(typed)
        one = next((e for e in own if isinstance(found, Found) and e.entity_id == found.entity.id), None)
    if one is None:
        near = nearest(typed, [each.subject for each in own])
        raise Mistake(f"You don't follow {typed[:60]}.", f"/unfollow {near}" if near else "/following")
    subject = one.subject
    await desk.change(lambda memory: memory.remove_follow(place, user, subject))
    return presented.unfollowed(subject)


@command("following", "What you follow.", examples=("/following",))
async def following(call: Call, desk: Desk) -> Reply:
    """List what the caller follows."""
    place, user = call.home, call.invocation.user
    return presented.following(await desk.recall(lambda memory: memory.follows(place, user)), now=call.now)
