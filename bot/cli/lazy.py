"""Click groups whose commands are imported when they run, so that help is instant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

import click


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command lives (``module:name``) and its line in the list."""

    target: str
    help: str

    def load(self) -> click.Command:
        """Import the command."""
        module, _, name = self.target.partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command


class LazyGroup(click.Group):
    """A group over a table of entries."""

    entries: Mapping[str, Entry]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Keep the table's order."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one asked for."""
        entry = self.entries.get(cmd_name)
        return entry.load() if entry else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List without importing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.help) for name, entry in self.entries.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Suggest the nearest name for one that is not there."""
        if args and args[0] not in self.entries and not args[0].startswith("-"):
            from bot.nearest import nearest

            near = nearest(args[0], self.entries)
            hint = f'did you mean "{ctx.command_path} {near}"?' if near else f'see "{ctx.command_path} --help".'
            raise click.UsageError(f'there is no command "{args[0]}": {hint}', ctx)
        return super().resolve_command(ctx, args)


def lazy_group(entries: Mapping[str, Entry]) -> Callable[[Callable[..., object]], click.Group]:
    """Declare a group by its table."""

    def made(function: Callable[..., object]) -> click.Group:
        group = click.group(cls=LazyGroup)(function)
        group.entries = entries
        return group

    return made
