"""Tell which roles are offices: held by one person at a time in one organisation. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from digests.people.names import fold

_HEAD = re.compile(
    r"^(?:the )?(?:new |current |agency |space agency |space |acting |outgoing |incoming |russian |nasa |esa )*"
    r"(?:heads?|leads|directs|chief"
    r"|boss|leader|chief executive(?: officer)?|ceo|director general|general director|administrator"
    r"|executive director|director)$"
)
_SOLE = re.compile(
    r"\b(?:president|prime minister|chancellor|minister|chair(?:man|woman|person)?"
    r"|chief (?:\w+ )?officer|chief scientist|associate administrator|deputy administrator|deputy prime minister"
    r"|secretary of \w+)$"
)
_MANY = re.compile(r"\b(?:vice|former|assistant|co|deputy chief)\b|vice-")


@lru_cache(maxsize=8_192)
def office(role: str) -> str | None:
    """Name the office of a role, or None where several may hold it: "chief executive" and "head" are one.

    >>> office("chief executive") == office("head")
    True
    >>> office("spokesman") is None
    True
    """
    folded = fold(role)
    if _MANY.search(folded):
        return None
    if _HEAD.match(folded):
        return "head"
    return folded if _SOLE.search(folded) else None
