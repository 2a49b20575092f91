"""Whom a name means, and the dossier of who was found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from digests.answers import Candidate, Dossier, DossierRole, Finding, Found, Nobody, QuotePage, Several
from digests.model import Entity, Kind
from digests.people import activity, find, names, quotations, standing
from digests.people.offices import office
from digests.store.base import Queries

NAMED = (Kind.PERSON, Kind.ORGANISATION, Kind.CRAFT)
_QUOTES_SHOWN = 5
_QUOTES_A_PAGE = 6
_QUOTES_READ = 200  # newest; the same words once makes them fewer
_RIVALS = 150  # newest roles in an organisation that may contradict somebody's
_AMONG = 150  # newest articles in whose stories company is looked for
_ALIKE = 30  # candidates by look
_STORIES = 5
_LARGEST = 2**31 - 1  # of stories and names


def numbered(asked: str) -> int | None:
    """Give the number of ``#12``; None for all else, and for numbers that are too large for any database's."""
    number = int(asked[1:]) if re.fullmatch(r"#[0-9]{1,10}", asked) else None
    return number if number is not None and number <= _LARGEST else None


def find_name(queries: Queries, asked: str, kinds: Sequence[Kind] = ()) -> Finding:
    """Find whom a name means; ``#12`` is the entity with that id."""
    kinds = tuple(kinds) or NAMED
    if (number := numbered(asked)) is not None:
        entity = queries.entities([number]).get(number)
        return Found(asked, entity) if entity else Nobody(asked, queries.totals())
    if not names.fold(asked):
        return Nobody(asked, queries.totals())
    scored = find.shortlist(asked, queries.entities_by_key(sorted(_lookup_keys(asked, kinds)), kinds))
    fits = find.choose(scored)
    if not fits:
        alike = queries.entities_like(names.fold(asked), () if kinds == NAMED else kinds, _ALIKE)
        scored = find.shortlist(asked, [entity for entity, _ in alike if entity.kind in kinds])
        fits = find.choose(scored)
    if not fits:
        return Nobody(asked, queries.totals(), find.nearest(scored))
    if len(fits) == 1:
        return Found(asked, fits[0], find.exact(asked, fits[0]))
    return Several(asked, tuple(Candidate(entity, _newest_role(queries, entity)) for entity in fits))


def dossier(queries: Queries, entity_id: int, now: datetime) -> Dossier | None:
    """Compute the dossier of an entity; None where there is no such entity."""
    entity = queries.entities([entity_id]).get(entity_id)
    if entity is None:
        return None
    quotes = quotations.gather(queries.quotes_of(entity_id, limit=_QUOTES_READ))
    window = activity.weeks_until(now)
    return Dossier(
        entity=entity,
        roles=_roles(queries, entity),
        stories=tuple(queries.stories_of(entity_id, limit=_STORIES)),
        quotes=quotes[:_QUOTES_SHOWN],
        quotes_in_all=len(quotes),
        activity=activity.weekly(queries.activity_of(entity_id, window), window),
        companions=tuple(queries.companions_of(entity_id, [Kind.PERSON, Kind.ORGANISATION], among=_AMONG)),
        totals=queries.totals(),
    )


def quotes(queries: Queries, entity_id: int, about: str | None, page: int) -> QuotePage | None:
    """Page through what somebody is quoted as saying; None where there is no such entity."""
    entity = queries.entities([entity_id]).get(entity_id)
    if entity is None:
        return None
    words = names.fold(about or "").split()
    found = quotations.gather(queries.quotes_of(entity_id, about=words, limit=_QUOTES_READ))
    pages = max(1, -(-len(found) // _QUOTES_A_PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * _QUOTES_A_PAGE
    return QuotePage(entity, about, found[first : first + _QUOTES_A_PAGE], page, pages, len(found))


def _lookup_keys(asked: str, kinds: Sequence[Kind]) -> set[str]:
    """Collect every key that the name as typed may be stored under: turned round, and as a first name too."""
    found = set().union(*(names.keys(asked, kind) for kind in kinds))
    words = names.fold(asked).split()
    if Kind.PERSON in kinds and words:
        found |= {f"s:{names.skeleton(words[0])}", f"s:{names.skeleton(words[-1])}"}
        if len(words) == 1:
            found |= {f"g:{names.formal(words[0])}", f"g:{names.skeleton(words[0])}"}
        else:
            found = {key for key in found if not key.startswith("g:")}
    if len(words) == 1:
        found.add(f"a:{words[0]}")
    return found


def _roles(queries: Queries, entity: Entity) -> tuple[DossierRole, ...]:
    if entity.kind is not Kind.PERSON:
        sightings = queries.roles_at(entity.id)
        known = queries.entities({s.entity_id for s in sightings})
        return standing.holders(sightings, {key: e.name for key, e in known.items()})
    mine = queries.roles_of(entity.id)
    places = sorted({s.organisation_id for s in mine if s.organisation_id is not None and office(s.role)})
    rivals = [s for place in places[:6] for s in queries.roles_at(place, _RIVALS) if s.entity_id != entity.id]
    known = queries.entities({s.entity_id for s in rivals})
    return standing.weigh(mine, rivals, {key: e.name for key, e in known.items()})


def _newest_role(queries: Queries, entity: Entity) -> str | None:
    newest = next(iter(queries.roles_of(entity.id, limit=1)), None)
    if newest is None:
        return None
    return f"{newest.role}, {newest.organisation}" if newest.organisation else newest.role
