"""Replies and pages as HTML, by Jinja templates that escape whatever is put into them. Pure.

No page has a script, a form, a picture or anything of another host; what articles say is text and nothing else.
"""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.blocks import Block, Buttons, Picker
from bot.replies import Reply
from bot.web.archive import words

_STORY = re.compile(r"/story #(\d{1,18})")
_UNSAID = (Buttons, Picker)  # what needs the chat around it


def _finalize(value: Any) -> Any:
    """Leave acting characters out of every text that is put in; what a template made stays as it is."""
    return words.seen(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _story(card: Any) -> str | None:
    """Name the page of a card's story."""
    match = _STORY.fullmatch(card.command or "")
    return f"/stories/{match[1]}" if match else None


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("bot.web.archive", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "address": words.address,
        "moment": words.moment,
        "stamp": words.stamp,
        "kind": lambda value: type(value).__name__.lower(),
        "story": _story,
    }
    return made


_ENVIRONMENT = _environment()


def page(name: str, **values: Any) -> str:
    """Fill a page's template."""
    return _ENVIRONMENT.get_template(name).render(**values)


def blocks_of(reply: Reply) -> list[Block]:
    """List what of a reply makes sense on a page."""
    return [block for block in reply.blocks if not isinstance(block, _UNSAID)]


def content(replies: list[Reply], origin: str = "") -> str:
    """Lay replies out as a piece of HTML for feed readers; ``origin`` makes links to our own pages whole."""
    shown = [block for reply in replies for block in blocks_of(reply)]
    return _ENVIRONMENT.get_template("content.html").render(shown=shown, origin=origin).strip()
