"""Where subscriptions post, and whom installations belong to."""

from __future__ import annotations

from bot.replies import Destination
from bot.store.values import Place, Subscription


def destination_of(one: Subscription) -> Destination:
    """Name where a subscription posts."""
    return in_channel(one.place, one.channel)


def in_channel(place: Place, channel: str) -> Destination:
    """Name a channel of an installation; the terminal's has none."""
    return Destination(place.platform, channel, None if place.installation == "-" else place.installation)


def place_of(destination: Destination) -> Place:
    """Name the installation that a destination is in."""
    return Place(destination.platform, destination.installation or "-")
