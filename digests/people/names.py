"""Take names apart, and give the keys by which the same name is found again.

A key is exact: two names that share one are candidates, no more; :mod:`digests.people.alike`
scores them. Kinds of keys, by prefix: ``f:`` the folded name, ``k:`` its skeleton (spellings of
one transliteration meet here), ``s:`` the surname's skeleton, ``g:`` the first name's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from anyascii import anyascii

from digests.model import Kind
from digests.people.nicknames import FORMAL

TITLES = frozenset(
    "mr mrs ms miss mx dr prof professor sir dame lord lady president minister senator sen rep gov governor "
    "general gen col colonel capt captain lt maj major sgt admiral adm commander cmdr cosmonaut astronaut "
    "academician herr frau monsieur madame señor king queen prince princess".split()
)
SUFFIXES = frozenset("jr sr ii iii iv phd md obe cbe".split())
PARTICLES = frozenset("van von der den de del della di da dos du la le el al bin ibn ben ter ten zu st mac".split())
_APOSTROPHES = re.compile(r"[’'`ʹʼʻ]")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
_LEADING_THE = re.compile(r"^the ")


@lru_cache(maxsize=65_536)
def fold(name: str) -> str:
    """Write a name in lower-case ASCII letters and digits with single spaces: for exact comparison.

    >>> fold("Рогозин,  Dmitrý O’Neill-Smith")
    'rogozin dmitry oneill smith'
    """
    plain = _APOSTROPHES.sub("", anyascii(_APOSTROPHES.sub("", name))).lower()
    return _NOT_WORD.sub(" ", plain).strip()


# Order matters: longer spellings first. Source of the variants: ISO 9, BGN/PCGN, and the German,
# French and English habits that newspapers mix (Rogosin, Rogozine, Rogozin; Yuri, Juri, Iouri).
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"shch|schtsch|chtch|stsch", "q"),
        (r"tsch|tch|ch(?=[aeiouy]|$)", "c"),
        (r"zh|dsch|dj", "j"),
        (r"sch|sh", "x"),
        (r"kh", "h"),
        (r"ph", "f"),
        (r"ck", "k"),
        (r"tz|ts", "z"),
        (r"ks", "x"),
        (r"iou|you|yu|iu|^ju(?=r)", "u"),
        (r"ya|ia|ie?a$", "a"),
        (r"yo|io", "o"),
        (r"ye|ie", "e"),
        (r"ou|oo", "u"),
        (r"(?:off|ow)$", "ov"),
        (r"eff$", "ev"),
        (r"(?<=[iy])ne$", "n"),
        (r"iy$|ij$|yi$|ii$|yy$|ei$|ey$|y$|j$", "i"),
        (r"y", "i"),
        (r"w", "v"),
        (r"s", "z"),
        (r"(.)\1+", r"\1"),
    )
)


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """Reduce one folded word so that transliterations of one name agree.

    >>> {skeleton(w) for w in ("rogozin", "rogosin", "rogozine")}
    {'rogozin'}
    >>> skeleton("dmitriy") == skeleton("dmitri") == skeleton("dmitry")
    True
    """
    for pattern, to in _SPELLINGS:
        word = pattern.sub(to, word)
    return word


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in folded parts. ``surname`` keeps its particles ("van der berg")."""

    given: tuple[str, ...]
    surname: str

    @property
    def bare(self) -> bool:
        """Tell whether only one name is known."""
        return not self.given

    @property
    def initials(self) -> bool:
        """Tell whether the first name is known by its initial alone."""
        return bool(self.given) and len(self.given[0]) == 1


@lru_cache(maxsize=65_536)
def parse_person(name: str) -> PersonName:
    """Split a name into given names and surname; titles and suffixes fall away.

    "Rogozin, Dmitry" is taken as surname first. One word alone is a surname.
    """
    if name.count(",") == 1:
        last, first = (part.strip() for part in name.split(","))
        if first and fold(first).split()[-1:] and fold(first).split()[-1] not in SUFFIXES:
            name = f"{first} {last}"
    words = fold(name).split()
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 1 and words[-1] in SUFFIXES:
        words = words[:-1]
    cut = len(words) - 1
    while cut > 1 and words[cut - 1] in PARTICLES:
        cut -= 1
    return PersonName(tuple(words[: max(cut, 0)]), " ".join(words[max(cut, 0) :]))


def formal(given: str) -> str:
    """Give the skeleton of the formal first name that a nickname stands for ("bill" → of "william")."""
    return skeleton(FORMAL.get(given, given))


def whole_skeleton(person: PersonName) -> str:
    """Give the skeleton of first name and surname, middle names left out."""
    first = formal(person.given[0]) + " " if person.given else ""
    return first + " ".join(map(skeleton, person.surname.split()))


def surname_skeleton(person: PersonName) -> str:
    """Give the skeleton of the surname, particles left out: "van Hoften" and "Hoften" agree."""
    return skeleton(person.surname.split()[-1]) if person.surname else ""


@lru_cache(maxsize=16_384)
def keys(name: str, kind: Kind) -> frozenset[str]:
    """Give all lookup keys of a stored name."""
    folded = fold(name)
    if not folded:
        return frozenset()
    found = {f"f:{_LEADING_THE.sub('', folded)}"}
    if kind is Kind.PERSON:
        person = parse_person(name)
        found |= {
            f"f:{' '.join((*person.given, person.surname))}",
            f"k:{whole_skeleton(person)}",
            f"s:{surname_skeleton(person)}",
        }
        if person.given:
            found.add(f"g:{formal(person.given[0])}")
            found.add(f"g:{skeleton(person.given[0])}")
        if "-" in name:  # a double surname is found by either half
            found |= (
                {f"s:{skeleton(half)}" for half in person.surname.split()}
                if " " in person.surname
                else {f"s:{skeleton(half)}" for half in fold(name.split()[-1]).split()}
            )
    elif len(folded.split()) > 1 and kind is Kind.ORGANISATION:
        found.add(f"a:{acronym(name)}")
    return frozenset(key for key in found if len(key) > 3 or key[:2] == "f:")


_SMALL = frozenset("of the and for in on at to a an de la du des".split())


def acronym(name: str) -> str:
    """Give the initials of the big words: "European Space Agency" → "esa"."""
    return "".join(word[0] for word in fold(name).split() if word not in _SMALL)
