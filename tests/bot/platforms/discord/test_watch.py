"""Telling a frozen connection from a quiet or a busy one."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from discord.backoff import ExponentialBackoff

from bot.platforms.discord import watch as watching
from bot.platforms.discord.watch import hasten, is_frozen


def socket(heard: float, rhythm: float | None = 40.0, *, is_open: bool = True) -> Any:
    """Make a connection as the library keeps one."""
    return SimpleNamespace(_keep_alive=SimpleNamespace(interval=rhythm, _last_recv=heard), open=is_open)


@pytest.mark.parametrize(
    ("connection", "frozen"),
    [
        (socket(100.0), False),
        (socket(150.0 - 40.0 * 1.25), False),
        (socket(98.0), True),
        (socket(0.0, is_open=False), False),
        (socket(0.0, None), False),
        (SimpleNamespace(open=True), False),
        (SimpleNamespace(open=True, _keep_alive=None), False),
    ],
)
def test_silence_beyond_a_rhythm_and_a_quarter(connection: Any, frozen: bool) -> None:
    """Anything that is not known is no reason to close."""
    assert is_frozen(connection, 150.0) is frozen


def test_pauses_between_tries_stay_short() -> None:
    """However many failures there were before."""
    backoff = ExponentialBackoff()
    hasten(backoff)
    hasten(None)
    assert max(backoff.delay() for _ in range(200)) <= 8


async def test_a_busy_process_blames_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has arrived meanwhile is not read yet."""
    times = iter([0.0, 60.0, 60.0, 60.5, 60.5])
    looked: list[float] = []

    class Shards:
        def values(self) -> list[Any]:
            looked.append(1)
            raise asyncio.CancelledError

    monkeypatch.setattr(watching, "PAUSE", 0)
    monkeypatch.setattr(watching, "time", SimpleNamespace(perf_counter=lambda: next(times)))
    with pytest.raises(asyncio.CancelledError):
        await watching.watch(SimpleNamespace(shards=Shards()))  # type: ignore[arg-type]
    assert looked == [1] and next(times) == 60.5
