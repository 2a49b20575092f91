"""The entities that the names of one batch may be, fetched in one question and kept up to date while it is linked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from digests.intake.growth import grown
from digests.model import Entity, Kind
from digests.people.identity import lookup_keys
from digests.people.names import fold, keys, parse_person
from digests.store.base import Writes

CROWD = 100  # bearers of one surname: comparing with each would take quadratic time
Name = tuple[Kind, str]


class Directory:
    """What is known of the names of a batch; every change goes to the store as well."""

    def __init__(self, writes: Writes, names: Iterable[Name]) -> None:
        self._writes = writes
        self._known: dict[int, Entity] = {}
        self._before: dict[int, int] = {}  # articles when the batch began
        self._by_key: dict[str, dict[int, None]] = defaultdict(dict)
        wanted = {key for kind, name in names for key in lookup_keys(name, kind)}
        for key, found in writes.bearers(wanted).items():
            for entity in found:
                self._known[entity.id] = entity
                self._before[entity.id] = entity.articles
                self._by_key[key][entity.id] = None

    def candidates(self, name: str, kind: Kind) -> Sequence[Entity]:
        """Give the entities of this kind that share a lookup key with the name.

        Where very many share the surname, it and an initial tell nothing: then those of the whole name alone.
        """
        keyed = {key: self._by_key.get(key, ()) for key in lookup_keys(name, kind)}
        crowded = any(len(found) > CROWD for found in keyed.values())
        ids = {number for found in keyed.values() if not crowded or len(found) <= CROWD for number in found}
        found = [self._known[number] for number in sorted(ids) if self._known[number].kind is kind]
        if crowded and kind is Kind.PERSON and (parse_person(name).bare or parse_person(name).initials):
            return [entity for entity in found if fold(entity.name) == fold(name)]
        return found

    def entity(self, number: int) -> Entity | None:
        """Look an entity of the batch up."""
        return self._known.get(number)

    def add(self, kind: Kind, name: str, forms: Sequence[str]) -> int:
        """Make an entity that is found by its name and other forms."""
        every = frozenset(keys(name, kind)).union(*(keys(form, kind) for form in forms))
        number = self._writes.add_entity(kind, name, sorted(every), fold(name))
        self._known[number] = Entity(number, kind, name)
        self._note(number, every)
        return number

    def spell(self, number: int, form: str) -> None:
        """Note another form of a name; nothing where it is known."""
        entity = self._known[number]
        if form == entity.name or form in entity.spellings:
            return
        every = keys(form, entity.kind)
        self._writes.add_spelling(number, form, sorted(every), fold(form))
        self._known[number] = replace(entity, spellings=(*entity.spellings, form))
        self._note(number, every)

    def rename(self, number: int, name: str) -> None:
        """Show another of its names."""
        self._writes.rename_entity(number, name)
        entity = self._known[number]
        others = {*entity.spellings, entity.name} - {name}
        self._known[number] = replace(entity, name=name, spellings=tuple(sorted(others)))

    def seen(self, number: int, at: datetime) -> None:
        """Count an article that names it, as the store does when the article is put."""
        entity = self._known.get(number)
        if entity is not None:
            last = at if entity.last_seen is None else max(at, entity.last_seen)
            self._known[number] = replace(entity, articles=entity.articles + 1, last_seen=last)

    def has_grown(self, number: int) -> bool:
        """Tell whether this batch has made it reach a size at which it is looked at anew."""
        return grown(self._before.get(number, 0), self._known[number].articles)

    def _note(self, number: int, every: Iterable[str]) -> None:
        for key in every:
            self._by_key[key][number] = None
