"""Whether a sentence that a language model wrote may be shown: what is wrong with it, and what it stands on. Pure.

Nothing here trusts the model: its words are compared with the article that it cites, and what could do harm or address
the reader (links, mentions, markup) is refused even where the article has it.
"""

from __future__ import annotations

import re
from itertools import pairwise

from digests.model import Article, Cited, Span
from digests.summaries.grounding import SUPPORTED, check
from digests.text import STOP_WORDS, split_sentences

_LONGEST, _WORDS = 400, 60
_READ = 12_000  # code points of the article
_BEFORE = 300  # code points before a sentence in which a pronoun's name may stand
_ALIVE = re.compile(  # addresses, mentions and markup, signs that hide or reorder
    r"https?:|www\.|\w\.(?:com|net|org|io|ru|example)\b|[@#*_`~|<>{}\[\]\\]"
    r"|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"„«]([^“”\"„«»]+)[”\"»“]")
_ORDER = re.compile(r"\b(?:ignore|disregard|forget) (?:\w+ ){0,3}(?:instructions?|prompts?|orders?|rules?)\b"
                    r"|\b(?:system prompt|as an ai|language model)\b", re.IGNORECASE)
_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers|they|them|their|it|its)\b", re.IGNORECASE)
_MARKS = re.compile(r"[“”\"„«»]")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s$")


def fault(sentence: str, article: Article) -> str | None:
    """Say why a sentence must not be shown; None where nothing is wrong with it."""
    text = article.text[:_READ]
    if not 3 <= len(sentence.split()) <= _WORDS or len(sentence) > _LONGEST or sentence[-1:] not in tuple(".!?”\""):
        return "it is no sentence of a summary"
    if _ALIVE.search(sentence):
        return "it has a link, a mention or markup in it"
    if not _quotes_are_there(sentence, text):
        return "it quotes what the article does not"
    if strange := _strange(sentence, f"{article.title}\n{text}"):
        return f"the article has no {strange[:40]}"
    cited = standing(sentence, article)
    if cited is None:
        return "no sentence of the article supports it"
    own = text[cited.start:cited.end]
    if _ORDER.search(own):
        return "it stands on a sentence that gives orders to readers like it"
    if not _told_of_the_same(sentence, own, text[max(0, cited.start - _BEFORE):cited.start]):
        return "the article says it of somebody else"
    return None


def standing(sentence: str, article: Article) -> Cited | None:
    """Bind a sentence to the one of the article that supports it best; None where none does."""
    text = article.text[:_READ]
    spans = split_sentences(text, inside_quotes=True)
    scored = [(check(text[span.start:span.end], [sentence])[0], -span.start, span) for span in spans]
    score, _, best = max(scored, key=lambda each: each[:2], default=(0.0, 0, Span(0, 0)))
    return Cited(sentence, article.card, best.start, best.end) if score >= SUPPORTED else None


def _told_of_the_same(sentence: str, own: str, before: str) -> bool:
    """Tell whether the sentence that it stands on is about the names in it, in the same order or, with "by", turned.

    A name may stand shortly before where a pronoun takes it up.
    """
    names = _names(sentence)
    source = [word.casefold() for word in _words(own)]
    near = {word.casefold() for word in _words(before)} if _PRONOUN.search(own) else set[str]()
    if any(name not in source and name not in near for name in names):
        return False
    places = [source.index(name) for name in dict.fromkeys(names) if name in source]
    turned = ("by" in source) != ("by" in sentence.casefold().split())
    groups = sum(second - first != 1 for first, second in pairwise(places))
    return not groups or (places == sorted(places)) != turned


def _quotes_are_there(sentence: str, text: str) -> bool:
    """Tell whether every stretch between marks stands between marks in the article, word for word."""
    said = [_folded(found[1]) for found in _QUOTED.finditer(text)]
    own = [_folded(found[1]).strip(" .,;:!?") for found in _QUOTED.finditer(sentence)]
    if len(_MARKS.findall(sentence)) != 2 * len(own):
        return False
    return all(words and any(words in other for other in said) for words in own)


def _folded(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def _strange(sentence: str, text: str) -> str | None:
    """Find a number or a name that the article lacks."""
    numbers = {found[0].replace(",", "") for found in _NUMBER.finditer(text)}
    for found in _NUMBER.finditer(sentence):
        if found[0].replace(",", "") not in numbers:
            return found[0]
    words = {word.casefold() for word in _words(text)}
    return next((name for name in _names(sentence) if name not in words), None)


def _words(text: str) -> list[str]:
    return [_POSSESSIVE.sub("", found[0]) for found in _WORD.finditer(text)]


def _names(sentence: str) -> list[str]:
    """List words with a capital that are no small words, in lower case."""
    return [word.casefold() for word in _words(sentence) if word[0].isupper() and word.casefold() not in STOP_WORDS]
