"""``downlink manifest``: how the bot is described to a platform."""

from __future__ import annotations

import click

from bot.cli.status import DONE


@click.group()
def manifest() -> None:
    """Print the manifest of the Slack app, to paste.

    Example: downlink manifest slack
    """


@manifest.command()
@click.option("--url", metavar="URL", help="Where Slack reaches the bot over HTTPS; without it, by Socket Mode.")
@click.option(
    "--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", show_default=True, help="The file's kind."
)
def slack(url: str | None, form: str) -> int:
    """Print the manifest of the Slack app: paste it at https://api.slack.com/apps.

    Example: downlink manifest slack --url https://bot.example.org
    """
    from bot.commands.table import REGISTRY
    from bot.platforms.slack.manifest import as_json, as_yaml, manifest

    made = manifest(REGISTRY, _checked(url) if url else None)
    click.echo((as_json if form == "json" else as_yaml)(made), nl=False)
    return DONE


def _checked(url: str) -> str:
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url)
        right = parts.scheme == "https" and parts.hostname and not parts.query and not parts.fragment
    except ValueError:
        right = False
    if not right or any(character.isspace() for character in url):
        raise click.UsageError(f'Slack needs an address that begins with https://, not "{url}".')
    return url
