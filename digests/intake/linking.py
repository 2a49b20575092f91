"""Give every name in a reading the entity it is: found by evidence, or made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from digests.intake.directory import Directory, Name
from digests.model import Kind, Reading
from digests.people.identity import fuller, same_entity, same_short_form
from digests.people.names import fold, parse_person
from digests.store.base import Writes

_KINDS = (Kind.PERSON, Kind.ORGANISATION, Kind.CRAFT)
_LONGEST_NAME = 120  # characters; a longer "name" is an accident of the text
_COUNTED = 30  # newest articles whose spelling counts


def link(directory: Directory, reading: Reading, seen_at: datetime) -> Mapping[Name, int]:
    """Find or make the entity of each name; full names first, so that bare ones can lean on them."""
    names = sorted(named(reading), key=lambda n: (-len(n[1].split()), n))
    short: dict[str, list[str]] = defaultdict(list)
    for form, full in reading.aliases.items():
        short[full].append(form)
    found = {name: _entity(directory, name, short.get(name[1], ()), seen_at) for name in names}
    for number in set(found.values()):
        directory.seen(number, seen_at)
    folded = {fold(text): number for (kind, text), number in found.items() if kind is Kind.ORGANISATION}
    for organisation in {role.organisation for role in reading.roles if role.organisation}:
        name = (Kind.ORGANISATION, organisation)
        if name not in found and (inner := _mentioned_within(organisation, folded)) is not None:
            found[name] = inner
    return found


def named(reading: Reading) -> set[Name]:
    """Collect the people, organisations and craft that a reading names."""
    every: Iterable[Name] = [
        *((m.kind, m.name) for m in reading.mentions),
        *((r.kind, r.name) for r in reading.references),
        *((q.speaker_kind or Kind.PERSON, q.speaker) for q in reading.quotes if q.speaker),
        *((Kind.PERSON, r.person) for r in reading.roles),
    ]
    return {(kind, name) for kind, name in every if kind in _KINDS and len(name) <= _LONGEST_NAME and fold(name)}


def lookups(reading: Reading) -> set[Name]:
    """Collect every form under which the names of a reading are looked up."""
    return named(reading) | {(kind, short) for kind in _KINDS for short in reading.aliases}


def choose_names(writes: Writes, directory: Directory, numbers: Iterable[int]) -> None:
    """Show each entity that has just grown enough by the full name that its newest articles use most."""
    for number in sorted(set(numbers)):
        entity = directory.entity(number)
        if entity is None or not entity.spellings or not directory.has_grown(number):
            continue
        counts = _spelled(writes, number)
        whole = [name for name in counts if _whole(name, entity.kind) or not _whole(entity.name, entity.kind)]
        best = max(whole, key=lambda name: (counts[name], name), default=None)
        if best is not None and best != entity.name and best in entity.spellings:
            directory.rename(number, best)


def _spelled(writes: Writes, number: int) -> Counter[str]:
    """Count how many of the newest articles write its name how."""
    cards = writes.articles_of(number, limit=_COUNTED)
    readings = writes.readings([card.id for card in cards]).values()
    return Counter(name for stored in readings for (_, name), key in stored.entities.items() if key == number)


def _whole(name: str, kind: Kind) -> bool:
    return kind is not Kind.PERSON or not (parse_person(name).bare or parse_person(name).initials)


def _entity(directory: Directory, name: Name, aliases: Sequence[str], seen_at: datetime) -> int:
    kind, text = name
    for form in (text, *aliases):
        candidates = directory.candidates(form, kind)
        if form != text:
            candidates = [one for one in candidates if same_short_form(text, one)]
        same = same_entity(form, kind, candidates, seen_at)
        if same is not None:
            directory.spell(same.id, text)
            if fuller(same.name, text, kind):
                directory.rename(same.id, text)
            break
    number = same.id if same is not None else directory.add(kind, text, aliases)
    for alias in aliases:
        directory.spell(number, alias)
    return number


def _mentioned_within(organisation: str, folded: Mapping[str, int]) -> int | None:
    """Find the longest organisation linked already, by its folded name, that stands inside a longer wording of it."""
    words = fold(organisation[:_LONGEST_NAME]).split()
    stretches = (
        " ".join(words[at : at + size]) for size in range(len(words), 0, -1) for at in range(len(words) - size + 1)
    )
    longest = max((each for each in stretches if each in folded), key=len, default=None)
    return None if longest is None else folded[longest]
