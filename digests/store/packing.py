"""Compact forms of what is stored whole and never searched: readings, an article's entities, trigrams."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from digests.model import Kind, Mention, Quote, Reading, Reference, Role, Span, Tenure

#: Append only: the numbers are in databases.
KINDS: tuple[Kind, ...] = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE, Kind.CRAFT, Kind.OTHER)
KIND_CODES: Mapping[Kind, int] = {kind: code for code, kind in enumerate(KINDS)}
KIND_BITS = 3
KIND_MASK = (1 << KIND_BITS) - 1

Entities = Mapping[tuple[Kind, str], int]


def pack_entities(entities: Iterable[tuple[int, int]]) -> bytes:
    """Pack the entities of an article, (kind's number, id), four bytes each."""
    numbers = sorted({number << KIND_BITS | kind for kind, number in entities})
    return struct.pack(f"<{len(numbers)}I", *numbers)


def packed_kinds(kinds: Iterable[Kind]) -> frozenset[int]:
    """Give the low bits that packed entities of these kinds have."""
    return frozenset(KIND_CODES[kind] for kind in kinds)


def entity_id(packed: int) -> int:
    """Give the id of one packed entity."""
    return packed >> KIND_BITS


def unpack_entities(packed: bytes) -> tuple[int, ...]:
    """Give the packed entities as numbers; see :func:`entity_id` and :func:`kind_bits`."""
    return struct.unpack(f"<{len(packed) // 4}I", packed)


def pack_reading(reading: Reading, entities: Entities) -> bytes:
    """Pack a reading and the entity of each name in it: JSON, names once each, deflated."""
    names: dict[str | None, int | None] = {None: None}

    def name(text: str | None) -> int | None:
        return names.setdefault(text, len(names) - 1)

    parts = {
        "s": [offset for span in reading.sentences for offset in (span.start, span.end)],
        "m": [(m.start, m.end, KIND_CODES[m.kind], name(m.name)) for m in reading.mentions],
        "r": [(r.start, r.end, name(r.name), KIND_CODES[r.kind]) for r in reading.references],
        "q": [
            (q.start, q.end, name(q.speaker), None if q.speaker_kind is None else KIND_CODES[q.speaker_kind],
             q.speaker_start, q.speaker_end, q.cue)
            for q in reading.quotes
        ],
        "o": [(name(o.person), o.role, name(o.organisation), o.start, o.end, o.tenure) for o in reading.roles],
        "a": dict(reading.aliases),
        "e": [(KIND_CODES[kind], name(text), number) for (kind, text), number in entities.items()],
        "n": list(names)[1:],
    }
    return zlib.compress(json.dumps(parts, separators=(",", ":")).encode(), 1)


def unpack_reading(packed: bytes) -> tuple[Reading, dict[tuple[Kind, str], int]]:
    """Give back exactly what :func:`pack_reading` was given."""
    parts: dict[str, Any] = json.loads(zlib.decompress(packed))
    names: list[str] = parts["n"]

    def name(number: int | None) -> str | None:
        return None if number is None else names[number]

    offsets = iter(parts["s"])
    reading = Reading(
        sentences=tuple(Span(start, end) for start, end in zip(offsets, offsets, strict=True)),
        mentions=tuple(Mention(s, e, KINDS[kind], names[n]) for s, e, kind, n in parts["m"]),
        references=tuple(Reference(s, e, names[n], KINDS[kind]) for s, e, n, kind in parts["r"]),
        quotes=tuple(
            Quote(s, e, name(n), None if kind is None else KINDS[kind], ss, se, cue)
            for s, e, n, kind, ss, se, cue in parts["q"]
        ),
        roles=tuple(
            Role(names[person], role, name(place), s, e, Tenure(tenure))
            for person, role, place, s, e, tenure in parts["o"]
        ),
        aliases=parts["a"],
    )
    return reading, {(KINDS[kind], names[n]): number for kind, n, number in parts["e"]}


def trigrams(folded: str) -> frozenset[int]:
    """Give the trigrams of each word, two spaces before and one after (as pg_trgm does), as 31-bit numbers."""
    return frozenset(
        _trigram(padded[at:at + 3])
        for padded in (f"  {word} " for word in folded.split())
        for at in range(len(padded) - 2)
    )


def _trigram(three: str) -> int:
    """Number three characters: without collision in ASCII, by checksum otherwise."""
    if three.isascii():
        return ord(three[0]) << 14 | ord(three[1]) << 7 | ord(three[2])
    return zlib.crc32(three.encode("utf-8", "replace")) & 0x7FFF_FFFF


def unpack_sentences(packed: bytes) -> list[Span]:
    """Give back the sentences alone."""
    offsets = iter(json.loads(zlib.decompress(packed))["s"])
    return [Span(start, end) for start, end in zip(offsets, offsets, strict=True)]
