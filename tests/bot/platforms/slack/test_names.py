"""Names of commands on Slack, and the manifest that declares them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from click.testing import CliRunner

from bot.cli.main import downlink
from bot.commands.registry import Registry
from bot.commands.table import REGISTRY
from bot.platforms.slack.manifest import BOT_EVENTS, SCOPES, as_yaml, manifest, reasons
from bot.platforms.slack.names import RESERVED, accepted, direct_name, typed, verb_of


def declared(made: dict[str, Any]) -> list[dict[str, Any]]:
    commands: list[dict[str, Any]] = made["features"]["slash_commands"]
    return commands


def test_slack_accepts_every_name() -> None:
    """One reserved name and the whole manifest is rejected."""
    names = [each["command"] for each in declared(manifest(REGISTRY))]
    assert len(names) == len(set(names)) <= 50 and "/downlink" in names and "/dossier" in names
    assert all(re.fullmatch(r"/[a-z0-9_-]{1,32}", name) and name[1:] not in RESERVED for name in names)
    assert not accepted("who") and not accepted("Digest") and not accepted("x" * 33) and accepted("dossier")


def test_every_verb_can_be_typed() -> None:
    """As /downlink VERB, and under its direct name where it has one."""
    for command in REGISTRY.commands:
        assert verb_of("/downlink", f"{command.verb} a b", REGISTRY) == (command.verb, "a b")
        if name := direct_name(command):
            assert verb_of(f"/{name}", " a b ", REGISTRY) == (command.verb, "a b")
            assert typed(f"/{command.verb} x") == f"/{name} x"
        elif command.group is None:
            assert typed(f"/{command.verb} x") == f"/downlink {command.verb} x"


@pytest.mark.parametrize("text", ["https://x.example/who", "and/who", "/whose", "/who/x", "5/help"])
def test_other_words_stay(text: str) -> None:
    """Addresses and fractions have slashes, too."""
    assert typed(text) == text


def test_the_manifest_keeps_slacks_limits() -> None:
    """https://docs.slack.dev/reference/app-manifest."""
    made = manifest(REGISTRY)
    about = made["display_information"]
    assert len(about["name"]) <= 35 and len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4_000
    assert all(each["description"] and each["should_escape"] for each in declared(made))
    assert all(len(each["name"]) <= 24 and len(each["description"]) <= 150 for each in made["features"]["shortcuts"])
    assert made["settings"]["socket_mode_enabled"] is True and "request_url" not in json.dumps(made)


def test_over_http_every_address_is_there() -> None:
    """Commands, interactions, events, and where installing comes back."""
    made = manifest(REGISTRY, "https://bot.example.org/")
    events = "https://bot.example.org/slack/events"
    assert all(each["url"] == events for each in declared(made))
    assert made["settings"]["interactivity"]["request_url"] == made["settings"]["event_subscriptions"]["request_url"]
    assert made["oauth_config"]["redirect_urls"] == ["https://bot.example.org/slack/oauth_redirect"]
    assert made["settings"]["socket_mode_enabled"] is False


@pytest.mark.parametrize("url", [None, "https://bot.example.org"])
def test_the_yaml_says_the_same(url: str | None) -> None:
    """With the reason of each scope and event beside it."""
    made = manifest(REGISTRY, url)
    text = as_yaml(made)
    assert yaml.safe_load(text) == made
    assert all(f"# {reason}" in text for reason in [*SCOPES.values(), *BOT_EVENTS.values()])
    assert {name for name, _ in reasons()} > set(SCOPES)


def test_the_command_prints_it() -> None:
    """YAML by default, JSON for programs; an address that Slack would not call is refused."""
    runner = CliRunner()
    printed = runner.invoke(downlink, ["manifest", "slack"])
    assert printed.exit_code == 0 and yaml.safe_load(printed.output)["features"]["bot_user"]
    printed = runner.invoke(downlink, ["manifest", "slack", "--format", "json", "--url", "https://b.example"])
    assert json.loads(printed.output)["oauth_config"]["redirect_urls"]
    assert runner.invoke(downlink, ["manifest", "slack", "--url", "http://b.example"]).exit_code == 2


def test_an_unknown_verb_is_left_to_the_line() -> None:
    """Questions in words are understood like a mention; nothing at all asks for help."""
    registry: Registry = REGISTRY
    assert verb_of("/downlink", "who is Rogozin?", registry) == ("who", "is Rogozin?")
    assert verb_of("/downlink", "what is new?", registry) == ("digest", "")
    assert verb_of("/downlink", "Rogozin", registry) == ("who", "Rogozin")
    assert verb_of("/downlink", "  ", registry) == ("help", "")
