"""``downlink init`` and ``downlink doctor``, against both emulators."""

from __future__ import annotations

import json
import socket
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.asking import Asking
from bot.cli.init import _asked
from bot.config import Settings, load
from bot.platforms.slack.manifest import SCOPES
from bot.settings_file import SECRETS, composed
from bot.settings_words import MEANINGS
from tests.bot.cli.conftest import Downlink
from tests.bot.cli.platforms import both
from tests.process import ROOT, free_port, platforms


@pytest.fixture(scope="module")
def emulators() -> Iterator[tuple[Any, Any]]:
    """Run both."""
    with both() as made:
        made[1].installs[made[1].bot_token]["scopes"] = ",".join(SCOPES)
        yield made


@pytest.fixture
def configured(emulators: tuple[Any, Any], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, Any]:
    """Put everything that leads to the emulators into the environment."""
    for name, value in platforms(*emulators).items():
        monkeypatch.setenv(f"DOWNLINK_{name.upper()}", value)
    monkeypatch.setenv("DOWNLINK_WEB_PORT", str(free_port()))
    return emulators


def findings(downlink: Downlink, status: int) -> dict[str, tuple[str, str, str]]:
    said = downlink("doctor", "--format", "json")
    assert said.status == status, said
    return {each["check"]: (each["state"], each["said"], each["fix"]) for each in json.loads(said.out)}


def test_all_is_well(downlink: Downlink, configured: tuple[Any, Any]) -> None:
    """Everything that is configured has a line."""
    downlink("db", "upgrade")
    found = findings(downlink, 0)
    assert not [name for name, (state, _, _) in found.items() if state == "failed"]
    expected = {
        "Secret key", "Database", "Contents", "Feeds", "Deliveries", "Disk", "Names model", "Clock", "Discord token",
        "Discord intents", "Slack bot token", "Slack app token", "Slack scopes", "Web port",
    }  # fmt: skip
    assert expected <= found.keys()
    assert "in 1 server" in found["Discord token"][1] and "Lab" in found["Slack bot token"][1]


@pytest.mark.parametrize(
    ("name", "value", "check", "fix"),
    [
        ("DISCORD_TOKEN", "wrong-token-0000", "Discord token", "Bot on the application's page"),
        ("DISCORD_API_URL", "http://127.0.0.1:1", "Discord token", "DOWNLINK_DISCORD_API_URL"),
        ("DISCORD_PUBLIC_KEY", "ab" * 32, "Discord public key", "DOWNLINK_DISCORD_PUBLIC_KEY=0000"),
        ("SLACK_BOT_TOKEN", "xoxb-wrong", "Slack bot token", "OAuth & Permissions"),
        ("SLACK_APP_TOKEN", "xapp-wrong", "Slack app token", "connections:write"),
        ("SLACK_API_URL", "http://127.0.0.1:1", "Slack bot token", "DOWNLINK_SLACK_API_URL"),
        ("SLACK_CLIENT_ID", "1.2", "Slack", "DOWNLINK_SLACK"),
        ("SLACK_APP_TOKEN", "", "Slack", "DOWNLINK_SLACK_APP_TOKEN"),
        ("SECRET_KEY", "short", "Secret key", "keys new"),
    ],
)
def test_what_is_wrong_has_a_fix(
    downlink: Downlink,
    configured: tuple[Any, Any],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
    check: str,
    fix: str,
) -> None:
    """It fails, alone says why, and exits with 1."""
    downlink("db", "upgrade")
    monkeypatch.setenv(f"DOWNLINK_{name}", value)
    state, said, mend = findings(downlink, 1)[check]
    assert state == "failed" and said and fix in mend


def test_scopes_that_were_not_granted(downlink: Downlink, configured: tuple[Any, Any]) -> None:
    """They are named, and so is how to grant them; more than needed is worth a word, not a failure."""
    downlink("db", "upgrade")
    slack = configured[1]
    installed = slack.installs[slack.bot_token]
    installed["scopes"] = ",".join(set(SCOPES) - {"commands"})
    state, said, fix = findings(downlink, 1)["Slack scopes"]
    assert (state, said) == ("failed", "Not granted: commands.") and "manifest slack" in fix
    installed["scopes"] = ",".join([*SCOPES, "admin"])
    assert findings(downlink, 0)["Slack scopes"][:2] == ("note", "More is granted than is needed: admin.")
    installed["scopes"] = ",".join(SCOPES)


def test_a_port_that_is_taken(downlink: Downlink, monkeypatch: pytest.MonkeyPatch) -> None:
    """Perhaps by the bot itself."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        monkeypatch.setenv("DOWNLINK_WEB_PORT", str(taken.getsockname()[1]))
        said = downlink("doctor")
    assert said.status == 1 and "FAIL  Web port" in said.out
    assert "another program has it. Perhaps the bot runs already." in said.out
    assert "set DOWNLINK_WEB_PORT (0: no web part) or DOWNLINK_WEB_HOST" in said.out
    assert "1 of" in said.err


def test_a_database_that_is_no_database(downlink: Downlink, tmp_path: Path) -> None:
    """It is said without a traceback, and the other checks go on."""
    (tmp_path / "test.db").write_text("no database " * 1000)
    found = findings(downlink, 1)
    assert found["Database"][0] == "failed" and found["Names model"][0] == "well"


def test_init_writes_what_run_and_doctor_read(
    downlink: Downlink, configured: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Secrets in files that only their owner can read, none in the settings file."""
    discord, slack = configured
    said = downlink("init", "--yes")
    assert said.status == 0, said
    text = (tmp_path / "downlink.toml").read_text(encoding="utf-8")
    for secret in (discord.token, slack.bot_token, slack.app_token):
        assert secret not in text + said.out + said.err
    for path in (tmp_path / "downlink.toml", *(tmp_path / "secrets").iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    settings = load({}, tmp_path)
    assert settings.discord_token and settings.discord_token.get_secret_value() == discord.token
    assert settings.slack_app_token and settings.slack_app_token.get_secret_value() == slack.app_token
    assert settings.secret_key is not None


def test_init_never_overwrites_by_itself(downlink: Downlink, tmp_path: Path) -> None:
    """--overwrite does, and keeps the key that stored tokens need."""
    assert downlink("init", "--yes", "--no-check").status == 0
    key = (tmp_path / "secrets" / "secret_key").read_text(encoding="utf-8")
    (tmp_path / "downlink.toml").write_text("web_port = 1\n", encoding="utf-8")
    said = downlink("init", "--yes", "--no-check")
    assert said.status == 2 and "--overwrite" in said.err
    assert (tmp_path / "downlink.toml").read_text(encoding="utf-8") == "web_port = 1\n"
    assert downlink("init", "--yes", "--no-check", "--overwrite").status == 0
    assert (tmp_path / "secrets" / "secret_key").read_text(encoding="utf-8") == key


def test_init_leaves_secrets_to_the_environment(
    downlink: Downlink, configured: tuple[Any, Any], tmp_path: Path
) -> None:
    """No file has them, and those to set are named."""
    said = downlink("init", "--yes", "--secrets", "environment")
    assert said.status == 0 and "DOWNLINK_DISCORD_TOKEN" in said.err
    assert not (tmp_path / "secrets").exists()
    assert load({}, tmp_path).discord_token is None


def test_init_writes_nothing_with_a_token_that_is_refused(
    downlink: Downlink, configured: tuple[Any, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says which and why."""
    monkeypatch.setenv("DOWNLINK_SLACK_BOT_TOKEN", "xoxb-wrong")
    said = downlink("init", "--yes")
    assert said.status == 1 and "Slack bot token" in said.err and "xoxb-wrong" not in said.err
    assert not (tmp_path / "downlink.toml").exists()


def test_a_password_of_the_database_is_a_secret(
    downlink: Downlink, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its address goes into a file of its own."""
    monkeypatch.setenv("DOWNLINK_DATABASE_URL", "postgresql://ann:pa55word@db.example/news")
    assert downlink("init", "--yes", "--no-check").status == 0
    assert "pa55word" not in (tmp_path / "downlink.toml").read_text(encoding="utf-8")
    assert "pa55word" in (tmp_path / "secrets" / "database_url").read_text(encoding="utf-8")


def test_every_setting_is_explained() -> None:
    """In the file that init writes; and what is a secret there is one in the settings."""
    assert MEANINGS.keys() == Settings.model_fields.keys()
    secret = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    assert secret - {"database_url"} == SECRETS


def test_every_setting_has_a_row_in_the_readme() -> None:
    """By its whole name, or by its last words beside its siblings."""
    rows = [line for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines() if "DOWNLINK_" in line]
    names = {name: f"DOWNLINK_{name.upper()}" for name in Settings.model_fields}
    missing = [
        name
        for name, whole in names.items()
        if not any(
            f"`{whole}`" in row or (whole[:12] in row and f"`_{whole.rpartition('_')[2]}`" in row) for row in rows
        )
    ]
    assert missing == []


def test_awkward_values_survive_the_file(tmp_path: Path) -> None:
    """Quotes, backslashes and other scripts."""
    value = 'sqlite:///C:\\news "é" 新闻.db'
    text = composed({"database_url": value, "web_port": 0}, frozenset(), {})
    (tmp_path / "downlink.toml").write_text(text, encoding="utf-8")
    settings = load({}, tmp_path)
    assert settings.database_url.get_secret_value() == value and settings.web_port == 0


def test_a_wrong_public_key_is_asked_for_again() -> None:
    """At once: what was typed before is kept, and what comes after is still asked."""
    typed = ("", "y", "abc.def.ghi", "my-key", "AB" * 33, "AB" * 32, "n", "", "0")
    with CliRunner().isolation(input="".join(f"{line}\n" for line in typed)) as streams:
        values = _asked(Asking({}, quiet=False), "sqlite:///x.db")
        shown = streams[1].getvalue().decode()
    assert (values["discord_token"], values["discord_public_key"]) == ("abc.def.ghi", "AB" * 32)
    assert shown.count("That is no public key: the 64 hexadecimal digits") == 2 and values["web_port"] == 0
