"""Which one is meant, and nobody by that name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.blocks import Block, Choice, Paragraph, Picker
from bot.presenters import words
from bot.replies import Kind, Outcome, Reply
from bot.spans import line
from digests.answers import Candidate, Nobody, Several
from digests.model import Entity

MOST = 25  # choices that every platform can show


def unsure(found: Several | Nobody, command: str, *, now: datetime) -> Reply:
    """Ask which one is meant, or say that there is none. ``command`` has ``{}`` where the choice goes."""
    return _which(found, command) if isinstance(found, Several) else _nobody(found, command)


def _which(found: Several, command: str) -> Reply:
    title = f'Which "{found.asked}" do you mean?'
    choices = tuple(_choice(each.entity, command, each.role) for each in found.candidates[:MOST])
    return Reply(Kind.PICKER, title, (Picker(title, choices),))


def _nobody(found: Nobody, command: str) -> Reply:
    says = Paragraph(line("Nobody by that name ", *words.archive(found.totals), "."))
    if not found.totals.articles:
        says = Paragraph(line("No articles are stored yet, so nobody is known."))
    blocks: tuple[Block, ...] = (says,)
    if found.nearest:
        blocks += (Picker("The nearest names", tuple(_choice(each, command) for each in found.nearest[:MOST])),)
    return Reply(Kind.NOTE, f'Nobody by the name "{found.asked}"', blocks, Outcome.NOTHING)


def _choice(entity: Entity, command: str, role: str | None = None) -> Choice:
    said = ", ".join(filter(None, (role or entity.kind.value, words.plural(entity.articles, "article"))))
    return Choice(entity.name, command.format(f"#{entity.id}"), said)


def mentioned(found: Sequence[Candidate], names: int) -> Reply:
    """Offer the stored names that are in a text; ``names``: how many names it has in all."""
    if not found:
        says = "No name was found in that text." if not names else "No stored article has the names in that text."
        return Reply(Kind.NOTE, says, (Paragraph(line(says)),), Outcome.NOTHING)
    title = "Who is in that text"
    choices = tuple(_choice(each.entity, "/who {}", each.role) for each in found[:MOST])
    return Reply(Kind.NOTE, title, (Picker(title, choices),))
