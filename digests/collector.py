"""Keep Python's cycle collector from pausing answers."""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 100_000, 100, 10_000


def calm() -> None:
    """Leave what start-up made out of collections, and make full ones rare. Call when a process has warmed up.

    What answers are made of is let go by reference counts; a full collection walks every cached sentence and
    took half a second in the middle of a digest (https://docs.python.org/3/library/gc.html#gc.freeze). A process
    that lives long calls :func:`tidy` when it has time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def tidy() -> None:
    """Collect everything now: once a day, not while somebody waits."""
    gc.collect()
