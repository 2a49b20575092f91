"""The document pass for people: a full name lends its surname, given names and initials to the rest."""

from __future__ import annotations

from collections import Counter, defaultdict

from digests.model import Kind
from digests.reading.names.lexicon import CAPITALISED, CLASS, TITLES, Lexicon
from digests.reading.names.page import Name, Page

SUFFIXES = frozenset("Jr Jr. Sr Sr. II III IV".split())
_PLACE_BEFORE = frozenset("in at near from to outside across around".split())


def parts_of(words: list[str]) -> list[str]:
    """Drop suffixes and marks from a person's words."""
    return [word for word in words if word not in SUFFIXES and word[:1].isalpha()] or words


def spread_people(page: Page, known: Lexicon) -> None:
    """Take single words for the people whose full name the article gives."""
    full: dict[str, Counter[str]] = defaultdict(Counter)
    given: dict[str, str] = {}
    for name in page.of_kind(Kind.PERSON):
        parts = parts_of(page.words[name.start:name.end])
        if len(parts) > 1 and len(parts[-1]) > 1:
            full[parts[-1]][" ".join(parts)] += 1
            given.setdefault(parts[0], parts[-1])
    if not full:
        return
    kept, dropped = [], set()
    owners = page.taken()
    for at, word in enumerate(page.words):
        if word not in full and word not in given:
            continue
        owner = owners[at]
        name = page.names[owner] if owner >= 0 else None
        if name is not None and (name.end - name.start > 1 or name.kind == Kind.PERSON):
            continue
        if word in full:
            if _stands_alone(page, at, known) and not _is_place(page, at, name):
                kept.append(Name(at, at + 1, Kind.PERSON))
                dropped.add(owner)
        elif name is None and _is_given_here(page, at, known):
            kept.append(Name(at, at + 1, Kind.PERSON))
    page.names = [name for at, name in enumerate(page.names) if at not in dropped]
    page.add(kept)


def _stands_alone(page: Page, at: int, known: Lexicon) -> bool:
    """Tell a surname by itself from a word of a longer capitalised name."""
    before, after = page.words[at - 1], page.words[at + 1]
    if _is_part(after, known) or after in ("&", "-"):
        return False
    lower = page.words[at].lower()
    if lower in known.common and (not before or lower in TITLES):
        return after in ("said", "says", "told", "added", "'s", "’s", ",") and bool(after)
    return not _is_part(before, known) or before.lower() in TITLES


def _is_part(word: str, known: Lexicon) -> bool:
    """Tell whether a word next to a name is capitalised as names are."""
    if not word[:1].isupper():
        return False
    kind = CLASS[known.class_of(word)]
    return kind in CAPITALISED and kind not in (CLASS["Function"], CLASS["Date"], CLASS["Demonym"])


def _is_place(page: Page, at: int, name: Name | None) -> bool:
    return name is not None and name.kind == Kind.PLACE and page.words[at - 1].lower() in _PLACE_BEFORE


def _is_given_here(page: Page, at: int, known: Lexicon) -> bool:
    word = page.words[at]
    return (word in known.given and word.lower() not in known.common and not _is_part(page.words[at + 1], known)
            and not _is_part(page.words[at - 1], known))


def vote(page: Page) -> None:
    """Give names written alike one kind, where most of them agree."""
    votes: dict[str, Counter[Kind]] = defaultdict(Counter)
    for name in page.names:
        votes[page.text_of(name)][name.kind] += 1
    settled = []
    for name in page.names:
        (kind, count), *rest = votes[page.text_of(name)].most_common(2)
        if rest and count >= 2 * rest[0][1]:
            name = Name(name.start, name.end, kind)
        settled.append(name)
    page.names = settled


def complete(page: Page, known: Lexicon) -> None:
    """Find again, where the tagger saw nothing, the names of several words or of no everyday word."""
    wanted: dict[str, list[tuple[tuple[str, ...], Kind]]] = defaultdict(list)
    for name in page.names:
        words = tuple(page.words[name.start:name.end])
        rare = len(words) > 1 or (words[0].lower() not in known.common and len(words[0]) > 2)
        if rare and name.kind != Kind.OTHER and (words, name.kind) not in wanted[words[0]]:
            wanted[words[0]].append((words, name.kind))
    owners = page.taken()
    more = []
    for at, word in enumerate(page.words):
        for words, kind in wanted.get(word, ()):
            end = at + len(words)
            if owners[at] < 0 and tuple(page.words[at:end]) == words and not _is_part(page.words[end], known) \
                    and not _is_part(page.words[at - 1], known):
                more.append(Name(at, end, kind))
    page.add(sorted(more, key=lambda name: name.start - name.end))
