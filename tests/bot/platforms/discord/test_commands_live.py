"""Every command, button, menu and form on the emulator: answered, and nothing that Discord would refuse."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.platforms.base import PostDelayed
from bot.replies import Destination
from bot.store.values import Place
from tests.bot.platforms.discord.stage import Stage, buttons, menus, staged, text, until
from tests.bot.replies import EVERY

GIVEN: dict[str, dict[str, Any]] = {
    "digest": {"topic": "Artemis", "period": "24h", "length": "full"},
    "who": {"name": "Rogozin"},
    "quotes": {"name": "Rogozin", "topic": "ISS", "page": 1},
    "story": {"query": "Rogozin leaves"},
    "timeline": {"subject": "Rogozin"},
    "news": {"query": "lunar landr"},
    "trending": {},
    "ask": {"question": "Who heads Roscosmos?"},
    "why": {"url": "https://news.example/4"},
    "mentioned": {"text": "Rogozin spoke."},
    "help": {"command": "who"},
    "follow": {"subject": "Rogozin"},
    "unfollow": {"followed": "Rogozin"},
    "downlink subscribe": {"when": "daily 08:00", "zone": "Europe/Berlin", "length": "brief", "topics": "Artemis"},
    "downlink edit": {"subscription": "1", "when": "hourly"},
    "downlink show": {"subscription": "1"},
    "downlink feeds": {"do": "list"},
    "downlink undo": {"change": 1},
    "downlink forget": {},
}
LAST = ("downlink unsubscribe", "downlink undo", "downlink forget")  # they take away what others show


def verbs(stage: Stage) -> list[str]:
    """List what can be typed, subcommands included."""
    made: list[str] = []
    for command in stage.emulator.list_commands():
        inner = [f"{command['name']} {each['name']}" for each in command["options"] if each["type"] == 1]
        made += inner or ([command["name"]] if command["type"] == 1 else [])
    return sorted(made, key=lambda verb: verb in LAST)


def given(stage: Stage, verb: str) -> dict[str, Any]:
    """Choose options for a command."""
    user = {"user": stage.emulator.alice["id"]}
    return GIVEN.get(verb, user if verb in ("downlink grant", "downlink revoke") else {})


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Run the bot; at the end Discord has nothing to object to."""
    async with staged() as made:
        yield made
        assert made.emulator.problems() == []


def public(stage: Stage) -> list[Any]:
    """List the messages that all can see."""
    return [message for message in stage.emulator.list_messages() if not message["flags"] & 64]


async def test_every_command_answers_its_asker_alone(stage: Stage) -> None:
    """Each is deferred, and then shown to the one who asked."""
    assert len(verbs(stage)) >= 30
    for verb in verbs(stage):
        interaction = await stage.emulator.slash(verb, given(stage, verb))
        message = await stage.shown(interaction)
        assert interaction.ack == {"type": 5, "data": {"flags": 64}}, verb
        assert message["flags"] & 64 and text(message).strip(), verb
        assert "failed unexpectedly" not in text(message), (verb, text(message))
        assert stage.asked[-1].verb == verb.split()[-1]


async def test_everything_that_answers_offer_can_be_pressed(stage: Stage) -> None:
    """Each button and menu under each answer is answered in its turn."""
    for verb in verbs(stage):
        message = await stage.slash(verb, **given(stage, verb))
        pressable: list[tuple[str, list[str] | None]] = [
            (identity, None) for label, identity in buttons(message).items() if label != "Share"
        ]
        pressable += [(menu["custom_id"], [menu["options"][0]["value"]]) for menu in menus(message)]
        for identity, values in pressable:
            again = await stage.slash(verb, **given(stage, verb))
            if identity not in str(again["components"]):
                continue  # pressing another has taken it away
            pressed = await stage.emulator.click(again["id"], identity, values)
            assert pressed.errors == [] and pressed.ack is not None, (verb, identity)
            if pressed.ack["type"] == 5:
                assert "failed unexpectedly" not in text(await stage.shown(pressed)), (verb, identity)


async def test_a_command_without_its_options_works(stage: Stage) -> None:
    """All options of a digest are optional."""
    assert "Rogozin leaves Roscosmos" in text(await stage.slash("digest"))


async def test_a_member_sees_what_is_posted_and_changes_nothing(stage: Stage) -> None:
    """Anybody can list; the same door leads to no change."""
    member = {"user_permissions": "0"}
    for verb in ("list", "status", "feeds", "settings"):
        shown = await stage.shown(await stage.emulator.slash(f"downlink-info {verb}", **member))
        assert shown["flags"] & 64 and "Only" not in text(shown), verb
    for verb, options in (
        ("settings", {"name": "zone", "value": "Europe/Berlin"}),
        ("feeds", {"do": "add", "url": "https://x.example/f"}),
    ):
        refused = await stage.shown(await stage.emulator.slash(f"downlink-info {verb}", options, **member))
        assert "Only admins may do that" in text(refused)


@pytest.mark.parametrize("in_a_server", [True, False])
async def test_anybody_sees_and_deletes_what_is_stored_about_them(stage: Stage, in_a_server: bool) -> None:
    """Without any right, and outside of every server: a follow is there, is given out, and is gone."""
    here = {} if in_a_server else {"guild_id": None, "member": None, "user": stage.emulator.alice, "context": 1}

    async def used(name: str, inner: list[Any]) -> Any:
        data = {"id": "1", "name": name, "type": 1, "options": inner}
        payload = {"user_permissions": "0"} if in_a_server else {}
        interaction = await stage.emulator._interact(2, data, None, None, changed=here, **payload)
        return await stage.shown(interaction)

    await used("follow", [{"name": "subject", "type": 3, "value": "Artemis"}])
    assert stage.app.desk.memory is not None
    assert [each.subject for each in stage.app.desk.memory.follows(Place("discord"), stage.emulator.alice["id"])]
    await used("mydata", [{"name": "export", "type": 1, "options": []}])
    assert stage.asked[-1].arguments == {"whose": "me"}
    asked = await used("mydata", [{"name": "forget", "type": 1, "options": []}])
    clicked = {"custom_id": buttons(asked)["Delete it"], "component_type": 2}
    await stage.emulator._interact(3, clicked, None, None, message=asked, changed=here)
    memory = stage.app.desk.memory
    await until(lambda: not memory.follows(Place("discord"), stage.emulator.alice["id"]))
    assert stage.app.desk.memory.subscriptions()  # others' things stay


async def test_a_mistake_is_one_sentence(stage: Stage) -> None:
    """What can't be understood is told with an example."""
    message = await stage.slash("digest", period="soonish")
    assert message["content"].startswith('"soonish" is no period') and "`/digest" in message["content"]


async def test_buttons_lead_on(stage: Stage) -> None:
    """A dossier's buttons answer in messages of their own."""
    dossier = await stage.slash("who", name="Rogozin")
    clicked = await stage.emulator.click(dossier["id"], buttons(dossier)["All 12 quotations"])
    quotes = await stage.shown(clicked)
    assert quotes["id"] != dossier["id"] and "I did what I could" in text(quotes)


async def test_pages_turn_in_place(stage: Stage) -> None:
    """The next page takes the place of this one."""
    first = await stage.slash("quotes", name="Rogozin")
    clicked = await stage.emulator.click(first["id"], buttons(first)["Next page"])
    assert clicked.ack["type"] == 7
    await until(lambda: "Previous page" in buttons(stage.emulator._find_msg(first["id"])))
    assert stage.asked[-1].text == "#12 about ISS page 2"


async def test_a_choice_is_answered_in_place(stage: Stage) -> None:
    """Which Dmitry is meant: choosing shows him."""
    asked = await stage.slash("who", name="Dmitry")
    menu = menus(asked)[0]
    await stage.emulator.click(asked["id"], menu["custom_id"], [menu["options"][0]["value"]])
    await until(lambda: "Dmitry Rogozin" in text(stage.emulator._find_msg(asked["id"])))


async def test_a_story_is_read_from_a_digest(stage: Stage) -> None:
    """A menu under a digest shows one story in full."""
    digest = await stage.slash("digest")
    menu = menus(digest)[0]
    clicked = await stage.emulator.click(digest["id"], menu["custom_id"], [menu["options"][0]["value"]])
    assert "How it developed" in text(await stage.shown(clicked))


async def test_sharing_shows_the_same_to_all_once(stage: Stage) -> None:
    """The button changes with the click; a second click adds nothing."""
    dossier = await stage.slash("who", name="Rogozin")
    share = buttons(dossier)["Share"]
    await stage.emulator.click(dossier["id"], share)
    await until(lambda: public(stage))
    assert public(stage)[0]["embeds"] == dossier["embeds"] and "Share" not in buttons(public(stage)[0])
    assert buttons(stage.emulator._find_msg(dossier["id"])).keys() == {"All 12 quotations", "Timeline", "Shared"}
    assert len(stage.asked) == 1


async def test_what_is_not_for_all_is_not_shared(stage: Stage) -> None:
    """After a restart a button's command is asked again, and may give what only the asker should see."""
    dossier = await stage.slash("who", name="Rogozin")
    data = {"custom_id": "s1:/downlink forget me", "component_type": 2}
    await stage.emulator._wait_ack(await stage.emulator._interact(3, data, None, None, message=dossier))
    await until(lambda: len(stage.emulator.list_messages()) > 1)
    assert "no longer something to share" in stage.emulator.list_messages()[-1]["content"] and public(stage) == []


async def test_the_same_interaction_twice_is_done_once(stage: Stage) -> None:
    """A redelivered event changes nothing."""
    interaction = await stage.emulator.slash("who", {"name": "Rogozin"})
    await stage.shown(interaction)
    await stage.emulator.dispatch("INTERACTION_CREATE", interaction.payload)
    await stage.slash("trending")
    assert [call.verb for call in stage.asked] == ["who", "trending"]


async def test_names_are_completed_at_once(stage: Stage) -> None:
    """At most 25, each at most 100 characters, within 100 ms."""
    began = time.perf_counter()
    interaction = await stage.emulator.autocomplete("who", "name", "Rog")
    assert time.perf_counter() - began < 0.5  # the emulator's own work included
    assert interaction.choices == [{"name": "Dmitry Rogozin", "value": "Dmitry Rogozin"}]


async def test_who_is_in_a_message(stage: Stage) -> None:
    """The message command reads the message that it is used on, and offers whom it names."""
    command = next(each for each in stage.emulator.list_commands() if each["type"] == 3)
    message = {"id": "1", "content": "Dmitry Rogozin said so.", "embeds": [{"title": "Roscosmos wins"}]}
    data = {
        "id": command["id"],
        "name": command["name"],
        "type": 3,
        "target_id": "1",
        "resolved": {"messages": {"1": message}},
    }
    interaction = await stage.emulator._interact(2, data, None, None)
    shown = await stage.shown(interaction)
    assert stage.asked[-1].verb == "mentioned" and "Roscosmos wins" in stage.asked[-1].arguments["text"]
    assert "Who is in that text" in text(shown)


async def test_a_stranger_component_gets_a_sentence(stage: Stage) -> None:
    """A button of another time says so."""
    dossier = await stage.slash("who", name="Rogozin")
    interaction = await stage.emulator._interact(
        3, {"custom_id": "old-button", "component_type": 2}, None, None, message=dossier
    )
    await stage.emulator._wait_ack(interaction)
    assert "no longer known" in interaction.ack["data"]["content"] and interaction.ack["data"]["flags"] == 64


async def test_a_missing_argument_opens_a_form(stage: Stage) -> None:
    """What a button's command lacks is asked for, and the answer given."""
    dossier = await stage.slash("who", name="Rogozin")
    interaction = await stage.emulator._interact(
        3, {"custom_id": "d1:/quotes", "component_type": 2}, None, None, message=dossier
    )
    await stage.emulator._wait_ack(interaction)
    assert interaction.ack["type"] == 9 and interaction.ack["data"]["title"] == "/quotes"
    submitted = await stage.emulator.submit_modal(interaction.id, {"name": "Rogozin", "topic": "ISS"})
    assert "I did what I could" in text(await stage.shown(submitted))
    assert stage.asked[-1].arguments == {"name": "Rogozin", "topic": "ISS"}


async def test_two_hundred_at_once_are_acknowledged_in_time(stage: Stage) -> None:
    """Discord waits for 3 seconds, however many ask."""
    asked = await asyncio.gather(*(stage.emulator.slash("who", {"name": "Rogozin"}) for _ in range(200)))
    assert [each.errors for each in asked if each.errors] == []
    assert max(each.ack_delay for each in asked) < 3
    for each in asked:
        await stage.emulator.wait_original(each.id, timeout=30)


async def test_two_hundred_at_once_are_acknowledged_under_discords_limits() -> None:
    """50 requests a second hold posts back; what is not bound to that is said in time, posts under way or not."""
    async with staged(buckets={}, global_limit=(50, 1.0)) as stage:
        here = Destination("discord", stage.emulator.general["id"], stage.emulator.guild["id"])
        posts = [asyncio.create_task(stage.platform.post(here, EVERY["digest"])) for _ in range(60)]
        asked = await asyncio.gather(*(stage.emulator.slash("who", {"name": "Rogozin"}) for _ in range(200)))
        assert [each.errors for each in asked if each.errors] == []
        assert max(each.ack_delay for each in asked) < 3
        for each in asked:
            await stage.emulator.wait_original(each.id, timeout=30)
        done = await asyncio.gather(*posts, return_exceptions=True)
        assert any(isinstance(each, PostDelayed) for each in done)  # the limits were felt
        limited = stage.emulator.recorder.find(status=429)
        assert [each.route for each in limited if not each.route.startswith("/channels")] == []
