"""The invitation link, and what the bot asks for: as little as does the work."""

from __future__ import annotations

from urllib.parse import urlencode

# Each with its reason; the README repeats them. https://docs.discord.com/developers/topics/permissions
PERMISSIONS = {
    "View Channel": (1 << 10, "to find the channel of a schedule, and its own posts after an uncertain send"),
    "Send Messages": (1 << 11, "to post digests"),
    "Embed Links": (1 << 14, "a story is an embed; without this Discord drops it in silence"),
    "Read Message History": (1 << 16, "to look for its own post before it sends one again, so that none comes twice"),
    "Send Messages in Threads": (1 << 38, "to post digests in threads"),
    "Create Public Threads": (1 << 35, "where a channel wants headlines with the rest in a thread"),
}
SCOPES = ("bot", "applications.commands")


def invite_url(application_id: str, *, personal: bool = False) -> str:
    """Make the link that adds the bot to a server, or with ``personal`` to a user's own account."""
    asked = {"client_id": application_id, "integration_type": "1", "scope": "applications.commands"}
    if not personal:
        bits = sum(bit for bit, _ in PERMISSIONS.values())
        asked |= {"integration_type": "0", "scope": " ".join(SCOPES), "permissions": str(bits)}
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"
