"""Characters that do something instead of being seen: controls, and those that turn the direction of text. Pure."""

from __future__ import annotations

import re

# Those that join letters stay: Persian and Indic names need them.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


def plainly(text: str) -> str:
    """Leave them out, and white space folded: for names that are kept."""
    return " ".join(_ACTING.sub(" ", text).split())


def has_acting(text: str) -> bool:
    """Tell whether there is one."""
    return _ACTING.search(text) is not None
