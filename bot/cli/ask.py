"""``downlink ask``: any chat command, answered from the stored articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from bot.cli.opening import asked
from bot.cli.payloads import PLATFORMS, payloads
from bot.cli.showing import screen, show

if TYPE_CHECKING:
    from bot.app import App
    from bot.replies import Invocation, Reply


@click.command()
@click.argument("command", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", *PLATFORMS]),
    default="text",
    show_default=True,
    help="As the terminal shows it, the neutral reply, or a platform's messages.",
)
@click.option("--user", default="operator", show_default=True, help="Who asks.")
@click.option("--channel", default="prompt", show_default=True, help="Where it is asked.")
def ask(command: tuple[str, ...], form: str, user: str, channel: str) -> int:
    """Answer one chat command from the stored articles.

    With --format slack or discord, each line is the JSON of one message as it would be sent.

    Example: downlink ask "/who Rogozin"
    """
    call = _invocation(" ".join(command), form if form in PLATFORMS else "terminal", user, channel)
    if form not in PLATFORMS:
        return show(asked(lambda app: app.answer(call)), form)
    reply, messages = asked(lambda app: _rendered(app, call))
    for message in messages:
        click.echo(json.dumps(message, ensure_ascii=False))
    from bot.cli.status import status_of_outcome

    return status_of_outcome(reply.outcome)


def _invocation(line: str, platform: str, user: str, channel: str) -> Invocation:
    """Ask as the operator, who may do everything."""
    import uuid

    from bot.platforms.terminal.zone import zone_name
    from bot.replies import Destination, Invocation

    place = None if platform == "terminal" else "-"
    rights = frozenset({"manage_workspace"})
    where = Destination(platform, channel, place)
    return Invocation(uuid.uuid4().hex, user, where, "", line, zone=zone_name(screen().zone), rights=rights)


async def _rendered(app: App, call: Invocation) -> tuple[Reply, list[dict[str, Any]]]:
    reply = await app.answer(call)
    return reply, await payloads(app, call.platform, call.text, reply)
