"""From an article to its names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from digests.model import Kind, Mention, Span
from digests.text import STOP_WORDS

_NAME = re.compile(r"[A-Z][\w’'.-]*(?:\s+(?:of\s+(?:the\s+)?|for\s+|and\s+)?[A-Z][\w’'.-]*)*")
_ORGANISATION = frozenset("""agency university party ministry department committee council institute company corp
    inc ltd group association union bank court congress senate commission administration foundation school college
    board center centre organization organisation society league office press times post news service church army
    navy force forces laboratory lab space international systems industries technologies""".split())
_TITLES = frozenset("mr mrs ms dr prof president senator general colonel captain minister sir".split())


@dataclass(frozen=True, slots=True)
class Names:
    """What an article names: mentions in order, and the short forms that the text defines."""

    mentions: tuple[Mention, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)


def find_names(text: str, sentences: Sequence[Span], title: str = "") -> Names:
    """Find the names in ``text``; offsets point into it, ``name`` is the fullest form in it."""
    found: list[Mention] = []
    surnames: dict[str, str] = {}
    for sentence in sentences:
        for match in _NAME.finditer(text, sentence.start, sentence.end):
            name = re.sub(r"['’]s?$|[.,]+$", "", match[0])
            start, parts = match.start(), name.split()
            while parts and (parts[0].lower().strip(".") in _TITLES or parts[0].lower() in STOP_WORDS):
                cut = len(name) - len(name[len(parts[0]):].lstrip())
                start, name, parts = start + cut, name[cut:], parts[1:]
            if not parts:
                continue
            words = {part.lower() for part in parts}
            if words & _ORGANISATION or (len(parts) == 1 and parts[0].isupper() and len(parts[0]) > 2):
                kind = Kind.ORGANISATION
            elif 2 <= len(parts) <= 3:
                kind = Kind.PERSON
                surnames[parts[-1]] = name
            elif len(parts) == 1 and parts[0] in surnames:
                kind = Kind.PERSON
            else:
                continue
            found.append(Mention(start, start + len(name), kind, surnames.get(name, name)))
    return Names(tuple(found))
