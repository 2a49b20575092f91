"""``downlink demo``: a first look, without an account or a network."""

from __future__ import annotations

import sys
from contextlib import ExitStack

import click

SHOWN = ("/digest 11 Jul to 16 Jul 2022", "/who Rogozin")


@click.command()
def demo() -> int:
    """Show a digest and a dossier from a sample archive, then start a prompt.

    Everything happens in a temporary database that is gone afterwards.

    Example: downlink demo
    """
    click.echo("Downlink: the news of a sample archive, every sentence cited.")
    sys.stdout.flush()  # on screen before anything heavy is imported
    from bot.cli.progress import taking
    from bot.cli.prompt import talk
    from bot.sampling import sample_app

    with ExitStack() as stack:
        with taking("Storing the sample archive:") as taken:
            app = stack.enter_context(sample_app(taken.note))
        return talk(app, None, first=SHOWN, stay=sys.stdin.isatty() and sys.stdout.isatty())
