"""The libraries' loggers: they write requests and addresses out, tokens and all, so they say nothing here.

What goes wrong is logged where it is caught, in words of ours.
"""

from __future__ import annotations

import logging

SILENT = logging.Logger("slack", logging.CRITICAL + 1)  # no child of the root: nobody's handler hears it
SILENT.addHandler(logging.NullHandler())
_NAMED = ("slack_sdk", "slack_bolt")


def tame() -> None:
    """Silence what the libraries log by themselves; they make loggers by module as they go."""
    for name in _NAMED:
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False
