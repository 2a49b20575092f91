"""Replies as JSON: the contract of ``downlink ask --format json``."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot.replies import Destination, Outcome
from bot.spans import Citation, Link, Moment, line, plain
from tests.bot.replies import EVERY


@pytest.mark.parametrize("name", EVERY)
def test_every_reply_is_json(name: str) -> None:
    """Blocks and spans say their type; times are RFC 3339."""
    reply = json.loads(json.dumps(EVERY[name].to_json()))
    assert set(reply) == {"kind", "outcome", "title", "shareable", "blocks"}
    assert reply["blocks"] and all(block["type"].isalpha() for block in reply["blocks"])


def test_a_digests_story_in_json() -> None:
    """Headline, sentences with their citations, the command that shows more."""
    card = EVERY["digest"].to_json()["blocks"][2]
    assert (card["type"], card["number"], card["command"]) == ("storycard", 1, "/story #7")
    assert card["headline"] == [{"type": "link", "text": "Rogozin leaves Roscosmos", "url": "https://news.example/1"}]
    assert card["lines"][1] == [
        {"type": "text", "text": "Yury Borisov takes over."},
        {"type": "text", "text": " "},
        {
            "type": "citation",
            "number": 2,
            "url": "https://news.example/2",
            "label": "Launch Ledger: Article 2 on the agency",
        },
    ]
    assert card["outlets"][-1] == {"type": "moment", "at": "2022-07-15T12:00:00Z", "style": "datetime"}


def test_every_block_of_the_terminal_is_json() -> None:
    """A picker's choices and a chart's values come through whole."""
    blocks = {block["type"]: block for block in EVERY["dossier"].to_json()["blocks"]}
    assert blocks["activity"]["values"] == [0, 1, 3, 0, 9, 5]
    assert blocks["picker"]["choices"][0]["command"] == "/story #7"


def test_titles_are_one_plain_line() -> None:
    """They serve notifications and screen readers."""
    assert all(reply.title and "\n" not in reply.title for reply in EVERY.values())


def test_only_answers_are_shareable() -> None:
    """Nobody shares an error or an empty digest."""
    assert not any(reply.shareable for reply in EVERY.values() if reply.outcome is not Outcome.DONE)


def test_a_destination_has_one_key_whatever_the_thread() -> None:
    """What was posted to a channel's thread was posted to the channel."""
    assert Destination("slack", "C1", "T1", "123").key == Destination("slack", "C1", "T1").key == "slack/T1/C1"


def test_plain_words_of_spans() -> None:
    """All spans have words; dates are in UTC."""
    spans = line(
        "On ", Moment(datetime(2022, 7, 15, tzinfo=UTC)), ", ", Link("he", "https://x"), " left ", Citation(1, None, "")
    )
    assert plain(spans) == "On 15 Jul 2022, he left [1]"
