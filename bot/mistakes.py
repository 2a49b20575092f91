"""What a user or an operator did wrong, said in one sentence with a right example."""

from __future__ import annotations

from digests.errors import DigestsError


class Mistake(DigestsError):
    """Something typed that can't be understood. ``example`` is a command that works, in full."""

    def __init__(self, sentence: str, example: str | None = None) -> None:
        super().__init__(sentence)
        self.example = example


class SettingsError(DigestsError):
    """A setting that is unknown or unusable; the text names it, its source and what would be right."""


class NotThere(DigestsError):
    """Nothing to do it on: the archive is empty, or there is nothing at that address."""


class NotAllowed(DigestsError):
    """Somebody asks for what their role does not allow; the text says who can allow it."""
