"""One tree of errors: whatever the newsroom raises on purpose is a ``DigestsError``.

The text of each is one sentence fit for a user: no trace, no secret, no jargon.
"""


class DigestsError(Exception):
    """Base of all errors that are raised on purpose; ``str(error)`` is one clear sentence."""


class Rejected(DigestsError):
    """A record that can't become an article; the rest of its source goes on."""


class SourceError(DigestsError):
    """A whole source (file, folder, address) that can't be read."""


class FetchError(SourceError):
    """An address that can't be fetched, or must not be."""


class ReaderBroken(DigestsError):
    """An optional part of the reader that is set but can't be used. ``fix``: what to do about it."""

    def __init__(self, said: str, fix: str) -> None:
        super().__init__(said, fix)  # both, so that it crosses between processes whole
        self.said, self.fix = said, fix

    def __str__(self) -> str:
        return f"{self.said}: {self.fix}."


class StoreError(DigestsError):
    """The database refused: base of the errors below."""


class StoreLocked(StoreError):
    """Another process holds the database longer than the time allowed."""


class StoreFull(StoreError):
    """No room on the disk; the transaction was rolled back."""


class StoreDamaged(StoreError):
    """The database file is corrupt or is no database."""


class StoreTooNew(StoreError):
    """The database was written by a newer program."""


class StoreUnreachable(StoreError):
    """No connection to the database server."""


class BadQuery(DigestsError):
    """A question that can't be understood; the text says why, with a right example."""
