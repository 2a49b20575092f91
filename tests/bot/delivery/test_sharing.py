"""A bot's limit is used and never passed, by one worker and by many."""

from __future__ import annotations

import asyncio
import random

import pytest

from bot.delivery.sharing import Place, Window
from bot.delivery.values import Message
from tests.bot.delivery.fakes import lost, mono
from tests.bot.delivery.stage import World, words
from tests.bot.delivery.virtual import played, until

LIMIT = 50


def busiest(moments: list[float]) -> int:
    """Count the most arrivals in any second."""
    ordered = sorted(moments)
    return max(sum(1 for other in ordered[place:] if other < at + 1.0) for place, at in enumerate(ordered))


@pytest.mark.parametrize("workers", [1, 4])
def test_a_limit_is_used_and_never_passed(world: World, workers: int) -> None:
    """However long requests and answers take on their way."""

    async def scene() -> None:
        world.platform.with_traits(bot_pace=float(LIMIT))
        chance = random.Random(3)
        arrivals: list[float] = []
        windows: list[Window] = []
        under_way: list[asyncio.Task[None]] = []
        for number in range(workers):
            means = world.means(f"w{number}")
            windows.append(Window("fake", float(LIMIT), f"w{number}", means.ledger, means.ask, means.clocks))

        async def renewed(window: Window) -> None:
            while True:
                await window.renew()
                await asyncio.sleep(2.0)

        async def sent(window: Window) -> None:
            while True:
                place = await window.take()
                under_way.append(asyncio.create_task(answered(place)))

        async def answered(place: Place) -> None:
            await asyncio.sleep(chance.uniform(0.0, 0.1) if chance.random() < 0.02 else 0.002)
            arrivals.append(mono())
            await asyncio.sleep(chance.uniform(0.0, 0.02))
            place.free()

        tasks = [asyncio.create_task(each(window)) for window in windows for each in (renewed, sent)]
        await asyncio.sleep(20)
        begun = mono()
        await asyncio.sleep(60)
        for task in tasks:
            task.cancel()
        assert busiest(arrivals) <= LIMIT
        assert sum(1 for at in arrivals if at >= begun) >= 0.95 * LIMIT * 60

    played(scene)


def test_a_worker_that_dies_leaves_its_part_to_the_others(world: World) -> None:
    """And who joins takes nothing before the others have heard of it."""

    async def scene() -> None:
        world.platform.with_traits(bot_pace=20.0)
        world.platform.latency = 0.01
        numbers = [world.notice(number, f"C{number}") for number in range(250)]
        first, second = world.worker("first"), world.worker("second")
        await until(lambda: len(world.platform.tries) > 60)
        await world.kill(first)
        world.worker("third")
        await until(lambda: len(world.platform.posted) >= 245)
        await until(world.final(*numbers), 3000)
        await world.end()
        assert second.trouble() is None and len(world.platform.posted) == 250
        assert busiest([at for at, _ in world.platform.tries]) <= 20

    played(scene)


def test_all_that_is_asked_counts_not_only_posts(world: World) -> None:
    """What a platform asks before a post, threads, and looking for what is uncertain: each takes a place."""

    async def scene() -> None:
        world.platform.with_traits(bot_pace=20.0, repeatable=0.0)
        world.platform.latency = 0.01
        world.platform.asks_before = lambda channel: 3 * (int(channel[1:]) % 4 == 0)
        world.platform.always = lambda channel: lost() if int(channel[1:]) % 10 == 0 else None
        numbers = [world.notice(number, f"C{number}") for number in range(250)]
        numbers += [row for number in range(20) for row in digest_with_thread(world, number)]
        for number in range(4):
            world.worker(f"w{number}")
        await until(world.final(*numbers), 3000)
        await world.end()
        assert len(world.platform.posted) == 290 and len(world.platform.threads) == 20
        assert len(world.platform.looks) >= 25
        assert len(world.platform.requests) >= 290 + 20 + 25 + 3 * 62
        assert busiest(world.platform.requests) <= 20

    played(scene)


def test_places_for_further_requests_come_first_and_all_get_theirs(world: World) -> None:
    """However few places there are: nobody waits for one with another in hand."""

    async def scene() -> None:
        world.platform.with_traits(bot_pace=2.0)
        world.platform.latency = 0.01
        world.platform.asks_before = lambda channel: 2
        numbers = [world.notice(number, f"C{number}") for number in range(12)]
        world.worker("w")
        await until(world.final(*numbers), 60)
        await world.end()
        began = [at for at, _ in world.platform.tries]
        assert busiest(world.platform.requests) <= 2 and len(world.platform.tries) == 12
        assert began[0] < 1010.0, "the first was held up by those that had not begun"

    played(scene)


def digest_with_thread(world: World, number: int) -> list[int]:
    """Write one whose second part goes to a thread below the first; gives its rows."""
    first, rest = Message(words(f"D{number}")), Message(words(f"R{number}"), threaded=True)
    return world.digest(number, first, rest, channel=f"C{1000 + number * 2 + 1}")


def test_a_worker_that_can_not_hear_of_the_others_sends_nothing(world: World) -> None:
    """What it knew of its part is over after a while."""

    async def scene() -> None:
        means = world.means("w")
        window = Window("fake", 10.0, "w", means.ledger, means.ask, means.clocks)
        await window.renew()
        (await window.take()).free(used=False)
        world.away = True
        await asyncio.sleep(6)
        await window.renew()
        taking = asyncio.create_task(window.take())
        await asyncio.sleep(10)
        assert not taking.done()
        world.away = False
        await window.renew()
        (await taking).free()

    played(scene)
