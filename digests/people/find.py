"""Decide whom a typed name means. Pure: candidates in, a finding out; never a guess.

An exact surname beats a first name, a spelling beats a typing mistake, and a person beats an
organisation or craft only where the name fits it better. What is left in doubt becomes a picker.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from digests.model import Entity, Kind
from digests.people.alike import LIKELY, NEAR, person_likeness, title_likeness
from digests.people.names import fold, formal, parse_person

_MARGIN = 0.06  # candidates this close are not told apart by spelling
_PICKER = 12
_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Scored:
    """An entity with how well the typed name fits it (0..1)."""

    entity: Entity
    score: float


def score(asked: str, entity: Entity) -> float:
    """Score the best spelling of an entity against the typed name."""
    likeness = person_likeness if entity.kind is Kind.PERSON else title_likeness
    return max(likeness(asked, name) for name in (entity.name, *entity.spellings[:12]))


def shortlist(asked: str, candidates: Iterable[Entity]) -> list[Scored]:
    """Order candidates by fit, then by how often they are in the news; drop what doesn't fit at all."""
    unique = {entity.id: entity for entity in candidates}
    scored = (Scored(entity, score(asked, entity)) for entity in unique.values())
    return sorted((s for s in scored if s.score >= NEAR), key=lambda s: (-s.score, -s.entity.articles, s.entity.id))


def choose(scored: Sequence[Scored]) -> tuple[Entity, ...]:
    """Pick the entities the name fits: one (found), several (ask) or none (nobody).

    A bare surname that is stored beside one full name of that surname stands for the full one.
    """
    if not scored or scored[0].score < LIKELY:
        return ()
    best = scored[0].score
    fits = [s.entity for s in scored if s.score >= best - _MARGIN and s.score >= LIKELY]
    return tuple(_without_bare(fits)[:_PICKER])


def exact(asked: str, entity: Entity) -> bool:
    """Tell whether no spelling mistake had to be forgiven; another transliteration or a nickname is none."""
    words = _spelled(asked)
    return any(words <= _spelled(name) for name in (entity.name, *entity.spellings))


def _spelled(name: str) -> set[str]:
    return {formal(word) for word in fold(name).split() if len(word) > 1}


def nearest(scored: Sequence[Scored]) -> tuple[Entity, ...]:
    """Name the likeliest others, for "did you mean"."""
    return tuple(s.entity for s in scored[:_NEAREST])


def _without_bare(fits: list[Entity]) -> list[Entity]:
    """Leave bare names out where there is one full name for them; beside several they may be anybody's."""
    full = [e for e in fits if e.kind is not Kind.PERSON or not parse_person(e.name).bare]
    return full if len([e for e in full if e.kind is Kind.PERSON]) == 1 else fits
