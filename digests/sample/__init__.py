"""Hold the sample archive that `downlink demo` shows: real events, retold under invented outlets.

Leaves: the path of `archive.jsonl`, article records as `inspect` defines them (one JSON object a
line). What the facts and the quotations stand on is in `SOURCES.md`. Calls nothing.
"""

from importlib import resources
from pathlib import Path


def archive() -> Path:
    """Return the path of the sample archive, JSON Lines in UTF-8, oldest article first."""
    return Path(str(resources.files(__name__) / "archive.jsonl"))
