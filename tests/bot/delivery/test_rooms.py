"""How much a courier claims."""

from __future__ import annotations

from bot.delivery.clocks import Clocks
from bot.delivery.rooms import LEAST, LOOKED, LOOKING, Rooms


def test_nothing_is_claimed_where_none_of_the_limit_is_ours() -> None:
    """It would wait in our hands until its lease is over, and be in doubt for nothing."""
    rooms = Rooms(Clocks(), lambda: 0)
    assert (rooms.room([]), rooms.looking([])) == (0, 0)


def test_a_small_share_is_looked_up_within_its_lease() -> None:
    """Rows taken over ask twice each; more than that would be taken over from us again."""
    rooms = Rooms(Clocks(), lambda: 3)
    assert (rooms.room([]), rooms.looking([])) == (3, 3 * LOOKED)


def test_without_a_limit_of_the_bot_it_goes_by_what_went() -> None:
    """As on Slack, whose limits are each workspace's."""
    rooms = Rooms(Clocks())
    assert (rooms.room([]), rooms.looking([])) == (LEAST, LOOKING)
