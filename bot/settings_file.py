"""The settings file that ``downlink init`` writes: every setting with its meaning, those not set as comments. Pure but
for :func:`write`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from bot.settings_words import MEANINGS

SECRETS = frozenset(
    {"secret_key", "discord_token", "slack_bot_token", "slack_app_token", "slack_signing_secret",
     "slack_client_secret", "llm_key"}
)  # fmt: skip
FOLDER = "secrets"
_HEAD = """\
# Downlink's settings. The environment wins over this file: DOWNLINK_WEB_PORT over web_port.
# Secrets stand in files of their own (NAME_file = "path", from this file's folder), or in the environment.
# “downlink doctor” checks all of it.
"""


def composed(values: Mapping[str, str | int], in_files: frozenset[str], defaults: Mapping[str, object]) -> str:
    """Write the file's text.

    Args:
        values: what was chosen, without secrets.
        in_files: the secrets that have files of their own.
        defaults: what is shown, commented out, for what was not chosen.
    """
    lines = [_HEAD]
    for name, meaning in MEANINGS.items():
        lines.append(f"# {meaning}")
        if name in in_files:
            lines.append(f'{name}_file = "{FOLDER}/{name}"')
        elif name in values:
            lines.append(f"{name} = {_toml(values[name])}")
        elif name in SECRETS:
            lines.append(f"# {name}: DOWNLINK_{name.upper()} in the environment")
        else:
            default = defaults.get(name)
            lines.append(f"# {name} = {_toml(default) if isinstance(default, int | str) else '…'}")
        lines.append("")
    return "\n".join(lines)


def _toml(value: object) -> str:
    """Write a value; JSON's strings are TOML's basic strings, but for one escape that paths don't have."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def write(path: Path, text: str, secrets: Mapping[str, str]) -> None:
    """Write secrets and then the file, none of them readable by others, each whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if secrets:
        folder = path.parent / FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        for name, secret in secrets.items():
            _place(folder / name, secret + "\n")
    _place(path, text)


def _place(path: Path, text: str) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
