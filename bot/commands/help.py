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
        Argument("command", ArgumentKind.TEXT, "A command, or downlink for those of editors and admins"),
        examples=("/help", "/help who"),
    )
    async def helped(call: Call, desk: Desk) -> Reply:
        """List the commands, or explain one."""
        words = (call.get("command") or "").replace("/", " ").split()
        table = Registry((*commands, helped))
        group = words[0].casefold() if words else None
        grouped = [each for each in table.commands if each.group == group]
        if group is None or (grouped and len(words) == 1):
            return presented.every(grouped, group, call.invocation.platform)
        return presented.one(table.find(words[1] if grouped else words[0]))

    return helped
