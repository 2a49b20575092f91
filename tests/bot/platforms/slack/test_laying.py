"""Replies laid out once for all the channels that get them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.platforms.base import PostRefused, Reach
from bot.platforms.slack import laying
from bot.platforms.slack.laying import Laying
from bot.platforms.slack.render import Payload, render
from bot.replies import Reply
from digests.errors import StoreError
from tests.bot.replies import EVERY


class Counting:
    """Renders, and counts."""

    def __init__(self) -> None:
        self.times, self.trouble = 0, [StoreError("busy")]

    async def __call__(self, reply: Reply) -> Sequence[Payload]:
        """Render; the first time fails."""
        self.times += 1
        if self.trouble:
            raise self.trouble.pop()
        return render(reply)


async def test_one_reply_is_laid_out_once() -> None:
    """An equal one is another; a failure is not remembered; old ones are forgotten."""
    count = Counting()
    laid = Laying(count)
    with pytest.raises(StoreError):
        await laid.part(EVERY["digest"], 0)
    assert await laid.part(EVERY["digest"], 0) == await laid.part(EVERY["digest"], 0) == render(EVERY["digest"])[0]
    assert count.times == 2
    await laid.part(replace(EVERY["digest"]), 0)
    assert count.times == 3
    others = [replace(EVERY["help"], title=f"{n}") for n in range(laying.MOST)]
    for other in others:
        await laid.part(other, 0)
    assert len(laid._laid) == laying.MOST
    before = count.times
    await laid.part(EVERY["digest"], 0)
    assert count.times == before + 1


async def test_a_part_that_is_not_there_is_refused() -> None:
    """However often it is asked for."""
    count = Counting()
    count.trouble.clear()
    laid = Laying(count)
    for _ in range(2):
        with pytest.raises(PostRefused, match="no part 10") as refused:
            await laid.part(EVERY["digest"], 9)
        assert refused.value.reach is Reach.CONTENT
