"""Short forms that the text itself defines: "Full Name (FN)" and "FN (Full Name)"."""

from __future__ import annotations

from digests.model import Kind
from digests.reading.names.page import Name, Page

_SKIPPED = frozenset("of the for and in on de & to".split())
_MARKS = (("(", ")"), ("[", "]"))


def define_acronyms(page: Page) -> dict[str, str]:
    """Map each defined acronym to its full name; names of either kind are completed on the page."""
    words = page.words
    found: dict[str, Name] = {}
    owners = page.taken()
    for at in range(2, len(words) - 2):
        if words[at] in ("(", "[") and (words[at], words[at + 2]) in _MARKS and _is_acronym(words[at + 1]):
            name = _full_before(page, at, words[at + 1], owners[at - 1])
            if name:
                found.setdefault(words[at + 1], name)
    more, dropped = [], set()
    plain = {words[at + 1] for at in range(2, len(words) - 2) if words[at] == "(" and words[at + 2] == ")"
             and words[at + 1] not in found and _is_acronym(words[at + 1]) and _is_plain_before(words, at)}
    page.names = [name for name in page.names if name.end - name.start > 1 or words[name.start] not in plain]
    owners = page.taken()
    for at, word in enumerate(words):
        if word in found:
            owner = owners[at]
            if owner < 0 or page.names[owner].end - page.names[owner].start == 1:
                dropped.add(owner)
                more.append(Name(at, at + 1, found[word].kind))
    inside = {owner for name in found.values() for owner in owners[name.start:name.end]}
    page.names = [name for at, name in enumerate(page.names) if at not in dropped | inside]
    page.add([*found.values(), *more])
    return {short: page.text_of(name) for short, name in found.items()}


def _is_acronym(word: str) -> bool:
    letters = word.replace(".", "")
    return 2 <= len(letters) <= 10 and letters[0].isalnum() and sum(c.isupper() for c in letters) * 2 > len(letters)


def _is_plain_before(words: list[str], at: int) -> bool:
    """Tell whether the bracket's words in full are everyday words: "adenosine triphosphate (ATP)"."""
    letter = words[at + 1][-1].lower()
    return words[at - 1].islower() and letter in words[at - 1]


def _full_before(page: Page, at: int, short: str, owner: int) -> Name | None:
    """Find the words before the bracket whose initials spell the acronym; ``owner``: the name that the last is in."""
    words = page.words
    letters = [c.lower() for c in short if c.isalnum()]
    start, left = at, len(letters)
    while left and start > 1 and at - start < 2 * len(letters) + 3:
        start -= 1
        word = words[start]
        if not word[:1].isalpha():
            if word in ("-", "–", "'s", "’s", "&", ","):
                continue
            return None
        initials = [part[0].lower() for part in word.split("-") if part]
        if initials[-1] == letters[left - 1]:
            left -= min(left, len(initials) if "".join(initials) == "".join(letters[max(0, left - len(initials)):left])
                        else 1)
        elif word.lower() not in _SKIPPED:
            return None
    if left or not words[start][:1].isupper():
        return None
    kind = page.names[owner].kind if owner >= 0 else Kind.ORGANISATION
    return Name(start, at, Kind.ORGANISATION if kind in (Kind.PERSON, Kind.OTHER) else kind)
