"""What Slack delivers twice is acknowledged twice and done once, whichever kind of thing it is."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.replies import Invocation, Reply
from bot.store.values import Place
from tests.bot.fakes import app
from tests.bot.platforms.slack.stage import Stage, problems, shown, values, workspace
from tests.emulators.slack_emulator import Delivery


async def again(stage: Stage, delivery: Delivery) -> Any:
    """Deliver the very same envelope once more; it is acknowledged. Gives with what."""
    acknowledged, _ = await stage.emulator._socket(delivery, 1, "timeout", True)
    assert acknowledged
    return delivery.ack_payload


async def steady(stage: Stage, seconds: float = 0.3) -> int:
    """Wait for what may still come; gives the number of answers."""
    await asyncio.sleep(seconds)
    return len(stage.whispers)


async def test_a_command_delivered_twice_is_done_once() -> None:
    """``undo`` would otherwise take a second change back."""
    async with workspace() as stage:
        it, memory = stage.emulator, stage.app.desk.memory
        assert memory is not None
        it.users[it.alice["id"]]["is_admin"] = True
        for hour in ("08:00", "09:00"):
            await stage.asked("/downlink", f"subscribe daily {hour} Europe/Berlin")
        place, before = Place("slack", it.team["id"]), len(stage.whispers)
        had = len(memory.subscriptions(place))
        delivery = await it.slash("/downlink", "undo")
        await stage.until(lambda: len(stage.whispers) == before + 1)
        await again(stage, delivery)
        assert await steady(stage) == before + 1
        assert len(memory.subscriptions(place)) == had - 1


async def test_an_envelope_is_known_after_a_reconnection_and_in_another_process() -> None:
    """The memory is what two processes, and a process before and after its restart, have in common."""
    async with workspace() as first:
        await first.asked("/downlink", "who Rogozin")
        delivery = first.emulator.deliveries[-1]
        first.emulator.socket_drop()
        await first.until(lambda: not first.emulator.live())
        await first.until(first.emulator.live, 10)
        await again(first, delivery)
        assert await steady(first) == 1
        async with workspace(memory=first.app.desk.memory) as second:
            second.emulator.response_urls |= first.emulator.response_urls
            await again(second, delivery)
            assert await steady(second) == 0 and second.app.newsroom.asked == []  # type: ignore[attr-defined]


async def test_a_button_and_a_shortcut_delivered_twice_are_done_once() -> None:
    """The same as for commands."""
    async with workspace() as stage:
        for number in (1, 2):
            delivered = await (stage.pressed("d:/who #14") if number == 1 else stage.shortcut("Rogozin"))
            await stage.until(lambda number=number: len(stage.whispers) == number, 20)  # type: ignore[misc]
            await again(stage, delivered)
            assert await steady(stage) == number


async def test_a_form_delivered_twice_is_done_once() -> None:
    """What was wrong in it is told again; what was done is not done again."""
    calls: list[Invocation] = []
    application = app()

    async def answer(call: Invocation) -> Reply:
        calls.append(call)
        return await application.answer(call)

    async with workspace(answer=answer) as stage:
        it = stage.emulator
        await it.slash("/why", "")
        view = await stage.opened()
        wrong = await it.submit_view(view["id"], {"url": {"url": "no address"}})
        await again(stage, wrong)
        assert wrong.ack_payload["response_action"] == "errors" and calls == []
        it.views[view["id"]] = view
        done = await it.submit_view(view["id"], {"url": {"url": "https://news.example/1"}})
        await stage.until(lambda: stage.whispers)
        await again(stage, done)
        assert await steady(stage) == 1 and len(calls) == 1


async def test_a_form_of_the_home_delivered_twice_is_done_once() -> None:
    """It waits in a view, which must not wait for ever."""
    async with workspace() as stage:
        it, memory = stage.emulator, stage.app.desk.memory
        assert memory is not None
        it.users[it.alice["id"]]["is_admin"] = True
        await it.event({"type": "app_home_opened", "user": it.alice["id"], "tab": "home", "channel": "D1"})
        home = await stage.until(lambda: it.homes.get(it.alice["id"]))
        button = next(value for value in values(home) if value.startswith("f:/downlink subscribe"))
        await it.block_action({"type": "button", "action_id": "x", "value": button}, view_id=home["id"])
        view: dict[str, Any] = await stage.until(
            lambda: next((v for v in it.views.values() if v["callback_id"] == "downlink_form"), None)
        )
        chosen = {"type": "conversations_select", "selected_conversation": it.general["id"]}
        place = Place("slack", it.team["id"])
        done = await it.submit_view(
            view["id"], {"channel": {"channel": chosen}, "when": {"when": "daily 08:00"}, "zone": {"zone": "UTC"}}
        )
        await stage.until(lambda: memory.subscriptions(place))
        said = await again(stage, done)
        assert said["response_action"] == "update" and "is done once" in shown(said["view"])
        assert len(memory.subscriptions(place)) == 1 and problems(stage) == []


async def test_the_same_words_typed_twice_are_answered_twice() -> None:
    """It is the envelope that counts, not what is in it."""
    async with workspace() as stage:
        for _ in range(2):
            await stage.asked("/downlink", "who Rogozin")
        assert await steady(stage) == 2
