"""Text made to do harm: rendered, it does none, Discord takes it, and nothing of it is lost."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import blocks as b
from bot.platforms.discord.escape import address, clean, code, escaped, plain
from bot.platforms.discord.render import Offers, render
from bot.replies import Kind, Reply
from bot.spans import Citation, Code, Emphasis, Link, Moment, Spans, Strong, line
from tests.bot.platforms.discord.markdown import read, readable
from tests.emulators.discord_emulator import DiscordSpec, message_rules

NOW = datetime(2026, 5, 1, tzinfo=UTC)
GOOD = "https://news.example/article"
SHARP = (
    "@everyone @here <@123456789012345678> <@!1> <@&1> <#1> </who:1> <:a:1> <a:b:2> <t:0:R> <id:customize> "
    "https://evil.example/x http://evil.example discord.gg/abc https://discord.gg/abc discordapp.com/invite/x "
    "[x](https://evil.example) [x](<https://evil.example>) ](https://evil.example) [a]( \\[x](https://evil.example) "
    "** __ * _ ~~ || ` `` ``` > >>> # ## -# - + 1. 12) \\ \\\\ \\` \\@everyone \\<@1> "
    "\u202e \u2066 \u200b \u200f \x00 \x07 \x1b[31m \x9b \r \n \u2028 \u0085 \ufeff \U000e0041 \ud83d "
    "مرحبا 漢字 Ωμέγα é 🚀 👩‍🚀 ﷽"
).split(" ")
pieces = st.sampled_from(SHARP) | st.text(max_size=8) | st.sampled_from(["", " ", "word", "a" * 700])
texts = st.lists(pieces, max_size=12).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda gap: gap.join(parts)))
urls = st.sampled_from(
    [GOOD, "javascript:alert(1)", "http://x.example", None, "https://a@b.example", "https://x.example/)]"]
)
LIVE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def spans(text: str, url: str | None) -> Spans:
    """Put a text into every kind of span."""
    return (
        *line(text, " ", Strong(text), " ", Emphasis(text), " ", Code(text), " ", Link(text, url), " "),
        Citation(1, url, text),
        Moment(NOW),
    )


def reply(text: str, url: str | None, kind: Kind = Kind.DOSSIER) -> Reply:
    """Put a text into every place of a reply."""
    said, quotation = spans(text, url), b.Quotation(text, spans(text, url))
    card = b.StoryCard(1, line(Link(text, url)), (said, said), said, text, said, quotation, said, f"/story {text}")
    blocks: tuple[b.Block, ...] = (
        b.Heading(line(text)),
        b.Paragraph(said),
        b.Heading(line(text), 2),
        b.Bullets((said, said)),
        quotation,
        b.Fields(((text, said),)),
        b.Activity(text, (1, 0, 5), NOW, "day"),
        b.Sources((b.Source(1, said),)),
        b.Note(said),
        b.Picker(text, (b.Choice(text, f"/who {text}", text), b.Choice(text, "/who #1"))),
        b.Buttons((b.Button(text, f"/who {text}"), b.Button(text, None, url))),
        b.Pager(1, 2, None, f"/news {text} page 2"),
    )
    return Reply(kind, text, (*blocks, card) if kind is Kind.DIGEST else blocks)


def tokens(text: str) -> Counter[str]:
    """Count the words of a text that nothing may cut."""
    return Counter(word for word in re.findall(r"\w+", clean(text)) if len(word) <= 600)


@settings(max_examples=250, deadline=None)
@given(texts, urls, st.sampled_from([Kind.DOSSIER, Kind.DIGEST, Kind.PICKER]))
def test_no_text_is_alive_or_lost(text: str, url: str | None, kind: Kind) -> None:
    """Each example puts its text into some fifty places."""
    allowed = {address(url)} - {None}
    said = Counter[str]()
    for payload in render(reply(text, url, kind), Offers("/who x", True), marker="a" * 24):
        assert message_rules(payload) == []
        assert payload["allowed_mentions"]["parse"] == []
        for part in readable(payload):
            found = read(part)
            assert found.mentions == [] and set(found.links) <= allowed, part
            assert not LIVE.search(part.replace("\n", ""))
            said += tokens(found.words.replace("\uff3b", "[").replace("\uff3d", "]"))
    assert not tokens(text) - said


@settings(max_examples=25, deadline=None)
@given(texts, urls, st.sampled_from([Kind.DOSSIER, Kind.DIGEST, Kind.PICKER]))
def test_no_text_is_refused(text: str, url: str | None, kind: Kind) -> None:
    """Discord's own schema takes every message."""
    spec = DiscordSpec()
    for payload in render(reply(text, url, kind), Offers("/who x", True), marker="a" * 24):
        assert spec.body_errors("POST", "/channels/{channel_id}/messages", payload) == []


@settings(max_examples=300, deadline=None)
@given(texts)
def test_escaped_text_reads_as_it_was(text: str) -> None:
    """An escape changes what Discord does, not what people read."""
    shown = read(escaped(text))
    assert shown.mentions == shown.links == shown.styles == []
    assert shown.words.replace("\u200b", "") == clean(text)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_labels_and_code_are_harmless(text: str) -> None:
    """Where no markdown is read, mentions are broken all the same."""
    assert not re.search(r"@(everyone|here)|<[@#]", plain(text) + code(text))


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "http://news.example/",
        "https://",
        "https://nodots",
        "https://user@news.example/",
        "https://news.example/ x",
        "https://news.example/<x>",
        "https://news.example/\u202e",
        "https://discord.gg/abc",
        "https://www.discord.com/invite/abc",
        "https://news.example/" + "x" * 600,
        "https://[::1",
        "ftp://news.example/",
    ],
)
def test_addresses_that_are_not_linked(url: str | None) -> None:
    """Only https to a plain host is."""
    assert address(url) is None


@pytest.mark.parametrize(
    ("url", "made"),
    [
        ("https://news.example/a_(b)?c=d&e#f", "https://news.example/a_%28b%29?c=d&e#f"),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC"),
        ("HTTPS://News.Example/%20", "https://News.Example/%20"),
        ("https://news.example:8443/[x]", "https://news.example:8443/%5Bx%5D"),
    ],
)
def test_addresses_that_are(url: str, made: str) -> None:
    """What would end the link early is percent-encoded."""
    assert address(url) == made


@pytest.mark.parametrize(
    "text", ["[" * 10**6, "\\" * 10**6, "a" * 10**6, "@" * 10**6, "<" * 10**6, " #" * 500_000, ":" * 10**6]
)
def test_a_megabyte_is_rendered_in_time(text: str) -> None:
    """Time grows with the length, not with its square."""
    began = time.perf_counter()
    render(Reply(Kind.NOTE, "x", (b.Paragraph(line(text)),)))
    assert time.perf_counter() - began < 5
