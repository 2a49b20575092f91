"""Taking changes back, and writing that down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot import audit
from bot.mistakes import Mistake
from bot.store.values import Change, Grant, Role, State, WatchedFeed
from tests.bot.answers import NOW
from tests.bot.memory import TERMINAL, MemoryInMemory, seeded

FEED = WatchedFeed(TERMINAL, "https://new.example/feed", "anna", NOW)
GRANT = Grant(TERMINAL, "dora", Role.EDITOR, "test")


def edited(memory: MemoryInMemory) -> Change:
    before = memory.subscription(1)
    assert before
    after = replace(before, when="hourly", state=State.PAUSED)
    memory.put_subscription(after)
    return audit.of_subscription("edit", "anna", before, after, NOW)


def removed(memory: MemoryInMemory) -> Change:
    before = memory.subscription(2)
    memory.remove_subscription(2)
    return audit.of_subscription("unsubscribe", "anna", before, None, NOW)


def made(memory: MemoryInMemory) -> Change:
    one = memory.subscription(1)
    assert one
    new = replace(one, id=0, channel="third")
    new = replace(new, id=memory.add_subscription(new))
    return audit.of_subscription("subscribe", "anna", None, new, NOW)


def chosen(memory: MemoryInMemory) -> Change:
    memory.put_settings(TERMINAL, {"zone": "Asia/Tokyo"})
    return audit.of_settings(TERMINAL, "anna", {}, {"zone": "Asia/Tokyo"}, NOW)


def granted(memory: MemoryInMemory) -> Change:
    memory.put_grant(GRANT)
    return audit.of_grant("grant", "anna", None, GRANT, NOW)


def raised(memory: MemoryInMemory) -> Change:
    before, after = memory.grants(TERMINAL, "carl")[0], Grant(TERMINAL, "carl", Role.VIEWER, "test")
    memory.put_grant(after)
    return audit.of_grant("grant", "anna", before, after, NOW)


def fed(memory: MemoryInMemory) -> Change:
    memory.put_feed(FEED)
    return audit.of_feed("feeds add", "anna", None, FEED, NOW)


def starved(memory: MemoryInMemory) -> Change:
    feed = memory.feeds(TERMINAL)[0]
    memory.remove_feed(TERMINAL, feed.url)
    return audit.of_feed("feeds remove", "anna", feed, None, NOW)


CHANGES = (edited, removed, made, chosen, granted, raised, fed, starved)
each_change = pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)


def state(memory: MemoryInMemory) -> dict[str, object]:
    return {kind: rows for kind, rows in memory.export(TERMINAL).items() if kind != "audit"}


@each_change
def test_undo_and_redo(change: Callable[[MemoryInMemory], Change]) -> None:
    """Undo gives the state before, undoing that the state after; each is in the log, the taken back marked."""
    memory = seeded()
    before = state(memory)
    done = audit.note(memory, change(memory))
    after = state(memory)
    assert after != before
    undone = audit.take_back(memory, done, "ben", NOW)
    assert state(memory) == before
    assert (undone.verb, undone.actor, undone.before, undone.after) == ("undo", "ben", done.after, done.before)
    assert (memory.change(done.id) or done).undone_by == undone.id
    redone = audit.take_back(memory, undone, "ben", NOW)
    assert state(memory) == after and redone.verb == "redo"
    audit.take_back(memory, redone, "ben", NOW)
    assert state(memory) == before


@each_change
def test_nothing_is_undone_twice(change: Callable[[MemoryInMemory], Change]) -> None:
    """The second time says by which change it was."""
    memory = seeded()
    done = audit.note(memory, change(memory))
    undone = audit.take_back(memory, done, "ben", NOW)
    with pytest.raises(Mistake, match=f"taken back already, by change {undone.id}"):
        audit.take_back(memory, memory.change(done.id) or done, "ben", NOW)


def test_what_was_changed_since_is_not_overwritten() -> None:
    """Somebody else's later change is not lost by an undo."""
    memory = seeded()
    first = audit.note(memory, edited(memory))
    now = memory.subscription(1)
    assert now
    memory.put_subscription(replace(now, zone="Asia/Tokyo"))
    with pytest.raises(Mistake, match="subscription 1 was changed again since"):
        audit.take_back(memory, first, "ben", NOW)


def test_other_settings_may_have_changed_since() -> None:
    """A change of one setting is taken back whatever became of the others."""
    memory = seeded()
    first = audit.note(memory, chosen(memory))
    memory.put_settings(TERMINAL, {"zone": "Asia/Tokyo", "empty": "line"})
    audit.take_back(memory, first, "ben", NOW)
    assert memory.settings(TERMINAL) == {"empty": "line"}


def test_only_what_differs_is_noted_of_settings() -> None:
    """None stands for one that is not set."""
    change = audit.of_settings(TERMINAL, "anna", {"a": "1", "b": "2"}, {"b": "3"}, NOW)
    assert (change.before, change.after) == ({"a": "1", "b": "2"}, {"a": None, "b": "3"})


def test_what_can_not_be_undone_says_so() -> None:
    """Not every line of the log is a change to something stored."""
    final = Change(TERMINAL, "anna", "forget", "everything", None, None, NOW, 9)
    with pytest.raises(Mistake, match="forget is final"):
        audit.take_back(seeded(), final, "ben", NOW)
