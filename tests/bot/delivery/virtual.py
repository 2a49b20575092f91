"""An event loop whose time stands still while something is done and jumps to the next timer when nothing is."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class _Jumping(selectors.DefaultSelector):
    def __init__(self) -> None:
        super().__init__()
        self.loop: VirtualLoop | None = None

    def select(self, timeout: float | None = None) -> Any:
        """Advance the time instead of waiting."""
        found = super().select(0)
        if found or self.loop is None or timeout == 0:
            return found
        if timeout is None:
            raise AssertionError("nothing will ever happen: somebody waits for what nobody does")
        self.loop.now += max(timeout, 1e-6)
        return found


class VirtualLoop(asyncio.SelectorEventLoop):
    """See above. ``now``: seconds, as ``time()``."""

    def __init__(self) -> None:
        self.now = 1000.0
        selector = _Jumping()
        super().__init__(selector)
        selector.loop = self

    def time(self) -> float:
        """Tell the virtual time."""
        return self.now


def played(scene: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a scene in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(scene())


async def until(condition: Callable[[], bool], seconds: float = 3600.0, step: float = 0.25) -> float:
    """Wait until something is so; gives the virtual seconds that it took."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    while not condition():
        if loop.time() - began > seconds:
            raise AssertionError(f"it was not so within {seconds:g} s")
        await asyncio.sleep(step)
    return loop.time() - began


async def inline(call: Callable[..., T], /, *args: Any, **kwargs: Any) -> T:
    """Call at once, instead of in a thread."""
    await asyncio.sleep(0)
    return call(*args, **kwargs)


Inline = Callable[..., Awaitable[Any]]
