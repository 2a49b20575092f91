"""Worker processes that come, are killed, are stopped for a while, and are asked to end."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.faulty.worker import Job, work

PRELOADED = ["benchmarks.faulty.worker", "bot.platforms.slack.adapter", "bot.platforms.discord.adapter", "psycopg"]


class Crew:
    """Keeps as many workers as were asked for."""

    def __init__(self, job: Job, size: int, seed: int = 1) -> None:
        self.job, self._size, self._random = job, size, random.Random(seed)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(PRELOADED)
        self._workers: list[multiprocessing.process.BaseProcess] = []
        self.kills = self.stops = 0

    @property
    def pids(self) -> list[int]:
        """List who is at work."""
        return [each.pid for each in self._workers if each.pid and each.is_alive()]

    def fill_up(self) -> None:
        """Start those that are missing."""
        self._workers = [each for each in self._workers if each.is_alive()]
        while len(self._workers) < self._size:
            worker = self._context.Process(target=work, args=(self.job,), daemon=True)
            worker.start()
            self._workers.append(worker)

    def kill(self) -> None:
        """Kill one, and start another."""
        if not self._workers:
            return self.fill_up()
        victim = self._random.choice(self._workers)
        victim.kill()
        victim.join()
        self.kills += 1
        self.fill_up()
        return None

    async def stop_for(self, seconds: float) -> None:
        """Stop one, and let it go on."""
        victim = self._random.choice(self._workers)
        if victim.pid is None or not victim.is_alive():
            return
        os.kill(victim.pid, signal.SIGSTOP)
        self.stops += 1
        await asyncio.sleep(seconds)
        os.kill(victim.pid, signal.SIGCONT)

    def dismiss(self, seconds: float = 25.0) -> float:
        """Ask all to end; gives the seconds that the last one took."""
        began = time.monotonic()
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.join(max(0.1, began + seconds - time.monotonic()))
        took = time.monotonic() - began
        for worker in self._workers:
            if worker.is_alive():
                worker.kill()
                worker.join()
        self._workers.clear()
        return took


@contextmanager
def crew(job: Job, size: int, seed: int = 1) -> Iterator[Crew]:
    """Start workers, and end them."""
    made = Crew(job, size, seed)
    made.fill_up()
    try:
        yield made
    finally:
        for worker in made._workers:
            worker.kill()
            worker.join()
