"""``downlink ask``: any chat command, answered from the stored articles."""

from __future__ import annotations

import click

from bot.cli.opening import asked
from bot.cli.showing import screen, show

_LATER = ("slack", "discord")


@click.command()
@click.argument("command", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", *_LATER]),
    default="text",
    show_default=True,
    help="As the terminal shows it, or the neutral reply.",
)
@click.option("--user", default="operator", show_default=True, help="Who asks.")
@click.option("--channel", default="prompt", show_default=True, help="Where it is asked.")
def ask(command: tuple[str, ...], form: str, user: str, channel: str) -> int:
    """Answer one chat command from the stored articles.

    Example: downlink ask "/who Rogozin"
    """
    if form in _LATER:
        raise click.UsageError(f"the format {form} is not there yet: use --format text or --format json.")
    from bot.platforms.terminal.zone import zone_name
    from bot.replies import Destination

    destination, zone = Destination("terminal", channel), zone_name(screen().zone)
    line = " ".join(command)
    reply = asked(lambda app: app.answer_line(line, destination=destination, user=user, zone=zone))
    return show(reply, form)
