"""Words as both full-text indexes see them, and questions made of them.

FTS5's ``unicode61 remove_diacritics 2`` cuts at everything but letters and digits, lowers case, and takes
marks off Latin letters. Here a question, and PostgreSQL's index, are cut and folded the same way; so both
engines find the same articles, and nothing a user types reaches a query language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
WORD_LENGTH = 255  # a longer word is cut; PostgreSQL takes no lexeme of 2,048 bytes
_MOST_PHRASES = 32  # of one question; nobody types more
# The combining marks that FTS5 drops; it takes others for the end of a word (sqlite3Fts5UnicodeIsdiacritic).
_MARKS = frozenset([*range(0x300, 0x305), *range(0x306, 0x30D), 0x30F, 0x311, 0x31B, *range(0x323, 0x329),
                    0x32D, 0x32E, 0x330, 0x331])

Phrase = tuple[str, ...]


class _Folded(dict[int, str]):
    """Code point → what it counts as; filled as letters are met."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        first = unicodedata.normalize("NFD", char)[0]
        char = first if first.isascii() else char
        folded = char.casefold() if len(char.casefold()) == 1 else char.lower()
        folded = "" if point in _MARKS else folded
        self[point] = folded
        return folded


_FOLDED = _Folded()


def words_in(text: str) -> list[str]:
    """Cut a text into folded words, in order."""
    text = text.lower() if text.isascii() else text.translate(_FOLDED)
    return [word[:WORD_LENGTH] for word in _WORD.findall(text)]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an article must have: every phrase (a word is a phrase of one), none of `without`, an outlet."""

    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    outlets: tuple[int, ...] = ()  # any of these; empty: any


def all_of(text: str) -> Wanted:
    """Want every word of a text, in any order."""
    return Wanted(tuple((word,) for word in dict.fromkeys(words_in(text)))[:_MOST_PHRASES])


def phrases_of(texts: Iterable[str]) -> tuple[Phrase, ...]:
    """Make a phrase of each text; those without a letter or digit are left out."""
    phrases = dict.fromkeys(tuple(words_in(text)[:_MOST_PHRASES]) for text in texts)
    return tuple(phrase for phrase in phrases if phrase)[:_MOST_PHRASES]
