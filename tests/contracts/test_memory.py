"""What the bot's memory owes, whichever it is: SQLite, PostgreSQL, and the fake of the other tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from bot.store.base import Memory
from bot.store.records import FORGOTTEN
from bot.store.sql import open_memory
from bot.store.values import Change, Follow, Grant, Installation, Place, Role, State, Subscription, WatchedFeed
from digests.model import Length, Scope
from tests.bot.memory import MemoryInMemory
from tests.contracts.conftest import schema_of

NOW = datetime(2022, 7, 15, 12, tzinfo=UTC)
HERE, THERE = Place("discord", "1"), Place("slack", "TEAM9")
SCOPE = Scope(("Artemis", "月"), ("Rogozin",), ("Orbit Daily",), ("Sky",))
SUBSCRIPTION = Subscription(
    HERE, "c1", "daily 08:00", "Europe/Berlin", SCOPE, Length.FULL, 9, "skip", State.ACTIVE, 0, "anna", NOW, NOW
)
CHANGE = Change(HERE, "anna", "subscribe", "subscription 1", None, {"when": "hourly", "n": [1]}, NOW)


@pytest.fixture(params=["sqlite", "postgresql", "fake"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Memory]:
    """Give an empty memory, an implementation at a time."""
    if request.param == "fake":
        yield MemoryInMemory()
    elif request.param == "sqlite":
        opened = open_memory(f"sqlite:///{tmp_path / 'bot.db'}")
        yield opened
        opened.close()
    else:
        with schema_of(request.getfixturevalue("postgres_url")) as url:
            opened = open_memory(url)
            yield opened
            opened.close()


def test_a_long_command_has_one_short_key(memory: Memory) -> None:
    """64 hex digits, the same every time, another for another command."""
    command = "/story " + "x" * 3000 + " \x00\u202e月"
    key = memory.keep_action(command)
    assert memory.keep_action(command) == key != memory.keep_action("/other")
    assert len(key) == 64 and int(key, 16) >= 0
    assert (memory.action(key) or "").startswith("/story xxx")
    assert memory.action("0" * 16) is None


def test_an_event_is_new_once(memory: Memory) -> None:
    """Until its hours are over."""
    assert memory.first_time("Ev1", NOW)
    assert not memory.first_time("Ev1", NOW + timedelta(hours=23))
    assert memory.first_time("Ev2", NOW)
    assert memory.first_time("Ev1", NOW + timedelta(hours=25))


def test_many_events_are_noted_at_once(memory: Memory) -> None:
    """Those that were there are left out, and those that are told twice count once."""
    assert memory.first_time("Ev1", NOW)
    assert memory.first_times(["Ev1", "Ev2", "Ev3", "Ev2"], NOW) == {"Ev2", "Ev3"}
    assert memory.first_times(["Ev2", "Ev4"], NOW + timedelta(hours=1)) == {"Ev4"}
    assert memory.first_times([], NOW) == frozenset()
    assert memory.first_times(["Ev3"], NOW + timedelta(hours=25)) == {"Ev3"}


def test_an_event_is_new_to_one_of_many(memory: Memory) -> None:
    """Eight threads at once: exactly one is the first."""
    firsts: list[bool] = []
    threads = [Thread(target=lambda: firsts.append(memory.first_time("Ev1", NOW))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(firsts) == [False] * 7 + [True]


def test_installations(memory: Memory) -> None:
    """Stored with their secret, listed in order, removed ones included; the secret never shows."""
    one = Installation(HERE, "Server", b"\x00\xffsecret", ("chat:write",), "anna", NOW)
    memory.put_installation(Installation(THERE, "Workspace"))
    memory.put_installation(one)
    memory.put_installation(replace(one, removed_at=NOW))
    assert memory.installation(HERE) == replace(one, removed_at=NOW)
    assert [each.place for each in memory.installations()] == [HERE, THERE]
    assert [each.place for each in memory.installations("slack")] == [THERE]
    assert memory.installation(Place("slack", "T2")) is None
    assert "secret" not in repr(one).replace("secret=", "")


def test_settings_are_replaced_as_a_whole(memory: Memory) -> None:
    """What is not in the new ones is gone; nothing set is empty."""
    assert memory.settings(HERE) == {}
    memory.put_settings(HERE, {"zone": "UTC", "quiet": {"from": "22:00"}})
    memory.put_settings(HERE, {"zone": "Asia/Tokyo"})
    assert memory.settings(HERE) == {"zone": "Asia/Tokyo"}
    assert memory.settings(THERE) == {}


def test_public_places(memory: Memory) -> None:
    """Those that let the archive show what was posted; whoever removed the bot let it no more."""
    gone = Place("discord", "2")
    for place, value in ((THERE, "public"), (HERE, "public"), (gone, "public"), (Place("terminal"), "private")):
        memory.put_settings(place, {"zone": 'the "archive"', "archive": value})
    memory.put_installation(Installation(HERE, installed_at=NOW))
    memory.put_installation(Installation(gone, installed_at=NOW, removed_at=NOW))
    assert memory.public_places() == [HERE, THERE]


def test_a_subscription_comes_back_as_it_was(memory: Memory) -> None:
    """Every field of it, with the number it got."""
    number = memory.add_subscription(SUBSCRIPTION)
    assert number > 0
    assert memory.subscription(number) == replace(SUBSCRIPTION, id=number)
    changed = replace(SUBSCRIPTION, id=number, state=State.PAUSED, scope=Scope(), when="hourly")
    memory.put_subscription(changed)
    assert memory.subscription(number) == changed
    memory.put_subscription(replace(changed, id=number + 7))
    assert len(memory.subscriptions()) == 1


def test_subscriptions_are_listed_by_number(memory: Memory) -> None:
    """All, an installation's, a channel's."""
    ids = [
        memory.add_subscription(each)
        for each in (SUBSCRIPTION, replace(SUBSCRIPTION, place=THERE), replace(SUBSCRIPTION, channel="c2"))
    ]
    assert ids == sorted(ids)
    assert [each.id for each in memory.subscriptions()] == ids
    assert [each.id for each in memory.subscriptions(HERE)] == [ids[0], ids[2]]
    assert [each.id for each in memory.subscriptions(HERE, "c2")] == [ids[2]]


def test_a_number_is_never_given_twice(memory: Memory) -> None:
    """So that a removal can be undone, and a click on an old message hits nothing else."""
    first = memory.add_subscription(SUBSCRIPTION)
    memory.remove_subscription(first)
    second = memory.add_subscription(SUBSCRIPTION)
    assert second > first
    assert memory.add_subscription(replace(SUBSCRIPTION, id=first)) == first
    assert memory.subscription(first) == replace(SUBSCRIPTION, id=first)
    assert memory.add_subscription(SUBSCRIPTION) > second


def test_grants(memory: Memory) -> None:
    """One role a user and channel."""
    memory.put_grant(Grant(HERE, "ben", Role.EDITOR, "c1"))
    memory.put_grant(Grant(HERE, "anna", Role.EDITOR))
    memory.put_grant(Grant(HERE, "anna", Role.ADMIN))
    assert memory.grants(HERE) == [Grant(HERE, "anna", Role.ADMIN), Grant(HERE, "ben", Role.EDITOR, "c1")]
    assert memory.grants(HERE, "ben") == [Grant(HERE, "ben", Role.EDITOR, "c1")]
    assert memory.grants(THERE) == []
    memory.remove_grant(HERE, "ben", None)
    memory.remove_grant(HERE, "anna", None)
    assert memory.grants(HERE) == [Grant(HERE, "ben", Role.EDITOR, "c1")]


def test_follows(memory: Memory) -> None:
    """One a user and subject, of any length and script."""
    long = "Рогозин " * 60
    follow = Follow(HERE, "anna", long, 12, None, NOW)
    memory.put_follow(follow)
    memory.put_follow(replace(follow, muted_until=NOW))
    memory.put_follow(Follow(HERE, "ben", "Artemis"))
    assert memory.follows(HERE, "anna") == [replace(follow, muted_until=NOW)]
    assert len(memory.follows(HERE)) == 2
    assert memory.remove_follow(HERE, "anna", long)
    assert not memory.remove_follow(HERE, "anna", long)


def test_followers_in_every_installation(memory: Memory) -> None:
    """Those of names by the names, however many; those of topics all."""
    there = Place("slack", "T9")
    named = [Follow(HERE, "anna", "Rogozin", 12), Follow(there, "cleo", "Energia", 14), Follow(HERE, "ben", "ESA", 15)]
    for follow in (*named, Follow(there, "ben", "Artemis"), Follow(HERE, "anna", "Moon base")):
        memory.put_follow(follow)
    assert list(memory.followers([14, 12, *range(1000, 3000)])) == named[:2]
    assert memory.followers([]) == []
    assert [follow.subject for follow in memory.topics_followed()] == ["Moon base", "Artemis"]


def test_feeds(memory: Memory) -> None:
    """One an installation and address."""
    feeds = [WatchedFeed(place, f"https://{n}.example/feed", "anna", NOW) for n, place in enumerate((HERE, THERE))]
    for feed in (*feeds, feeds[0]):
        memory.put_feed(feed)
    assert memory.feeds() == feeds and memory.feeds(THERE) == feeds[1:]
    assert memory.remove_feed(HERE, feeds[0].url) and not memory.remove_feed(HERE, feeds[0].url)


def test_the_audit_log(memory: Memory) -> None:
    """Newest first, a page at a time, each line as it was written."""
    ids = [memory.add_change(CHANGE), memory.add_change(replace(CHANGE, place=THERE)), memory.add_change(CHANGE)]
    assert [each.id for each in memory.changes(HERE)] == [ids[2], ids[0]]
    assert [each.id for each in memory.changes(HERE, limit=1, offset=1)] == [ids[0]]
    assert memory.change(ids[0]) == replace(CHANGE, id=ids[0])
    memory.mark_undone(ids[0], ids[2])
    assert memory.change(ids[0]) == replace(CHANGE, id=ids[0], undone_by=ids[2])
    memory.mark_undone(ids[0], None)
    assert memory.change(ids[0]) == replace(CHANGE, id=ids[0])
    assert memory.change(999) is None


def test_all_or_nothing(memory: Memory) -> None:
    """What is joined in one transaction is undone together."""
    with pytest.raises(RuntimeError), memory.changing() as inside:
        inside.add_subscription(SUBSCRIPTION)
        inside.put_settings(HERE, {"zone": "UTC"})
        assert len(inside.subscriptions(HERE)) == 1
        raise RuntimeError
    assert (memory.subscriptions(), memory.settings(HERE)) == ([], {})
    with memory.changing() as inside:
        number = inside.add_subscription(SUBSCRIPTION)
    assert memory.subscription(number) is not None


def test_what_is_looked_at_in_a_transaction_stays(memory: Memory) -> None:
    """Eight at once, each adding one where there are fewer than three: three are added."""

    def add() -> None:
        with memory.changing() as inside:
            if len(inside.subscriptions(HERE)) < 3:
                inside.add_subscription(SUBSCRIPTION)

    threads = [Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(memory.subscriptions(HERE)) == 3


def fill(memory: Memory, place: Place) -> None:
    """Store one of everything."""
    memory.put_installation(Installation(place, "Name", b"cipher", (), "anna", NOW))
    memory.put_settings(place, {"zone": "UTC"})
    memory.add_subscription(replace(SUBSCRIPTION, place=place))
    memory.put_grant(Grant(place, "anna", Role.EDITOR))
    memory.put_follow(Follow(place, "anna", "Artemis"))
    memory.put_feed(WatchedFeed(place, "https://a.example/feed", "anna", NOW))
    memory.add_change(replace(CHANGE, place=place))
    grant = {"platform": place.platform, "installation": place.installation, "user": "anna", "role": "editor"}
    memory.add_change(replace(CHANGE, place=place, actor="ben", subject="grant anna c1", after=grant))


def test_export_has_everything_but_secrets(memory: Memory) -> None:
    """JSON values, by kind."""
    import json

    fill(memory, HERE)
    fill(memory, THERE)
    data = memory.export(HERE)
    text = json.dumps(data)
    assert {kind: len(rows) for kind, rows in data.items()} == {
        "installation": 1, "settings": 1, "subscriptions": 1, "feeds": 1, "grants": 1, "follows": 1, "audit": 2,
        "deliveries": 0,
    }  # fmt: skip
    assert "cipher" not in text and "TEAM9" not in text


def test_forgetting_an_installation(memory: Memory) -> None:
    """All of it, and nothing of another."""
    fill(memory, HERE)
    fill(memory, THERE)
    kept = memory.export(THERE)
    assert memory.forget(HERE) == 8
    assert not any(memory.export(HERE).values())
    assert memory.export(THERE) == kept
    assert memory.forget(HERE) == 0


def test_forgetting_a_user(memory: Memory) -> None:
    """Follows and grants go; the log and what they made stay without their name."""
    fill(memory, HERE)
    fill(memory, THERE)
    assert memory.forget_user(HERE, "anna") == 6
    data: Any = memory.export(HERE)
    assert (data["grants"], data["follows"]) == ([], [])
    assert data["subscriptions"][0]["created_by"] == data["feeds"][0]["added_by"] == FORGOTTEN
    assert [line["actor"] for line in data["audit"]] == ["ben", FORGOTTEN]
    assert data["audit"][0]["subject"] == f"grant {FORGOTTEN} c1" and data["audit"][0]["after"]["user"] == FORGOTTEN
    assert len(memory.follows(THERE)) == 1


def test_purging(memory: Memory) -> None:
    """Only what was removed longer ago than the grace."""
    fill(memory, HERE)
    fill(memory, THERE)
    assert memory.purge(NOW) == 0
    memory.put_installation(Installation(HERE, removed_at=NOW - timedelta(days=31)))
    memory.put_installation(Installation(THERE, removed_at=NOW - timedelta(days=29)))
    assert memory.purge(NOW - timedelta(days=30)) == 1
    assert memory.subscriptions(HERE) == [] and len(memory.subscriptions(THERE)) == 1


@pytest.mark.parametrize("text", ["\x00", "\ud800", "’; DROP TABLE subscription; --", "\u202e" * 300, "x" * 4000])
def test_any_text_is_held(memory: Memory, text: str) -> None:
    """What no database holds is replaced; nothing fails."""
    act: list[Callable[[], object]] = [
        lambda: memory.keep_action(text),
        lambda: memory.first_time(text[:200], NOW),
        lambda: memory.put_settings(HERE, {"zone": text}),
        lambda: memory.add_subscription(replace(SUBSCRIPTION, channel=text[:200], scope=Scope((text,)))),
        lambda: memory.put_follow(Follow(HERE, "anna", text)),
        lambda: memory.add_change(replace(CHANGE, subject=text, after={"when": text})),
    ]
    for each in act:
        each()
    assert len(memory.subscriptions(HERE)) == len(memory.follows(HERE)) == len(memory.changes(HERE)) == 1
    assert memory.remove_follow(HERE, "anna", text)
