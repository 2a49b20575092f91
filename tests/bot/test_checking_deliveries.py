"""What the doctor says of deliveries."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.checks.deliveries import deliveries
from bot.checks.findings import State
from bot.config import Settings, load
from bot.store.values import Installation, Place
from tests.bot.answers import NOW
from tests.bot.ledgers import digest_row, stocked
from tests.bot.memory import TERMINAL


def settings(folder: Path) -> Settings:
    return load({"DOWNLINK_DATABASE_URL": f"sqlite:///{folder / 'stocked.db'}"}, folder)


def test_all_is_well(tmp_path: Path) -> None:
    """Nothing is late, and what failed is long ago."""
    with stocked(tmp_path):
        (found,) = deliveries(settings(tmp_path), NOW + timedelta(days=2))
    assert found.state is State.WELL and found.said.startswith("None is late, none failed")


def test_what_failed_and_where_posting_is_stopped(tmp_path: Path) -> None:
    """Worth a note each, with where to look."""
    with stocked(tmp_path) as memory:
        memory.ledger.halt(TERMINAL, "other", "Slack says is_archived.", NOW)
        stopped, failed = deliveries(settings(tmp_path), NOW)
    assert stopped.said == "Posting is stopped in 1 place, such as terminal/-/other: Slack says is_archived."
    assert (stopped.state, failed.state) == (State.NOTE, State.NOTE)
    assert failed.said == "1 failed in the last 24 hours." and "--state dead" in failed.fix


def test_nobody_posts(tmp_path: Path) -> None:
    """The doctor fails, and says how to start one."""
    with stocked(tmp_path) as memory:
        memory.ledger.write([digest_row(TERMINAL, "test", "2022-07-16 07:30")])
        found, *_ = deliveries(settings(tmp_path), NOW + timedelta(hours=1))
    assert found.state is State.FAILED and "due for 60 minutes" in found.said and "downlink worker" in found.fix


def test_of_what_nobody_is_told(tmp_path: Path) -> None:
    """What the operator imported where it is not known who installed the bot."""
    with stocked(tmp_path, Place("slack", "T1"), "C1", "C2") as memory:
        one = memory.subscription(1)
        assert one is not None
        memory.put_subscription(replace(one, created_by="operator"))
        *_, found = deliveries(settings(tmp_path), NOW)
        assert found.state is State.NOTE and "what fails of 1 subscription, such as 1: no user made it" in found.said
        memory.put_installation(Installation(Place("slack", "T1"), installed_by="owner"))
        assert not [each for each in deliveries(settings(tmp_path), NOW) if "Nobody" in each.said]
