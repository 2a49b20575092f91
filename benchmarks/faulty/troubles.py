"""What goes wrong while deliveries are carried."""

from __future__ import annotations

import asyncio
import itertools
import random

from benchmarks.faulty.databases import File
from benchmarks.faulty.play import Scene, Trouble

TAKEN_OVER = 10.0  # seconds: a lease, and until whoever takes over has looked


def kills(number: int) -> Trouble:
    """Kill a worker each time that some of the posts are made, so often in all."""

    async def trouble(scene: Scene) -> None:
        step = max(1.0, scene.posts / (number + 2))
        while scene.crew.kills < number:
            patience = 0
            while scene.posted() < (scene.crew.kills + 1) * step and patience < 100:
                await asyncio.sleep(0.02)
                patience += 1
            await asyncio.sleep(random.uniform(0.0, 0.05))
            scene.crew.kill()

    return trouble


def stops(number: int, seconds: float = TAKEN_OVER, at_once: int = 2) -> Trouble:
    """Stop workers until others have taken their work over."""

    async def trouble(scene: Scene) -> None:
        async def some() -> None:
            while scene.crew.stops < number:
                await asyncio.sleep(random.uniform(0.2, 1.0))
                await scene.crew.stop_for(seconds)

        await asyncio.gather(*(some() for _ in range(at_once)))

    return trouble


def interruptions(restarts: int, ends: int) -> Trouble:
    """End the database's backends, and restart its server, again and again."""

    async def trouble(scene: Scene) -> None:
        for number in range(max(restarts, ends)):
            await asyncio.sleep(random.uniform(0.1, 0.6))
            if number < ends:
                await asyncio.to_thread(scene.database.interrupt)
            if number % max(1, ends // max(1, restarts)) == 0 and number // max(1, ends // max(1, restarts)) < restarts:
                await asyncio.to_thread(scene.database.restart)
                scene.notes["restarts"] = scene.notes.get("restarts", 0) + 1
            scene.notes["ends"] = scene.notes.get("ends", 0) + (number < ends)

    return trouble


def full_disk(times: int) -> Trouble:
    """Let nothing be written for a few seconds."""

    async def trouble(scene: Scene) -> None:
        for _ in range(times):
            await asyncio.sleep(random.uniform(0.3, 1.0))
            File.fill(scene.crew.pids)
            await asyncio.sleep(random.uniform(1.0, 4.0))
            File.clear(scene.crew.pids)
            scene.notes["full"] = scene.notes.get("full", 0) + 1

    return trouble


def clocks(number: int) -> Trouble:
    """Set the workers' clocks ten minutes ahead and back, each by itself, and kill workers meanwhile."""

    async def trouble(scene: Scene) -> None:
        async with asyncio.TaskGroup() as both:
            both.create_task(_awaited(kills(number), scene))
            for _ in itertools.count():  # a lease of who was ahead ends for those who are
                skews = [random.choice((-600.0, 0.0, 600.0, 600.0)) for _ in range(7)]
                scene.clocks.write_text("\n".join(map(str, skews)))
                await asyncio.sleep(random.uniform(0.3, 1.5))

    return trouble


async def _awaited(trouble: Trouble, scene: Scene) -> None:
    await trouble(scene)


def deletions(share: float) -> Trouble:
    """Delete channels while they are posted to."""

    async def trouble(scene: Scene) -> None:
        number = max(1, int(share * len(scene.stage.destinations)))
        for destination in random.sample(scene.stage.destinations, number):
            await asyncio.sleep(0.2)
            await scene.stage.delete(destination.channel)

    return trouble


def terminations(times: int) -> Trouble:
    """Ask all workers to end while they are at work, and start others."""

    async def trouble(scene: Scene) -> None:
        for _ in range(times):
            await asyncio.sleep(1.5)
            took = await asyncio.to_thread(scene.crew.dismiss)
            scene.notes["drained in"] = max(scene.notes.get("drained in", 0.0), took)
            scene.crew.fill_up()

    return trouble
