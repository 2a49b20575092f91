"""What there is to type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.blocks import Block, Bullets, Fields, Heading, Note, Paragraph
from bot.replies import Kind, Reply
from bot.spans import Code, line

if TYPE_CHECKING:
    from bot.commands.registry import Command


def every(commands: Sequence[Command]) -> Reply:
    """List all commands with an example each."""
    return Reply(
        Kind.HELP,
        "What you can ask",
        (
            Heading(line("What you can ask")),
            Fields(tuple((command.usage, line(command.help)) for command in commands)),
            Heading(line("For example"), 2),
            Bullets(tuple(line(Code(command.examples[-1])) for command in commands if command.examples)),
            Note(
                line(
                    "A period is like 24h, 7 days, yesterday, since 3 May or April 2022. "
                    "Quotation marks keep words together. More on one: ",
                    Code("/help who"),
                )
            ),
        ),
    )


def one(command: Command) -> Reply:
    """Explain one command."""
    blocks: list[Block] = [Heading(line(Code(command.usage))), Paragraph(line(command.help))]
    if command.arguments:
        blocks.append(Fields(tuple((a.name, line(a.help.rstrip(".") + _closed(a.choices))) for a in command.arguments)))
    if command.aliases:
        blocks.append(Note(line("The same: ", *(Code(f"/{alias}") for alias in command.aliases))))
    blocks += [Heading(line("For example"), 2), Bullets(tuple(line(Code(example)) for example in command.examples))]
    return Reply(Kind.HELP, command.usage, tuple(blocks))


def _closed(choices: Sequence[str]) -> str:
    return f": {', '.join(choices)}" if choices else ""
