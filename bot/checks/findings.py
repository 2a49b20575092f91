"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it is."""

    WELL = "well"
    NOTE = "note"  # works, but somebody should know
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. ``fix``: what to do, where there is something to do."""

    name: str
    state: State
    said: str
    fix: str = ""


def well(name: str, said: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(name, State.WELL, said)


def note(name: str, said: str, fix: str = "") -> Finding:
    """Say what works, but might surprise."""
    return Finding(name, State.NOTE, said, fix)


def failed(name: str, said: str, fix: str) -> Finding:
    """Say what does not work, and its fix."""
    return Finding(name, State.FAILED, said, fix)
