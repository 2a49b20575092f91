"""Neutralise what text from articles could do to a terminal."""

from __future__ import annotations

import re

# Escape and other control characters, and those that reorder text or hide in it.
_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_SPACE = re.compile(r"[\t\n\r\u2028\u2029\x0b\x0c\x85]+")


def safe(text: str) -> str:
    """Turn white space into spaces and acting characters into ``\N{REPLACEMENT CHARACTER}``; length is not kept."""
    return _ACTING.sub("\N{REPLACEMENT CHARACTER}", _SPACE.sub(" ", text))


def safe_url(url: str | None) -> str | None:
    """Give an address that is safe in a hyperlink, or None."""
    if not url or not re.match(r"https?://", url, re.I) or re.search(r"\s", url) or _ACTING.search(url):
        return None
    return url
