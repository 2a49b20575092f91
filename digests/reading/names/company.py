"""People told by what stands beside them: an occupation before, people in the same row, a particle after."""

from __future__ import annotations

import re

from digests.model import Kind
from digests.reading.names.lexicon import GEO_WORDS, ORG_WORDS, Lexicon
from digests.reading.names.page import Name, Page
from digests.reading.roles.nouns import head_of

_KIN = frozenset("mother father wife husband sister brother daughter son mentor pupil".split())
_DOUBTFUL = (Kind.PLACE, Kind.OTHER, Kind.ORGANISATION)
_JOINTS = frozenset((",", "and", "&", "or", ";"))
_PARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az)-[A-Z]\w+|[dl]['’][A-Z]\w+")
_HYPHENED = re.compile(r"[A-Z][a-z]{1,5}-[A-Za-z][a-z]{1,5}")
_NUMBER = re.compile(r"[IVX]{2,4}")
_THRONES = frozenset("king queen pope tsar tsarina emperor empress prince princess sultan shah".split())
_MOST = 3  # words of a name that is taken for a person's


def mend_people(page: Page, known: Lexicon) -> None:
    """Give people the whole of their names, and take for people what only people are beside."""
    words = page.words
    names: list[Name] = []
    for name in page.names:
        if name.start < (names[-1].end if names else 0):
            continue
        names.append(_whole(words, name) if name.kind is Kind.PERSON else name)
    page.names = names
    page.names = [_told(page, at, name, known) for at, name in enumerate(names)]


def _whole(words: list[str], name: Name) -> Name:
    """Add "al-Amr", "d'Alembert" and "II" to the name that they end."""
    end = name.end
    if _PARTICLE.fullmatch(words[end]) or _NUMBER.fullmatch(words[end]) or (
            words[end] == "I" and words[name.start - 1].lower() in _THRONES):
        end += 1
    return Name(name.start, end, name.kind)


def _told(page: Page, at: int, name: Name, known: Lexicon) -> Name:
    if name.kind not in _DOUBTFUL or not _may_be_person(page.words[name.start:name.end], known):
        return name
    if is_occupation(page.words[name.start - 1]) or (name.end - name.start > 1 and (
            _in_row(page, at) or _HYPHENED.fullmatch(page.words[name.end - 1]))):
        return Name(name.start, name.end, Kind.PERSON)
    return name


def is_occupation(word: str) -> bool:
    """Tell words that stand before a person: "designer", "athletes", "mother"."""
    return word.islower() and (word in _KIN or head_of(word) is not None)


def _may_be_person(words: list[str], known: Lexicon) -> bool:
    """Tell words that no list has as anything else."""
    if len(words) > _MOST or " ".join(words) in known.agencies:
        return False
    return all(word[:1].isupper() and word[1:].lower() == word[1:] and word.isalpha()
               and word.lower() not in ORG_WORDS and word.lower() not in GEO_WORDS
               and word not in known.places and word not in known.demonyms and word not in known.agencies
               and word not in known.craft
               for word in words if not _PARTICLE.fullmatch(word) and not _is_given_last(words, word, known))


def _is_given_last(words: list[str], word: str, known: Lexicon) -> bool:
    """Tell the given name of "Park Joo-Ho"."""
    return len(words) == 2 and words[0] in known.surnames and _HYPHENED.fullmatch(word) is not None


def _in_row(page: Page, at: int) -> bool:
    """Tell whether people stand on both sides in a row: "Ann Lee, Bo Ek and Cy Oz"; one is enough for odd names."""
    this = page.names[at]
    left = at > 0 and _joined(page, page.names[at - 1], this) and page.names[at - 1].kind is Kind.PERSON
    right = at + 1 < len(page.names) and _joined(page, this, page.names[at + 1]) and (
        page.names[at + 1].kind is Kind.PERSON)
    return (left and right) or ((left or right) and this.kind is Kind.OTHER)


def _joined(page: Page, one: Name, other: Name) -> bool:
    between = page.words[one.end:other.start]
    return 0 < len(between) < 4 and set(between) <= _JOINTS
