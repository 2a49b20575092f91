"""Who and what is in the news more than usual."""

from __future__ import annotations

import math
from datetime import timedelta

from digests.answers import Trend, Trending
from digests.model import Kind, Window
from digests.people.activity import daily
from digests.store.base import Queries

_BASELINE = 4  # windows before, for what is usual; four weeks at least
_SHOWN = 10
_LEAST_OUTLETS = 2
_LEAST_ARTICLES = 2
_KINDS = (Kind.PERSON, Kind.ORGANISATION, Kind.CRAFT)


def trending(queries: Queries, window: Window) -> Trending:
    """Compare the window with the time before it: surplus in units of the spread that chance gives (Poisson)."""
    length = window.end - window.start
    before = Window(window.start - max(_BASELINE * length, timedelta(weeks=4)), window.start)
    share = length / (before.end - before.start)
    now = queries.mention_counts(window, _KINDS)
    usual = queries.mention_counts(before, _KINDS, limit=20_000)
    scored = []
    for entity_id, (articles, outlets) in now.items():
        expected = usual.get(entity_id, (0, 0))[0] * share
        surplus = (articles - expected) / math.sqrt(expected + 1)
        if outlets >= _LEAST_OUTLETS and articles >= _LEAST_ARTICLES and surplus > 0:
            scored.append((surplus, entity_id, articles, outlets, expected))
    scored.sort(key=lambda row: (-row[0], row[1]))
    known = queries.entities([row[1] for row in scored[:_SHOWN]])
    trends = tuple(
        Trend(known[key], articles, outlets, expected, daily(queries.activity_of(key, window), window))
        for _, key, articles, outlets, expected in scored[:_SHOWN]
        if key in known
    )
    return Trending(window, trends, queries.totals())
