"""``/mentioned``: who of the stored names is in a text. Platforms offer it on a message: "Who's in this?"."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.registry import Call, command
from bot.presenters import finding
from bot.replies import Reply
from digests.answers import Candidate, Found, Several
from digests.model import Entity, Kind

_ASKED = (Kind.PERSON, Kind.ORGANISATION, Kind.CRAFT)
MOST = 40  # names looked up; a picker shows 25


@command(
    "mentioned",
    "Who of the stored names is in a text.",
    Argument("text", ArgumentKind.TEXT, "The text to look in", required=True),
    examples=("/mentioned Rogozin was succeeded by Borisov at Roscosmos.",),
)
async def mentioned(call: Call, desk: Desk) -> Reply:
    """Read the text as an article is read, and offer whom it names."""
    names = await asyncio.to_thread(_names, call["text"])
    found = await asyncio.gather(*(desk.newsroom.find(name) for name in names))
    known: dict[int, Candidate] = {}
    for each in found:
        for candidate in _candidates(each):
            known.setdefault(candidate.entity.id, candidate)
    return finding.mentioned(list(known.values()), len(names))


def _names(text: str) -> Sequence[str]:
    from digests.reading.read import read

    mentions = read(text).mentions
    return list(dict.fromkeys(each.name for each in mentions if each.kind in _ASKED))[:MOST]


def _candidates(found: object) -> Sequence[Candidate]:
    if isinstance(found, Found):
        entity: Entity = found.entity
        return [Candidate(entity)] if found.exact else []
    return found.candidates if isinstance(found, Several) else []
