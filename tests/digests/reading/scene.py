"""Texts with their names given, so that a test of reading doesn't hang on the tagger."""

from __future__ import annotations

import re
from dataclasses import dataclass

from digests.model import Kind, Mention, Quote, Reference, Role
from digests.reading.genders import genders
from digests.reading.quotes.marks import paragraphs
from digests.reading.quotes.speakers import find_quotes
from digests.reading.references import find_nouns, find_pronouns
from digests.reading.roles.find import find_roles
from digests.reading.stream import make_inner_streams, make_streams
from digests.text import split_sentences

PEOPLE = ("Anna Berg", "Ivan Petrov", "Mary Stone", "Tom Reed", "Olga Ivanova")
ORGANISATIONS = ("Norland Space Agency", "Rocketry Weekly", "Skyward", "Lunar Institute", "Wire News")


@dataclass(frozen=True)
class Scene:
    """A text read with the names above; a surname alone is the person."""

    text: str
    quotes: tuple[Quote, ...]
    roles: tuple[Role, ...]
    references: tuple[Reference, ...]

    @property
    def said(self) -> list[tuple[str, str | None]]:
        """Each quotation with its speaker."""
        return [(self.text[quote.start:quote.end], quote.speaker) for quote in self.quotes]

    @property
    def worded(self) -> list[tuple[str, str, str | None]]:
        """Each role with its person and organisation."""
        return [(role.person, role.role, role.organisation) for role in self.roles]


def play(text: str) -> Scene:
    """Read ``text`` with the names of this module."""
    mentions = _mentions(text)
    cut = paragraphs(text)
    streams = make_streams(text, cut, split_sentences(text), mentions)
    pronouns = find_pronouns(streams, mentions, genders(text, mentions))
    roles = find_roles(text, streams, make_inner_streams(text, cut, mentions), mentions, pronouns)
    references = (*pronouns, *find_nouns(streams, mentions, roles))
    return Scene(text, find_quotes(text, streams, mentions, references), roles, references)


def _mentions(text: str) -> list[Mention]:
    forms = {name: (name, Kind.ORGANISATION) for name in ORGANISATIONS}
    for name in PEOPLE:
        forms[name] = forms[name.split()[-1]] = (name, Kind.PERSON)
    pattern = "|".join(sorted(forms, key=len, reverse=True))
    return [Mention(found.start(), found.end(), forms[found[0]][1], forms[found[0]][0])
            for found in re.finditer(rf"\b(?:{pattern})\b", text)]
