"""A reply as the very messages that a chat platform would be sent, a line of JSON each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.app import App
    from bot.replies import Reply

PLATFORMS = ("slack", "discord")


async def payloads(app: App, platform: str, command: str, reply: Reply) -> list[dict[str, Any]]:
    """Render as the platform's adapter does, for the asker, with what is offered below; nothing is sent."""
    render = import_module(f"bot.platforms.{platform}.render")
    offers = render.Offers(again=command, share=reply.shareable)
    long = render.long_commands(reply, command if reply.shareable else "")
    keys = await app.desk.recall(lambda memory: {each: memory.keep_action(each) for each in long}) if long else {}
    made: list[dict[str, Any]] = render.render(reply, offers if reply.shareable else render.Offers(), keys=keys)
    return made
