"""Rendering for Slack: limits by flow, nothing lost, nothing in a text acts."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import blocks as b
from bot.platforms.slack.escape import address, clean, label, mrkdwn
from bot.platforms.slack.limits import TOTAL, weight
from bot.platforms.slack.render import Offers, Payload, parts, render, view_blocks
from bot.replies import Kind, Reply
from bot.spans import ChannelName, Citation, Code, Emphasis, Link, Moment, Strong, Style, UserName, line
from tests.bot.answers import NOW
from tests.bot.replies import EVERY, HOSTILE
from tests.emulators.slack_emulator import BlockKit

RULES = BlockKit()
OURS = re.compile(r"<!date\^\d+\^[{}_a-z ]+\|[^<>|]*>|<https://news\.example/[^<>|\s]*\|[^<>]*>")


def walk(value: Any) -> Iterator[dict[str, Any]]:
    """List every object of a payload."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from walk(each)
    elif isinstance(value, list):
        for each in value:
            yield from walk(each)


def texts(payloads: list[Payload]) -> str:
    """Give all that readers see."""
    return " ".join(
        str(each.get("text", "")) for p in payloads for each in walk(p["blocks"]) if isinstance(each.get("text"), str)
    )


def check(payloads: list[Payload], *, structure: bool = True) -> None:
    """Fail where Slack would refuse a payload, or something in it is not ours to do.

    Its ``structure`` is the same whatever the text, and slow to check.
    """
    for payload in payloads:
        assert len(payload["blocks"]) <= RULES.MESSAGE_BLOCKS
        assert [wrong for each in payload["blocks"] for wrong in RULES._limits(each, each["type"], "")] == []
        assert not structure or RULES.blocks(payload["blocks"], RULES.MESSAGE_BLOCKS) == []
        assert payload["text"].strip() and len(payload["text"]) < 40_000
        assert not re.search(r"[<>]|&(?!(?:amp|lt|gt);)", payload["text"])
        for each in walk(payload["blocks"]):
            assert each.get("type") not in ("user", "usergroup", "broadcast", "team", "emoji"), each
            if each.get("type") == "mrkdwn":
                assert each["verbatim"] is True
                left = OURS.sub("", each["text"])
                assert not re.search(r"[<>*~`]|(?<![^\W_])_|_(?![^\W_])|&(?!(?:amp|lt|gt);)", left), each
            if each.get("type") == "plain_text":
                assert each["emoji"] is False
            if "url" in each:
                assert each["url"].startswith("https://news.example/"), each


@given(st.text(st.characters(codec=None), max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_text_acts(evil: str) -> None:
    """Whatever an article says: no mention, no link, no formatting, no emoji, no refused body."""
    check(render(hostile(evil)), structure=len(evil) < 3)


PIECES = """
<!channel> <!here|x> <@U123> <#C1|x> <https://evil.example|good> &lt;!channel&gt; &amp; *b* _i_ ~s~ `c` ``` :smile: | >
< ^ <!date^0^{date}|x> @here @channel mailto:x@y.z http://evil.example a * _ ~ ` « 🚀
""".split()
GRAMMAR = st.lists(st.sampled_from([*PIECES, "> q", "\n> q", " ", "\u202e", "\x00", "\ud800"]), max_size=30)


@given(GRAMMAR)
@settings(max_examples=300, deadline=None)
def test_no_markup_acts(pieces: list[str]) -> None:
    """The same with Slack's own grammar."""
    check(render(hostile("".join(pieces))), structure=len(pieces) == 1)


def hostile(evil: str) -> Reply:
    """Put a text everywhere that texts of articles go."""
    good = "https://news.example/1"
    said = line(evil, Link(evil, good), Citation(1, good, evil), Emphasis(evil), Moment(NOW))
    small = line(evil, Moment(NOW, Style.DATE_TIME), Link(evil, good), Link(evil, f"javascript:{evil}"))
    return Reply(
        Kind.NOTE,
        evil,
        (
            b.Heading(line(evil)),
            b.Heading(said, 2),
            b.Paragraph(said),
            b.Bullets((said, line(evil))),
            b.Quotation(evil, said),
            b.Fields(((evil, said),)),
            b.Activity(evil, (1, 2), NOW, "day"),
            b.StoryCard(
                1, line(Link(evil, good)), (said,), small, evil, said, b.Quotation(evil, said), small, "/story #1"
            ),
            b.Sources((b.Source(1, line(evil)),)),
            b.Note(small),
            b.Note(line(evil)),
            b.Picker(evil, (b.Choice(evil, "/who #1", evil),)),
            b.Buttons((b.Button(evil, "/help"), b.Button(evil, None, f"javascript:{evil}"))),
            b.Attachment(evil, "text/plain", evil),
        ),
    )


def test_the_hostile_reply_is_harmless() -> None:
    """The one that all platforms are tried with."""
    for payload in render(HOSTILE):
        assert RULES.blocks(payload["blocks"], RULES.MESSAGE_BLOCKS) == []
        assert not set(json.dumps(payload, ensure_ascii=False)) & set("\x00\x07\x1b\x9b\u202e")
        assert not any("url" in each for each in walk(payload["blocks"]))


def card(number: int, words: int) -> b.StoryCard:
    """Make a story of so many words."""
    text = " ".join(f"w{number}x{n}" for n in range(words))
    cited = line(text, Citation(1, "https://news.example/1", "x"))
    return b.StoryCard(
        number,
        line(Link(f"Story {number}", "https://news.example/1")),
        (cited,),
        line("1 outlet"),
        command=f"/story #{number}",
    )


@pytest.mark.parametrize("words", [5, 100, 300])
def test_a_story_is_never_divided(words: int) -> None:
    """A long digest goes on in the next message, with whole stories, their menus beside them."""
    payloads = render(Reply(Kind.DIGEST, "News", tuple(card(n, words) for n in range(1, 16))))
    check(payloads)
    said = [texts([payload]) for payload in payloads]
    for number in range(1, 16):
        (place,) = [n for n, text in enumerate(said) if f"Story {number} " in text + " "][:1]
        assert all(
            f"w{number}x{n}" in said[place].split() or f"w{number}x{n}[1]" in said[place] for n in (0, words - 1)
        )
        assert f"/story #{number}" in json.dumps(payloads[place])
    assert all(weight(payload["blocks"]) <= TOTAL for payload in payloads)


def test_nothing_is_lost_however_long() -> None:
    """Texts beyond every limit flow on in further blocks and messages."""
    words = [f"word{n}" for n in range(9_000)]
    blocks = (
        b.Heading(line(" ".join(words[:40]))),
        b.Paragraph(line(" ".join(words[40:3000]))),
        b.Quotation(" ".join(words[3000:4000]), line(" ".join(words[4000:4500]))),
        b.Bullets(tuple(line(word) for word in words[4500:6000])),
        b.Note(line(" ".join(words[6000:7000]), " ", Moment(NOW))),
        b.StoryCard(
            1, line(" ".join(words[7000:7500])), (line(" ".join(words[7500:8500])),), line(" ".join(words[8500:]))
        ),
    )
    payloads = render(Reply(Kind.NOTE, "Long", blocks))
    check(payloads)
    assert set(words) <= set(re.findall(r"word\d+", texts(payloads)))
    assert set(words) <= set(re.findall(r"word\d+", " ".join(payload["text"] for payload in payloads)))
    assert all(weight(payload["blocks"]) <= TOTAL for payload in payloads)


@pytest.mark.parametrize(
    "evil", ["“" * 1_000_000, "A" * 1_000_000, "<*_`" * 50_000, ":a" * 500_000, "\u202e" * 1_000_000]
)
def test_a_megabyte_takes_no_time(evil: str) -> None:
    """Quotation marks, one line, markup: linear in their length."""
    began = time.perf_counter()
    render(Reply(Kind.NOTE, evil[:1000], (b.Paragraph(line(evil)), b.Note(line(evil, Moment(NOW))))))
    assert time.perf_counter() - began < 3


def test_what_is_plain_is_shown_as_it_is() -> None:
    """Quotations are verbatim: no sign of them is changed."""
    said = "a *b* _c_ <d> & `e` ~f~ :g: > h"
    assert said in texts(render(Reply(Kind.QUOTES, "x", (b.Quotation(said, line("x")),))))


def test_small_print_looks_the_same() -> None:
    """What would format in small print becomes a sign that looks the same; within words nothing changes."""
    assert mrkdwn("snake_case <b>") == "snake_case &lt;b&gt;"
    assert mrkdwn("*b* _c_") == "∗b∗ ＿c＿"
    assert label("a|b") == "a¦b" and clean("a\t\u202eb\n c\x00") == "a b c"


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:x", "file:///x", "https://a b", "https://a|b", "https://a>b", "//a", "https://u@b.example"],
)
def test_unsafe_addresses_are_no_links(url: str | None) -> None:
    """Only clean addresses of the web are linked."""
    assert address(url) is None and address("https://news.example/a?b=c&d#e") == "https://news.example/a?b=c&d#e"


def test_times_are_the_readers() -> None:
    """Slack shows a time in each reader's own zone; the fallback is for old clients."""
    payloads = render(
        Reply(Kind.NOTE, "x", (b.Paragraph(line(Moment(NOW))), b.Note(line("at ", Moment(NOW, Style.TIME)))))
    )
    date = next(each for each in walk(payloads[0]["blocks"]) if each.get("type") == "date")
    assert date["timestamp"] == int(NOW.timestamp()) and date["format"] == "{date_short}" and date["fallback"]
    assert f"<!date^{int(NOW.timestamp())}^{{time}}|" in json.dumps(payloads)


def test_channels_and_users_are_named() -> None:
    """As Slack names them, to the asker; where many read it, nobody is notified."""
    reply = Reply(Kind.NOTE, "x", (b.Paragraph(line(ChannelName("C1AB"), " by ", UserName("U1AB"))),
                                   b.Note(line(UserName("U1AB"), ChannelName("<!here>"))),))  # fmt: skip
    kinds = [each.get("type") for payload in render(reply) for each in walk(payload["blocks"])]
    assert kinds.count("user") == 2 and kinds.count("channel") == 1
    kinds = [each.get("type") for payload in render(reply, public=True) for each in walk(payload["blocks"])]
    assert "user" not in kinds and "@U1AB" in texts(render(reply, public=True))


def test_a_marker_is_in_every_message() -> None:
    """A delivery is found again in the channel's history."""
    payloads = render(Reply(Kind.DIGEST, "News", tuple(card(n, 300) for n in range(1, 16))), marker="delivery-7")
    assert len(payloads) > 1
    assert {payload["metadata"]["event_payload"]["marker"] for payload in payloads} == {"delivery-7"}


def test_the_rest_is_offered() -> None:
    """Messages that may not follow wait behind a button; sharing stands under the last."""
    reply = Reply(Kind.DIGEST, "News", tuple(card(n, 300) for n in range(1, 16)), shareable=True)
    first = render(reply, Offers("/digest", True, 0, 2))
    assert len(first) == 2 and "c2:/digest" in json.dumps(first[1]) and "s2:/digest" in json.dumps(first[1])
    rest = render(reply, Offers("/digest", True, 2))
    assert len(first) + len(rest) == parts(reply) and "c" + str(parts(reply)) not in json.dumps(rest)


@pytest.mark.parametrize("name", EVERY)
def test_a_view_shows_a_reply(name: str) -> None:
    """In a modal and in the Home."""
    view = {"type": "home", "blocks": view_blocks(EVERY[name])}
    assert RULES.view(view) == []


def test_code_is_what_slack_takes() -> None:
    """Only what is to be typed is translated; words of articles are not."""
    reply = Reply(
        Kind.NOTE, "x", (b.Paragraph(line(Code("/who Rogozin"), " and ", Code("/help"), " /who ", Strong("/who"))),)
    )
    assert texts(render(reply)).split() == ["/dossier", "Rogozin", "and", "/downlink", "help", "/who", "/who"]
