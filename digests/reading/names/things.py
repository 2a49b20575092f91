"""What bears a person's name: asteroids, craft, storms, dolls, prizes, institutes, streets."""

from __future__ import annotations

from digests.model import Kind
from digests.reading.names.lexicon import GEO_WORDS, ORG_WORDS
from digests.reading.names.page import Name, Page

_HONOURS = frozenset("award awards prize prizes medal fellow fellows fellowship lecture chair scholarship".split())
_BODIES = frozenset("asteroid comet planet exoplanet moon crater star galaxy nebula meteorite".split())
_BODIES_AFTER = frozenset("crater meteorite meteorites nebula asteroid comet galaxy".split())
_CRAFT = frozenset("rover lander orbiter probe spacecraft satellite capsule telescope".split())
_STORMS = frozenset("hurricane typhoon cyclone storm".split())
_DOLLS = frozenset("mannequin dummy doll puppet robot".split())
_ORGS = ORG_WORDS - frozenset("united city band police press post times international party".split())


def part_things(page: Page) -> None:
    """Take people out of the names of things; a thing told once is told for all places of its name."""
    words = page.words
    things: dict[str, Kind] = {}
    for name in page.of_kind(Kind.PERSON):
        kind = Kind.PLACE if _is_body(words, name) else _kind_before(words, name)
        if kind is not None:
            things[page.text_of(name)] = kind
    settled: list[Name] = []
    for name in page.names:
        if settled and name.start < settled[-1].end:
            continue
        if name.kind == Kind.PERSON:
            follower = words[name.end]
            kind = _kind_of(follower) if follower[:1].isupper() else None
            if kind is not None:
                name = Name(name.start, name.end + 1, kind)
            else:
                name = Name(name.start, name.end, things.get(page.text_of(name), name.kind))
        settled.append(name)
    page.names = settled


def _kind_before(words: list[str], name: Name) -> Kind | None:
    """Tell "the rover Rosalind Franklin", "her mission Minerva", "Hurricane Ian" and "Rosie, a mannequin"."""
    before, single = words[name.start - 1], name.end - name.start == 1
    if before in _CRAFT or (single and before == "mission"):
        return Kind.CRAFT
    if single and before.lower() in _STORMS:
        return Kind.OTHER
    after = words[name.end:name.end + 3]
    return Kind.OTHER if after[:2] in ([",", "a"], [",", "the"]) and after[-1] in _DOLLS else None


def _kind_of(word: str) -> Kind | None:
    """Tell what a name is that ends with this word."""
    lower = word.lower()
    if lower in _HONOURS:
        return Kind.OTHER
    if lower in _ORGS:
        return Kind.ORGANISATION
    return Kind.PLACE if lower in GEO_WORDS and len(lower) > 3 else None


def _is_body(words: list[str], name: Name) -> bool:
    """Tell "87 Sylvia", "asteroid Bennu" and "the Allende meteorite"."""
    before, after = words[name.start - 1], words[name.end]
    if before.lower() in _BODIES or after in _BODIES_AFTER:
        return True
    return (name.end - name.start == 1 and before.isdigit() and not (len(before) == 4 and before[0] in "12")
            and words[name.start - 2][:1].islower() and len(before) < 7 and int(before) > 31)
