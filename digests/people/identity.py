"""Decide which stored entity a name in an article is. Pure; merges only on evidence.

Evidence is, strongest first: the same full name; the same name in another transliteration; a
first name that agrees (nickname, initial) with the only stored bearer of the surname; a bare surname
whose only stored bearer was in the news lately. Anything less makes an entity of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import lru_cache

from digests.model import Entity, Kind
from digests.people.alike import LIKELY, SAME, given_likeness, title_likeness
from digests.people.names import fold, formal, keys, parse_person, surname_skeleton, whole_skeleton

BARE_SURNAME_MEMORY = timedelta(days=30)
_KNOWN_BY = 2  # articles that give somebody's full name before a bare surname may be theirs


@lru_cache(maxsize=16_384)
def lookup_keys(name: str, kind: Kind) -> frozenset[str]:
    """Give the keys under which candidates for this name are to be fetched."""
    every = keys(name, kind)
    wanted = ("f:", "k:", "s:") if kind is Kind.PERSON else ("f:",)
    return frozenset(key for key in every if key.startswith(wanted))


def same_entity(name: str, kind: Kind, candidates: Sequence[Entity], seen_at: datetime) -> Entity | None:
    """Choose the candidate that this name is, or None: a new one.

    ``candidates`` share a key with the name; ``seen_at`` is the article's date.
    """
    same_kind = [c for c in candidates if c.kind is kind]
    if kind is not Kind.PERSON:
        return _most_seen(c for c in same_kind if fold(name).removeprefix("the ") in _folded(c))
    person = parse_person(name)
    if person.bare:
        return _bearer_of(name, same_kind, seen_at)
    if person.initials and sum(_agrees(name, c.name) for c in same_kind if not parse_person(c.name).initials) > 1:
        return _most_seen(c for c in same_kind if fold(name) == fold(c.name))  # whoever had it once has it no more
    if same := _most_seen(c for c in same_kind if fold(name) in _folded(c)):
        return same
    spelled = [
        c
        for c in same_kind
        if not parse_person(c.name).bare
        and whole_skeleton(parse_person(c.name)) == whole_skeleton(person)
        and not _middle_differs(name, c.name)
    ]
    if spelled:
        return _most_seen(spelled)
    return _only(c for c in same_kind if _agrees(name, c.name))


def same_short_form(full: str, entity: Entity) -> bool:
    """Tell whether an organisation that shares an acronym with this one is the same: unless its full name differs.

    An entity known by the acronym alone is; the Entertainment Software Association is not the European Space Agency.
    """
    known = [form for form in (entity.name, *entity.spellings) if len(fold(form).split()) > 1]
    alike = (max(title_likeness(full, form), title_likeness(form, full)) for form in known)
    return not known or max(alike) >= LIKELY


def fuller(current: str, seen: str, kind: Kind) -> bool:
    """Tell whether the name just seen should replace the one shown: a full name replaces a bare one or initials."""
    if kind is not Kind.PERSON:
        return False
    now, then = parse_person(seen), parse_person(current)
    if then.bare and not now.bare:
        return True
    return then.initials and bool(now.given) and not now.initials


def _bearer_of(name: str, candidates: Sequence[Entity], seen_at: datetime) -> Entity | None:
    """Find the one full name with this surname that was in the news lately; else the bare name itself."""
    surname = surname_skeleton(parse_person(name))
    full = [
        c for c in candidates if not parse_person(c.name).bare and surname_skeleton(parse_person(c.name)) == surname
    ]
    lately = [c for c in full if c.last_seen is not None and abs(seen_at - c.last_seen) <= BARE_SURNAME_MEMORY]
    if len(full) == 1 and lately and full[0].articles >= _KNOWN_BY:
        return full[0]
    return _most_seen(c for c in candidates if parse_person(c.name).bare and fold(c.name) == fold(name))


def _agrees(name: str, other: str) -> bool:
    """Tell whether two full names with one surname can be the same: initials, nicknames, a middle name more."""
    a, b = parse_person(name), parse_person(other)
    if a.bare or b.bare or surname_skeleton(a) != surname_skeleton(b) or _middle_differs(name, other):
        return False
    return given_likeness(a.given[:1], b.given[:1]) >= (0.95 if a.initials or b.initials else SAME) or formal(
        a.given[0]
    ) == formal(b.given[0])


def _middle_differs(a: str, b: str) -> bool:
    left, right = parse_person(a).given, parse_person(b).given
    return len(left) > 1 and len(right) > 1 and left[1][0] != right[1][0]


def _folded(entity: Entity) -> set[str]:
    return {fold(form).removeprefix("the ") for form in (entity.name, *entity.spellings)}


def _most_seen(entities: Iterable[Entity]) -> Entity | None:
    return max(entities, key=lambda e: (e.articles, -e.id), default=None)


def _only(entities: Iterable[Entity]) -> Entity | None:
    found = list(entities)
    return found[0] if len(found) == 1 else None
