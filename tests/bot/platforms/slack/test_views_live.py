"""Forms and the App Home against the emulator."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.delivery.destinations import destination_of
from bot.delivery.values import NewDelivery, Over, Sent, What
from bot.delivery.values import Stage as Row
from bot.store.sql import open_memory
from bot.store.values import Place
from tests.bot.platforms.slack.stage import Stage, problems, shown, values, workspace
from tests.bot.replies import EVERY


def metadata(view: dict[str, Any]) -> str:
    return str(view["private_metadata"])


async def test_a_missing_argument_is_asked_for() -> None:
    """The form opens at once, and what is filled in is answered where the command was typed."""
    async with workspace() as stage:
        await stage.emulator.slash("/quotes", "")
        view = await stage.opened()
        assert [block["block_id"] for block in view["blocks"][1:]] == ["name", "topic"]
        assert not [each for each in stage.emulator.recorder.items if each.route == "users.info"]
        done = await stage.emulator.submit_view(view["id"], {"name": {"name": "Rogozin"}, "topic": {"topic": "ISS"}})
        assert done.acked and not done.ack_payload
        await stage.until(lambda: stage.whispers)
        assert "quotations of Dmitry Rogozin" in stage.whispers[0]["text"]
        assert problems(stage) == [] and stage.reported == []


async def test_a_form_names_what_is_wrong_in_it() -> None:
    """Before any work, under the input that it is about."""
    async with workspace() as stage:
        await stage.emulator.slash("/why", "")
        view = await stage.opened()
        told = await stage.emulator.submit_view(view["id"], {"url": {"url": "no address"}})
        assert told.ack_payload["response_action"] == "errors" and "https://" in told.ack_payload["errors"]["url"]
        assert problems(stage) == [] and stage.whispers == []


async def test_a_trigger_that_expired_gets_a_sentence() -> None:
    """Three seconds are over sometimes."""
    async with workspace(trigger_ttl=-1.0) as stage:
        answer = await stage.asked("/dossier", "")
        assert "in time" in answer["text"]


async def opened_home(stage: Stage) -> dict[str, Any]:
    """Open Alice's Home."""
    it = stage.emulator
    it.homes.clear()
    await it.event({"type": "app_home_opened", "user": it.alice["id"], "tab": "home", "channel": "D1"})
    home: dict[str, Any] = await stage.until(lambda: it.homes.get(it.alice["id"]))
    return home


async def test_the_home_shows_schedules_and_health() -> None:
    """What is subscribed to stands in it, with its next run and what is stored; its messages tab shows nothing."""
    async with workspace() as stage:
        stage.emulator.users[stage.emulator.alice["id"]]["is_admin"] = True
        await stage.asked("/downlink", "subscribe daily 08:00 Europe/Berlin")
        home = await opened_home(stage)
        assert "daily 08:00" in shown(home) and "1,240 articles" in shown(home)
        await stage.emulator.event({"type": "app_home_opened", "user": stage.emulator.alice["id"], "tab": "messages"})
        assert problems(stage) == [] and stage.reported == []


async def test_subscribing_from_the_home() -> None:
    """The button opens a form, and the form turns into the answer."""
    async with workspace() as stage:
        it = stage.emulator
        it.users[it.alice["id"]]["is_admin"] = True
        home = await opened_home(stage)
        button = next(value for value in values(home) if value.startswith("f:/downlink subscribe"))
        await it.block_action({"type": "button", "action_id": "x", "value": button}, view_id=home["id"])
        view = await stage.until(
            lambda: next((v for v in it.views.values() if v["callback_id"] == "downlink_form"), None)
        )
        named = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
        assert named["channel"]["type"] == "conversations_select"
        chosen = {"type": "conversations_select", "selected_conversation": it.general["id"]}
        done = await it.submit_view(
            view["id"], {"channel": {"channel": chosen}, "when": {"when": "daily 08:00"}, "zone": {"zone": "UTC"}}
        )
        assert done.ack_payload["response_action"] == "update"
        await stage.until(lambda: "daily 08:00" in shown(it.views[view["id"]]))
        assert "daily 08:00" in shown(await opened_home(stage))
        assert problems(stage) == [] and stage.reported == []


async def test_every_button_of_the_home_is_answered() -> None:
    """In a view that opens at once; refreshing fills the Home anew."""
    async with workspace() as stage:
        it = stage.emulator
        home = await opened_home(stage)
        for value in values(home):
            before = set(it.views) - {home["id"]}
            delivery = await it.block_action({"type": "button", "action_id": "x", "value": value}, view_id=home["id"])
            assert delivery.acked
            if "home" in value:
                continue
            await stage.until(
                lambda before=before: any(  # type: ignore[misc]
                    "One moment" not in shown(it.views[each]) for each in set(it.views) - before - {home["id"]}
                )
            )
        assert problems(stage) == [] and stage.reported == []


async def test_only_who_may_is_let() -> None:
    """Slack says that Alice runs the workspace or does not; another workspace's admin is none here."""
    async with workspace() as stage:
        it = stage.emulator
        assert "admin" in shown(await stage.asked("/downlink", "grant <@U123|bob> editor"))
        boss = it.add_user("boss")
        boss |= {"is_owner": True}
        assert "Only" not in shown(await stage.asked("/downlink", "grant <@U123|bob> editor", user_id=boss["id"]))
        guest = it.add_user("guest")
        guest |= {"is_admin": True, "team_id": "T0OTHER"}
        assert "Only" in shown(await stage.asked("/downlink", "grant <@U123|bob> editor", user_id=guest["id"]))
        assert problems(stage) == []


async def test_the_home_shows_last_and_next_runs_and_what_failed(tmp_path: Path) -> None:
    """As the ledger has them: what was posted, what could not be, and that nothing is posted in a channel."""
    memory = open_memory(f"sqlite:///{tmp_path / 'bot.db'}")
    async with workspace(memory=memory) as stage:
        it = stage.emulator
        place, now = Place("slack", it.team["id"]), datetime.now(UTC)
        it.users[it.alice["id"]]["is_admin"] = True
        await stage.asked("/downlink", "subscribe daily 08:00 Europe/Berlin")
        (one,) = memory.subscriptions(place)
        to = destination_of(one)
        for slot in ("2022-07-15 08:00", "2022-07-16 08:00"):
            owner = f"subscription {one.id}"
            row = NewDelivery(What.DIGEST, owner, slot, to, now, subscription=one.id, body=EVERY["digest"])
            memory.ledger.write([row])
            (claim,) = memory.ledger.claim("w", now, timedelta(minutes=1), 5)
            done = slot.startswith("2022-07-15")
            memory.ledger.record([Sent(claim, "1.1", now) if done else Over(claim, Row.DEAD, now, "Slack said no.")])
        memory.ledger.halt(place, one.channel, "The channel is archived.", now)
        home = await opened_home(stage)
        says = shown(home)
        assert "daily 08:00" in says and "posting is stopped" in says and "16 Jul 2022, 08:00" in says
        assert "Slack said no." in says and "Nothing is posted" in says and "The channel is archived." in says
        assert problems(stage) == [] and stage.reported == []
    memory.close()
