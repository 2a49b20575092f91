"""From the tagger's stretches to names: titles, possessives and strays off their edges."""

from __future__ import annotations

from digests.model import Kind
from digests.reading.names.lexicon import TITLES, Lexicon
from digests.reading.names.page import Name, Page

KINDS = {"PER": Kind.PERSON, "ORG": Kind.ORGANISATION, "LOC": Kind.PLACE, "CRAFT": Kind.CRAFT, "MISC": Kind.OTHER}
_INNER = frozenset("""
    of the for and & de da do dos di du del della van von der den bin ibn ben al el la le ter zu y e in at on to
    - – ' ’ . , ' s / et und des
    """.split())
_EDGES = frozenset(", . ; : ( ) [ ] \" “ ” ‘ ’ ' - – — / & ! ? * | … ...".split())
_LEADING = frozenset("the a an and of for in at on by to with from or but this that his her its their our my".split())
_CRAFT = frozenset("telescope lander rover orbiter probe spacecraft satellite rocket capsule booster".split())
_NOBODY = frozenset("God Lord Satan Heaven Mom Dad Mum Mommy Daddy Grandma Eve".split())
_STARTS = frozenset("al el bin ibn de van von da di la le der den ter abu".split())


def cleaned(page: Page, name: Name, known: Lexicon) -> list[Name]:
    """Cut a stretch into names with sound edges; none may be left."""
    words = page.words
    pieces, start = [], name.start
    for at in range(name.start, name.end):
        if not _may_stand_inside(words[at], name.kind):
            pieces.append((start, at))
            start = at + 1
    pieces.append((start, name.end))
    found = []
    for start, end in pieces:
        start, end = trimmed(words, start, end, name.kind)
        if start < end and _is_name(words[start:end], name.kind, known):
            craft = name.kind != Kind.ORGANISATION and words[end - 1].lower() in _CRAFT and end - start > 1
            found.append(Name(start, end, Kind.CRAFT if craft else name.kind))
    return found


def _may_stand_inside(word: str, kind: Kind) -> bool:
    if word[:1].isupper() or word[:1].isdigit() or not word[:1].isalpha():
        return word not in ("(", ")", ";", '"', "“", "”") or kind == Kind.OTHER
    return kind in (Kind.OTHER, Kind.PLACE) or word in _INNER or not word.islower() or (
        kind == Kind.PERSON and word in _STARTS)


def trimmed(words: list[str], start: int, end: int, kind: Kind) -> tuple[int, int]:
    """Take articles, titles, marks and possessives off both sides."""
    while end > start and (words[end - 1] in _EDGES or words[end - 1].lower() in _LEADING
                           or words[end - 1] in ("'s", "’s", "'S", "’S")):
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


def _is_before_person(word: str, length: int) -> bool:
    """Tell titles and other words that stand before a person's name from the name."""
    lower = word.lower()
    if word.islower() and lower not in _STARTS:
        return True
    return (lower in TITLES and length > 1) or word.endswith("-born") or word.startswith("ex-")


def _is_name(words: list[str], kind: Kind, known: Lexicon) -> bool:
    first, lower = words[0], words[0].lower()
    if not any(word[:1].isupper() or word[1:2].isupper() for word in words):
        return False
    if kind == Kind.PERSON:
        if len(words) == 1:
            return (lower not in TITLES and first not in _NOBODY and first not in known.demonyms and len(first) > 1
                    and not first[0].isdigit() and first[-1:] != "." and first not in known.agencies)
        return any(len(word) > 2 and word[0].isalpha() for word in words)
    if kind == Kind.ORGANISATION and len(words) == 1:
        return len(first) > 1 and lower not in TITLES and first not in known.demonyms
    return not (len(words) == 1 and (first in known.demonyms or lower in TITLES))
