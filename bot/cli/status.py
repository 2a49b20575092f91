"""Exit statuses, a contract with scripts."""

from __future__ import annotations

DONE = 0
PARTLY = 1  # done in part, or nothing found to do it on
UNUSABLE = 2  # arguments or settings
UNEXPECTED = 70  # a defect: its id is in the log
INTERRUPTED = 130


def status_of(problem: Exception) -> int:
    """Map a known error: a busy or full database may work next time, all else must be changed first."""
    from bot.mistakes import NotThere
    from digests.errors import SourceError, StoreFull, StoreLocked

    return PARTLY if isinstance(problem, StoreLocked | StoreFull | SourceError | NotThere) else UNUSABLE


def status_of_outcome(outcome: str) -> int:
    """Map how a reply went."""
    return {"done": DONE, "nothing": PARTLY, "refused": PARTLY, "mistake": UNUSABLE}.get(outcome, UNEXPECTED)
