"""Things to pick and press → rows of components. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from bot.platforms.discord.drawing import Option, Pick, Press
from bot.platforms.discord.escape import address, plain
from bot.platforms.discord.layout import Message
from bot.platforms.discord.limits import LABEL, OPTION_TEXT, OPTIONS, PLACEHOLDER, ROW_BUTTONS, shortened
from bot.platforms.discord.state import CHOSEN, Act, custom_id, packed

ROW, BUTTON, SELECT = 1, 2, 3  # component types
PRIMARY, SECONDARY, LINK = 1, 2, 5  # button styles
READ = "Read a story in full"
ABOUT = Press("What is this?", "/help")  # carries a delivery's mark where a message has nothing else to press

Component = dict[str, Any]


def rows(message: Message, keys: Mapping[str, str], extra: Sequence[Component], mark: str) -> list[Component]:
    """Lay out what can be picked and pressed in a message. ``mark`` goes into the first that can carry it."""
    numbers, marks = count(1), iter([mark] if mark else [])
    stories = {option.command: option for option in message.stories}  # each once: a preview has headlines and all
    menus = [Pick(READ, tuple(stories.values()))] if stories else []
    made = [_row([_select(pick, keys, next(numbers), marks)]) for pick in (*menus, *message.picks)]
    presses = [*message.presses]
    if mark and not made and not any(press.command for press in presses):
        presses.append(ABOUT)
    buttons = [button for press in presses if (button := _button(press, keys, numbers, marks))]
    made += [_row(buttons[n : n + ROW_BUTTONS]) for n in range(0, len(buttons), ROW_BUTTONS)]
    return [*made, _row(extra)] if extra else made


def button(label: str, identity: str, style: int = SECONDARY, *, disabled: bool = False) -> Component:
    """Make a button."""
    made = {"type": BUTTON, "style": style, "label": _label(label, LABEL), "custom_id": identity}
    return made | {"disabled": True} if disabled else made


def _row(components: Sequence[Component]) -> Component:
    return {"type": ROW, "components": list(components)}


def _button(press: Press, keys: Mapping[str, str], numbers: Iterator[int], marks: Iterator[str]) -> Component | None:
    if press.command:
        body = packed(press.command, keys)
        return button(press.label, custom_id(press.act, next(numbers), body, next(marks, "")))
    url = address(press.url)
    return {"type": BUTTON, "style": LINK, "label": _label(press.label, LABEL), "url": url} if url else None


def _select(pick: Pick, keys: Mapping[str, str], number: int, marks: Iterator[str]) -> Component:
    return {
        "type": SELECT,
        "custom_id": custom_id(pick.act, number, CHOSEN, next(marks, "")),
        "placeholder": _label(pick.prompt, PLACEHOLDER),
        "min_values": 1,
        "max_values": 1,
        "options": list(_options(pick.options[:OPTIONS], keys)),
    }


def _options(options: Sequence[Option], keys: Mapping[str, str]) -> Iterator[Component]:
    taken: set[str] = set()
    for option in options:
        value = packed(option.command, keys)
        while value in taken:  # Discord refuses equal values; what reads them strips the end
            value += " "
        taken.add(value)
        made: Component = {"label": _label(option.label, OPTION_TEXT), "value": value}
        if described := plain(option.description):
            made["description"] = shortened(described, OPTION_TEXT)
        yield made


def _label(text: str, limit: int) -> str:
    return shortened(plain(text), limit) or "…"


__all__ = ["Act", "button", "rows"]
