"""The root of the command line and its one error boundary."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from bot.cli.lazy import Entry, lazy_group
from bot.cli.status import DONE, INTERRUPTED, PARTLY, UNEXPECTED, UNUSABLE, status_of

COMMANDS = {
    "demo": Entry("bot.cli.demo:demo", "Try it: a sample archive, a digest, a dossier, a prompt."),
    "init": Entry("bot.cli.init:init", "Write a settings file: asks for what is needed, and tries it."),
    "doctor": Entry("bot.cli.doctor:doctor", "Check everything that is configured, with the fix of what is wrong."),
    "run": Entry("bot.cli.run:run", "Run what is configured: Discord, Slack, schedules, feeds, the web part."),
    "worker": Entry("bot.cli.run:worker", "Run one more worker on the same database."),
    "ingest": Entry("bot.cli.ingest:ingest", "Store articles from files, folders, feeds and pages."),
    "ask": Entry("bot.cli.ask:ask", "Answer one chat command."),
    "digest": Entry("bot.cli.digest:digest", "Compose a digest of the stored articles."),
    "prompt": Entry("bot.cli.prompt:prompt", "Start the bot at a prompt."),
    "articles": Entry("bot.cli.listing:articles", "List stored articles."),
    "stories": Entry("bot.cli.listing:stories", "List stories."),
    "people": Entry("bot.cli.listing:people", "List people in the news."),
    "inspect": Entry("bot.cli.inspect:inspect", "Show what is read in articles, pages and feeds."),
    "manifest": Entry("bot.cli.manifest:manifest", "Print the manifest of the Slack app."),
    "subscriptions": Entry("bot.cli.subscriptions:subscriptions", "List, import, export and preview subscriptions."),
    "deliveries": Entry("bot.cli.deliveries:deliveries", "List what was posted, what waits and what failed."),
    "keys": Entry("bot.cli.keys:keys", "Make and change the keys of stored tokens."),
    "invite": Entry("bot.cli.invite:invite", "Print the link that adds the bot to a Discord server."),
    "db": Entry("bot.cli.db:db", "Upgrade, check and back up the database."),
    "completion": Entry("bot.cli.completion:completion", "Print the completion script of a shell."),
}


class Given:
    """What was said before the command: it wins over file and environment."""

    def __init__(self, database_url: str | None, config: Path | None, debug: bool) -> None:
        self.database_url, self.config, self.debug = database_url, config, debug


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("downlink")
        except PackageNotFoundError:
            number = "(not installed)"
        click.echo(f"downlink {number}")
        ctx.exit()


@lazy_group(COMMANDS)
@click.option("--config", type=click.Path(path_type=Path), help="The settings file, instead of ./downlink.toml.")
@click.option("--database-url", metavar="URL", help="The database: sqlite:///FILE or postgresql://...")
@click.option("--debug", is_flag=True, help="Show the traceback of an unexpected failure.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version and exit."
)
@click.pass_context
def downlink(ctx: click.Context, config: Path | None, database_url: str | None, debug: bool) -> None:
    """Space news digests and dossiers, every sentence cited.

    Example: downlink demo
    """
    ctx.obj = Given(database_url, config, debug)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; give its exit status. Raises nothing, but for ``--debug``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Cyrillic is no reason to fail
    try:
        status = downlink.main(list(arguments), prog_name="downlink", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as bare:
        click.echo(bare.format_message())
        return DONE
    except click.ClickException as mistake:
        return _mistaken(mistake)
    except (KeyboardInterrupt, click.Abort):
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nobody reads: there is nothing left to say
        return PARTLY
    except Exception as problem:
        return _failed(problem, arguments)
    return status if isinstance(status, int) else DONE


def _mistaken(mistake: click.ClickException) -> int:
    context = getattr(mistake, "ctx", None)
    _say(f"{context.command_path if context else 'downlink'}: {_sentence(mistake)}")
    return UNUSABLE


def _say(text: str) -> None:
    """Tell a mistake: what was given, such as a file's name, may hold what acts on a terminal."""
    from bot.platforms.terminal.safe import safe

    click.echo("\n".join(map(safe, text.splitlines())), err=True)


def _sentence(mistake: click.ClickException) -> str:
    text = mistake.format_message()
    suffix = (
        f' See "{mistake.ctx.command_path} --help".'
        if isinstance(mistake, click.MissingParameter | click.NoSuchOption) and mistake.ctx and "mean" not in text
        else ""
    )
    return text[:1].lower() + text[1:] + suffix


def _failed(problem: Exception, arguments: Sequence[str]) -> int:
    from digests.errors import DigestsError

    if "--debug" in arguments:
        from bot.redaction import redacting

        sys.excepthook = redacting(sys.__excepthook__)
        raise problem
    if isinstance(problem, DigestsError):
        from bot.redaction import redacted

        _say(redacted(f"downlink: {problem}"))
        return status_of(problem)
    from bot import log

    path = log.ready(os.environ)
    number = log.report(problem, " ".join(arguments[:1]) or "downlink")
    where = f"in the log, {path}," if path else "in the log"
    click.echo(f"downlink: sorry, that failed unexpectedly. It is {where} as {number}.", err=True)
    return UNEXPECTED
