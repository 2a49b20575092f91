"""From arguments to what a digest is about."""

from __future__ import annotations

from collections.abc import Sequence

from bot.characters import plainly
from bot.commands.desk import Desk
from bot.commands.native import number
from bot.commands.registry import Call
from bot.importing import MOST_NAMES
from bot.mistakes import Mistake
from bot.nearest import nearest
from bot.subscriptions import FEWEST, MOST
from digests.answers import Nobody
from digests.model import Scope

_ALL = frozenset("all any anything everything everyone anyone everywhere none nothing nobody -".split())
_FIELDS = {"topics": "topics", "people": "people", "outlets": "include_outlets", "without": "exclude_outlets"}


def names(text: str) -> tuple[str, ...]:
    """Cut at commas, each name once; "everything" and its like are no names."""
    found = tuple(dict.fromkeys(name for part in text.replace("，", ",").split(",") if (name := plainly(part))))
    if len(found) == 1 and found[0].casefold() in _ALL:
        return ()
    if len(found) > MOST_NAMES:
        raise Mistake(f"Those are {len(found)} names; {MOST_NAMES} are the most.")
    return found


def scope_of(call: Call, before: Scope | None = None) -> Scope:
    """Read the scope; what is not given stays as before."""
    kept = before or Scope()
    return Scope(
        **{
            field: names(given) if (given := call.get(argument)) else getattr(kept, field)
            for argument, field in _FIELDS.items()
        }
    )


def stories_of(call: Call, before: int) -> int:
    """Read how many stories are wanted. Raises Mistake."""
    given = call.get("stories")
    count = number(given, "number of stories") if given else before
    if not FEWEST <= count <= MOST:
        raise Mistake(f"A digest has from {FEWEST} to {MOST} stories, not {count:,}.")
    return count


async def doubts(scope: Scope, desk: Desk) -> Sequence[str]:
    """Say which names of a scope no stored article has: a mistake, or news to come."""
    said = []
    for name in scope.people:
        found = await desk.newsroom.find(name)
        if isinstance(found, Nobody):
            hint = f"; did you mean {found.nearest[0].name}?" if found.nearest else "."
            said.append(f"Nobody by the name {name} is in the stored articles yet{hint}")
    outlets = [*scope.include_outlets, *scope.exclude_outlets]
    if outlets:
        known = {name for name, _ in await desk.newsroom.outlets_starting("", 2000)}
        folded = [name.casefold() for name in known]
        for name in outlets:
            if not any(name.casefold() in each for each in folded):
                near = nearest(name, known)
                hint = f"; did you mean {near}?" if near else "."
                said.append(f"No stored article is by an outlet named {name}{hint}")
    return said
