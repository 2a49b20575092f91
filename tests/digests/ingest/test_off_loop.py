"""Blocking reads never hold up the end of the program."""

import asyncio
import signal
import subprocess
import sys
import threading

import pytest

from digests.ingest.off_loop import off_loop

READER = """
import asyncio
from digests.ingest.fetch import Fetcher
from digests.ingest.sources import gather

async def main():
    async for one in gather(["-"], fetcher=Fetcher(), feed_state=lambda url: None):
        print(one, flush=True)

print("begun", flush=True)
asyncio.run(main())
"""


async def test_results_and_errors_come_back() -> None:
    """As from a plain call, made in another thread."""
    assert await off_loop(threading.current_thread) is not threading.current_thread()
    with pytest.raises(ZeroDivisionError):
        await off_loop(lambda: 1 // 0)


async def test_nobody_waits_for_what_was_cancelled() -> None:
    """A call that never returns can be left."""
    never = threading.Event()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(off_loop(never.wait), 0.05)
    never.set()


def test_a_waiting_standard_input_can_be_interrupted() -> None:
    """Ctrl-C ends a run that waits for a line which never comes, without a crash of the interpreter."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", READER], stdin=pipe, stdout=pipe, stderr=pipe) as reader:
        assert reader.stdout is not None and reader.stdout.readline() == b"begun\n"
        reader.send_signal(signal.SIGINT)
        assert reader.wait(timeout=20) != 0
        assert reader.stderr is not None and b"Fatal" not in reader.stderr.read()
