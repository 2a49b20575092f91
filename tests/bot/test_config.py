"""Settings: where they come from, and how mistakes in them are told."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.config import Settings, load
from bot.mistakes import SettingsError

URL = "sqlite:///some.db"


def said(environ: dict[str, str], directory: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        load(environ, directory)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def toml(directory: Path, text: str) -> Path:
    path = directory / "downlink.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    """The defaults are a file database in the user's data directory and a web port on loopback."""
    settings = load({}, tmp_path)
    assert settings.database_url.get_secret_value().endswith("downlink.db")
    assert (settings.web_host, settings.web_port, settings.log) == ("127.0.0.1", 8080, None)


def test_options_win_over_the_environment_over_the_file(tmp_path: Path) -> None:
    """Each later source replaces the value of an earlier one, key by key."""
    toml(tmp_path, 'web_port = 1\nweb_host = "::1"\nlog = "json"\n')
    settings = load({"DOWNLINK_WEB_PORT": "2", "DOWNLINK_WEB_HOST": "0.0.0.0"}, tmp_path, web_port=3)
    assert (settings.web_port, settings.web_host, settings.log) == (3, "0.0.0.0", "json")


def test_the_file_may_be_elsewhere(tmp_path: Path) -> None:
    """DOWNLINK_CONFIG names it."""
    path = toml(tmp_path, "web_port = 9\n")
    assert load({"DOWNLINK_CONFIG": str(path)}, tmp_path / "elsewhere").web_port == 9


def test_secrets_may_be_in_files(tmp_path: Path) -> None:
    """X_FILE gives the content of a file, without the line feed at its end."""
    (tmp_path / "token").write_text("xoxb-secret\n", encoding="utf-8")
    settings = load({"DOWNLINK_SLACK_BOT_TOKEN_FILE": str(tmp_path / "token")}, tmp_path)
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-secret"


def test_the_file_may_name_files_of_secrets(tmp_path: Path) -> None:
    """As seen from its own folder, wherever one starts from."""
    (tmp_path / "token").write_text("xoxb-secret\n", encoding="utf-8")
    path = toml(tmp_path, 'slack_bot_token_file = "token"\n')
    settings = load({"DOWNLINK_CONFIG": str(path)}, tmp_path / "elsewhere")
    assert settings.slack_bot_token is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-secret"


def test_a_secret_and_its_file_in_the_file(tmp_path: Path) -> None:
    """Which is meant can't be known."""
    toml(tmp_path, 'slack_bot_token_file = "token"\nslack_bot_token = "x"\n')
    assert "Both slack_bot_token and slack_bot_token_file" in said({}, tmp_path)


def test_a_secrets_file_that_is_away(tmp_path: Path) -> None:
    """It is named, with the setting that names it."""
    toml(tmp_path, 'slack_bot_token_file = "token"\n')
    text = said({}, tmp_path)
    assert "slack_bot_token_file" in text and str(tmp_path / "token") in text


def test_secrets_never_show(tmp_path: Path) -> None:
    """Neither in repr nor in what can be dumped."""
    names = [n for n in Settings.model_fields if n.endswith(("_token", "_secret", "_key")) and "public" not in n]
    environ = {f"DOWNLINK_{name.upper()}": "canary" for name in names}
    settings = load(environ | {"DOWNLINK_DATABASE_URL": "postgresql://u:canary@h/d"}, tmp_path)
    assert len(names) >= 6
    assert "canary" not in repr(settings) + str(settings) + settings.model_dump_json()


def test_settings_are_frozen(tmp_path: Path) -> None:
    """Nothing changes them once loaded."""
    with pytest.raises(ValidationError):
        load({}, tmp_path).web_port = 1


@pytest.mark.parametrize(
    ("name", "value", "parts"),
    [
        ("WEB_PRT", "1", ["DOWNLINK_WEB_PRT", "environment", "DOWNLINK_WEB_PORT"]),
        ("WEB_PORT", "many", ["web_port", "DOWNLINK_WEB_PORT", "0 to 65535"]),
        ("WEB_PORT", "65536", ["0 to 65535"]),
        ("DATABASE_URL", "mysql://canary", ["database_url", "sqlite:///"]),
        ("LOG", "xml", ["log", "console", "json"]),
        ("SLACK_API_URL", "ftp://x", ["slack_api_url", "https://"]),
        ("DISCORD_PUBLIC_KEY", "abc", ["discord_public_key", "64 hexadecimal"]),
        ("SECRET_KEY_FILE", "/no/such/file", ["DOWNLINK_SECRET_KEY_FILE", "/no/such/file", "No such file"]),
        ("CONFIG", "/no/such/file", ["/no/such/file", "DOWNLINK_CONFIG"]),
    ],
)
def test_a_mistake_names_setting_source_and_what_is_right(
    name: str, value: str, parts: list[str], tmp_path: Path
) -> None:
    """One line with all three, and never the value of what may be secret."""
    sentence = said({f"DOWNLINK_{name}": value}, tmp_path)
    assert [part for part in parts if part not in sentence] == []
    assert "canary" not in sentence


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('databse_url = "x"', ["databse_url", "downlink.toml", "database_url"]),
        ("web_port = [1]", ["web_port", "downlink.toml"]),
        ("web_port = ", ["downlink.toml", "TOML"]),
        ("[downlink]\nweb_port = 1", ["downlink", "downlink.toml", "no setting"]),
    ],
)
def test_a_mistake_in_the_file(text: str, parts: list[str], tmp_path: Path) -> None:
    """The file is named in the line."""
    toml(tmp_path, text)
    sentence = said({}, tmp_path)
    assert [part for part in parts if part not in sentence] == []


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    """Binary content is told as what it is."""
    (tmp_path / "downlink.toml").write_bytes(b"\xff\xfe\x00")
    assert "TOML" in said({}, tmp_path)


def test_a_value_and_its_file_exclude_each_other(tmp_path: Path) -> None:
    """Nobody could tell which is meant."""
    assert "set one" in said({"DOWNLINK_LLM_KEY": "a", "DOWNLINK_LLM_KEY_FILE": "/x"}, tmp_path)


def test_every_name_of_the_operators_page_is_known(tmp_path: Path) -> None:
    """Variables of parts that come later are accepted and kept."""
    names = """database_url secret_key discord_token discord_api_url discord_gateway_url discord_public_key
        slack_bot_token slack_app_token slack_api_url slack_signing_secret slack_client_id slack_client_secret
        web_host web_port llm_url llm_model llm_key spacy_model log
        quota_subscriptions quota_feeds quota_runs quota_follows
            retention_articles retention_editions retention_attempts feeds feeds_every""".split()
    assert set(names) == set(Settings.model_fields)


def test_the_suites_own_variables_are_left_alone(tmp_path: Path) -> None:
    """DOWNLINK_TEST_… belongs to the tests."""
    load({"DOWNLINK_TEST_POSTGRES_URL": "x", "PATH": "/bin"}, tmp_path)


def test_an_empty_variable_counts_as_unset(tmp_path: Path) -> None:
    """As a container's definition may leave it."""
    assert load({"DOWNLINK_LLM_URL": ""}, tmp_path).llm_url is None


@pytest.mark.parametrize(("name", "value", "right"), [
    ("RETENTION_ARTICLES", "59", "a number of days from 60 is needed, or 0 to keep them for ever"),
    ("RETENTION_EDITIONS", "-1", "a number of days from 30 is needed"),
    ("RETENTION_ATTEMPTS", "a year", "a number of days is needed, 0 to keep them for ever"),
])  # fmt: skip
def test_how_long_things_are_kept(tmp_path: Path, name: str, value: str, right: str) -> None:
    """Nothing that still decides anything may go."""
    with pytest.raises(SettingsError, match=right):
        load({f"DOWNLINK_{name}": value}, tmp_path)
