"""Edges of organisations: what belongs to a long name, and what only stands beside it."""

from __future__ import annotations

from digests.model import Kind
from digests.reading.names.lexicon import CAPITALISED, CLASS, ORG_WORDS, Lexicon
from digests.reading.names.page import Name, Page

_HEADS = ORG_WORDS - frozenset("united city band police airport base".split())
_GIVEN = frozenset(CLASS[name] for name in ("Given", "GivenSurname"))
_PERIODICAL = frozenset("journal review letters transactions annals proceedings bulletin".split())
_PLAIN = frozenset(CLASS[name] for name in ("Common", "Unknown", "OrgWord", "CraftWord", "GeoWord", "Place", "Hyphen"))


def mend_organisations(page: Page, known: Lexicon) -> None:
    """Join what "of", "for" and "and" part, and part people and periodicals from organisations."""
    mended: list[Name] = []
    free_from = 0
    for at, name in enumerate(page.names):
        if name.start < free_from:
            continue
        if name.kind == Kind.ORGANISATION:
            words = page.words[name.start:name.end]
            if words[0].lower() in _PERIODICAL or words[-1].lower() in _PERIODICAL:
                name = Name(name.start, name.end, Kind.OTHER)
            else:
                name = _extended(page, at, known)
                mended += _parted(page, name, known)
                free_from = name.end
                continue
        mended.append(name)
    page.names = [name for at, name in enumerate(mended) if not at or name.start >= mended[at - 1].end]


def _extended(page: Page, at: int, known: Lexicon) -> Name:
    """Add "for the Visual Arts", "of Great Britain", "and Technology" to a name that they complete."""
    name = page.names[at]
    words = page.words
    people = {other.start for other in page.names[at + 1:at + 4] if other.kind == Kind.PERSON}
    end = name.end
    while True:
        joint = words[end].lower()
        start = end + 1 + (words[end + 1] == "the")
        inside = [word.lower() for word in words[name.start:end]]
        if joint in ("of", "for"):
            fits = inside[-1] in _HEADS or ("for" in inside and words[start] not in known.places)
        elif joint == "and" and words[end + 1] != "the":
            fits = ("of" in inside or "for" in inside or "on" in inside) and inside[0] in _HEADS | {"international"}
        else:
            break
        stop = _run_end(page, start, known)
        if not fits or stop == start or start in people:
            break
        following = [word.lower() for word in words[start:stop]]
        if joint == "and" and (set(following) & _HEADS or words[stop] in ("of", "for") or _names_itself(page, start)):
            break
        end = stop
    return Name(name.start, end, name.kind)


def _run_end(page: Page, start: int, known: Lexicon) -> int:
    end = start
    while page.words[end] and CLASS[known.class_of(page.words[end])] in _PLAIN and page.words[end][0].isupper():
        end += 1
    return end


def _names_itself(page: Page, start: int) -> bool:
    """Tell whether a place or another organisation begins here."""
    return any(other.start == start and other.kind in (Kind.PLACE, Kind.ORGANISATION, Kind.CRAFT)
               and page.words[start].isupper() for other in page.names)


def _parted(page: Page, name: Name, known: Lexicon) -> list[Name]:
    """Part "Washington State University Simon Smith" into the organisation and its man."""
    words = page.words
    for cut in range(name.start + 2, name.end - 1):
        if (CLASS[known.class_of(words[cut])] in _GIVEN and words[cut - 1].lower() in _HEADS
                and words[cut + 1][:1].isupper() and words[cut + 1].lower() not in _HEADS
                and CLASS[known.class_of(words[cut + 1])] in CAPITALISED and name.end - cut < 4):
            return [Name(name.start, cut, name.kind), Name(cut, name.end, Kind.PERSON)]
    return [name]


def spread_organisations(page: Page, known: Lexicon) -> None:
    """Take the one rare word of an organisation ("Church of Zetology") for it where it stands alone."""
    rare: dict[str, Name] = {}
    people = {word for name in page.of_kind(Kind.PERSON) for word in page.words[name.start:name.end]}
    for name in page.of_kind(Kind.ORGANISATION):
        words = page.words[name.start:name.end]
        own = [word for word in words if word[:1].isupper() and word.lower() not in _HEADS
               and word not in people and not _is_known(word, known)]
        rest = sum(word.lower() in _HEADS or word.islower() for word in words)
        if len(own) == 1 and len(own[0]) > 3 and 0 < rest == len(words) - 1 and own[0] in (words[0], words[-1]):
            rare.setdefault(own[0], name)
    owners = page.taken()
    more, dropped = [], set()
    for at, word in enumerate(page.words):
        if word in rare and _alone(page, at):
            owner = owners[at]
            single = owner >= 0 and page.names[owner].end - page.names[owner].start == 1
            if owner < 0 or (single and page.names[owner].kind in (Kind.OTHER, Kind.PLACE)):
                dropped.add(owner)
                more.append(Name(at, at + 1, Kind.ORGANISATION))
    page.names = [name for at, name in enumerate(page.names) if at not in dropped]
    page.add(more)


def _is_known(word: str, known: Lexicon) -> bool:
    return (word.lower() in known.common or word in known.places or word in known.demonyms
            or word in known.given)


def _alone(page: Page, at: int) -> bool:
    before, after = page.words[at - 1], page.words[at + 1]
    return not after[:1].isupper() and not (before[:1].isupper() and before.lower() not in ("the", "of"))
