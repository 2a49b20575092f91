"""Channels of one server are none of another's, though the bot is in both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.platforms.base import PostRefused
from bot.replies import Destination
from bot.store.values import Place, Subscription
from tests.bot.platforms.discord.stage import Stage, staged, text
from tests.bot.replies import EVERY


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Run the bot in two servers; ``elsewhere`` is a channel of the other."""
    async with staged() as made:
        other = made.emulator.add_guild("Elsewhere")
        made.emulator.elsewhere = made.emulator.add_channel("secret", guild_id=other["id"])
        yield made
        assert [each for each in made.emulator.problems() if each["status"] != 404] == []


async def typed(stage: Stage, command: str) -> Any:
    """Use a button that carries a command as it would be typed."""
    data = {"custom_id": f"d1:{command}", "component_type": 2}
    return await stage.shown(await stage.emulator._interact(3, data, None, None))


async def subscribed(stage: Stage, channel: str) -> Any:
    """Use the command with an id as its channel that no list of Discord's offered."""
    command = stage.emulator.find_command("downlink", stage.emulator.guild["id"])
    options = [{"name": "when", "type": 3, "value": "daily 08:00"}, {"name": "channel", "type": 7, "value": channel}]
    inner = [{"name": "subscribe", "type": 1, "options": options}]
    data = {"id": command["id"], "name": "downlink", "type": 1, "options": inner}
    return await stage.shown(await stage.emulator._interact(2, data, None, None))


def subscriptions(stage: Stage) -> Sequence[Subscription]:
    """List what is to be posted in the server."""
    assert stage.app.desk.memory is not None
    return stage.app.desk.memory.subscriptions(Place("discord", stage.emulator.guild["id"]))


def channels(stage: Stage) -> list[str]:
    """List where something is to be posted."""
    return [each.channel for each in subscriptions(stage)]


async def test_a_channel_chosen_from_discords_list_is_taken(stage: Stage) -> None:
    """Discord vouches for it; nothing is asked."""
    await stage.slash("downlink subscribe", when="daily 08:00", channel=stage.emulator.news["id"])
    assert channels(stage) == [stage.emulator.news["id"]]
    assert stage.emulator.recorder.find(route="^/channels/{channel_id}$") == []


@pytest.mark.parametrize("how", ["option", "typed", "form", "elsewhere's own word"])
async def test_a_channel_of_another_server_is_none_here(stage: Stage, how: str) -> None:
    """Whichever way its id is given: managing one server is no right in another."""
    elsewhere = stage.emulator.elsewhere["id"]
    if how == "option":
        said = await subscribed(stage, elsewhere)
    elif how == "typed":
        said = await typed(stage, f"/downlink subscribe <#{elsewhere}> daily 08:00")
    else:
        component: dict[str, Any] = {"type": 8, "custom_id": "channel", "values": [elsewhere]}
        when = {"type": 4, "custom_id": "when", "value": "daily 08:00"}
        data: dict[str, Any] = {"custom_id": "m0:/downlink subscribe"}
        data["components"] = [{"type": 18, "component": each} for each in (component, when)]
        if how != "form":  # a resolved channel that says itself whose it is
            data["resolved"] = {"channels": {elsewhere: {"id": elsewhere, "guild_id": "7", "permissions": "8"}}}
        said = await stage.shown(await stage.emulator._interact(5, data, None, None))
    assert "There is no such channel here" in text(said) and channels(stage) == []


@pytest.mark.parametrize("unknown", ["1", "99999999999999999999"])
async def test_a_channel_that_is_nowhere_is_none_here(stage: Stage, unknown: str) -> None:
    """Deleted, or made up: the same sentence, so that nobody learns which ids there are."""
    assert "There is no such channel here" in text(await subscribed(stage, unknown)) and channels(stage) == []


async def test_a_typed_channel_of_this_server_is_taken(stage: Stage) -> None:
    """Where the gateway has not told of it, Discord is asked, once in a while."""
    new = stage.emulator.add_channel("new", guild_id=stage.emulator.guild["id"])
    for where in (stage.emulator.news, new):
        for when in ("daily 08:00", "daily 09:00"):
            await typed(stage, f"/downlink subscribe <#{where['id']}> {when}")
    assert channels(stage) == [stage.emulator.news["id"]] * 2 + [new["id"]] * 2
    assert len(stage.emulator.recorder.find(route="^/channels/{channel_id}$", method="GET")) == 1


async def test_a_connected_bot_posts_without_asking_whose_a_channel_is(stage: Stage) -> None:
    """The gateway has told it: a post is one request, and one into another server is none."""
    here = Destination("discord", stage.emulator.news["id"], stage.emulator.guild["id"])
    await stage.platform.post(here, EVERY["digest"])
    with pytest.raises(PostRefused):
        await stage.platform.post(replace(here, installation="5"), EVERY["digest"])
    assert [each.method for each in stage.emulator.recorder.find(route="^/channels")] == ["POST"]


async def test_this_channel_needs_no_word(stage: Stage) -> None:
    """Where a command was given is of the server that it was given in."""
    await subscribed(stage, stage.emulator.general["id"])
    await stage.slash("downlink subscribe", when="daily 09:00")
    assert channels(stage) == [stage.emulator.general["id"]] * 2


async def test_a_subscription_is_not_moved_or_granted_elsewhere(stage: Stage) -> None:
    """Every command that takes a channel asks the same."""
    await stage.slash("downlink subscribe", when="daily 08:00")
    elsewhere, number = stage.emulator.elsewhere["id"], subscriptions(stage)[0].id
    for command in (f"edit {number} <#{elsewhere}>", f"grant <@5> editor <#{elsewhere}>", f"list <#{elsewhere}>"):
        assert "There is no such channel here" in text(await typed(stage, f"/downlink {command}")), command
    assert channels(stage) == [stage.emulator.general["id"]]


async def test_a_form_offers_discords_own_list(stage: Stage) -> None:
    """Channels of this server alone, as an option does."""
    asked = await stage.emulator._interact(3, {"custom_id": "d1:/downlink subscribe", "component_type": 2}, None, None)
    await stage.emulator._wait_ack(asked)
    kinds = [each["component"]["type"] for each in asked.ack["data"]["components"]]
    assert 8 in kinds
    given = {"when": "daily 08:00", "channel": stage.emulator.news["id"]}
    await stage.shown(await stage.emulator.submit_modal(asked.id, given))
    assert channels(stage) == [stage.emulator.news["id"]]


async def test_while_discord_can_not_be_asked_no_channel_is_believed(stage: Stage) -> None:
    """A failure gives nobody a right."""
    new = stage.emulator.add_channel("new", guild_id=stage.emulator.guild["id"])
    stage.emulator.fault(kind="status", match=r"GET /channels/\{channel_id\}$", status=500)
    said = await typed(stage, f"/downlink subscribe <#{new['id']}> daily 08:00")
    assert "There is no such channel here" in text(said) and channels(stage) == []
