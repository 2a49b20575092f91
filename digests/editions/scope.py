"""Which articles a scope lets through, and how a scope reads. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from digests.model import ArticleCard, Scope, Window


def allowed(card: ArticleCard, scope: Scope, window: Window) -> bool:
    """Tell whether an article counts: within the window, by an outlet that the scope takes."""
    return window.has(card) and takes_outlet(card.outlet, scope)


def takes_outlet(outlet: str, scope: Scope) -> bool:
    """Compare outlets by case-folded containment, as the store does."""
    name = outlet.casefold()
    if any(part.casefold() in name for part in scope.exclude_outlets):
        return False
    return not scope.include_outlets or any(part.casefold() in name for part in scope.include_outlets)


def independent(cards: Iterable[ArticleCard]) -> tuple[ArticleCard, ...]:
    """Keep one article an outlet, the first given; copies left out."""
    first: dict[str, ArticleCard] = {}
    for card in cards:
        if card.duplicate_of is None:
            first.setdefault(card.outlet.casefold(), card)
    return tuple(first.values())


def carriers(cards: Iterable[ArticleCard]) -> tuple[ArticleCard, ...]:
    """Keep one article for each outlet that only carried a copy."""
    cards = list(cards)
    own = {card.outlet.casefold() for card in cards if card.duplicate_of is None}
    first: dict[str, ArticleCard] = {}
    for card in cards:
        if card.duplicate_of is not None and card.outlet.casefold() not in own:
            first.setdefault(card.outlet.casefold(), card)
    return tuple(first.values())
