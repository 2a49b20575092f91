"""Score how well two names agree, from 0 to 1. Pure; used by the identity decider and by ``/who``."""

from __future__ import annotations

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from digests.people.names import PersonName, fold, formal, parse_person, skeleton, whole_skeleton

SAME = 0.97  # spellings of one name
LIKELY = 0.80  # a typing mistake away
NEAR = 0.66  # worth naming as "did you mean"


def word_likeness(a: str, b: str) -> float:
    """Score two folded words; the same transliteration skeleton counts as the same spelling."""
    if a == b:
        return 1.0
    if skeleton(a) == skeleton(b):
        return 0.98
    edits = DamerauLevenshtein.distance(a, b, score_cutoff=3)
    longest = max(len(a), len(b))
    if longest < 4 or edits > 3:
        return 0.0 if edits > 1 or longest < 3 else 0.6
    by_edits = 1 - edits / longest * (1.15 if a[0] == b[0] else 1.6)
    return max(0.0, min(by_edits, JaroWinkler.similarity(a, b)) if edits > 1 else by_edits)


def given_likeness(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Score two lists of given names: initials agree with names, nicknames with formal forms."""
    if not a or not b:
        return 0.97  # one side unknown: no evidence against
    first = _first_likeness(a[0], b[0])
    if len(a) > 1 and len(b) > 1 and a[1][0] != b[1][0]:
        first *= 0.6  # two different middle names
    if first < LIKELY and (len(a) > 1 or len(b) > 1):  # known by the middle name
        first = max(first, *(0.93 * _first_likeness(x, y) for x in a for y in b if len(x) > 1 and len(y) > 1), 0.0)
    return first


def _first_likeness(x: str, y: str) -> float:
    if x == y:
        return 1.0
    if len(x) == 1 or len(y) == 1:
        return 0.95 if x[0] == y[0] or formal(x)[0] == formal(y)[0] else 0.0
    return 0.98 if formal(x) == formal(y) else word_likeness(x, y)


def person_likeness(asked: str, known: str) -> float:
    """Score a person's name as typed against a stored one; surname alone and first name alone count."""
    a, b = parse_person(asked), parse_person(known)
    best = _aligned(a, b)
    if a.given and b.given:  # "Rogozin Dmitry"
        turned = PersonName((a.surname.split()[-1],), " ".join(a.given))
        best = max(best, 0.99 * _aligned(turned, b))
    if a.bare and b.given:
        best = max(best, 0.95 * _first_likeness(a.surname, b.given[0]))
    return best


def _aligned(a: PersonName, b: PersonName) -> float:
    if a.given and b.given and whole_skeleton(a) == whole_skeleton(b):
        return 1.0 if (a.given[0], a.surname) == (b.given[0], b.surname) else 0.98
    surname = max(
        word_likeness(a.surname, b.surname),
        *(0.97 * word_likeness(x, y) for x in a.surname.split()[-1:] for y in b.surname.split()),
        0.0,
    )
    return surname * given_likeness(a.given, b.given) if surname > 0.5 else 0.0


def title_likeness(asked: str, known: str) -> float:
    """Score the name of an organisation or craft: word by word, order kept loosely."""
    a, b = fold(asked).removeprefix("the "), fold(known).removeprefix("the ")
    if a == b:
        return 1.0
    left, right = a.split(), b.split()
    if not left or not right:
        return 0.0
    if a.replace(" ", "") == b.replace(" ", ""):
        return 0.99
    each = [max(word_likeness(x, y) for y in right) for x in left]
    return (sum(each) / len(each)) * (0.8 + 0.2 * min(1.0, len(left) / len(right)))
