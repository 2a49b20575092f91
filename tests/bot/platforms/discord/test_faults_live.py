"""Discord's API limited, failing or slow: everything is answered, nothing twice; a post's fate is told for certain."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot import blocks as b
from bot.platforms.base import PostDelayed, PostError, PostRefused, PostUncertain
from bot.platforms.discord.state import mark_in, mark_of
from bot.replies import Destination, Kind, Reply
from bot.spans import line
from tests.bot.platforms.discord.stage import Stage, buttons, staged, text, until
from tests.bot.replies import EVERY

CALLBACK, ORIGINAL, FURTHER, POST = (
    "POST /interactions",
    "PATCH /webhooks",
    "POST /webhooks",
    "POST /channels/{channel_id}/messages",
)
LONG = Reply(
    Kind.DIGEST,
    "Long",
    (
        b.Heading(line("Long")),
        *(b.StoryCard(n, line(f"Story {n}"), (line("word " * 300),), line("1 outlet")) for n in range(1, 16)),
    ),
    shareable=True,
)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Run the bot."""
    async with staged() as made:
        yield made


def general(stage: Stage) -> Destination:
    """Name the channel #general."""
    return Destination("discord", stage.emulator.general["id"], stage.emulator.guild["id"])


def posted(stage: Stage) -> list[Any]:
    """List what is in #general for all to see."""
    listed = stage.emulator.list_messages(stage.emulator.general["id"])
    return [message for message in listed if not message["flags"] & 64]


@pytest.mark.parametrize("route", [CALLBACK, ORIGINAL])
@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "ratelimit", "retry_after": 0.2},
        {"kind": "status", "status": 500},
        {"kind": "status", "status": 503},
        {"kind": "after", "status": 502},
        {"kind": "drop"},
        {"kind": "drop_after"},
        {"kind": "garbage"},
    ],
    ids=lambda fault: f"{fault['kind']}{fault.get('status', '')}",
)
async def test_an_answer_gets_through(stage: Stage, route: str, fault: dict[str, Any]) -> None:
    """Whatever befalls the acknowledgement or the answer, the asker sees it, once."""
    stage.emulator.fault(match=route.replace("{", r"\{"), times=1, **fault)
    interaction = await stage.emulator.slash("who", {"name": "Rogozin"})
    assert interaction.errors == []
    assert "Dmitry Rogozin" in text(await stage.shown(interaction))
    assert len(stage.asked) == 1 and len(stage.emulator.list_messages()) == 1


async def test_a_lost_further_message_is_not_sent_again(stage: Stage) -> None:
    """Discord can't be asked what became of it, and twice is worse than a gap that is logged."""
    stage.says = LONG
    stage.emulator.fault(kind="after", match=FURTHER, status=500, times=1)
    await stage.slash("digest")
    await until(lambda: len(stage.emulator.list_messages()) == stage.platform.parts(LONG))
    assert all(message["flags"] & 64 for message in stage.emulator.list_messages())


async def test_where_the_bot_is_a_users_own_the_rest_waits_for_a_button(stage: Stage) -> None:
    """Discord allows five further messages there; what is more comes when it is asked for."""
    stage.says = replace(LONG, blocks=(*LONG.blocks, *LONG.blocks[1:], *LONG.blocks[1:]))
    parts = stage.platform.parts(stage.says)
    interaction = await stage.emulator.slash("trending", wait=False)
    await until(lambda: len(stage.emulator.list_messages()) == parts)
    payload = {
        **interaction.payload,
        "id": stage.emulator.snowflake(),
        "authorizing_integration_owners": {"1": stage.emulator.alice["id"]},
    }
    await again(stage, interaction, payload)
    await until(lambda: len(stage.emulator.list_messages()) == parts + 6)
    last = stage.emulator.list_messages()[-1]
    clicked = await stage.emulator.click(last["id"], buttons(last)["Show the rest"])
    await stage.shown(clicked)
    await until(lambda: len(stage.emulator.list_messages()) == 2 * parts)


async def again(stage: Stage, interaction: Any, payload: dict[str, Any]) -> Any:
    """Send an interaction that the emulator itself would not make."""
    token = f"t{payload['id']}".ljust(60, "t")
    made = type(interaction)(
        payload["id"], token, payload["type"], payload, time.monotonic(), "1", payload["channel_id"]
    )
    stage.emulator.interactions[made.id] = made
    await stage.emulator.dispatch("INTERACTION_CREATE", {**payload, "token": token})
    await stage.emulator._wait_ack(made)
    return made


async def test_a_long_answer_goes_on_in_further_messages(stage: Stage) -> None:
    """All of it is posted, no story divided."""
    parts = stage.platform.parts(LONG)
    assert parts > 2
    receipts = [await stage.platform.post(general(stage), LONG, part=part) for part in range(parts)]
    assert [message["id"] for message in posted(stage)] == [receipt.message_id for receipt in receipts]
    shown = "".join(text(message) for message in posted(stage))
    assert all(f"Story {n}" in shown for n in range(1, 16)) and shown.count("word") == 15 * 300


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "ratelimit", "retry_after": 2.5}, PostDelayed),
        ({"kind": "status", "status": 500}, PostUncertain),
        ({"kind": "status", "status": 503}, PostUncertain),
        ({"kind": "after", "status": 500}, PostUncertain),
        ({"kind": "drop"}, PostUncertain),
        ({"kind": "drop_after"}, PostUncertain),
        ({"kind": "garbage"}, PostUncertain),
        ({"kind": "status", "status": 403, "body": {"code": 50013, "message": "Missing Permissions"}}, PostRefused),
        ({"kind": "status", "status": 400, "body": {"code": 50035, "message": "Invalid Form Body"}}, PostRefused),
        ({"kind": "status", "status": 401}, PostRefused),
    ],
    ids=lambda value: f"{value['kind']}{value.get('status', '')}" if isinstance(value, dict) else "",
)
async def test_a_post_is_tried_once_and_its_fate_told(
    stage: Stage, fault: dict[str, Any], error: type[PostError]
) -> None:
    """Neither the adapter nor its library posts again by itself."""
    stage.emulator.fault(match=POST.replace("{", r"\{").replace("}", r"\}"), times=1, **fault)
    with pytest.raises(error) as caught:
        await stage.platform.post(general(stage), EVERY["digest"], marker="delivery-1")
    assert len(stage.emulator.recorder.find(route="^/channels/.*/messages$", method="POST")) == 1
    if isinstance(caught.value, PostDelayed):
        assert caught.value.seconds == pytest.approx(2.5)


async def test_posting_again_with_the_same_marker_posts_nothing_new(stage: Stage) -> None:
    """The nonce comes from the marker, so that Discord itself drops the second one."""
    stage.emulator.fault(kind="drop_after", match="POST /channels", times=1)
    with pytest.raises(PostUncertain):
        await stage.platform.post(general(stage), EVERY["digest"], marker="delivery-1")
    receipt = await stage.platform.post(general(stage), EVERY["digest"], marker="delivery-1")
    assert [message["id"] for message in posted(stage)] == [receipt.message_id]


async def test_a_post_can_be_recognised_by_its_marker(stage: Stage) -> None:
    """Whoever reads the channel's history finds the delivery in a component, whatever kind of reply it is."""
    for name, reply in EVERY.items():
        await stage.platform.post(general(stage), reply, marker=name)
        rows = posted(stage)[-1]["components"]
        found = [mark_in(component.get("custom_id", "")) for row in rows for component in row["components"]]
        assert mark_of(f"{name}/0") in found


@pytest.mark.parametrize("denied", ["VIEW_CHANNEL", "SEND_MESSAGES", "EMBED_LINKS"])
async def test_a_channel_without_permission_refuses(stage: Stage, denied: str) -> None:
    """What is missing is named; nothing is left behind."""
    stage.emulator.deny(stage.emulator.general["id"], denied)
    with pytest.raises(PostRefused, match="needs"):
        await stage.platform.post(general(stage), EVERY["digest"])
    assert posted(stage) == []


async def test_a_deleted_channel_refuses(stage: Stage) -> None:
    """It will never come back."""
    channel = general(stage)
    await stage.emulator.delete_channel(channel.channel)
    with pytest.raises(PostRefused, match="no longer exists"):
        await stage.platform.post(channel, EVERY["digest"])


async def test_a_channel_that_forbids_writing_is_told_when_sharing(stage: Stage) -> None:
    """One sentence to the one who asked; nothing for the others."""
    dossier = await stage.slash("who", name="Rogozin")
    interaction = await stage.emulator._interact(
        3, {"custom_id": buttons(dossier)["Share"], "component_type": 2}, None, None, message=dossier
    )
    await until(lambda: interaction.ack is not None or interaction.errors)
    payload = {**interaction.payload, "id": stage.emulator.snowflake(), "app_permissions": "0"}
    second = await again(stage, interaction, payload)
    assert "not allowed to write" in second.ack["data"]["content"]


async def test_an_expired_token_is_silence(stage: Stage) -> None:
    """Nothing can be shown any more, and nothing else happens."""
    stage.emulator.token_ttl = 0.0
    await stage.emulator.slash("who", {"name": "Rogozin"})
    await until(lambda: bool(stage.emulator.recorder.find(route="@original")))
    stage.emulator.token_ttl = 900.0
    assert "Dmitry Rogozin" in text(await stage.slash("who", name="Rogozin"))


async def test_nothing_secret_is_logged(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """Neither the bot's token nor an interaction's, whatever fails."""
    with caplog.at_level("DEBUG"):
        stage.emulator.fault(kind="status", status=400, match="PATCH /webhooks", times=2)
        interaction = await stage.emulator.slash("who", {"name": "Rogozin"})
        await until(lambda: len(stage.emulator.recorder.find(route="@original")) == 2)
    logged = json.dumps([record.getMessage() for record in caplog.records if record.name == "downlink"])
    assert stage.emulator.token not in logged and interaction.token not in logged


async def test_a_file_that_may_not_be_uploaded_is_said_in_words(stage: Stage) -> None:
    """All of it, in as many messages as that takes."""
    stage.says = Reply(
        Kind.NOTE, "Data", (b.Attachment("data.txt", "text/plain", "\n".join(f"row {n}" for n in range(400))),)
    )
    stage.emulator.fault(kind="status", match="PATCH /webhooks", status=403, body={"code": 50013, "message": "no"})
    await stage.slash("digest")
    await until(lambda: "row 399" in stage.emulator.list_messages()[-1]["content"])
    shown = "".join(message["content"] for message in stage.emulator.list_messages())
    assert all(f"`row {n}`" in shown for n in range(400))


async def test_content_that_discord_refuses_is_told(stage: Stage) -> None:
    """In place or not, the asker sees a sentence instead of nothing."""
    quotes = await stage.slash("quotes", name="Rogozin")
    refused = {"kind": "status", "status": 400, "body": {"code": 50035, "message": "Invalid Form Body"}}
    stage.emulator.fault(match="POST /interactions", times=1, **refused)
    turned = await stage.emulator.click(quotes["id"], buttons(quotes)["Next page"])
    assert "refused to show" in turned.ack["data"]["content"]
    stage.emulator.fault(match="PATCH /webhooks", times=1, **refused)
    assert "refused to show" in text(await stage.slash("who", name="Rogozin"))


async def test_a_click_on_a_deleted_message_does_no_harm(stage: Stage) -> None:
    """The answer comes, or nothing does; the next command works."""
    quotes = await stage.slash("quotes", name="Rogozin")
    stage.emulator.messages[quotes["channel_id"]].remove(quotes)
    data = {"custom_id": buttons(quotes)["Next page"], "component_type": 2}
    await stage.emulator._wait_ack(await stage.emulator._interact(3, data, None, None, message=quotes))
    assert "Dmitry Rogozin" in text(await stage.slash("who", name="Rogozin"))
