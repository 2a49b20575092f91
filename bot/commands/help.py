"""``/help``: what is there, with examples."""

from __future__ import annotations

from bot.commands.arguments import Argument, ArgumentKind
from bot.commands.desk import Desk
from bot.commands.registry import Call, Command, Registry, command
from bot.presenters import help as presented
from bot.replies import Reply


def help_over(commands: tuple[Command, ...]) -> Command:
    """Declare help over a table of commands, itself included."""

    @command(
        "help",
        "What is there, with examples.",
        Argument("command", ArgumentKind.TEXT, "A command"),
        examples=("/help", "/help who"),
    )
    async def helped(call: Call, desk: Desk) -> Reply:
        """List the commands, or explain one."""
        verb = call.get("command")
        table = Registry((*commands, helped))
        return presented.one(table.find(verb.strip("/ "))) if verb else presented.every(table.commands)

    return helped
