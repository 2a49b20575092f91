"""Number the articles of an answer in the order in which they are cited."""

from __future__ import annotations

from digests.answers import Line, SpokenLine
from digests.model import ArticleCard, Cited


class Numbering:
    """Hands out citation numbers from 1; an article keeps its number throughout one answer."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._cards: list[ArticleCard] = []

    @property
    def citations(self) -> tuple[ArticleCard, ...]:
        """List what was cited: number n stands at n - 1."""
        return tuple(self._cards)

    def line(self, cited: Cited) -> Line:
        """Number a sentence."""
        return Line(cited, self._number(cited.article))

    def spoken(self, cited: Cited, speaker: str, cue: str | None) -> SpokenLine:
        """Number a quotation."""
        return SpokenLine(cited, self._number(cited.article), speaker, cue)

    def _number(self, card: ArticleCard) -> int:
        if card.id not in self._numbers:
            self._cards.append(card)
            self._numbers[card.id] = len(self._cards)
        return self._numbers[card.id]
