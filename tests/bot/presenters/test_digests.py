"""How a digest words that outlets disagree."""

from dataclasses import replace
from datetime import UTC

from bot.blocks import StoryCard
from bot.presenters import digests
from bot.spans import plain
from digests.answers import Line
from tests.bot import answers


def test_each_outlet_is_named_with_its_figure() -> None:
    """In the outlets' own words, each with its citation; gone where only headlines are shown."""
    answer = answers.digest()
    said = (Line(answers.cited("14 rifles"), 1), Line(answers.cited("six rifles", 2, "Launch Ledger"), 2))
    answer = replace(answer, stories=(replace(answer.stories[0], differ=(said,)), *answer.stories[1:]))
    (card, *_) = [block for block in digests.digest(answer, zone=UTC).blocks if isinstance(block, StoryCard)]
    worded = plain(card.lines[-1])
    assert worded.startswith("Outlets differ: ")
    assert "has “14 rifles” [1], Launch Ledger has “six rifles” [2]." in worded
    (bare, *_) = [block for block in digests.headlines(answer, zone=UTC).blocks if isinstance(block, StoryCard)]
    assert bare.lines == ()
