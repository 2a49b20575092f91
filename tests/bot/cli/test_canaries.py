"""Secrets are planted wherever there are any, and looked for wherever something is said: logs, errors, outputs.

Made up here, in parts, so that no scanner of secrets takes them for real ones.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
from pathlib import Path

import pytest

from bot import log
from bot.platforms.discord.rest import Lost, Refused, Rest, Unsent
from bot.platforms.slack.calls import Calls
from bot.platforms.slack.calls import Lost as SlackLost
from bot.platforms.slack.calls import Unsent as SlackUnsent
from bot.redaction import conceal
from tests.bot.cli.conftest import Downlink
from tests.process import running

WORD = "canary"  # in each of them, and in nothing else
CANARIES = {
    "secret_key": "canary" + "A" * 37 + "=",
    "discord_token": "MTAwMDAwMDAwMDAwMDAwMDAx" + ".Ganary." + "canary_0123456789-ABCDEFGHIJKLMNOPQ",
    "slack_bot_token": "xoxb-" + "1000000000-canary-AbCdEfGhIjKl",
    "slack_app_token": "xapp-" + "1-A0123456789-canary-abcdef0123456789",
    "slack_signing_secret": "canary31b10e8888abcd99ffff0000aa",
    "slack_client_id": "1000.2000",
    "slack_client_secret": "canary9999eeee8888dddd7777cccc66",
    "llm_key": "sk-" + "canary-0123456789",
}
COMMANDS = (
    ("doctor",), ("doctor", "--format", "json"), ("run",), ("run", "--role", "web"), ("init", "--yes"),
    ("init", "--yes", "--no-check", "--secrets", "environment", "--overwrite"), ("ask", "/who Rogozin"),
    ("ask", "--format", "slack", "/help"), ("ask", "--format", "discord", "/nothing"), ("digest",), ("articles",),
    ("stories",), ("people",), ("prompt",), ("ingest", "https://canary:canary@127.0.0.1:1/"), ("keys", "rotate"),
    ("db", "upgrade"), ("db", "check"), ("db", "backup", "copy.db"), ("db", "purge"), ("invite", "discord"),
    ("manifest", "slack"), ("subscriptions", "list"), ("subscriptions", "export"), ("completion", "bash"),
    ("inspect", "page", "nothing.html"), ("deliveries",),
)  # fmt: skip


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch, downlink: Downlink) -> Downlink:
    """Fill the environment with secrets; every platform refuses connections."""
    nowhere = {"discord_api_url": "http://127.0.0.1:1/" + WORD, "discord_gateway_url": "ws://127.0.0.1:1/" + WORD,
               "slack_api_url": "http://127.0.0.1:1/" + WORD, "web_port": "0"}  # fmt: skip
    for name, value in (CANARIES | nowhere).items():
        monkeypatch.setenv(f"DOWNLINK_{name.upper()}", value)
    return downlink


def told(folder: Path) -> str:
    """Read every log that was written."""
    return "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.log*"))


def leaks(text: str) -> list[str]:
    """List lines that have a secret in them; addresses that are no secret are named with the word, too."""
    return [line for line in text.replace(f"127.0.0.1:1/{WORD}", "").splitlines() if WORD in line]


@pytest.mark.parametrize("database", ["sqlite:///news.db", f"postgresql://ann:{WORD}@127.0.0.1:1/news"])
def test_no_command_says_a_secret(
    planted: Downlink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    """Whatever it does, and however it fails: on both streams and in the log."""
    monkeypatch.setenv("DOWNLINK_DATABASE_URL", database)
    monkeypatch.setattr("sys.stdin", io.StringIO("/who\n"))
    for command in COMMANDS:
        if command == ("run",) and database.startswith("sqlite"):
            continue  # it would wait for the platforms for ever
        said = planted(*command)
        assert leaks(said.out + said.err) == [], command
    assert leaks(told(tmp_path)) == []


def test_mistakes_in_settings_do_not_quote_secrets(downlink: Downlink, tmp_path: Path) -> None:
    """The setting is named, the value is not."""
    for name in ("slack_bot_token", "secret_key", "discord_token", "llm_key"):
        (tmp_path / "downlink.toml").write_text(f'{name} = ["{WORD}"]\n', encoding="utf-8")
        said = downlink("people")
        assert said.status == 2 and name in said.err and WORD not in said.out + said.err


@pytest.mark.parametrize("form", ["json", "console"])
def test_the_log_hides_what_libraries_and_exceptions_say(form: str, capfd: pytest.CaptureFixture[str]) -> None:
    """In messages, arguments, tracebacks and causes, by form or because they are set."""
    conceal(CANARIES.values())
    log.start(form)
    try:
        try:
            raise ValueError(f"at https://hooks.slack.com/services/{WORD}")
        except ValueError as problem:
            raise RuntimeError(CANARIES["slack_signing_secret"]) from problem
    except RuntimeError as problem:
        log.report(problem, f"a call with {CANARIES['llm_key']}")
    for name in (*log.LIBRARIES, "aiohttp.client", "slack_bolt.App", "discord.http"):
        logging.getLogger(name).warning("token %s, %r", CANARIES["discord_token"], CANARIES)
    said = capfd.readouterr()
    assert leaks(said.out + said.err) == [] and "[hidden]" in said.err


async def test_failures_of_calls_have_no_address_in_them() -> None:
    """What can be caught can be shown: tokens of interactions stand in addresses."""
    rest, calls = Rest("canary-token", "http://127.0.0.1:1"), Calls("http://127.0.0.1:1/")
    with pytest.raises((Unsent, Lost, Refused)) as on_discord:
        await rest.send("POST", "/interactions/1/canary/callback", {})
    with pytest.raises((SlackUnsent, SlackLost)) as on_slack:
        await calls.respond("http://127.0.0.1:1/commands/canary", {})
    await asyncio.gather(rest.close(), calls.close())
    assert "canary" not in f"{on_discord.value!r}{on_slack.value!r}"


async def test_a_running_bot_says_no_secret_through_faults(tmp_path: Path) -> None:
    """Answers lost, refused and garbled, connections dropped: the log tells of them without tokens and addresses."""
    async with running(f"sqlite:///{tmp_path / 'news.db'}", tmp_path) as bot:
        secrets = {bot.discord.token, bot.slack.bot_token, bot.slack.app_token}
        for kind in ("status", "drop", "garbage", "ratelimit"):
            bot.discord.fault(kind=kind, match="webhooks", times=2)
            bot.slack.fault(kind=kind, match="response_url", times=2)
            secrets.add((await bot.discord.slash("help")).token)
            secrets.add((await bot.slack.slash("/downlink", "help")).response_url)
        bot.discord.gateway_drop()
        bot.slack.socket_drop()
        bot.discord.revoke_token()
        await bot.discord.gateway_close(4004)
        await bot.stopped()
    said = bot.said.decode()
    assert not [secret for secret in secrets if secret in said or secret.rpartition("/")[2] in said]
    assert all(json.loads(line)["message"] for line in said.splitlines() if line.startswith("{"))
