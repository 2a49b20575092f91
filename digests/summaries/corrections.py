"""What corrections and retractions take back: an outlet's own earlier words, and nothing of anybody else's."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digests.model import Article, Cited
from digests.stories.words import words

_CORRECTION = re.compile(r"\W*(?:correct(?:ion|ed|ing|s)|clarification|erratum|amended)\b", re.IGNORECASE)
_RETRACTION = re.compile(r"\W*(?:retract(?:ion|ed)|withdrawn|story withdrawn)\b", re.IGNORECASE)
_NUMBER = r"(?<![\w.,])(?P<figure>\d+(?:[.,]\d+)*)(?![\w]|[.,]\d)"
_STATED = r"(?:printed|published|reported|stated|given|said|wrote|written|had)"
_WRONG = (
    re.compile(rf"\b(?:not|instead\s+of|rather\s+than)\s+(?:[a-z]+\s+){{0,2}}?[$£€]?{_NUMBER}", re.IGNORECASE),
    re.compile(rf"\b(?:incorrectly|wrongly|mistakenly|erroneously|misstated|falsely)\b[^.;\d]{{0,80}}{_NUMBER}",
               re.IGNORECASE),
    re.compile(rf"{_NUMBER}[^.;\d]{{0,20}}\b(?:which|as)\s+(?:we|was|were|had|it)\b[^.;\d]{{0,20}}\b{_STATED}\b",
               re.IGNORECASE),
)
_LOOKED_AT = 5_000  # code points of a correction
_FIGURE = re.compile(_NUMBER)
_LEAST = 2  # words that a sentence or title has in common with what takes it back


class Current:
    """Tells which sentences still stand, once all articles of a story are known."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._notes = [_Note(article) for article in articles if _CORRECTION.match(article.title[:100])]
        self._withdrawals = [(article, _terms(f"{article.title} {article.text[:_LOOKED_AT]}")) for article in articles
                             if _RETRACTION.match(article.title[:100])]

    def stands(self, cited: Cited) -> bool:
        """Tell whether no later note of the same outlet takes a sentence back."""
        if any(_earlier(cited, article) and len(terms & _terms(cited.article.title)) >= _LEAST
               for article, terms in self._withdrawals):
            return False
        return not any(_earlier(cited, note.article) and note.takes_back(cited.text) for note in self._notes)


class _Note:
    """A correction: the figures that it calls wrong."""

    def __init__(self, article: Article) -> None:
        self.article = article
        text = article.text[:_LOOKED_AT]
        self._wrong = {_plain(match["figure"]) for pattern in _WRONG for match in pattern.finditer(text)}
        self._terms = _terms(text) if self._wrong else frozenset()

    def takes_back(self, sentence: str) -> bool:
        """Tell whether a sentence has a figure called wrong, in like words."""
        if not self._wrong or self._wrong.isdisjoint(_plain(m["figure"]) for m in _FIGURE.finditer(sentence)):
            return False
        return len(self._terms & _terms(sentence)) > _LEAST


def _earlier(cited: Cited, note: Article) -> bool:
    """Tell whether a sentence is of the same outlet, from before."""
    card = cited.article
    return card.outlet.casefold() == note.outlet.casefold() and card.id != note.id \
        and card.published_at <= note.published_at


def _terms(text: str) -> frozenset[str]:
    return frozenset(word.term for word in words(text))


def _plain(figure: str) -> str:
    return figure.replace(",", "")
