"""Questions of ``downlink init``: what the environment has is the default, and secrets don't show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import click

from bot.mistakes import SettingsError


class Asking:
    """Asks on standard error. ``quiet``: asks nothing, and takes the defaults."""

    def __init__(self, environ: Mapping[str, str], *, quiet: bool) -> None:
        self._environ, self._quiet = environ, quiet

    def silently(self, name: str) -> str:
        """Take what the environment has, in a variable or in the file that one names; empty where there is none."""
        variable = f"DOWNLINK_{name.upper()}"
        if path := self._environ.get(f"{variable}_FILE", ""):
            try:
                return Path(path).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as problem:
                raise SettingsError(f"The file that {variable}_FILE names can't be read: {path}.") from problem
        return self._environ.get(variable, "")

    def text(
        self, name: str, question: str, default: str = "", wrong: Callable[[str], str | None] | None = None
    ) -> str:
        """Ask for a line. ``wrong``: says what is wrong with one, which is then asked for again."""
        known = self.silently(name) or default
        if self._quiet:
            return known
        while True:
            given = str(click.prompt(question, default=known, show_default=bool(known), err=True)).strip()
            trouble = wrong(given) if wrong else None
            if trouble is None:
                return given
            click.echo(trouble, err=True)

    def number(self, name: str, question: str, default: int) -> int:
        """Ask for a port."""
        known = self.silently(name) or str(default)
        if self._quiet:
            if not known.isdecimal():
                raise SettingsError(f"DOWNLINK_{name.upper()} in the environment is no number.")
            return int(known)
        return int(click.prompt(question, default=known, type=click.IntRange(0, 65535), err=True))

    def secret(self, name: str, question: str) -> str:
        """Ask without showing what is typed."""
        known = self.silently(name)
        if self._quiet or known:
            return known
        return str(click.prompt(question, default="", show_default=False, hide_input=True, err=True)).strip()

    def about(self, name: str, what: str, question: str) -> bool:
        """Ask whether a platform is wanted; yes where its token is known."""
        if self.silently(name):
            click.echo(f"{what}: its token is in the environment.", err=True)
            return True
        return not self._quiet and click.confirm(question, default=False, err=True)
