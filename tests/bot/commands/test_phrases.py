"""From a line or a mention to a verb."""

from __future__ import annotations

import time

import pytest

from bot.commands.phrases import read_line

KNOWN = {"who", "digest", "news", "why", "quotes", "help", "trending", "ask"}


@pytest.mark.parametrize(
    "line",
    [
        "/who Rogozin",
        "who Rogozin",
        "WHO Rogozin",
        "  /who   Rogozin ",
        "/downlink who Rogozin",
        "downlink who Rogozin",
        "@Downlink who Rogozin",
        "@Downlink, who is Rogozin?",
        "@downlink who's Rogozin",
        "who is Rogozin?",
    ],
)
def test_one_question_in_many_forms(line: str) -> None:
    """The slash is optional, so is the bot's name, and mentions are asked in words."""
    assert read_line(line, KNOWN) == ("who", "Rogozin")


@pytest.mark.parametrize(
    ("line", "verb", "text"),
    [
        ("@Downlink what did Rogozin say about the ISS?", "quotes", "Rogozin about the ISS"),
        ("@Downlink what has Nelson said?", "quotes", "Nelson"),
        ("@Downlink what's new?", "digest", ""),
        ("@Downlink what is new with Artemis?", "digest", "Artemis"),
        ("@Downlink what is trending?", "trending", ""),
        ("@Downlink hello!", "help", ""),
        ("@Downlink", "help", ""),
        ("", "help", ""),
        ("/downlink why https://news.example/a?b=c", "why", "https://news.example/a?b=c"),
        ("/news who is on board", "news", "who is on board"),
        ("/digest", "digest", ""),
        ("Rogozin", "who", "Rogozin"),
        ("@Downlink Dmitry Rogozin", "who", "Dmitry Rogozin"),
        ("digset", "digset", ""),
        ("/Rogozin", "rogozin", ""),
        ("ask what happened", "ask", "what happened"),
        ("@Downlink when did Artemis I launch?", "ask", "when did Artemis I launch"),
        ("How much does CAPSTONE weigh?", "ask", "How much does CAPSTONE weigh"),
        ("why https://news.example/a 7 days", "why", "https://news.example/a 7 days"),
    ],
)
def test_phrases(line: str, verb: str, text: str) -> None:
    """A few ways of asking are known; all else is a verb and its text."""
    assert read_line(line, KNOWN) == (verb, text)


@pytest.mark.parametrize("line", ["who is " + "?" * 10**6, " " * 10**6, "what did " + "a said " * 10**5, "/" * 10**6])
def test_a_pasted_text_takes_no_time(line: str) -> None:
    """A megabyte is split in well under a second."""
    began = time.perf_counter()
    read_line(line, KNOWN)
    assert time.perf_counter() - began < 0.5
