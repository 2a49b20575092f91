"""``ask --format``, ``invite`` and ``manifest``: what platforms are given."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.bot.cli.conftest import Downlink


def test_the_messages_of_discord(downlink: Downlink, archive: str) -> None:
    """A line a message, mentions off, with the button that shares it."""
    downlink("ingest", archive)
    said = downlink("ask", "--format", "discord", "/who Rogozin")
    messages = [json.loads(line) for line in said.out.splitlines()]
    assert said.status == 0
    assert messages[0]["embeds"][0]["title"] == "Dmitry Rogozin"
    assert all(message["allowed_mentions"]["parse"] == [] for message in messages)
    assert "Share" in said.out


def test_the_messages_of_slack(downlink: Downlink, archive: str) -> None:
    """A line a message, without previews, with a text for notifications."""
    downlink("ingest", archive)
    said = downlink("ask", "--format", "slack", "/who Rogozin")
    messages = [json.loads(line) for line in said.out.splitlines()]
    assert said.status == 0 and "Dmitry Rogozin" in messages[0]["text"]
    assert all(message["unfurl_links"] is message["unfurl_media"] is False for message in messages)


@pytest.mark.parametrize("platform", ["discord", "slack"])
def test_a_mistake_is_a_message_too(downlink: Downlink, platform: str) -> None:
    """And the exit status says so."""
    said = downlink("ask", "--format", platform, "/whom Rogozin")
    assert said.status == 2 and "There is no command" in json.dumps(json.loads(said.out))


def test_the_invitation(downlink: Downlink) -> None:
    """The link alone on standard output; the reasons beside it."""
    said = downlink("invite", "discord", "--application-id", "1000000000000000001")
    asked = parse_qs(urlsplit(said.out.strip()).query)
    assert said.status == 0 and asked["client_id"] == ["1000000000000000001"]
    assert "Send Messages: to post digests" in said.err
    found = json.loads(downlink("invite", "discord", "--application-id", "1000000000000000001", "--format", "json").out)
    assert found["url"] == said.out.strip() and "Embed Links" in found["permissions"]


def test_an_invitation_for_oneself(downlink: Downlink) -> None:
    """It asks for no permission."""
    said = downlink("invite", "discord", "--application-id", "1000000000000000001", "--personal")
    assert "permissions" not in said.out and said.err == ""


@pytest.mark.parametrize("arguments", [("--application-id", "me"), ()])
def test_an_invitation_to_nobody(downlink: Downlink, arguments: tuple[str, ...]) -> None:
    """One sentence."""
    said = downlink("invite", "discord", *arguments)
    assert said.status == 2 and said.err.count("\n") == 1 and "application" in said.err


def test_the_manifest(downlink: Downlink) -> None:
    """YAML to paste, or JSON; over HTTP only with HTTPS."""
    assert "slash_commands:" in downlink("manifest", "slack").out
    made = json.loads(downlink("manifest", "slack", "--format", "json", "--url", "https://bot.example").out)
    assert made["settings"]["socket_mode_enabled"] is False
    for url in ("http://bot.example", "https://", "https://bot.example/?x=1", "bot.example"):
        assert downlink("manifest", "slack", "--url", url).status == 2
