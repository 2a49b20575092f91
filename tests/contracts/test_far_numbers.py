"""Numbers that people may type and that nothing has: found nowhere, on every engine."""

from __future__ import annotations

import pytest

from bot.store.sql import SqlMemory
from bot.store.values import Place
from digests.newsroom import Newsroom
from digests.store.base import Store
from tests.contracts.ledger import NOW

FAR = (10**15 - 1, 999_999_999_999_999_999)  # the most of a command, and of an address


def test_numbers_far_beyond_any(memory: SqlMemory) -> None:
    """Of deliveries, editions, stories, subscriptions and changes."""
    ledger, places = memory.ledger, [Place("discord", "1")]
    for number in FAR:
        assert ledger.delivery(number) is None and ledger.edition(number) is None
        assert not ledger.posted_editions(places, edition=number) and not ledger.posted_editions(places, story=number)
        assert memory.subscription(number) is None and memory.change(number) is None
        assert not ledger.deliveries(subscription=number) and not ledger.runs([number])


@pytest.mark.parametrize("number", [*FAR, 2**31, 2**63, 10**30])
async def test_stories_and_names_far_beyond_any(store: Store, number: int) -> None:
    """As they are asked for in chat."""
    room = Newsroom(store, clock=lambda: NOW)
    said = [await room.story(f"#{number}"), await room.find(f"#{number}")]
    assert [type(each).__name__ for each in said] == ["StoryChoices", "Nobody"]
