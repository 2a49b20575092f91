"""Tokens and normal forms of plain text. Sentences are in ``digests.sentences``, offered here too.

Nothing here keeps state or reads files; every function takes time linear in its text.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from anyascii import anyascii

from digests.sentences import split_sentences as split_sentences

STOP_WORDS: frozenset[str] = frozenset("""
    a about above after again against all almost along already also although always am among an and
    another any anyone anything are around as at away back be became because become been before behind
    being below between both but by came can cannot come could did do does doing done down during each
    either else enough even ever every everyone everything few first for from further gave get gets
    getting give given go goes going gone got had has have having he hence her here hers herself him
    himself his how however i if in indeed instead into is it its itself just keep kept last least less
    let like likely made make makes many may maybe me might mine more moreover most much must my myself
    near neither never next no nobody none nor not nothing now of off often on once one only onto or
    other others otherwise our ours ourselves out over own per perhaps please put quite rather really
    said same say says see seem seemed seems several shall she should since so some somebody someone
    something soon still such take taken than that the their theirs them themselves then there therefore
    these they thing things this those though through thus to together told too took toward towards two
    under until unless up upon us use used very via was way we well went were what whatever when where
    whether which while who whoever whole whom whose why will with within without would yes yet you your
    yours yourself
    """.split())

# White space and one token, first alternative that fits: plain words (most are; those below would take them as well,
# slower), initials and abbreviations with their stops, a possessive or contracted ending, a number, a word before
# "n't", a word with inner hyphens, ampersands or apostrophes, a run of stops, or one other character. At the end it
# matches once or twice with no token, so that trailing white space is not tried from each of its characters.
_TOKEN = re.compile(
    r"\s*+("
    r"[A-Za-z]++(?=[\s,:;!?)\"”])|[a-z]{2,}+(?=\.)"
    r"|(?:[^\W\d_]\.){2,}"
    r"|(?:Mr|Mrs|Ms|Dr|Prof|St|Jr|Sr|Gen|Lt|Col|Sgt|Capt|Maj|Adm|Sen|Rep|Gov|Rev|Hon|Inc|Corp|Ltd|Co|Bros)\."
    r"|[^\W\d_a-z]\.(?=\s?[^\W\d_a-z][\w’'.])"
    r"|['’](?:s|S|m|d|re|ve|ll)\b"
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?\b"
    r"|[^\W_]{1,24}?(?=n['’]t\b)|n['’]t\b"
    r"|[^\W_]+(?:[-‐‑&'’](?!(?:s|S|m|d|re|ve|ll)\b)[^\W_]+)*"
    r"|\.{2,}|\S|\Z)"
)


class Token(NamedTuple):
    """A word, number or mark; offsets count code points of the text it was cut from."""

    start: int
    end: int
    text: str


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Cut ``text[start:end]`` into words, numbers and marks; possessive endings stand alone."""
    stop = len(text) if end is None else end
    make = tuple.__new__  # a third of the time of Token(...)
    return [make(Token, (*m.span(1), m[1])) for m in _TOKEN.finditer(text, start, stop) if m[1]]


def cut_words(text: str, start: int, end: int) -> list[str]:
    """Cut ``text[start:end]`` into the words of its tokens alone, in a third of the time.

    Only white space is between them: the next one begins where ``text.find`` from the last one's end finds it.
    """
    words = _TOKEN.findall(text, start, end)
    while words and not words[-1]:
        words.pop()
    return words


_NOT_WORD = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Reduce to what is compared: ASCII by sound, lower case, no punctuation, single spaces."""
    return _NOT_WORD.sub(" ", anyascii(text).casefold()).strip()
