"""Errors are replies as well."""

from __future__ import annotations

from bot.blocks import Paragraph
from bot.replies import Kind, Outcome, Reply
from bot.spans import Code, line


def mistaken(sentence: str, example: str | None) -> Reply:
    """Name what was typed wrong, with an example that works."""
    spans = line(sentence, " For example: ", Code(example)) if example else line(sentence)
    return Reply(Kind.ERROR, sentence, (Paragraph(spans),), Outcome.MISTAKE)


def refused(sentence: str) -> Reply:
    """Say a failure that is known."""
    return Reply(Kind.ERROR, sentence, (Paragraph(line(sentence)),), Outcome.REFUSED)


def failed(number: str) -> Reply:
    """Apologise for one that is not; ``number`` finds it in the log."""
    says = f"Sorry, that failed unexpectedly. It is in the log as {number}."
    return Reply(Kind.ERROR, says, (Paragraph(line(says)),), Outcome.FAILED)


def unreachable(number: str) -> Reply:
    """Say that the database can't be asked, without its path or host; ``number`` finds them in the log."""
    says = f"The stored articles can't be reached just now: try again in a minute. It is in the log as {number}."
    return Reply(Kind.ERROR, says, (Paragraph(line(says)),), Outcome.REFUSED)
