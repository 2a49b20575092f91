"""What has to be said within 3 seconds goes before what may take 15 minutes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST = 2.5  # seconds that other work is held back


class Urgency:
    """Counts acknowledgements under way."""

    def __init__(self) -> None:
        self._under_way = 0
        self._calm = asyncio.Event()
        self._calm.set()

    @contextmanager
    def urgent(self) -> Iterator[None]:
        """Hold other work back meanwhile."""
        self._under_way += 1
        self._calm.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._calm.set()

    async def calm(self) -> None:
        """Wait until nothing is urgent, but not for ever."""
        if self._under_way:
            try:
                await asyncio.wait_for(self._calm.wait(), LONGEST)
            except TimeoutError:
                return
