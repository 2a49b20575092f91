"""Say why two names were taken for one, or not: the words for what :mod:`digests.people.identity` decides. Pure."""

from __future__ import annotations

from digests.model import Kind
from digests.people.identity import BARE_SURNAME_MEMORY
from digests.people.names import acronym, fold, formal, parse_person, surname_skeleton, whole_skeleton


def same_because(shown: str, form: str, kind: Kind) -> str:
    """Name the evidence that a form met in articles is the name shown."""
    if fold(shown).removeprefix("the ") == fold(form).removeprefix("the "):
        return "the name itself" if shown == form else "the same name but for accents, case or punctuation"
    if kind is not Kind.PERSON:
        short = {fold(shown), fold(form)} & {acronym(shown), acronym(form)}
        return "its initials, given as its short form in an article" if short else "defined as the same in an article"
    one, other = parse_person(shown), parse_person(form)
    if one.bare != other.bare:
        days = BARE_SURNAME_MEMORY.days
        return f"the surname alone, while only one bearer of it had been in the news within {days} days"
    if whole_skeleton(one) == whole_skeleton(other):
        if one.given[:1] == other.given[:1] and one.surname == other.surname:
            return "first name and surname agree, and no middle name differs"
        return "spellings of one first name and surname: another transliteration or a short form"
    if one.initials or other.initials:
        return "the initial of the first name agrees, and only one bearer of the surname was known"
    if one.given and other.given and formal(one.given[0]) == formal(other.given[0]):
        return "a short form of the first name, and only one bearer of the surname was known"
    return "first names a letter or two apart, and only one bearer of the surname was known"


def apart_because(shown: str, other: str, kind: Kind) -> str:
    """Name the reason for which somebody who shares a name or a key was kept apart."""
    if kind is not Kind.PERSON:
        return "another full name"
    one, two = parse_person(shown), parse_person(other)
    if one.bare or two.bare:
        return "one name alone tells nobody: several bore it, or nobody lately"
    if surname_skeleton(one) != surname_skeleton(two):
        return "another surname"
    if formal(one.given[0]) == formal(two.given[0]):
        return "the same first name, but the middle names differ, or several fitted"
    if one.initials or two.initials:
        return "an initial that fits several, or another one"
    return "another first name"
