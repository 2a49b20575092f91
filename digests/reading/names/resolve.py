"""The fullest form of every name, as this article has it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping

from digests.model import Kind, Mention
from digests.reading.names.page import Name, Page
from digests.reading.names.people import parts_of

_NAMESAKES = 50  # full names of one surname in an article that are compared: more would take quadratic time


def resolve(page: Page, text: str, aliases: Mapping[str, str]) -> list[Mention]:
    """Make the mentions; each ``name`` is a stretch of the text, white space folded."""
    people = _People(page)
    longest = _Longest(page)
    found = []
    places, words = page.places() if page.names else [], page.words
    for name in page.names:
        start, end = span = places[name.start], places[name.end - 1] + len(words[name.end - 1])
        if name.kind == Kind.PERSON:
            fullest = people.fullest(name)
        else:
            fullest = longest.fullest(name)
            full = aliases.get(text[start:end])
            fullest = longest.named.get(full, fullest) if full else fullest
        if fullest is not name:
            start, end = places[fullest.start], places[fullest.end - 1] + len(words[fullest.end - 1])
        found.append(Mention(*span, name.kind, " ".join(text[start:end].split())))
    return found


class _People:
    """Full names by each of their words."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._by_last: dict[str, list[Name]] = defaultdict(list)
        self._by_other: dict[str, list[Name]] = defaultdict(list)
        self._whole: dict[str, list[tuple[Name, list[str]]]] = defaultdict(list)  # by last word, with their parts
        seen = set()
        for name in page.of_kind(Kind.PERSON):
            words = tuple(page.words[name.start:name.end])
            parts = parts_of(list(words))
            if len(parts) > 1 and words not in seen:
                seen.add(words)
                self._by_last[parts[-1]].append(name)
                if len(self._whole[parts[-1]]) < _NAMESAKES:
                    self._whole[parts[-1]].append((name, parts))
                for part in set(parts[:-1]):
                    self._by_other[part].append(name)

    def fullest(self, name: Name) -> Name:
        """Pick the longest full name that this one can be short for; of several, the last one before it."""
        parts = parts_of(self._page.words[name.start:name.end])
        if len(parts) > 1:
            fits = [other for other, whole in self._whole.get(parts[-1], ()) if _covers(whole, parts)]
            return max([name, *fits], key=lambda other: (other.end - other.start, -other.start))
        bearers = self._by_last.get(parts[-1]) or self._by_other.get(parts[0])
        if not bearers:
            return name
        near = bearers[max(0, bisect_right(bearers, name.start, key=lambda other: other.start) - 1)]
        return self.fullest(near) if name.end - name.start == 1 else near


def _covers(full: list[str], parts: list[str]) -> bool:
    """Tell whether every word is in the full name, or an initial of a word there, first to last."""
    return _alike(full[0], parts[0]) and all(any(_alike(word, part) for word in full) for part in parts[1:])


def _alike(word: str, part: str) -> bool:
    return word == part or (len(part.rstrip(".")) == 1 and word[:1] == part[0]) or (
        len(word.rstrip(".")) == 1 and part[:1] == word[0])


class _Longest:
    """Names of other kinds by their text, and organisations by their first words."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.named: dict[str, Name] = {}
        self._starts: dict[tuple[str, Kind], set[str]] = defaultdict(set)
        for name in page.names:
            if name.kind == Kind.PERSON:
                continue
            whole = page.text_of(name)
            self.named.setdefault(whole, name)
            if name.kind == Kind.ORGANISATION and name.end - name.start > 1:
                self._starts[page.words[name.start], name.kind].add(whole)

    def fullest(self, name: Name) -> Name:
        """Take the one longer organisation that begins with this single word, if there is just one."""
        whole = self._page.text_of(name)
        longer = self._starts.get((whole, name.kind), ())
        return self.named[next(iter(longer))] if len(longer) == 1 else self.named.get(whole, name)
