"""The table of verbs, dispatch, and the one error boundary of the second walk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.commands import arguments, later
from bot.commands.arguments import Argument
from bot.commands.desk import Desk
from bot.commands.periods import is_period, parse_period
from bot.commands.phrases import read_line
from bot.mistakes import Mistake
from bot.replies import Invocation, Reply
from digests.errors import BadQuery, DigestsError
from digests.model import Window


@dataclass(frozen=True, slots=True)
class Call:
    """A command with its arguments read: what a handler gets."""

    invocation: Invocation
    values: Mapping[str, str]
    now: datetime
    zone: tzinfo

    def get(self, name: str) -> str | None:
        """Fetch an argument's value; None where it was not given."""
        return self.values.get(name)

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    @property
    def page(self) -> int:
        """Which page is asked for, from 1."""
        return int(self.values.get("page", "1"))

    def window(self, default: timedelta = timedelta(hours=24)) -> Window:
        """The period asked for, or what came before now."""
        text = self.values.get("period")
        return parse_period(text, now=self.now, zone=self.zone) if text else Window(self.now - default, self.now)


Handler = Callable[[Call, Desk], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Command:
    """One verb: what it does in a line, its arguments and examples that work."""

    verb: str
    help: str
    handler: Handler
    arguments: tuple[Argument, ...] = ()
    examples: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def usage(self) -> str:
        """Show how it is typed."""
        return " ".join((f"/{self.verb}", *(a.usage for a in self.arguments if a.kind != "page")))


def command(
    verb: str, help: str, *args: Argument, examples: Iterable[str] = (), aliases: Iterable[str] = ()
) -> Callable[[Handler], Command]:
    """Declare a handler as a verb's; the result goes into the table."""
    return lambda handler: Command(verb, help, handler, args, tuple(examples), tuple(aliases))


@dataclass(frozen=True, slots=True)
class Registry:
    """The verbs that there are, by name and alias."""

    commands: tuple[Command, ...]
    _by_verb: dict[str, Command] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        for declared in self.commands:
            for verb in (declared.verb, *declared.aliases):
                assert verb not in self._by_verb, f"/{verb} is declared twice"
                self._by_verb[verb] = declared

    def find(self, verb: str) -> Command:
        """Look a verb up. Raises Mistake with the nearest, or says that its time has not come."""
        found = self._by_verb.get(verb.casefold())
        if found:
            return found
        if verb.casefold() in later.VERBS:
            raise Mistake(f"/{verb.casefold()} is not available yet.", "/help")
        from bot.nearest import nearest

        near = nearest(verb, self._by_verb)
        example = self._by_verb[near].examples[0] if near else "/help"
        raise Mistake(f'There is no command "{verb[:40]}"' + (f": did you mean /{near}?" if near else "."), example)

    async def dispatch(self, invocation: Invocation, desk: Desk) -> Reply:
        """Answer an invocation. Never raises but for cancellation: every failure is a Reply."""
        from bot.presenters import failures

        found: Command | None = None
        try:
            if not invocation.verb:
                verb, text = read_line(invocation.text, self._by_verb.keys() | later.VERBS)
                invocation = replace(invocation, verb=verb, text=text)
            found = self.find(invocation.verb)
            return await found.handler(_call(found, invocation, desk), desk)
        except (Mistake, BadQuery) as mistake:
            example = getattr(mistake, "example", None) or (found.examples[0] if found else None)
            return failures.mistaken(str(mistake), example)
        except DigestsError as problem:
            return failures.refused(str(problem))
        except Exception as problem:
            return failures.failed(desk.report(problem, f"/{invocation.verb}"))


def _call(declared: Command, invocation: Invocation, desk: Desk) -> Call:
    zone, now = zone_of(invocation.zone), desk.clock()
    values = arguments.parse(
        declared.arguments, invocation.text, is_period=lambda text: is_period(text, now=now, zone=zone)
    )
    values |= {name: value.strip() for name, value in invocation.arguments.items() if value.strip()}
    arguments.check(declared.arguments, values)
    return Call(invocation, values, now, zone)


def zone_of(name: str) -> tzinfo:
    """Look an IANA zone up; UTC where there is none by that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def listed(registry: Registry) -> Mapping[str, Any]:
    """Map each verb and alias to its command, for completion and help."""
    return dict(registry._by_verb)
