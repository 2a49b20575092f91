"""Decide which roles over time are current, former or disputed. Pure.

Only an office ("head of Roscosmos") can be contradicted by somebody else's; what an article words as
"former" is former.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from digests.answers import DossierRole, Standing
from digests.model import Cited, RoleSighting, Tenure
from digests.people.names import fold
from digests.people.offices import office

_GRACE = timedelta(days=3)  # articles may be a few days behind an appointment
_STALE = timedelta(days=30)  # a rival not met for so long no longer disputes
_MAJORITY = 3  # times as many articles settle who has an office
Place = int | str | None  # an organisation's entity, or else its folded name
Judgement = tuple[Standing, Cited | None, int | None]  # with what shows it, and whose the office is instead


def weigh(
    sightings: Sequence[RoleSighting], rivals: Sequence[RoleSighting], names: Mapping[int, str]
) -> tuple[DossierRole, ...]:
    """Make one line a role of one person; the newest first, current ones before former ones.

    Args:
        sightings: of this person, any order.
        rivals: roles of others in the same organisations.
        names: entity id → name, of the rivals.
    """
    book = _Book([*sightings, *rivals])
    groups: dict[tuple[str, Place], list[RoleSighting]] = defaultdict(list)
    only = _only_places(sightings, book)
    for sighting in sightings:
        words, place = fold(sighting.role), book.place(sighting)
        groups[words, place if place is not None else only.get(words)].append(sighting)
    lines = [_line(group, place, book, names) for (_, place), group in groups.items()]
    lines.sort(key=lambda line: (line.standing is Standing.FORMER, -line.last_seen.timestamp(), -line.articles))
    return tuple(lines)


def holders(sightings: Sequence[RoleSighting], names: Mapping[int, str], limit: int = 8) -> tuple[DossierRole, ...]:
    """Make one line a person and role in one organisation, for its card; offices first, then the most met."""
    book = _Book(sightings)
    groups: dict[tuple[int, str, Place], list[RoleSighting]] = defaultdict(list)
    for sighting in sightings:
        groups[sighting.entity_id, fold(sighting.role), book.place(sighting)].append(sighting)
    lines = [_line(group, place, book, names, names.get(person, "")) for (person, _, place), group in groups.items()]
    lines.sort(
        key=lambda line: (
            line.standing is Standing.FORMER,
            office(line.role) is None,
            -line.articles,
            -line.last_seen.timestamp(),
        )
    )
    return tuple(lines[:limit])


class _Book:
    """Who is given which office where, by person, each person's sightings oldest first."""

    def __init__(self, sightings: Sequence[RoleSighting]) -> None:
        self._named = {
            fold(s.organisation): s.organisation_id for s in sightings if s.organisation and s.organisation_id
        }
        self._offices: dict[tuple[str, Place], dict[int, list[RoleSighting]]] = defaultdict(lambda: defaultdict(list))
        for sighting in sorted(sightings, key=_moment):
            held = office(sighting.role)
            if held:
                self._offices[held, self.place(sighting)][sighting.entity_id].append(sighting)

    def place(self, sighting: RoleSighting) -> Place:
        """Give the organisation of a sighting: its entity where any sighting of that name has one."""
        if sighting.organisation_id is not None or not sighting.organisation:
            return sighting.organisation_id
        name = fold(sighting.organisation)
        return self._named.get(name) or name

    def of(self, held: str, place: Place, person: int) -> Sequence[RoleSighting]:
        """Give a person's sightings in an office."""
        return self._offices.get((held, place), {}).get(person, ())

    def other(self, held: str, place: Place, person: int) -> Sequence[RoleSighting]:
        """Give the sightings of whoever else was last given the office, not as a former one; empty for nobody."""
        others = [
            theirs
            for key, theirs in self._offices.get((held, place), {}).items()
            if key != person and theirs[-1].tenure is not Tenure.FORMER
        ]
        return max(others, key=lambda theirs: _moment(theirs[-1]), default=())


def _line(
    group: Sequence[RoleSighting], place: Place, book: _Book, names: Mapping[int, str], holder: str | None = None
) -> DossierRole:
    group = sorted(group, key=_moment)
    standing, because, instead = _judge(group, place, book)
    held = [s for s in group if s.tenure is not Tenure.FORMER]
    newest = (held or group)[-1]  # a former role is shown as of when it was last worded as held
    inside = (s.role for s in reversed(held or group) if s.role[:1].islower())  # of a sentence: not "Cosmonaut"
    return DossierRole(
        role=next(inside, newest.role),
        organisation=next((s.organisation for s in reversed(group) if s.organisation), None),
        standing=standing,
        first_seen=_moment(group[0]),
        last_seen=_moment(newest),
        articles=len({s.cited.article.id for s in group}),
        newest=newest,
        because=because,
        holder=holder if holder is not None else names.get(instead) if instead else None,
    )


def _judge(group: Sequence[RoleSighting], place: Place, book: _Book) -> Judgement:
    """Judge one role: by the person's own newest wording of that office, then by who else is given it."""
    held = office(group[-1].role)
    person = group[-1].entity_id
    mine = sorted({id(s): s for s in (*group, *(book.of(held, place, person) if held else ()))}.values(), key=_moment)
    theirs = book.other(held, place, person) if held and place is not None else ()
    if mine[-1].tenure is Tenure.FORMER:
        since = [s for s in theirs if _moment(s) >= _moment(mine[0])]  # not whoever had it before
        if since:
            return Standing.FORMER, since[0].cited, since[0].entity_id
        return Standing.FORMER, mine[-1].cited, None
    return _beside(mine, theirs) if theirs else (Standing.CURRENT, None, None)


def _beside(mine: Sequence[RoleSighting], theirs: Sequence[RoleSighting]) -> Judgement:
    """Judge two people with one office: who came after, unless both are given it over the same time."""
    began, ended = _moment(theirs[0]), _moment(theirs[-1])
    against = theirs[-1].cited, theirs[-1].entity_id
    if began > _moment(mine[0]):  # they came after; a straggler among many articles is no dispute
        stragglers = [s for s in mine if _moment(s) > began + _GRACE and s.tenure is not Tenure.FORMER]
        followed = not stragglers or len(theirs) >= _MAJORITY * len(stragglers)
        return (Standing.FORMER, theirs[0].cited, theirs[0].entity_id) if followed else (Standing.DISPUTED, *against)
    if ended >= _moment(mine[0]) + _GRACE and ended + _STALE >= _moment(mine[-1]):
        return (Standing.CURRENT, None, None) if len(mine) >= _MAJORITY * len(theirs) else (Standing.DISPUTED, *against)
    return Standing.CURRENT, None, None


def _only_places(sightings: Sequence[RoleSighting], book: _Book) -> Mapping[str, Place]:
    """Find the role words that stand with one organisation only: without one they mean that one too."""
    places: dict[str, set[Place]] = defaultdict(set)
    for sighting in sightings:
        if (place := book.place(sighting)) is not None:
            places[fold(sighting.role)].add(place)
    return {words: next(iter(found)) for words, found in places.items() if len(found) == 1}


def _moment(sighting: RoleSighting) -> datetime:
    return sighting.cited.article.published_at
