"""Slack against the emulator, by Socket Mode: everything that somebody can do."""

from __future__ import annotations

import pytest

from bot.commands.registry import Registry
from bot.commands.table import REGISTRY
from bot.platforms.slack.names import direct_name
from tests.bot.platforms.slack.stage import Stage, problems, shown, values, workspace


async def test_a_command_is_answered_to_its_asker_alone() -> None:
    """The acknowledgement says nothing; the answer is ephemeral."""
    async with workspace() as stage:
        answer = await stage.asked("/downlink", "who Rogozin")
        assert "Dmitry Rogozin" in answer["text"] and answer["response_type"] == "ephemeral"
        assert stage.emulator.list_messages() == [] and problems(stage) == []


async def test_every_command_and_its_help_are_answered() -> None:
    """Each example works under every name that it has on Slack; nothing that Slack refuses is sent."""
    async with workspace() as stage:
        for command in REGISTRY.commands:
            for example in command.examples:
                text = example.removeprefix("/downlink ").lstrip("/")
                await stage.asked("/downlink", text)
                if name := direct_name(command):
                    await stage.asked(f"/{name}", text.partition(" ")[2] or "Rogozin" * bool(_required(command)))
            assert command.help in shown(await stage.asked("/downlink", f"help {command.verb}"))
        assert problems(stage) == [] and stage.reported == []


def _required(command: object) -> bool:
    return any(argument.required for argument in getattr(command, "arguments", ()))


@pytest.mark.parametrize(
    ("command", "text", "says"),
    [
        ("/downlink", "", "What you can ask"),
        ("/downlink", "frobnicate", "Nobody by that name"),
        ("/downlink", "digset", "did you mean /digest"),
        ("/downlink", "who is Rogozin?", "Dmitry Rogozin"),
        ("/downlink", "/who Rogozin", "Dmitry Rogozin"),
        ("/dossier", "Rogosin", "Dmitry Rogozin"),
        ("/downlink", "who &lt;!channel&gt; &amp; co", "Nobody by that name"),
        ("/downlink", "why <https://news.example/1|news.example/1>", "in the digest"),
        ("/digest", "x" * 4000, "500 are enough"),
        ("/downlink", "who \u202egnitrevo \x00\x07", "Nobody by that name"),
        ("/downlink", "who Рогозин", "Nobody by that name"),
        ("/unheard-of", "who Rogozin", "Dmitry Rogozin"),
    ],
)
async def test_whatever_is_typed_gets_a_sentence(command: str, text: str, says: str) -> None:
    """Mistakes, odd characters, commands of the line form and what Slack escapes."""
    async with workspace() as stage:
        answer = await stage.asked(command, text)
        assert says in shown(answer) or says in answer["text"]
        assert problems(stage) == [] and stage.reported == []


async def test_examples_are_typed_as_slack_takes_them() -> None:
    """``/who`` opens Slack's own command, so nobody is told to type it."""
    async with workspace() as stage:
        for text in ("help", "help who", "who", "quotes"):
            answer = await stage.emulator.slash("/downlink", text)
            assert answer.acked
        await stage.until(lambda: len(stage.whispers) >= 2)
        assert all("/who " not in shown(each) + each["text"] for each in stage.whispers)


async def test_a_menu_and_a_button_give_commands() -> None:
    """Who is ambiguous is asked by a menu; what is chosen is answered in place."""
    async with workspace() as stage:
        asked = await stage.asked("/dossier", "Dmitry")
        first = next(values(asked))
        assert first.startswith("u:/who #")
        await stage.pressed(first, menu=True)
        answer = await stage.until(lambda: stage.whispers[1:])
        assert "Dmitry Rogozin" in answer[0]["text"] and answer[0]["replace_original"] is True
        digest = await stage.asked("/digest")
        await stage.pressed(next(value for value in values(digest) if "/story" in value), menu=True)
        await stage.until(lambda: "Rogozin leaves Roscosmos" in stage.whispers[-1]["text"] and len(stage.whispers) == 4)
        assert problems(stage) == [] and stage.reported == []


async def test_everything_that_can_be_pressed_is_answered() -> None:
    """Every button, menu entry and pager of every kind of reply; a button made before a restart works after it."""
    async with workspace() as first:
        pressable: set[str] = set()
        for text in (
            "who Rogozin",
            "who Dmitry",
            "digest",
            "quotes Rogozin",
            "story x",
            "trending",
            "list",
            "settings",
        ):
            pressable |= set(values(await first.asked("/downlink", text)))
        assert problems(first) == []
    async with workspace() as stage:
        for value in sorted(value for value in pressable if value[0] in "du"):
            before = len(stage.whispers)
            delivery = await stage.pressed(value)
            assert delivery.acked
            await stage.until(lambda before=before: len(stage.whispers) > before or stage.emulator.views)  # type: ignore[misc]
            stage.emulator.views.clear()
        assert problems(stage) == [] and stage.reported == []


async def test_stale_buttons_get_a_sentence() -> None:
    """A button of another time, or of nobody's, is no failure."""
    async with workspace() as stage:
        for value in ("x:/who", "d:#0123456789abcdef", "d:who", "nothing"):
            before = len(stage.whispers)
            await stage.pressed(value)
            await stage.until(lambda before=before: len(stage.whispers) > before)  # type: ignore[misc]
            assert "another time" in stage.whispers[-1]["text"]
        assert stage.reported == []


async def test_sharing_shows_it_to_all_once() -> None:
    """A second press, and a press at the same time, say that it was shared."""
    async with workspace() as stage:
        answer = await stage.asked("/dossier", "Rogozin")
        share = next(value for value in values(answer) if value.startswith("s"))
        await stage.pressed(share, message_ts="7.7")
        await stage.pressed(share, message_ts="7.7")
        await stage.until(lambda: any("shared already" in each["text"] for each in stage.whispers))
        (message,) = await stage.until(lambda: stage.emulator.list_messages(stage.emulator.general["id"]))
        assert "Dmitry Rogozin" in message["text"] and message["unfurl_links"] is False
        replaced = await stage.until(lambda: [each for each in stage.whispers if each.get("replace_original")])
        assert len(replaced) == 1 and not any(value.startswith("s") for value in values(replaced[0]))
        assert problems(stage) == []


async def test_sharing_where_the_bot_is_not() -> None:
    """One sentence says to invite it; then the same button works."""
    async with workspace() as stage:
        answer = await stage.asked("/dossier", "Rogozin")
        share = next(value for value in values(answer) if value.startswith("s"))
        stage.emulator.set_channel(stage.emulator.general["id"], is_member=False)
        await stage.pressed(share)
        await stage.until(lambda: "/invite" in stage.whispers[-1]["text"])
        stage.emulator.set_channel(stage.emulator.general["id"], is_member=True)
        await stage.pressed(share)
        await stage.until(lambda: stage.emulator.list_messages())


async def test_a_mention_is_answered_in_its_thread() -> None:
    """An answer for all to see stands under the question; a question back is for the asker alone."""
    async with workspace() as stage:
        it = stage.emulator
        message = it._post(it.general, {"text": "<@U0DOWNLINK> who is Rogozin?"}, None)
        for text in ("who is Rogozin?", "who is Dmitry?"):
            await it.event(
                {"type": "app_mention", "user": it.alice["id"], "text": f"<@{it.bot_user_id}> {text}",
                 "ts": message["ts"], "channel": it.general["id"]}
            )  # fmt: skip
        await stage.until(lambda: stage.whispers)
        answer = await stage.until(lambda: [m for m in it.list_messages() if m.get("thread_ts") == message["ts"]])
        assert len(answer) == 1 and "Dmitry Rogozin" in answer[0]["text"]
        assert "do you mean" in stage.whispers[0]["text"]
        assert problems(stage) == []


async def test_a_mention_whose_message_is_gone_is_answered_privately() -> None:
    """There is no thread any more."""
    async with workspace() as stage:
        await stage.emulator.mention("who is Rogozin?")
        await stage.until(lambda: stage.whispers)
        assert "Dmitry Rogozin" in stage.whispers[0]["text"] and problems(stage) == []


async def test_the_shortcut_finds_who_is_in_a_message() -> None:
    """The message's text is read as an article is."""
    async with workspace() as stage:
        await stage.shortcut("Dmitry Rogozin, who heads Roscosmos, met Dmitry in Moscow, <@U1> says &amp; so on.")
        await stage.until(lambda: stage.whispers, 20)
        assert any("/who #" in value for value in values(stage.whispers[0])) or "name" in stage.whispers[0]["text"]
        assert problems(stage) == [] and stage.reported == []


def test_the_table_is_the_one_that_is_declared() -> None:
    """These tests run over every command there is."""
    assert isinstance(REGISTRY, Registry) and len(REGISTRY.commands) > 8


__all__ = ["Stage"]
