"""``downlink invite``: how the bot gets into a server."""

from __future__ import annotations

import asyncio
import json

import click

from bot.cli.opening import settings
from bot.cli.showing import FORMAT
from bot.cli.status import DONE


@click.group()
def invite() -> None:
    """Print the link that adds the bot to a server.

    Example: downlink invite discord
    """


@invite.command()
@click.option("--application-id", metavar="ID", help="The application's id; otherwise Discord is asked, by the token.")
@click.option("--personal", is_flag=True, help="For one's own account instead of a server.")
@FORMAT
def discord(application_id: str | None, personal: bool, form: str) -> int:
    """Print the link that adds the bot to a Discord server, and what it asks for, with the reason of each.

    Example: downlink invite discord --application-id 1000000000000000001
    """
    from bot.platforms.discord.invite import PERMISSIONS, invite_url

    link = invite_url(_checked(application_id) if application_id else _application(), personal=personal)
    asked = {} if personal else {name: reason for name, (_, reason) in PERMISSIONS.items()}
    if form == "json":
        click.echo(json.dumps({"url": link, "permissions": asked}, ensure_ascii=False))
        return DONE
    click.echo(link)
    for name, reason in asked.items():
        click.echo(f"  {name}: {reason}", err=True)
    return DONE


def _checked(application_id: str) -> str:
    if not (application_id.isascii() and application_id.isdecimal() and 15 <= len(application_id) <= 22):
        raise click.UsageError("an application's id is a long number, such as 1000000000000000001.")
    return application_id


def _application() -> str:
    """Ask Discord whose token it is."""
    from bot.mistakes import NotThere, SettingsError
    from bot.platforms.discord.check import application

    given = settings()
    if given.discord_token is None:
        raise SettingsError("DOWNLINK_DISCORD_TOKEN is not set: set it, or give --application-id.")
    told = asyncio.run(application(given.discord_token.get_secret_value(), given.discord_api_url))
    if told.status != 200:
        why = told.why or f"it answered {told.status}"
        raise NotThere(f"Discord does not tell the application's id ({why}): give --application-id.")
    return str(told.body["id"])
