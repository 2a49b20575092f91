"""Replies laid out for posting. A digest goes to many channels, and is laid out once for all of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence

from bot.log import report
from bot.platforms.base import PostRefused
from bot.platforms.slack.render import Payload
from bot.replies import Reply
from digests.errors import DigestsError

MOST = 64  # replies remembered, by identity: an edition is one object for as long as it is carried


class Laying:
    """Lays replies out through ``render``, which may raise a StoreError, and remembers the last ones."""

    def __init__(self, render: Callable[[Reply], Awaitable[Sequence[Payload]]]) -> None:
        self._render = render
        self._laid: OrderedDict[int, tuple[Reply, Sequence[Payload]]] = OrderedDict()

    async def part(self, reply: Reply, number: int) -> Payload:
        """Give one message. Raises PostRefused where there is no such part, or the reply can't be laid out."""
        payloads = await self._all(reply)
        if number >= len(payloads):
            raise PostRefused(f"There is no part {number + 1}: the reply has {len(payloads)}.")
        return payloads[number]

    async def _all(self, reply: Reply) -> Sequence[Payload]:
        kept, payloads = self._laid.get(id(reply), (None, ()))
        if kept is reply:
            return payloads
        try:
            payloads = await self._render(reply)
        except DigestsError:
            raise
        except Exception as problem:  # one reply that can't be laid out holds no other up
            raise PostRefused(f"It can't be laid out: {report(problem, 'a digest for Slack')}.") from problem
        self._laid[id(reply)] = (reply, payloads)
        if len(self._laid) > MOST:
            self._laid.popitem(last=False)
        return payloads
