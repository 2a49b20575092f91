"""``downlink manifest``: what makes the app at a platform."""

from __future__ import annotations

import click

from bot.cli.status import DONE


@click.group()
def manifest() -> None:
    """Print the manifest of an app, to be pasted where apps are made.

    Example: downlink manifest slack
    """


@manifest.command()
@click.option("--url", metavar="URL", help="Where Slack reaches the bot: https://…; without it, Socket Mode.")
@click.option("--format", "form", type=click.Choice(["yaml", "json"]), default="yaml", help="YAML or JSON.")
def slack(url: str | None, form: str) -> int:
    """Print the Slack app's manifest, each permission with its reason.

    Example: downlink manifest slack --url https://downlink.example.org
    """
    from bot.commands.table import REGISTRY
    from bot.platforms.slack.manifest import as_json, as_yaml, manifest

    if url is not None and not url.startswith("https://"):
        raise click.BadParameter("Slack reaches https:// addresses only", param_hint="--url")
    made = manifest(REGISTRY, url)
    click.echo(as_json(made) if form == "json" else as_yaml(made), nl=False)
    return DONE
