"""Show to the channel what one person was shown: the very same, and once.

A press is claimed in the bot's memory before anything is posted, so that no other press, process or later day posts it
again. Only where certainly nothing was posted may the button be pressed again. Where Slack's answer was lost, the
channel is looked into for the message's marker first.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.platforms.slack.answering import Answering
from bot.platforms.slack.calls import Lost, Problems, Refused, Unsent
from bot.platforms.slack.keeping import Keeping
from bot.platforms.slack.received import Received
from bot.platforms.slack.refusals import OUTSIDE, refusal
from bot.platforms.slack.render import Offers, Payload, marked
from bot.platforms.slack.state import Used
from bot.replies import Reply
from digests.errors import DigestsError

SHOWN, SHARED = 500, 5_000  # remembered
PAUSES = (1.0, 3.0)  # seconds before each look for a message whose receipt was lost
ALREADY = "That was shared already. If it is not in the channel, ask again and share the new answer."
NOT_FOR_ALL = "That is no longer something to share: ask again to see it."
INVITE = "I am not in this channel, so I can't share it here. Invite me with /invite and press Share again."
NOW = (0.0,)
UNREACHABLE = "Slack can't be reached at the moment."
NOT_THERE = "Slack's answer was lost, and it is not in the channel so far: press Share again."
UNSEEN = (
    "Slack's answer was lost, and I can't look into this channel. See for yourself whether it is there; "
    "if not, ask again and share the new answer."
)
LOST = "Slack's answer was lost."
PARTLY = "The beginning is in the channel, the rest is not."
Ask = Callable[[], Awaitable[Reply]]


@dataclass(slots=True)
class _Press:
    """What became of a message's button. ``armed``: it may be pressed. ``begun``: a part is in the channel.

    ``since``: when it was first perhaps posted.
    """

    armed: bool = True
    begun: bool = False
    attempt: int = 0
    since: datetime | None = None


class _Stopped(Exception):
    """It can't go on; the text says why in a sentence."""


class _Unseen(_Stopped):
    """Nobody can tell whether it was posted."""


class Sharing:
    """Remembers what was shown, bounded, for this process: after a restart the command is asked again."""

    def __init__(self, answering: Answering, keeping: Keeping) -> None:
        self._answering, self._keeping = answering, keeping
        self._shown: OrderedDict[tuple[str, str, str], Reply] = OrderedDict()
        self._presses: OrderedDict[str, _Press] = OrderedDict()

    def remember(self, got: Received, command: str, reply: Reply) -> None:
        """Note what somebody was shown where: a command may mean another thing in another channel."""
        key = (_place(got), got.user, command)
        self._shown[key] = reply
        self._shown.move_to_end(key)
        if len(self._shown) > SHOWN:
            self._shown.popitem(last=False)

    def recent(self, got: Received, command: str) -> Reply | None:
        """Give what somebody was shown lately."""
        return self._shown.get((_place(got), got.user, command))

    async def press(self, got: Received, pressed: Used, command: str, ask: Ask) -> None:
        """Share what a message shows; ``ask`` gives it where that is no longer known."""
        message = f"{_place(got)}/{got.message or got.id}"
        press = self._presses.setdefault(message, _Press())
        if len(self._presses) > SHARED:
            self._presses.popitem(last=False)
        if not press.armed:
            await self._answering.say(got, ALREADY)
            return
        press.armed = False
        try:
            if not await self._keeping.first_time(f"share:{message}:{press.attempt}"):
                await self._answering.say(got, ALREADY)
                return
            press.attempt += 1
            reply = self.recent(got, command) or await ask()
            if not reply.shareable:
                await self._answering.say(got, NOT_FOR_ALL)
                return
            await self._all(got, reply, message, press)
        except _Unseen as problem:
            await self._answering.say(got, str(problem))
        except _Stopped as problem:
            press.armed = not press.begun
            await self._answering.say(got, f"{PARTLY} {problem}" if press.begun else str(problem))
        except DigestsError:
            press.armed = not press.begun
            raise
        else:
            left = Offers(command, False, max(0, pressed.number - 1), 1)  # the same message without the button
            for payload in await self._answering.payloads(reply, left):
                await self._answering.replace(got, payload)

    async def _all(self, got: Received, reply: Reply, message: str, press: _Press) -> None:
        """Post every part. Raises _Stopped."""
        mark = f"share-{hashlib.sha256(message.encode()).hexdigest()[:24]}"
        for number, payload in enumerate(await self._answering.payloads(reply, Offers(), public=True)):
            marker = f"{mark}-{number}"
            there = press.since is not None and not number and await self._found(got, marker, press.since, NOW)
            if not there:
                await self._part(got, payload, marker, press)
            press.begun = True

    async def _part(self, got: Received, payload: Payload, marker: str, press: _Press) -> None:
        began = self._keeping.now()
        try:
            await self._answering.post(got, marked(payload, marker))
        except Lost:
            if press.since is None:
                press.since = began
            if not await self._found(got, marker, began, PAUSES):
                raise _Stopped(LOST if press.begun else NOT_THERE) from None
        except Refused as problem:
            raise _Stopped(INVITE if problem.error in OUTSIDE else refusal(problem.error)) from None
        except Unsent:
            raise _Stopped(UNREACHABLE) from None

    async def _found(self, got: Received, marker: str, since: datetime, pauses: tuple[float, ...]) -> bool:
        """Look whether a part is there after all. Raises _Unseen where the channel can't be read."""
        for pause in pauses:
            await asyncio.sleep(pause)
            try:
                if await self._answering.look(got, marker, since):
                    return True
            except Problems:
                raise _Unseen(UNSEEN) from None
        return False


def _place(got: Received) -> str:
    return f"{got.team}/{got.channel}"
