"""A native interaction, decoded: the same from the gateway and over HTTP. Pure.

https://docs.discord.com/developers/interactions/receiving-and-responding
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from bot.replies import Destination

if TYPE_CHECKING:
    import discord

NAME = "discord"
EPHEMERAL = 64
_ADMINISTRATOR, _MANAGE_CHANNELS, _MANAGE_GUILD = 1 << 3, 1 << 4, 1 << 5
_SEND_MESSAGES, _SEND_IN_THREADS = 1 << 11, 1 << 38
_THREADS = (10, 11, 12)  # channel types
_BY_SERVER = "0"  # key of authorizing_integration_owners


class Type(IntEnum):
    """What kind of interaction it is."""

    PING = 1
    COMMAND = 2
    COMPONENT = 3
    COMPLETION = 4
    FORM = 5


@dataclass(frozen=True, slots=True)
class Received:
    """An interaction. ``data`` is as Discord sends it; ``token`` answers it for 15 minutes."""

    id: str
    token: str = field(repr=False)
    type: int
    application: str
    user: str
    channel: str
    guild: str | None = None
    locale: str = "en"
    permissions: int = 0
    own_permissions: int = 0
    by_server: bool = True  # else the bot is installed to the user alone
    in_thread: bool = False
    data: Mapping[str, Any] = field(default_factory=dict)
    message: str | None = None
    message_flags: int = 0
    message_components: Sequence[Mapping[str, Any]] = ()

    @property
    def destination(self) -> Destination:
        """Where it was given."""
        return Destination(NAME, self.channel, self.guild)

    @property
    def rights(self) -> frozenset[str]:
        """What Discord says that the user may."""
        boss = bool(self.permissions & _ADMINISTRATOR)
        may = {"manage_workspace": _MANAGE_GUILD, "manage_channel": _MANAGE_CHANNELS}
        here = {name for name, bit in may.items() if boss or self.permissions & bit} if self.guild else set()
        return frozenset(here | self._others())

    def _others(self) -> set[str]:
        """Rights in channels that the arguments name: Discord sends the user's permissions there along."""
        found = self.data.get("resolved", {}).get("channels", {})
        return {
            f"manage_channel:{channel}"
            for channel, about in found.items()
            if channel in self.channels and int(about.get("permissions") or 0) & (_ADMINISTRATOR | _MANAGE_CHANNELS)
        }

    @property
    def channels(self) -> frozenset[str]:
        """Channels that were chosen from Discord's own lists: it resolves those of the server alone."""
        found = self.data.get("resolved", {}).get("channels", {}) if self.guild else {}
        return frozenset(id for id, about in found.items() if about.get("guild_id") in (None, self.guild))

    @property
    def may_speak(self) -> bool:
        """Whether the bot may write where this was given, for all to see."""
        needed = _SEND_IN_THREADS if self.in_thread else _SEND_MESSAGES
        return self.guild is None or bool(self.own_permissions & (needed | _ADMINISTRATOR))

    @property
    def own_message(self) -> bool:
        """Whether what was used is on a message that only its user sees."""
        return bool(self.message_flags & EPHEMERAL)

    def options(self) -> tuple[tuple[str, ...], list[Mapping[str, Any]]]:
        """Give the path of subcommands, and the options at its end."""
        path, options = [str(self.data.get("name", ""))], list(self.data.get("options") or ())
        while options and options[0].get("type") in (1, 2):
            path.append(str(options[0]["name"]))
            options = list(options[0].get("options") or ())
        return tuple(path), options

    def inputs(self) -> dict[str, str]:
        """Give what was put into a form."""
        return dict(_inputs(self.data.get("components") or ()))


def _inputs(components: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for each in components:
        yield from _inputs(each.get("components") or ())
        if inner := each.get("component"):
            yield from _inputs([inner])
        if "custom_id" in each:
            chosen = [str(value) for value in each.get("values") or ()]
            yield str(each["custom_id"]), chosen[0] if chosen else str(each.get("value") or "")


def decoded(payload: Mapping[str, Any]) -> Received:
    """Decode an interaction as Discord sends it. Raises KeyError, TypeError or ValueError where it is none."""
    member, message = payload.get("member") or {}, payload.get("message") or {}
    channel = payload.get("channel") or {}
    return Received(
        id=str(payload["id"]),
        token=str(payload["token"]),
        type=int(payload["type"]),
        application=str(payload["application_id"]),
        user=str((member.get("user") or payload.get("user") or {}).get("id", "")),
        channel=str(payload.get("channel_id") or channel.get("id") or ""),
        guild=str(payload["guild_id"]) if payload.get("guild_id") else None,
        locale=str(payload.get("locale") or "en"),
        permissions=int(member.get("permissions") or 0),
        own_permissions=int(payload.get("app_permissions") or 0),
        by_server=_BY_SERVER in (payload.get("authorizing_integration_owners") or {_BY_SERVER: ""}),
        in_thread=channel.get("type") in _THREADS,
        data=payload.get("data") or {},
        message=str(message["id"]) if message else None,
        message_flags=int(message.get("flags") or 0),
        message_components=message.get("components") or (),
    )


def converted(native: discord.Interaction) -> Received:
    """Take over what the library decoded."""
    message = native.message
    return Received(
        id=str(native.id),
        token=native.token,
        type=int(native.type.value),
        application=str(native.application_id),
        user=str(native.user.id),
        channel=str(native.channel_id or ""),
        guild=str(native.guild_id) if native.guild_id else None,
        locale=str(native.locale.value),
        permissions=native.permissions.value,
        own_permissions=native.app_permissions.value,
        by_server=native.is_guild_integration() or not native.is_user_integration(),
        in_thread=getattr(getattr(native.channel, "type", None), "value", None) in _THREADS,
        data=native.data or {},
        message=str(message.id) if message else None,
        message_flags=message.flags.value if message else 0,
        message_components=[dict(each.to_dict()) for each in message.components] if message else (),
    )
