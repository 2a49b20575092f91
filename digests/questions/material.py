"""Fetch what stories are told from: their articles' readings, lead first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digests.editions.compose import ARTICLES_READ, Material
from digests.editions.scope import allowed
from digests.model import ArticleCard, Scope, Story, Window
from digests.store.base import PostedStory, Queries, StoredReading
from digests.stories.rank import lead


def materials(
    queries: Queries,
    story_ids: Sequence[int],
    scope: Scope,
    window: Window,
    *,
    posted: Mapping[int, PostedStory] | None = None,
    with_quotes: bool = False,
) -> list[Material]:
    """Fetch several stories at once, in the order asked for; stories without a readable article are left out."""
    stories = queries.stories(story_ids)
    chosen = {key: _chosen(story, scope, window) for key, story in stories.items()}
    wanted = [card.id for cards in chosen.values() for card in cards]
    readings, features = queries.readings(wanted), queries.features(wanted)
    found = []
    for key in story_ids:
        mine = [readings[card.id] for card in chosen.get(key, ()) if card.id in readings]
        if mine:
            found.append(
                _material(queries, stories[key], _lead_first(mine, features), (posted or {}).get(key), with_quotes)
            )
    return found


def _material(
    queries: Queries, story: Story, mine: Sequence[StoredReading], posted: PostedStory | None, with_quotes: bool
) -> Material:
    quotes = queries.quotes_in([stored.article.id for stored in mine]) if with_quotes else ()
    speakers = queries.entities({quote.entity_id for quote in quotes}) if quotes else {}
    return Material(story, mine, posted, quotes, {key: entity.name for key, entity in speakers.items()})


def _chosen(story: Story, scope: Scope, window: Window) -> list[ArticleCard]:
    """Take the newest articles within scope and window; own words before copies."""
    fits = [card for card in story.articles if allowed(card, scope, window)]
    own = [card for card in fits if card.duplicate_of is None] or fits[:1]
    return own[-ARTICLES_READ:]


def _lead_first(readings: Sequence[StoredReading], features: Mapping[str, bytes]) -> list[StoredReading]:
    """Put the article that the others agree with most before them."""
    own = [stored for stored in readings if stored.article.duplicate_of is None] or list(readings)
    place = lead([features.get(stored.article.id, b"") for stored in own]) if len(own) > 2 else 0
    first = own[place or 0]
    return [first, *(stored for stored in readings if stored is not first)]
