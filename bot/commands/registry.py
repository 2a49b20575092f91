"""The table of verbs, dispatch, and the one error boundary of the second walk."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.commands import arguments
from bot.commands.arguments import Argument
from bot.commands.desk import Desk
from bot.commands.periods import is_period, parse_period
from bot.commands.phrases import read_line
from bot.mistakes import Mistake, NotAllowed
from bot.permissions import Rights, at_least, refusal, rights_of
from bot.replies import Invocation, Reply
from bot.store.values import Place, Role
from digests.errors import BadQuery, DigestsError, StoreError
from digests.model import Window


@dataclass(frozen=True, slots=True)
class Call:
    """A command with its arguments read: what a handler gets."""

    invocation: Invocation
    values: Mapping[str, str]
    now: datetime
    zone: tzinfo
    rights: Rights = field(default_factory=Rights)

    @property
    def place(self) -> Place:
        """The installation that it is about."""
        return place_of(self.invocation)

    @property
    def home(self) -> Place:
        """What the user's own things belong to."""
        return home_of(self.invocation)

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


class Effect(Enum):
    """Whether a command changes something: what does must never be done twice."""

    NONE = "never"
    GIVEN = "where arguments are given"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class Command:
    """One verb: what it does in a line, its arguments and examples that work.

    ``needs``: the role without which dispatch refuses; a handler may ask for more (a channel's editor is no editor of
    another). ``group``: the word before the verb where a platform's own list of commands is kept short. ``anywhere``:
    of a group, and yet outside of an installation as well: it is about the user's own things. ``effect``: whether it
    changes something. ``judged``: it changes nothing and anybody may give it, and yet not all of it.
    """

    verb: str
    help: str
    handler: Handler
    arguments: tuple[Argument, ...] = ()
    examples: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    needs: Role = Role.VIEWER
    group: str | None = None
    anywhere: bool = False
    effect: Effect = Effect.NONE
    judged: bool = False

    @property
    def typed(self) -> str:
        """Show the command alone: ``/who``, ``/downlink list``."""
        return f"/{self.group} {self.verb}" if self.group else f"/{self.verb}"

    @property
    def usage(self) -> str:
        """Show how it is typed."""
        return " ".join((self.typed, *(a.usage for a in self.arguments if a.kind != "page")))


def command(
    verb: str,
    help: str,
    *args: Argument,
    examples: Iterable[str] = (),
    aliases: Iterable[str] = (),
    needs: Role = Role.VIEWER,
    group: str | None = None,
    anywhere: bool = False,
    effect: Effect = Effect.NONE,
    judged: bool = False,
) -> Callable[[Handler], Command]:
    """Declare a handler as a verb's; the result goes into the table."""
    return lambda handler: Command(
        verb, help, handler, args, tuple(examples), tuple(aliases), needs, group, anywhere, effect, judged
    )


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
        """Look a verb up. Raises Mistake with the nearest."""
        found = self._by_verb.get(verb.casefold())
        if found:
            return found
        from bot.nearest import nearest

        near = nearest(verb, self._by_verb)
        example = self._by_verb[near].examples[0] if near else "/help"
        raise Mistake(f'There is no command "{verb[:40]}"' + (f": did you mean /{near}?" if near else "."), example)

    def judges(self, invocation: Invocation) -> bool:
        """Tell whether an answer may depend on who asks: only then a platform has to find that out."""
        found = self._by_verb.get(invocation.verb.casefold())
        if found is None or (found.group is None and found.needs is Role.VIEWER):
            return False
        return found.needs is not Role.VIEWER or found.judged or self.changes(invocation)

    def changes(self, invocation: Invocation) -> bool:
        """Tell whether an invocation may change something; one of an unknown verb changes nothing."""
        found = self._by_verb.get(invocation.verb.casefold())
        given = bool(invocation.text.strip() or invocation.arguments)
        return found is not None and (found.effect is Effect.ALWAYS or (found.effect is Effect.GIVEN and given))

    async def dispatch(self, invocation: Invocation, desk: Desk) -> Reply:
        """Answer an invocation. Never raises but for cancellation: every failure is a Reply."""
        from bot.presenters import failures

        found: Command | None = None
        try:
            if not invocation.verb:
                verb, text = read_line(invocation.text, self._by_verb.keys())
                invocation = replace(invocation, verb=verb, text=text)
            found = self.find(invocation.verb)
            rights = await _rights(found, invocation, desk)
            return await found.handler(_call(found, invocation, desk, rights), desk)
        except Mistake as mistake:
            return failures.mistaken(str(mistake), mistake.example or (found.examples[0] if found else None))
        except BadQuery as mistake:  # has its example in its text
            return failures.mistaken(str(mistake), None)
        except StoreError as problem:  # names files and hosts: the operator's business alone
            if invocation.platform == "terminal":
                return failures.refused(str(problem))
            return failures.unreachable(desk.report(problem, f"/{invocation.verb}"))
        except DigestsError as problem:
            return failures.refused(str(problem))
        except Exception as problem:
            return failures.failed(desk.report(problem, f"/{invocation.verb}"))


def place_of(invocation: Invocation) -> Place:
    """Name the installation that an invocation came from."""
    return Place(invocation.platform, invocation.destination.installation or "-")


def home_of(invocation: Invocation) -> Place:
    """Name what a user's own things belong to: Discord's users are the same in all servers and outside of them."""
    return Place(invocation.platform) if invocation.platform == "discord" else place_of(invocation)


async def _rights(declared: Command, invocation: Invocation, desk: Desk) -> Rights:
    """Judge what the user may; only commands about the installation ask. Raises NotAllowed."""
    if declared.group is None and declared.needs is Role.VIEWER:
        return Rights()
    outside = invocation.destination.installation is None and invocation.platform != "terminal"
    if outside and not declared.anywhere:
        raise NotAllowed(f"{declared.typed} is about the channels of a server: use it in one of them.")
    place, user = place_of(invocation), invocation.user
    grants = await desk.recall(lambda memory: memory.grants(place, user))
    rights = rights_of(invocation, grants)
    if not at_least(rights.most, declared.needs):
        raise NotAllowed(refusal(declared.needs, invocation.platform))
    return rights


def _call(declared: Command, invocation: Invocation, desk: Desk, rights: Rights) -> Call:
    zone, now = zone_of(invocation.zone), desk.clock()
    values = arguments.parse(
        declared.arguments, invocation.text, is_period=lambda text: is_period(text, now=now, zone=zone)
    )
    values |= {name: value.strip() for name, value in invocation.arguments.items() if value.strip()}
    arguments.check(declared.arguments, values)
    return Call(invocation, values, now, zone, rights)


def zone_of(name: str) -> tzinfo:
    """Look an IANA zone up; UTC where there is none by that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def listed(registry: Registry) -> Mapping[str, Any]:
    """Map each verb and alias to its command, for completion and help."""
    return dict(registry._by_verb)
