"""Commands as Discord gets them, and when it gets them."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from bot.commands.table import REGISTRY
from bot.platforms.discord import forms
from bot.platforms.discord.commands import WHO_IS_IN_IT, declared
from bot.platforms.discord.invite import PERMISSIONS, invite_url
from bot.platforms.discord.sync import differs, mark_of
from bot.store.values import Role
from tests.emulators.discord_emulator import DiscordEmulator, DiscordSpec, command_rules

ALL = declared(REGISTRY.commands)
BY_NAME = {command["name"]: command for command in ALL}


def test_discord_takes_them() -> None:
    """The schema and the documented rules find no fault."""
    assert DiscordSpec().body_errors("PUT", "/applications/{application_id}/commands", ALL) == []
    assert command_rules(ALL) == []
    assert all(len(command.get("options", ())) <= 25 for command in ALL)


def test_every_verb_is_there_once() -> None:
    """Ungrouped ones by themselves, grouped ones under theirs."""
    for command in REGISTRY.commands:
        options = BY_NAME[command.group]["options"] if command.group else ALL
        assert [each["name"] for each in options].count(command.verb) == 1


def test_what_is_for_every_member_is_hidden_from_none() -> None:
    """Discord hides a command with all that is in it: so members' verbs are beside the admins', none that changes."""
    info, own = BY_NAME["downlink-info"], BY_NAME["mydata"]
    assert "default_member_permissions" not in info and "default_member_permissions" not in own
    inside = [REGISTRY.find(each["name"]) for door in (info, own) for each in door["options"]]
    grouped = [each for each in REGISTRY.commands if each.group]
    assert {each.verb for each in inside} == {each.verb for each in grouped if each.needs is Role.VIEWER}
    assert info["contexts"] == [0] and own["contexts"] == [0, 1, 2]  # who is in no server has data as well
    assert [each["name"] for each in own["options"][1]["options"]] == ["sure"]  # whose: one's own, and only that


def test_where_they_are_offered() -> None:
    """Questions everywhere, also for a user's own installation; administration to managers of servers."""
    assert BY_NAME["who"]["contexts"] == [0, 1, 2] and BY_NAME["who"]["integration_types"] == [0, 1]
    assert BY_NAME["downlink"]["contexts"] == [0] and BY_NAME["downlink"]["integration_types"] == [0]
    assert BY_NAME["downlink"]["default_member_permissions"] == str(1 << 5)
    assert BY_NAME[WHO_IS_IN_IT]["type"] == 3


def test_options_are_typed() -> None:
    """Choices, numbers and completion where they help."""
    options = {each["name"]: each for each in BY_NAME["quotes"]["options"] + BY_NAME["digest"]["options"]}
    assert options["name"]["autocomplete"] and options["name"]["required"]
    assert options["page"]["type"] == 4 and options["page"]["min_value"] == 1
    assert [each["value"] for each in options["length"]["choices"]] == ["headlines", "brief", "standard", "full"]


async def listed() -> list[dict[str, Any]]:
    """Give the set as Discord lists it after it was declared: with ids, versions and defaults."""
    emulator = DiscordEmulator()
    record = emulator.recorder.new(method="PUT", path="", route="", headers={}, query={}, body=ALL)
    template = "/applications/{application_id}/commands"
    await emulator._route(record, "PUT", template, f"/applications/{emulator.app_id}/commands", ALL, 0, {})
    return copy.deepcopy(emulator.list_commands())


async def test_the_same_set_is_not_declared_again() -> None:
    """Ids, versions, defaults and order are Discord's own."""
    known = await listed()
    assert not differs(ALL, known, None) and not differs(ALL, known[::-1], None)


@pytest.mark.parametrize("change", ["description", "option", "name", "missing", "more"])
async def test_a_changed_set_is(change: str) -> None:
    """Whatever users would see differently."""
    known = await listed()
    if change == "description":
        known[0]["description"] = "Another."
    elif change == "option":
        known[0]["options"][0]["required"] = True
    elif change == "name":
        known[0]["name"] = "other"
    elif change == "missing":
        known.pop()
    else:
        known.append({"name": "old", "type": 1})
    assert differs(ALL, known, None)


async def test_the_mark_of_what_was_declared_counts() -> None:
    """Discord may list a set in another form than it was given."""
    known = await listed()
    known[0]["description"] = "The same, as Discord words it."
    assert not differs(ALL, known, mark_of(ALL)) and differs(ALL, known, mark_of(ALL[1:]))
    assert differs(ALL, known[1:], mark_of(ALL))


def test_a_form_asks_for_what_is_missing() -> None:
    """Five inputs, required ones first; what is known stands in them."""
    for command in (each for each in REGISTRY.commands if forms.missing(each, {})):
        made = forms.form(command, {each.name: (each.choices or ("1",))[0] for each in command.arguments[1:]})
        assert DiscordSpec().schema_errors("ModalInteractionCallbackRequestData", made) == []
        assert 0 < len(made["components"]) <= 5 and made["components"][0]["component"]["required"]
    quotes = forms.form(REGISTRY.find("quotes"), {"topic": "ISS"})
    first, second = (each["component"] for each in quotes["components"])
    assert (first["custom_id"], first["required"], second["value"]) == ("name", True, "ISS")


def test_the_invitation_asks_for_little() -> None:
    """No administration, and each permission has its reason."""
    url = invite_url("123")
    assert url.startswith("https://discord.com/oauth2/authorize?client_id=123&")
    assert (
        f"permissions={sum(bit for bit, _ in PERMISSIONS.values())}" in url and "scope=bot+applications.commands" in url
    )
    assert all(reason for _, reason in PERMISSIONS.values()) and not any(bit & 0x3A for bit, _ in PERMISSIONS.values())
    assert "permissions" not in invite_url("123", personal=True)
