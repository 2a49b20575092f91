"""What there is to type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.blocks import Block, Bullets, Fields, Heading, Note, Paragraph
from bot.replies import Kind, Reply
from bot.spans import Code, line
from bot.store.values import Role

if TYPE_CHECKING:
    from bot.commands.registry import Command


# What every member may ask about a place and about themselves; Discord hides the admins' command from them.
_MEMBERS = {"discord": ("/downlink-info list", "/mydata export")}
_ELSEWHERE = ("/downlink list", "/downlink export me")


def every(commands: Sequence[Command], group: str | None = None, platform: str = "") -> Reply:
    """List commands with an example each: those that anybody asks, or those of a group."""
    posted, stored = _MEMBERS.get(platform, _ELSEWHERE)
    members = line(
        "Anybody sees what is posted here: ", Code(posted), ", and what is stored about them: ", Code(stored), ". "
    )
    title = f"What editors and admins can do with /{group}" if group else "What you can ask"
    more = line("More on one: ", Code(f"/help {commands[0].verb}" if group else "/help who"))
    note = line(
        "A period is like 24h, 7 days, yesterday, since 3 May or April 2022. "
        "Quotation marks keep words together. What editors and admins can do: ",
        Code("/help downlink"),
        ". ",
        *members,
        *more,
    )
    return Reply(
        Kind.HELP,
        title,
        (
            Heading(line(title)),
            Fields(tuple((command.usage, line(command.help)) for command in commands)),
            Heading(line("For example"), 2),
            Bullets(tuple(line(Code(command.examples[-1])) for command in commands if command.examples)),
            Note(line(*members, *more) if group else note),
        ),
    )


def one(command: Command) -> Reply:
    """Explain one command."""
    blocks: list[Block] = [Heading(line(Code(command.usage))), Paragraph(line(command.help))]
    if command.arguments:
        blocks.append(Fields(tuple((a.name, line(a.help.rstrip(".") + _closed(a.choices))) for a in command.arguments)))
    if command.needs is not Role.VIEWER:
        blocks.append(Note(line(f"For {command.needs}s.")))
    if command.aliases:
        blocks.append(Note(line("The same: ", *(Code(f"/{alias}") for alias in command.aliases))))
    blocks += [Heading(line("For example"), 2), Bullets(tuple(line(Code(example)) for example in command.examples))]
    return Reply(Kind.HELP, command.usage, tuple(blocks))


def _closed(choices: Sequence[str]) -> str:
    return f": {', '.join(choices)}" if choices else ""
