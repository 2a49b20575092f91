"""Decide which roles over time are current, former or disputed. Pure.

An *office* is a role that one person holds at a time in one organisation ("head of Roscosmos");
only offices can be contradicted by somebody else's. What an article words as "former" is former.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from digests.answers import DossierRole, Standing
from digests.model import Cited, RoleSighting, Tenure
from digests.people.names import fold

_GRACE = timedelta(days=3)  # articles may be a few days behind an appointment
_STALE = timedelta(days=30)  # a rival not met for so long no longer disputes
_MAJORITY = 3  # times as many articles settle who has an office
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


def weigh(
    sightings: Sequence[RoleSighting], rivals: Sequence[RoleSighting], names: Mapping[int, str]
) -> tuple[DossierRole, ...]:
    """Make one line a role of one person; the newest first, current ones before former ones.

    Args:
        sightings: of this person, any order.
        rivals: roles of others in the same organisations.
        names: entity id → name, of the rivals.
    """
    groups: dict[tuple[str, str], list[RoleSighting]] = defaultdict(list)
    for sighting in sightings:
        groups[_wording(_placed(sighting, sightings))].append(sighting)
    ordered = [sorted(group, key=_moment) for group in groups.values()]
    lines = [_line(group, sightings, rivals, names) for group in ordered]
    lines.sort(key=lambda line: (line.standing is Standing.FORMER, -line.last_seen.timestamp(), -line.articles))
    return tuple(lines)


def holders(sightings: Sequence[RoleSighting], names: Mapping[int, str], limit: int = 8) -> tuple[DossierRole, ...]:
    """Make one line a person and role in one organisation, for its card; offices first, then the most met."""
    groups: dict[tuple[int, str], list[RoleSighting]] = defaultdict(list)
    for sighting in sightings:
        groups[sighting.entity_id, fold(sighting.role)].append(sighting)
    lines = []
    for (person, _), group in groups.items():
        mine = [s for s in sightings if s.entity_id == person]
        others = [s for s in sightings if s.entity_id != person]
        line = _line(sorted(group, key=_moment), mine, others, names)
        lines.append(_of(line, names.get(person, "")))
    lines.sort(
        key=lambda line: (
            line.standing is Standing.FORMER,
            office(line.role) is None,
            -line.articles,
            -line.last_seen.timestamp(),
        )
    )
    return tuple(lines[:limit])


def _of(line: DossierRole, holder: str) -> DossierRole:
    return DossierRole(
        line.role,
        line.organisation,
        line.standing,
        line.first_seen,
        line.last_seen,
        line.articles,
        line.newest,
        line.because,
        holder,
    )


def _line(
    group: Sequence[RoleSighting],
    mine: Sequence[RoleSighting],
    rivals: Sequence[RoleSighting],
    names: Mapping[int, str],
) -> DossierRole:
    standing, because, holder = _standing(group, mine, rivals)
    held = [s for s in group if s.tenure is not Tenure.FORMER]
    newest = (held or group)[-1]  # a former role is shown as of when it was last worded as held
    organisation = next((s.organisation for s in reversed(group) if s.organisation), None)
    return DossierRole(
        newest.role,
        organisation,
        standing,
        _moment(group[0]),
        _moment(newest),
        len({s.cited.article.id for s in group}),
        newest,
        because,
        names.get(holder) if holder else None,
    )


def _standing(
    group: Sequence[RoleSighting], mine: Sequence[RoleSighting], rivals: Sequence[RoleSighting]
) -> tuple[Standing, Cited | None, int | None]:
    """Judge one role: by the person's own newest wording of that office, then by who else is given it."""
    held = office(group[-1].role)
    place = next((s for s in reversed(group) if s.organisation or s.organisation_id is not None), group[-1])
    same = sorted(
        (s for s in mine if s in group or (held and office(s.role) == held and _same_place(s, place))), key=_moment
    )
    last = same[-1]
    if last.tenure is Tenure.FORMER:
        return Standing.FORMER, last.cited, _successor(place, rivals, held)
    if held is None or (place.organisation is None and place.organisation_id is None):
        return Standing.CURRENT, None, None
    theirs = max(
        _by_person([s for s in rivals if office(s.role) == held and _same_place(s, place)]),
        key=lambda sightings: _moment(sightings[-1]),
        default=None,
    )
    if theirs is None or theirs[-1].tenure is Tenure.FORMER:
        return Standing.CURRENT, None, None
    return _beside(same, theirs)


def _beside(same: Sequence[RoleSighting], theirs: Sequence[RoleSighting]) -> tuple[Standing, Cited | None, int | None]:
    """Judge two people with one office: who came after, unless both are given it over the same time."""
    last, began, ended = _moment(same[-1]), _moment(theirs[0]), _moment(theirs[-1])
    against = theirs[-1].cited, theirs[-1].entity_id
    if began > _moment(same[0]):  # they came after; a straggler among many articles is no dispute
        stragglers = [s for s in same if _moment(s) > began + _GRACE and s.tenure is not Tenure.FORMER]
        followed = not stragglers or len(theirs) >= _MAJORITY * len(stragglers)
        return (Standing.FORMER if followed else Standing.DISPUTED), *against
    if ended >= _moment(same[0]) + _GRACE and ended + _STALE >= last:
        return (Standing.CURRENT, None, None) if len(same) >= _MAJORITY * len(theirs) else (Standing.DISPUTED, *against)
    return Standing.CURRENT, None, None


def _by_person(sightings: Sequence[RoleSighting]) -> list[list[RoleSighting]]:
    """Group by person, each oldest first."""
    people: dict[int, list[RoleSighting]] = defaultdict(list)
    for sighting in sorted(sightings, key=_moment):
        people[sighting.entity_id].append(sighting)
    return list(people.values())


def _successor(last: RoleSighting, rivals: Sequence[RoleSighting], held: str | None) -> int | None:
    """Find who is given the office in the newest articles."""
    after = [
        s for s in rivals if held and office(s.role) == held and _same_place(s, last) and s.tenure is not Tenure.FORMER
    ]
    return max(after, key=_moment).entity_id if after else None


def _same_place(a: RoleSighting, b: RoleSighting) -> bool:
    if a.organisation_id is not None and b.organisation_id is not None:
        return a.organisation_id == b.organisation_id
    return fold(a.organisation or "") == fold(b.organisation or "")


def _wording(sighting: RoleSighting) -> tuple[str, str]:
    place = str(sighting.organisation_id) if sighting.organisation_id is not None else fold(sighting.organisation or "")
    return fold(sighting.role), place


def _placed(sighting: RoleSighting, sightings: Sequence[RoleSighting]) -> RoleSighting:
    """Give a role worded without its organisation the only one that the same words have elsewhere."""
    if sighting.organisation or sighting.organisation_id is not None:
        return sighting
    words = fold(sighting.role)
    placed = {_wording(s): s for s in sightings if fold(s.role) == words and (s.organisation or s.organisation_id)}
    return next(iter(placed.values())) if len(placed) == 1 else sighting


def _moment(sighting: RoleSighting) -> datetime:
    return sighting.cited.article.published_at
