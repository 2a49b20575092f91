"""Rendering for a terminal."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot import blocks as b
from bot.charts import sparkline
from bot.platforms.terminal.render import options, render
from bot.platforms.terminal.safe import safe, safe_url
from bot.platforms.terminal.screen import NARROWEST, WIDEST, Screen
from bot.replies import Kind, Reply
from bot.spans import Link, Moment, Style, line
from tests.bot.replies import EVERY, EVIL, HOSTILE


def shown(*blocks: b.Block, screen: Screen | None = None) -> str:
    return render(Reply(Kind.NOTE, "", blocks), screen or Screen())


@pytest.mark.parametrize("colours", [False, True])
def test_nothing_in_a_text_acts_on_the_terminal(colours: bool) -> None:
    """Escapes, controls and reordering marks from articles are shown as replacement characters."""
    rendered = render(HOSTILE, Screen(80, colours=colours))
    own = re.sub(r"\x1b\[[\d;]*m|\x1b\]8;;https?://[^\x1b\s]*\x1b\\|\x1b\]8;;\x1b\\", "", rendered)
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", own)
    assert "evil.example\x07" not in rendered and "javascript" not in rendered
    assert "[bold]x[/bold]" in own.replace("\n", "")


def test_plain_text_has_no_escapes() -> None:
    """Piped output is plain."""
    assert all("\x1b" not in render(reply, Screen(80)) for reply in EVERY.values())


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("width", [1, 20, 40, 80, 500])
def test_lines_keep_within_the_width(name: str, width: int) -> None:
    """Only an address may be longer than the screen is wide: cut, it would lead nowhere."""
    for each in render(EVERY[name], Screen(width)).splitlines():
        assert len(each) <= max(NARROWEST, min(width, WIDEST)) or "https://" in each


def test_wide_letters_count_as_two() -> None:
    """Chinese text wraps at half as many letters."""
    lines = shown(b.Paragraph(line("空" * 60)), screen=Screen(40)).splitlines()
    assert max(map(len, lines)) <= 20


def test_times_are_the_readers() -> None:
    """A moment is shown in the reader's zone; late in the evening the date is another."""
    moment = Moment(datetime(2022, 7, 15, 22, 30, tzinfo=UTC), Style.DATE_TIME)
    assert shown(b.Note(line(moment)), screen=Screen(zone=ZoneInfo("Europe/Berlin"))) == "16 Jul 2022, 00:30\n"
    assert shown(b.Note(line(replace(moment, style=Style.TIME)))) == "22:30\n"


def test_links_are_hyperlinks_or_written_out() -> None:
    """On a terminal a link is one; in plain text its address follows the line."""
    paragraph = b.Paragraph(line(Link("Title", "https://news.example/1"), ", today"))
    assert shown(paragraph) == "Title, today <https://news.example/1>\n"
    coloured = shown(paragraph, screen=Screen(colours=True))
    assert "https://news.example/1\x1b\\" in coloured and "<https" not in coloured


def test_the_options_are_numbered_through() -> None:
    """A number stands for one command, however the blocks mix."""
    reply = EVERY["dossier"]
    rendered = render(reply, Screen(prompt=True))
    for number, command in enumerate(options(reply), 1):
        assert f"{number}. " in rendered
        assert command not in rendered  # at a prompt the number is enough
        assert command in render(reply, Screen())


def test_a_sparkline_shows_zero_and_the_most() -> None:
    """Zero is the lowest bar and nothing else is; the most is the highest."""
    assert sparkline((0, 1, 4, 8)) == "▁▂▄█"
    assert sparkline((0, 0)) == "▁▁"
    assert sparkline((1, 1)) == "▂▂"
    assert sparkline(()) == ""


def test_safe_text() -> None:
    """White space becomes spaces, what acts becomes visible, all else stays."""
    assert safe("a\tb\n c\u2028d") == "a b  c d"
    assert safe(EVIL).count("\N{REPLACEMENT CHARACTER}") == 7
    assert safe("Рогозин – “naïve” 空 🚀") == "Рогозин – “naïve” 空 🚀"


@pytest.mark.parametrize(
    "url", [None, "", "javascript:x", "file:///etc/passwd", "https://a b", "https://a\x07b", "//a"]
)
def test_unsafe_addresses_are_no_links(url: str | None) -> None:
    """Only clean http and https addresses are followed."""
    assert safe_url(url) is None
