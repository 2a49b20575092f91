"""Who may do what. Pure: what the platform says of somebody, and what was granted to them → a role, by channel.

Whoever manages the workspace is an admin; whoever manages a channel is an editor there; either can be granted.
At the terminal sits the operator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.mistakes import NotAllowed
from bot.replies import Invocation
from bot.store.values import Grant, Role

MANAGE_WORKSPACE = "manage_workspace"
MANAGE_CHANNEL = "manage_channel"
_ORDER = tuple(Role)
_WORKSPACE = {"discord": "server", "slack": "workspace"}


def at_least(role: Role, needed: Role) -> bool:
    """Compare two roles."""
    return _ORDER.index(role) >= _ORDER.index(needed)


def highest(roles: Iterable[Role]) -> Role:
    """Pick the role that allows most; a viewer's where there is none."""
    return max(roles, key=_ORDER.index, default=Role.VIEWER)


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may: ``everywhere`` in the installation, and more in some ``channels``."""

    everywhere: Role = Role.VIEWER
    channels: Mapping[str, Role] = field(default_factory=dict)

    def at(self, channel: str) -> Role:
        """Give the role in a channel."""
        return highest((self.everywhere, self.channels.get(channel, Role.VIEWER)))

    @property
    def most(self) -> Role:
        """The highest role, wherever it holds."""
        return highest((self.everywhere, *self.channels.values()))


def rights_of(invocation: Invocation, grants: Iterable[Grant]) -> Rights:
    """Judge by what the platform reports with an invocation and by the grants to its user."""
    if invocation.platform == "terminal" or MANAGE_WORKSPACE in invocation.rights:
        return Rights(Role.ADMIN)
    everywhere, channels = Role.VIEWER, dict[str, Role]()
    for right in invocation.rights:
        name, _, channel = right.partition(":")
        if name == MANAGE_CHANNEL:
            channels[channel or invocation.destination.channel] = Role.EDITOR
    for grant in grants:
        if grant.channel is None:
            everywhere = highest((everywhere, grant.role))
        else:
            channels[grant.channel] = highest((channels.get(grant.channel, Role.VIEWER), grant.role))
    return Rights(everywhere, channels)


def require(rights: Rights, needed: Role, platform: str, channel: str | None = None) -> None:
    """Raise NotAllowed unless the role is held: in that channel, or (None) in the whole installation."""
    held = rights.everywhere if channel is None else rights.at(channel)
    if not at_least(held, needed):
        raise NotAllowed(refusal(needed, platform, elsewhere=at_least(rights.most, needed)))


def refusal(needed: Role, platform: str, *, elsewhere: bool = False) -> str:
    """Say what is missing and who can give it."""
    workspace = _WORKSPACE.get(platform, "workspace")
    by = f"whoever manages this {workspace} can allow it with /downlink grant."
    if needed is Role.ADMIN:
        return f"Only admins may do that: {by}"
    if elsewhere:
        return f"You are an editor of another channel, not of this one: {by}"
    return f"Only editors of the channel may do that: {by}"
