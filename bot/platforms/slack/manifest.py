"""The app manifest: what a newcomer pastes at https://api.slack.com/apps to make the app. Pure.

https://docs.slack.dev/reference/app-manifest. Scopes are as few as do the work, each with its reason.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.commands.registry import Command, Registry
from bot.platforms.slack.limits import shortened
from bot.platforms.slack.names import ALL, MOST, direct_name

INSTALL, REDIRECT, EVENTS = "/slack/install", "/slack/oauth_redirect", "/slack/events"
SHORTCUT = "whos_in_this"
SCOPES: Mapping[str, str] = {
    "commands": "to be asked with /downlink and its shorter names, and by the message shortcut",
    "chat:write": "to post digests, and to answer",
    "app_mentions:read": "to be asked by name, as in “@Downlink who is Rogozin?”; no other message is sent to it",
    "users:read": "to know who runs the workspace and may change schedules, and whose “yesterday” is meant",
    "channels:history": "to look, where Slack's answer to a post was lost, whether it is there: so none comes twice",
    "groups:history": "the same, in private channels that it is invited to",
    "im:history": "the same, in its own conversations with those who follow somebody, and no others",
    "im:write": "to find those conversations; it writes in them by chat:write",
}
APP_SCOPES: Mapping[str, str] = {"connections:write": "to connect by Socket Mode (an app-level token's)"}
BOT_EVENTS: Mapping[str, str] = {
    "app_mention": "somebody asks by name",
    "app_home_opened": "somebody opens the Home, which is filled then",
    "app_uninstalled": "the app was removed: its token is deleted at once",
    "tokens_revoked": "the same",
}
_TEXT, _HINT = 140, 1_000  # characters: of descriptions; of usage hints, by far
_ABOUT = (
    "Space news in short, every sentence cited, and a dossier of everyone in the news.\n\n"
    "Ask with /downlink help, by mention, or with the message shortcut “Who's in this?”. "
    "Answers are for you alone until you share them. Messages that mention Downlink are read; and where Slack's answer "
    "to a post was lost, what came after is looked through for that post. No others are read, and none is kept."
)


def manifest(registry: Registry, url: str | None = None) -> dict[str, Any]:
    """Make the manifest. ``url``: where the bot is reached over HTTP; None for Socket Mode."""
    base = url.rstrip("/") if url else None
    request: dict[str, Any] = {"request_url": base + EVENTS} if base else {}
    redirect = {"redirect_urls": [base + REDIRECT]} if base else {}
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": "Downlink",
            "description": "Space news digests and dossiers, every sentence cited",
            "long_description": _ABOUT,
            "background_color": "#16213e",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "Downlink", "always_online": True},
            "shortcuts": [
                {
                    "name": "Who's in this?",
                    "type": "message",
                    "callback_id": SHORTCUT,
                    "description": "Who of the stored names is in a message",
                }
            ],
            "slash_commands": list(_commands(registry, base)),
        },
        "oauth_config": redirect | {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": request | {"bot_events": list(BOT_EVENTS)},
            "interactivity": {"is_enabled": True} | request,
            "org_deploy_enabled": False,
            "socket_mode_enabled": base is None,
            "token_rotation_enabled": False,
        },
    }


def _commands(registry: Registry, base: str | None) -> Iterator[dict[str, Any]]:
    address = {"url": base + EVENTS} if base else {}
    named = [(name, command) for command in registry.commands if (name := direct_name(command))]
    yield {
        "command": f"/{ALL}",
        "description": "Space news: help shows everything that can be asked and set",
        "usage_hint": "help | digest | who NAME | subscribe daily 08:00 | …",
        "should_escape": True,
    } | address
    for name, command in named[: MOST - 1]:
        yield _command(name, command) | address


def _command(name: str, command: Command) -> dict[str, Any]:
    made: dict[str, Any] = {
        "command": f"/{name}",
        "description": shortened(command.help.rstrip("."), _TEXT),
        "should_escape": True,
    }
    hint = command.usage.partition(" ")[2]
    return made | ({"usage_hint": shortened(hint, _HINT)} if hint else {})


def as_json(made: Mapping[str, Any]) -> str:
    """Write it as JSON."""
    return json.dumps(made, indent=2, ensure_ascii=False) + "\n"


def as_yaml(made: Mapping[str, Any]) -> str:
    """Write it as YAML, with the reason of each scope and event beside it."""
    where = "by Socket Mode: no public address is needed" if made["settings"]["socket_mode_enabled"] else "over HTTP"
    head = (
        "# Downlink for Slack, connected " + where + ".\n"
        "# 1. https://api.slack.com/apps → Create New App → From a manifest → the workspace → YAML: paste this.\n"
        "# 2. Install it to the workspace; OAuth & Permissions then shows the bot token (DOWNLINK_SLACK_BOT_TOKEN).\n"
    )
    if made["settings"]["socket_mode_enabled"]:
        head += (
            "# 3. Basic Information → App-Level Tokens → Generate, with the scope connections:write\n"
            "#    (DOWNLINK_SLACK_APP_TOKEN).\n"
        )
    else:
        head += "# 3. Basic Information shows the signing secret (DOWNLINK_SLACK_SIGNING_SECRET).\n"
    return head + "\n".join(_yaml(made, 0)) + "\n"


def _yaml(value: Any, depth: int) -> Iterator[str]:
    """Lay out mappings, lists and scalars; texts as JSON writes them, which YAML reads."""
    pad = "  " * depth
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if isinstance(inner, Mapping | list) and inner:
                yield f"{pad}{name}:"
                yield from _yaml(inner, depth + 1)
            else:
                yield f"{pad}{name}: {json.dumps(inner, ensure_ascii=False)}"
        return
    for item in value:
        lines = list(_yaml(item, depth + 1)) if isinstance(item, Mapping | list) else [_noted(item)]
        yield f"{pad}- {lines[0].strip()}"
        yield from lines[1:]


def _noted(item: Any) -> str:
    reason = SCOPES.get(item) or BOT_EVENTS.get(item) if isinstance(item, str) else None
    text = json.dumps(item, ensure_ascii=False)
    return f"{text}  # {reason}" if reason else text


def reasons() -> Sequence[tuple[str, str]]:
    """List every scope with its reason, for the guide."""
    return [*SCOPES.items(), *APP_SCOPES.items()]
