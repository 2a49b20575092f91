"""Give every name in a reading the entity it is: found by evidence, or made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from digests.model import Kind, Reading
from digests.people.identity import fuller, lookup_keys, same_entity
from digests.people.names import fold, keys, parse_person
from digests.store.base import Writes

_KINDS = (Kind.PERSON, Kind.ORGANISATION, Kind.CRAFT)
_REMEMBERED = 50_000
_LONGEST_NAME = 120  # characters; a longer "name" is an accident of the text

Name = tuple[Kind, str]


class Linker:
    """Links names to entities within one writer; remembers full names between articles.

    Forget everything (``forget``) where a transaction was rolled back: its ids never were.
    """

    def __init__(self) -> None:
        self._ids: dict[Name, int] = {}

    def forget(self) -> None:
        """Drop what is remembered."""
        self._ids.clear()

    def link(self, writes: Writes, reading: Reading, seen_at: datetime) -> Mapping[Name, int]:
        """Find or make the entity of each name; full names first, so that bare ones can lean on them."""
        names = sorted(named(reading), key=lambda n: (-len(n[1].split()), n))
        found = {name: self._entity(writes, name, reading, seen_at) for name in names}
        for organisation in {role.organisation for role in reading.roles if role.organisation}:
            name = (Kind.ORGANISATION, organisation)
            if name not in found and (inner := _mentioned_within(organisation, found)):
                found[name] = found[inner]
        return found

    def _entity(self, writes: Writes, name: Name, reading: Reading, seen_at: datetime) -> int:
        kind, text = name
        bare = kind is Kind.PERSON and parse_person(text).bare
        if not bare and name in self._ids:
            return self._ids[name]
        aliases = [short for short, full in reading.aliases.items() if full == text]
        entity_id = _find(writes, kind, text, aliases, seen_at)
        if entity_id is None:
            every = keys(text, kind).union(*(keys(alias, kind) for alias in aliases))
            entity_id = writes.add_entity(kind, text, sorted(every), fold(text))
        for alias in aliases:
            writes.add_spelling(entity_id, alias, sorted(keys(alias, kind)), fold(alias))
        if not bare:
            if len(self._ids) >= _REMEMBERED:
                self._ids.clear()
            self._ids[name] = entity_id
        return entity_id


def named(reading: Reading) -> set[Name]:
    """Collect the people, organisations and craft that a reading names."""
    every: Iterable[Name] = [
        *((m.kind, m.name) for m in reading.mentions),
        *((r.kind, r.name) for r in reading.references),
        *((q.speaker_kind or Kind.PERSON, q.speaker) for q in reading.quotes if q.speaker),
        *((Kind.PERSON, r.person) for r in reading.roles),
    ]
    return {(kind, name) for kind, name in every if kind in _KINDS and len(name) <= _LONGEST_NAME and fold(name)}


def _find(writes: Writes, kind: Kind, text: str, aliases: Iterable[str], seen_at: datetime) -> int | None:
    for form in (text, *aliases):
        same = same_entity(form, kind, writes.entities_by_key(sorted(lookup_keys(form, kind)), [kind]), seen_at)
        if same is None:
            continue
        if text != same.name and text not in same.spellings:
            writes.add_spelling(same.id, text, sorted(keys(text, kind)), fold(text))
            if fuller(same.name, text, kind):
                writes.rename_entity(same.id, text)
        return same.id
    return None


def _mentioned_within(organisation: str, found: Mapping[Name, int]) -> Name | None:
    """Find the longest organisation linked already that stands inside a longer wording of it."""
    words = f" {fold(organisation)} "
    inside = [name for name in found if name[0] is Kind.ORGANISATION and f" {fold(name[1])} " in words]
    return max(inside, key=lambda name: len(name[1]), default=None)
