"""From the tagger's stretches to names: titles, possessives and strays off their edges."""

from __future__ import annotations

from digests.model import Kind
from digests.reading.names.gazetteer import single_phrases
from digests.reading.names.lexicon import DATES, TITLES, Lexicon
from digests.reading.names.page import Name, Page

KINDS = {"PER": Kind.PERSON, "ORG": Kind.ORGANISATION, "LOC": Kind.PLACE, "CRAFT": Kind.CRAFT, "MISC": Kind.OTHER}
_INNER = frozenset("""
    of the for and & de da do dos di du del della van von der den bin ibn ben al el la le ter zu y e in at
    on to - – ' ’ . , ' s / et und des
    """.split())
_EDGES = frozenset(", . ; : ( ) [ ] \" “ ” ‘ ’ ' - – — / & ! ? * | … ...".split())
_LEADING = frozenset(
    "the a an and of for in at on by to with from or but this that his her its their our my as when if while".split())
_CRAFT = frozenset("telescope lander rover orbiter probe spacecraft satellite rocket capsule booster".split())
_HONOURS = frozenset("award awards prize prizes medal medals cup championship games olympics act festival".split())
_OFFICERS = frozenset("""
    spokesman spokeswoman spokesperson secretary-general president director administrator chairman chief ceo
    commissioner secretary minister manager head
    """.split())
_LETTERS = frozenset("FRS FRSE OBE CBE MBE DBE KBE RA QC KC MP MEP MSP PhD MD DSc FBA FREng".split())  # after a name
_STATES = frozenset("former acting outgoing incoming late then".split())
_SITES = frozenset("""
    tower towers hall station street park airport bridge square building stadium hotel cemetery
    """.split())
_BODIES = frozenset("""
    agency university party ministry department committee council institute corporation association union
    bank congress commission foundation college organization organisation society league club academy bureau
    authority federation alliance municipality org museum institution theatre theater magazine weekly church corps
    """.split())
_MISTAKEN = (Kind.PLACE, Kind.OTHER, Kind.ORGANISATION)
_IN_PERSON = frozenset("""
    Given Surname GivenSurname GivenCommon SurnameCommon Unknown Mac Initial particle
    """.split())
_NOBODY = frozenset("""
    God Allah Lord Satan Heaven Mom Dad Mum Mommy Daddy Grandma Eve Islam Judaism Christianity Hinduism Buddhism Sikhism
    Bible Koran Quran Torah
    """.split())
_STARTS = frozenset("al el bin ibn de van von da di la le der den ter abu".split())


def cleaned(page: Page, name: Name, known: Lexicon) -> list[Name]:
    """Cut a stretch into names with sound edges; none may be left."""
    words = page.words
    pieces, start = [], name.start
    for at in range(name.start, name.end):
        if words[at] == "of" and name.kind == Kind.PERSON and at - start > 1:
            name = Name(name.start, at, name.kind)  # "Patrick Gordon of Auchleuchries"
            break
        owned = words[at] in ("'s", "’s") and name.kind != Kind.PERSON and at > start and (
            words[at - 1] in known.places or words[at - 1] in known.agencies)
        if owned or not _may_stand_inside(words[at], name.kind):
            pieces.append((start, at))
            start = at + 1
    pieces.append((start, name.end))
    found = []
    for start, end in pieces:
        start, end = trimmed(words, start, end, name.kind)
        if start < end and _is_name(words[start:end], name.kind, known):
            kind = _kind_by_words(words[start:end], name.kind)
            mistaken = kind == name.kind and kind in _MISTAKEN and words[start - 1].lower() != "the"
            if mistaken and is_person(words[start:end], known):
                kind = Kind.PERSON
            found.append(Name(start, end, kind))
    return found


def _may_stand_inside(word: str, kind: Kind) -> bool:
    if word[:1].isupper() or word[:1].isdigit() or not word[:1].isalpha():
        return word not in ("(", ")", ";", '"', "“", "”") or kind == Kind.OTHER
    return kind in (Kind.OTHER, Kind.PLACE) or word in _INNER or not word.islower() or (
        kind == Kind.PERSON and word in _STARTS)


def join_nicknames(page: Page) -> None:
    """Make one name of a given name, a nickname in marks and a surname."""
    words, joined = page.words, list[Name]()
    for name in page.names:
        last = joined[-1] if joined else None
        nick = words[name.start - 3:name.start]
        if (last and name.kind == last.kind == Kind.PERSON and last.end == name.start - 3 and len(nick) == 3
                and nick[0] in ("\"", "“") and nick[2] in ("\"", "”")):
            joined[-1] = Name(last.start, name.end, Kind.PERSON)
        elif (last and name.kind == last.kind == Kind.PERSON and words[last.end] in ("\"", "“")
                and name.start == last.end + 1 and words[name.end] in ("\"", "”") and name.end == name.start + 1
                and words[name.end + 1][:1].isupper()):
            joined[-1] = Name(last.start, name.end + 2, Kind.PERSON)
        elif not last or name.start >= last.end:
            joined.append(name)
    page.names = joined


def trimmed(words: list[str], start: int, end: int, kind: Kind) -> tuple[int, int]:
    """Take articles, titles, marks and possessives off both sides."""
    while end > start and (words[end - 1] in _EDGES or words[end - 1].lower() in _LEADING
                           or words[end - 1] in ("'s", "’s", "'S", "’S")):
        end -= 1
    while kind == Kind.PERSON and end - start > 2 and words[end - 1] in _LETTERS:
        end -= 1
    while kind == Kind.ORGANISATION and end - start > 1 and words[end - 1].lower() in _OFFICERS:
        end -= 1
    if end - start > 2 and words[end - 1] == "s" and words[end - 2] in ("'", "’"):
        end -= 2
    while start < end:
        word = words[start]
        lower = word.lower()
        edge = word in _EDGES or (lower in _LEADING and not (word.isupper() and len(word) > 2))
        if edge or (kind == Kind.PERSON and _is_before_person(word, end - start)):
            start += 1
        else:
            break
    return start, end


def _kind_by_words(words: list[str], kind: Kind) -> Kind:
    """Correct a kind by the words that tell: "… Lander", "… Council", "Ministry of …", "… Prize"."""
    first, last = words[0].lower(), words[-1].lower()
    if len(words) == 1:
        return Kind.OTHER if kind == Kind.ORGANISATION and last[0].isalpha() and last[-1].isdigit() else kind
    if kind == Kind.ORGANISATION and last in _SITES:
        return Kind.PLACE
    if last in _CRAFT and kind != Kind.ORGANISATION:
        return Kind.CRAFT
    if last in _HONOURS or (last.isdigit() and words[-2].lower() in _HONOURS):
        return Kind.OTHER
    if kind in (Kind.PLACE, Kind.OTHER, Kind.PERSON) and (last in _BODIES or (
            first in _BODIES and words[1] in ("of", "for") and kind != Kind.PERSON)):
        return Kind.ORGANISATION
    return kind


def is_person(words: list[str], known: Lexicon) -> bool:
    """Tell a given name and one or two words that may be a surname, none of them a place or a body."""
    if not 2 <= len(words) <= 3 or words[0] not in known.given or " ".join(words) in single_phrases():
        return False
    if words[0] in known.places or words[0] in known.demonyms or words[0].lower() in known.common:
        return False
    return all(known.class_of(word) in _IN_PERSON for word in words)


def _is_before_person(word: str, length: int) -> bool:
    """Tell titles and other words that stand before a person's name from the name."""
    lower = word.lower()
    if word.islower() and lower not in _STARTS:
        return True
    return (length > 1 and (lower in TITLES or lower in _STATES)) or word.endswith("-born") or word.startswith("ex-")


def _is_name(words: list[str], kind: Kind, known: Lexicon) -> bool:
    first, lower = words[0], words[0].lower()
    if not any(word[:1].isupper() or word[1:2].isupper() for word in words):
        return False
    if len(words) > 1:
        return kind != Kind.PERSON or (any(len(word) > 2 and word[0].isalpha() for word in words)
                                       and not any(word[-1].isdigit() for word in words))
    if first in known.demonyms or lower in TITLES:
        return False
    if kind == Kind.PERSON:
        return (first[0].isalpha() and first[-1] != "." and "_" not in first and len(first) > 1 and lower not in DATES
                and first not in _NOBODY and first not in known.agencies)
    return kind != Kind.ORGANISATION or len(first) > 1
