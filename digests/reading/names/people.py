"""The document pass for people: a full name lends its surname, given names and initials to the rest."""

from __future__ import annotations

from collections import Counter, defaultdict

from digests.model import Kind
from digests.reading.names.company import is_occupation
from digests.reading.names.lexicon import CAPITALISED, CLASS, ORG_WORDS, SPEECH, TITLES, Lexicon
from digests.reading.names.page import Name, Page

SUFFIXES = frozenset("Jr Jr. Sr Sr. II III IV".split())
_BEFORE_SURNAME = frozenset("""
    mr mr. mrs mrs. ms ms. dr dr. prof prof. professor president senator sen. sen rep. rep gov. governor
    gen. general col. colonel capt. captain lt. adm. admiral sgt. commander king queen prince princess pope
    tsar emperor minister chancellor secretary mayor judge justice sir st st. ambassador senators
    """.split())
ACTS = SPEECH | frozenset("""
    died was who had has wrote became joined refused received met won married moved studied lived worked
    spoke returned left called retired resigned replied smiled felt knew wanted asked began gave took made
    """.split())
_PLACE_BEFORE = frozenset("in at near from to outside across around".split())


def parts_of(words: list[str]) -> list[str]:
    """Drop suffixes and marks from a person's words."""
    return [word for word in words if word not in SUFFIXES and word[:1].isalpha()] or words


def spread_people(page: Page, known: Lexicon) -> None:
    """Take single words for the people whose full name the article gives."""
    full: dict[str, Counter[str]] = defaultdict(Counter)
    given: dict[str, str] = {}
    for person in page.of_kind(Kind.PERSON):
        parts = parts_of(page.words[person.start:person.end])
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
        name: Name | None = page.names[owner] if owner >= 0 else None
        if name is not None and (name.end - name.start > 1 or name.kind == Kind.PERSON):
            continue
        if word in full:
            if _stands_alone(page, at, known) and not _is_place(page, at, name, known):
                kept.append(Name(at, at + 1, Kind.PERSON))
                dropped.add(owner)
        elif name is None and _is_given_here(page, at, known):
            kept.append(Name(at, at + 1, Kind.PERSON))
    page.names = [other for at, other in enumerate(page.names) if at not in dropped]
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


def _is_place(page: Page, at: int, name: Name | None, known: Lexicon) -> bool:
    """Tell "in Houston" from "a letter from Braverman": people are written to and from as well."""
    before = page.words[at - 1].lower()
    return name is not None and name.kind == Kind.PLACE and before in _PLACE_BEFORE and (
        before not in ("to", "from") or page.words[at] in known.places)


def _is_given_here(page: Page, at: int, known: Lexicon) -> bool:
    word = page.words[at]
    return (word in known.given and word.lower() not in known.common and not _is_part(page.words[at + 1], known)
            and not _is_part(page.words[at - 1], known))


def spread_titles(page: Page, known: Lexicon) -> None:
    """Take the capitalised word after a title for a person, and one that acts as people do."""
    words = page.words
    owners = page.taken()
    capitals = [at for at, word in enumerate(words) if len(word) > 2 and word[0].isupper()]
    acting: Counter[str] = Counter()
    for at in capitals:
        acting[words[at]] += (words[at + 1] in ACTS) - (words[at - 1].lower() in _PLACE_BEFORE)
    more, dropped = [], set()
    for at in capitals:
        word, owner = words[at], owners[at]
        name = page.names[owner] if owner >= 0 else None
        titled = words[at - 1][:1].isupper() and words[at - 1].lower() in _BEFORE_SURNAME
        acts = acting[word] > 1 and name is not None and name.kind == Kind.PLACE
        if not (titled or acts) or not _is_part(word, known) or _is_part(words[at + 1], known):
            continue
        if name is not None and (name.end - name.start > 1 or name.kind in (Kind.PERSON, Kind.CRAFT)):
            continue
        listed = (word in known.agencies and not (titled and word in known.surnames)) or (acts and word in known.places)
        if not listed and (acts or not (word.lower() in known.common or word.lower() in TITLES | ORG_WORDS)):
            more.append(Name(at, at + 1, Kind.PERSON))
            dropped.add(owner)
    page.names = [name for at, name in enumerate(page.names) if at not in dropped]
    page.add(more)


def drop_strays(page: Page, known: Lexicon) -> None:
    """Drop single words taken for people though the article names nobody in full whom they could mean.

    A word on the name lists stays, and so does one that the text treats as a person somewhere: with a title
    or with a verb of saying. In a text of a few sentences nothing is dropped. The first word of a longer
    name of another kind ("Kennedy" by "Kennedy Space Center") is taken for that.
    """
    words = page.words
    if len(page.sentences) < 4:
        return
    linked: set[str] = set()
    starts: dict[str, Kind] = {}
    for name in page.names:
        if name.end - name.start > 1:
            if name.kind == Kind.PERSON:
                linked.update(words[name.start:name.end])
            else:
                starts.update((word, name.kind) for word in words[name.start:name.end - 1])
    singles = [name for name in page.of_kind(Kind.PERSON) if name.end - name.start == 1
               and words[name.start] not in linked]
    spoken = {words[name.start] for name in singles if _acts(words, name.start)}
    kept = []
    lone = set(singles)
    for name in page.names:
        word = words[name.start]
        if name in lone and word not in spoken:
            if word in starts and words[name.start - 1].lower() in _PLACE_BEFORE:
                name = Name(name.start, name.end, starts[word])
            elif not _may_be_surname(word, known) or words[name.end:name.end + 2] == [",", "which"]:
                continue
        kept.append(name)
    page.names = kept


def _may_be_surname(word: str, known: Lexicon) -> bool:
    return word in known.given or (word in known.surnames and word.lower() not in known.common)


def _acts(words: list[str], at: int) -> bool:
    before = words[at - 1]
    return (before.lower() in TITLES or is_occupation(before) or words[at + 1] in SPEECH or before in SPEECH
            or words[at + 1] in ("who", "whose"))


def vote(page: Page) -> None:
    """Give names written alike one kind, where most of them agree."""
    votes: dict[str, Counter[Kind]] = defaultdict(Counter)
    texts = [page.text_of(name) for name in page.names]
    for text, name in zip(texts, page.names, strict=True):
        votes[text][name.kind] += 1
    won = {}
    for text, counted in votes.items():
        if len(counted) > 1:
            (kind, count), (_, second) = counted.most_common(2)
            if count >= 2 * second:
                won[text] = kind
    page.names = [Name(name.start, name.end, won[text]) if text in won else name
                  for text, name in zip(texts, page.names, strict=True)]


def complete(page: Page, known: Lexicon) -> None:
    """Find again, where the tagger saw nothing, the names of several words or of no everyday word."""
    words = page.words
    wanted: dict[tuple[str, ...], dict[Kind, None]] = defaultdict(dict)
    lengths: dict[str, set[int]] = defaultdict(set)  # of the names that begin with a word
    for name in page.names:
        form = tuple(words[name.start:name.end])
        rare = len(form) > 1 or (form[0].lower() not in known.common and len(form[0]) > 2)
        if rare and name.kind != Kind.OTHER:
            wanted[form][name.kind] = None
            lengths[form[0]].add(len(form))
    owners = page.taken()
    more = []
    for at in [at for at, word in enumerate(words) if word in lengths]:
        for end in (at + length for length in lengths[words[at]] if owners[at] < 0):
            kinds = wanted.get(tuple(words[at:end]))
            if kinds and not _is_part(words[end], known) \
                    and (not _is_part(words[at - 1], known) or words[at - 1].lower() in TITLES):
                more += [Name(at, end, kind) for kind in kinds]
    page.add(sorted(more, key=lambda name: name.start - name.end))
