"""From a typed line or a mention to a verb and what follows it."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.nearest import nearest

NAME = "downlink"
LONGEST = 200  # characters of a question in words; patterns like these are not for pasted texts
_ADDRESS = re.compile(rf"\s*(?:@{NAME}\b[,:]?|/{NAME}\b|{NAME}\b(?=\s+\S|\s*$))\s*", re.I)
_BARE = re.compile(r"\s*/?([^\s/]+)\s*(.*)", re.S)

# How people ask a bot that they mention: small on purpose, the rest gets the search.
_PHRASES: tuple[tuple[re.Pattern[str], str, str], ...] = tuple(
    (re.compile(pattern + r"\s*[?!.]*", re.I | re.S), verb, text)
    for pattern, verb, text in (
        (r"who(?:['’]s| is| was| are)\s+(.+?)", "who", r"\1"),
        (r"what (?:did|has|does|have) (.+?) (?:say|said|saying|says) about (.+?)", "quotes", r"\1 about \2"),
        (r"what (?:did|has|does|have) (.+?) (?:say|said|saying|says)", "quotes", r"\1"),
        (r"what(?:['’]s| is)? (?:is )?trending", "trending", ""),
        (
            r"what(?:['’]s| is| was)? (?:new|up|the news|in the news|happening|happened)"
            r"(?: (?:with|about|on|at|in))? (.+?)",
            "digest",
            r"\1",
        ),
        (r"what(?:['’]s| is)? (?:new|up|the news|in the news|happening)", "digest", ""),
        (r"why (?:not )?(https?://\S+?)", "why", r"\1"),
        (r"(?:please )?(?:find|search(?: for)?) (.+?)", "news", r"\1"),
        (
            r"((?:when|where|which|how (?:many|much|long|far|fast|old|tall|heavy|big|large|often)"
            r"|why (?:did|do|does|is|are|was|were|has|have|had|will)) .+?)",
            "ask",
            r"\1",
        ),
        (r"(?:hi|hello|hey|thanks|thank you)", "help", ""),
    )
)


def read_line(text: str, known: Collection[str]) -> tuple[str, str]:
    """Split ``/who Rogozin``, ``who Rogozin``, ``/downlink who Rogozin`` or ``@Downlink who is Rogozin?``
    into verb and text; ``known`` are the verbs that there are.

    An empty line asks for help. Words that begin with no verb, nor with anything like one, are a name.
    """
    rest, addressed = text, False
    if match := _ADDRESS.match(text):
        rest, addressed = text[match.end() :], True
    asked = rest.strip()
    if len(asked) <= LONGEST and not asked.startswith("/") and (addressed or " " in asked):
        for pattern, verb, template in _PHRASES:
            if match := pattern.fullmatch(asked):
                return verb, match.expand(template)
    if not (match := _BARE.fullmatch(asked)):
        return "help", ""
    verb = match[1].casefold()
    return ("who", asked) if _is_name(asked, verb, known) else (verb, match[2])


def _is_name(asked: str, verb: str, known: Collection[str]) -> bool:
    return not asked.startswith("/") and verb not in known and nearest(verb, known) is None
