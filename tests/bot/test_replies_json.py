"""A reply that was laid out as JSON comes back as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, get_args

import pytest

from bot import blocks as b
from bot import spans as s
from bot.replies import Kind, Outcome, Reply
from bot.replies_json import reply_of
from tests.bot.replies import EVERY

AT = datetime(2022, 7, 15, 9, 30, 1, 250, tzinfo=UTC)
SPANS: s.Spans = (
    s.Text("plain \u202e月"), s.Strong("strong"), s.Emphasis(""), s.Code("/x"), s.Link("words", None),
    s.Link("words", "https://a.example/"), s.Moment(AT, s.Style.DATE_TIME),
    s.Moment(AT.astimezone(timezone(timedelta(hours=-3))), s.Style.TIME), s.Citation(3, None, "label"),
    s.ChannelName("C1"), s.UserName("U1"),
)  # fmt: skip
FULL = Reply(
    Kind.DIGEST,
    "Everything",
    (
        b.Heading(SPANS, 2), b.Paragraph(()), b.Bullets(((), SPANS)), b.Quotation("words", SPANS),
        b.Fields((("name", SPANS), ("none", ()))), b.Activity("label", (0, 2), AT, "day"),
        b.StoryCard(1, SPANS, (SPANS, ()), SPANS, "Update", SPANS, b.Quotation("q", ()), SPANS, "/story 1"),
        b.StoryCard(2, (), (), ()), b.Sources((b.Source(1, SPANS),)), b.Divider(), b.Note(SPANS),
        b.Picker("which", (b.Choice("a", "/who a", "d"), b.Choice("b", "/who b"))),
        b.Buttons((b.Button("x", "/x"), b.Button("y", url="https://a.example"))), b.Pager(1, 2, None, "/news 2"),
        b.Attachment("a.json", "application/json", "{}"),
    ),
    Outcome.NOTHING,
    True,
)  # fmt: skip


def inside(value: Any) -> Iterator[type]:
    """List the classes of all values in a value."""
    if isinstance(value, tuple):
        for item in value:
            yield from inside(item)
    elif is_dataclass(value):
        yield type(value)
        for field in fields(value):
            yield from inside(getattr(value, field.name))


def test_the_full_reply_has_every_block_and_span() -> None:
    """So that a new one can't be left out."""
    assert set(inside(FULL.blocks)) >= {*get_args(b.Block), *get_args(s.Span)}


@pytest.mark.parametrize("reply", [FULL, *EVERY.values()], ids=["full", *EVERY])
def test_it_comes_back(reply: Reply) -> None:
    """Equal, and laid out the same again."""
    text = json.dumps(reply.to_json())
    again = reply_of(json.loads(text))
    assert again == reply and json.dumps(again.to_json()) == text


def test_fields_that_were_added_later() -> None:
    """One that is missing has its default; one that this program does not know is passed over."""
    record = {"kind": "note", "title": "t", "blocks": [{"type": "heading", "spans": [], "weight": 3}]}
    assert reply_of(record) == Reply(Kind.NOTE, "t", (b.Heading(()),))


@pytest.mark.parametrize("record", [{}, {"kind": "x", "title": "", "blocks": []},
                                    {"kind": "note", "title": "", "blocks": [{"type": "marquee"}]}])  # fmt: skip
def test_what_is_no_reply_is_refused(record: dict[str, Any]) -> None:
    """By an error that the reader of a row expects."""
    with pytest.raises((KeyError, ValueError)):
        reply_of(record)
