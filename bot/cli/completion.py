"""``downlink completion``: scripts for shells, made by click."""

from __future__ import annotations

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script of SHELL.

    Example: downlink completion bash > ~/.local/share/bash-completion/completions/downlink
    """
    from click.shell_completion import get_completion_class

    from bot.cli.main import downlink

    made = get_completion_class(shell)
    assert made is not None  # click has all three
    click.echo(made(downlink, {}, "downlink", "_DOWNLINK_COMPLETE").source())
