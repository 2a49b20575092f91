"""``downlink init``: ask for what is needed, check it, write a settings file."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.asking import Asking
from bot.cli.status import DONE, PARTLY

if TYPE_CHECKING:
    from bot.config import Settings


@click.command()
@click.option("--yes", is_flag=True, help="Ask nothing: take what the environment has, and defaults.")
@click.option("--overwrite", is_flag=True, help="Replace a settings file that is there.")
@click.option(
    "--secrets",
    type=click.Choice(["files", "environment"]),
    default="files",
    show_default=True,
    help="Where tokens go: files that only you can read, or nowhere, for you to set.",
)
@click.option("--check/--no-check", default=True, show_default=True, help="Try tokens on their platforms.")
@click.pass_context
def init(ctx: click.Context, yes: bool, overwrite: bool, secrets: str, check: bool) -> int:
    """Write a commented settings file: asks for what is needed, and tries tokens on their platforms.

    Example: downlink init --yes --secrets environment
    """
    path = _target(ctx.obj.config, yes, overwrite)
    values = _asked(Asking(os.environ, quiet=yes), ctx.obj.database_url)
    if secrets == "files" and "secret_key" not in values:
        values["secret_key"] = _key(path)
    given = _loaded(values)
    if check and not _checked(given, yes):
        return PARTLY
    _write(path, values, secrets)
    return DONE


def _target(named: Path | None, yes: bool, overwrite: bool) -> Path:
    path = named or Path(os.environ.get("DOWNLINK_CONFIG") or "downlink.toml")
    if not path.exists() or overwrite:
        return path
    if yes or not click.confirm(f"{path} is there already. Replace it?", default=False, err=True):
        raise click.UsageError(f"{path} is there already: --overwrite replaces it, --config FILE names another.")
    return path


def _asked(ask: Asking, database_url: str | None) -> dict[str, Any]:
    """Ask; gives the values that are set, by name."""
    from bot.config import default_database

    default = database_url or default_database().get_secret_value()
    values: dict[str, Any] = {"database_url": ask.text("database_url", "Database", default)}
    if ask.about("discord_token", "Discord", "Put it into Discord? It takes an application's bot token"):
        values["discord_token"] = ask.secret("discord_token", "Discord bot token")
        values["discord_public_key"] = ask.text(
            "discord_public_key", "Public key, for commands over HTTP (or nothing)", wrong=_wrong_key
        )
    if ask.about("slack_bot_token", "Slack", "Put it into Slack? It takes an app's tokens"):
        values["slack_bot_token"] = ask.secret("slack_bot_token", "Slack bot token (xoxb-…)")
        values["slack_app_token"] = ask.secret(
            "slack_app_token", "App-level token for Socket Mode (xapp-…, or nothing)"
        )
        if not values["slack_app_token"]:
            values["slack_signing_secret"] = ask.secret("slack_signing_secret", "Signing secret, for HTTP")
    values["web_host"] = ask.text("web_host", "Web part: address to listen on", "127.0.0.1")
    values["web_port"] = int(ask.number("web_port", "Web part: port (0: none)", 8080))
    for name in ("discord_api_url", "discord_gateway_url", "slack_api_url", "slack_client_id"):
        values[name] = ask.silently(name)
    for name in ("slack_client_secret", "slack_signing_secret"):
        values[name] = values.get(name) or ask.silently(name)
    values["secret_key"] = ask.silently("secret_key")
    return {name: value for name, value in values.items() if value not in (None, "")}


def _wrong_key(text: str) -> str | None:
    """Say what is wrong with a public key now, rather than when all the rest was typed."""
    from bot.config import PUBLIC_KEY, PUBLIC_KEY_IS

    return f"That is no public key: {PUBLIC_KEY_IS}." if text and not re.fullmatch(PUBLIC_KEY, text) else None


def _key(path: Path) -> str:
    """Keep the key that is there, for without it stored tokens could not be read; else make one."""
    from bot.secrets import new_key
    from bot.settings_file import FOLDER

    try:
        return (path.parent / FOLDER / "secret_key").read_text(encoding="utf-8").strip() or new_key()
    except FileNotFoundError:
        return new_key()


def _loaded(values: Mapping[str, Any]) -> Settings:
    """Check the values as a start would. Raises SettingsError."""
    from bot.config import load, secrets_of
    from bot.redaction import conceal

    given = load({}, Path(os.devnull), **values)
    conceal(secrets_of(given))
    return given


def _checked(given: Settings, yes: bool) -> bool:
    """Try what can be tried; where something fails, ask whether to go on."""
    from bot.checks.everything import platforms
    from bot.cli.doctor import show

    found, _ = asyncio.run(platforms(given))
    for finding in found:
        show(finding, err=True)
    if not any(finding.state.value == "failed" for finding in found):
        return True
    if not yes and click.confirm("Write the file all the same?", default=False, err=True):
        return True
    click.echo("Nothing is written; --no-check skips these checks.", err=True)
    return False


def _write(path: Path, values: Mapping[str, Any], where: str) -> None:
    from bot.config import Settings
    from bot.settings_file import FOLDER, SECRETS, composed, write

    secrets = {name: str(value) for name, value in values.items() if name in SECRETS}
    plain = {name: value for name, value in values.items() if name not in SECRETS}
    if "@" in str(plain.get("database_url")):  # may have a password in it
        secrets["database_url"] = str(plain.pop("database_url"))
    kept = secrets if where == "files" else {}
    defaults = {name: field.default for name, field in Settings.model_fields.items()}
    write(path, composed(plain, frozenset(kept), defaults), kept)
    beside = f", and in {path.parent / FOLDER}: {', '.join(sorted(kept))}" if kept else ""
    click.echo(f"Wrote {path}{beside}.")
    if left := sorted(set(secrets) - set(kept)):
        click.echo(f"Set in the environment: {', '.join('DOWNLINK_' + name.upper() for name in left)}.", err=True)
    click.echo("Next: “downlink doctor” checks everything, “downlink run” starts it.", err=True)
