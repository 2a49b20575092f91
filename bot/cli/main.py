"""The root of the command line and its one error boundary."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from bot.cli.lazy import Entry, lazy_group

COMMANDS = {
    "inspect": Entry("bot.cli.inspect:inspect", "Show what is read in articles, pages and feeds."),
}

DONE, PARTLY, UNUSABLE, UNEXPECTED, INTERRUPTED = 0, 1, 2, 70, 130


@lazy_group(COMMANDS)
@click.version_option(package_name="downlink", prog_name="downlink", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected failure.")
def downlink(debug: bool) -> None:
    """Space news digests and dossiers, every sentence cited."""


def run(arguments: Sequence[str]) -> int:
    """Run one command line; give its exit status. Never raises but for ``--debug``."""
    try:
        status = downlink.main(list(arguments), prog_name="downlink", standalone_mode=False)
    except click.ClickException as mistake:
        return _mistaken(mistake)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads: nothing left to say
        return PARTLY
    except Exception as problem:
        return _failed(problem, debug="--debug" in arguments)
    return status if isinstance(status, int) else DONE


def _mistaken(mistake: click.ClickException) -> int:
    context = getattr(mistake, "ctx", None)
    path = context.command_path if context else "downlink"
    click.echo(f"{path}: {_lower(mistake.format_message())}", err=True)
    return UNUSABLE


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _failed(problem: Exception, *, debug: bool) -> int:
    from digests.errors import DigestsError

    if debug:
        raise problem
    if isinstance(problem, DigestsError):
        click.echo(f"downlink: {problem}", err=True)
        return UNUSABLE
    click.echo(f"downlink: sorry, that failed unexpectedly ({type(problem).__name__}: {problem}).", err=True)
    return UNEXPECTED
