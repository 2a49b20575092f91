"""What ``inspect`` shows of each kind of record."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.inspecting.article import inspect_article
from bot.inspecting.grounding import inspect_grounding
from bot.inspecting.records import BadRecord, Unreadable, isolated
from bot.inspecting.sources import inspect_feed, inspect_page
from bot.inspecting.stories import inspect_stories
from bot.inspecting.summary import Summary, grouped

NOW = datetime(2022, 7, 16, tzinfo=UTC)
TEXT = (
    'Dmitry Rogozin, the chief executive of Roscosmos, was dismissed on Friday. "I did what I could," Rogozin said.'
    " The agency launched two rockets this year."
)


def article(identity: str, text: str = TEXT, **more: Any) -> dict[str, Any]:
    return {"id": identity, "text": text, **more}


def test_an_article() -> None:
    """Offsets point into the record's own text; resolved names are full."""
    shown = inspect_article(article("a"))
    assert set(shown) == {"id", "sentences", "mentions", "quotes", "roles"}
    assert [TEXT[start:end] for start, end in shown["sentences"]][-1].startswith("The agency")
    (quote,) = shown["quotes"]
    assert TEXT[quote["start"] : quote["end"]] == "I did what I could,"
    assert (quote["speaker"], quote["cue"]) == ("Dmitry Rogozin", "said")
    assert TEXT[quote["speaker_start"] : quote["speaker_end"]] == "Rogozin"


@pytest.mark.parametrize("text", ["", " ", "\x00\x01", "\ud800", '"' * 5000, "A" * 5000, "\n" * 5000, "空" * 5000])
def test_any_text_can_be_read(text: str) -> None:
    """Empty, binary and hostile texts have a reading, if an empty one; all spans lie within them."""
    shown = inspect_article(article("a", text))
    assert all(0 <= start < end <= len(text) for start, end in shown["sentences"])


@pytest.mark.parametrize(
    "record", [{}, {"id": "a"}, {"id": 5, "text": "x"}, {"id": "a", "text": None}, {"id": "a", "text": ["x"]}]
)
def test_a_record_without_its_keys_is_told(record: dict[str, Any]) -> None:
    """The missing key is named."""
    with pytest.raises(BadRecord, match=r'"(id|text)"'):
        inspect_article(record)


def test_stories() -> None:
    """The same event is one story, another is not; the answers keep the order of the input."""
    other = "A comet was seen over Chile by two telescopes in the Atacama desert early on Monday morning."
    answers = list(
        inspect_stories(
            [
                article("late", published_at="2022-07-15T12:00:00Z"),
                article("other", other, published_at="2022-07-15T10:00:00Z"),
                Unreadable("line 3 is not JSON"),
                article("early", published_at="2022-07-15T09:00:00Z"),
                article("undated", published_at="someday"),
            ],
            now=NOW,
        )
    )
    assert [answer["id"] for answer in answers] == ["late", "other", None, "early", "undated"]
    assert answers[0]["story"] == answers[3]["story"] != answers[1]["story"]
    assert "error" in answers[2] and "someday" in answers[4]["error"]


def test_summaries_are_verbatim_and_by_group() -> None:
    """A line a group in order of first appearance; bad records keep their places."""
    records = [article("a", group="g"), article("b"), {"id": "c"}, article("d", group="g"), article("e", group=7)]
    shown = [isolated(Summary(sentences=1), each) for each in grouped(records, now=NOW)]
    assert [each.get("group", each.get("id")) for each in shown] == ["g", "b", "c", "e"]
    assert "error" in shown[2] and "error" in shown[3]
    for each in shown[:2]:
        (sentence,) = each["sentences"]
        assert TEXT[sentence["start"] : sentence["end"]] == sentence["text"]
        assert sentence["article"] in {"a", "b", "d"}


def test_a_summary_keeps_to_its_words() -> None:
    """``--words`` is a budget."""
    (shown,) = [Summary(words=12)(each) for each in grouped([article("a")], now=NOW) if isinstance(each, dict)]
    assert sum(len(sentence["text"].split()) for sentence in shown["sentences"]) <= 12


def test_grounding() -> None:
    """A sentence of the source is supported, an invention is not."""
    shown = inspect_grounding({"id": "a", "source": TEXT, "sentences": [TEXT.split(". ")[0], "Penguins fly to Mars."]})
    assert shown["supported"] == [True, False]
    assert shown["scores"][0] > shown["scores"][1]
    with pytest.raises(BadRecord, match="sentences"):
        inspect_grounding({"id": "a", "source": "", "sentences": "one"})


def test_a_page() -> None:
    """Title and text of the article, in the shape of an article record."""
    html = (
        f"<html><head><title>Out</title></head><body><article><h1>Out</h1><p>{TEXT}</p><p>{TEXT}</p></article></body>"
    )
    shown = inspect_page({"id": "p", "html": html, "url": "https://news.example/1"})
    assert set(shown) == {"id", "title", "text", "author", "published_at", "outlet", "url"}
    assert "dismissed on Friday" in shown["text"]


def test_a_feed() -> None:
    """Entries as the feed gives them."""
    feed = b"""<rss version="2.0"><channel><title>News</title><item><title>Launch</title>
        <link>https://news.example/1</link><guid>g1</guid></item></channel></rss>"""
    shown = inspect_feed({"id": "f", "content_base64": base64.b64encode(feed).decode()})
    (entry,) = shown["entries"]
    assert (shown["title"], entry["title"], entry["guid"]) == ("News", "Launch", "g1")
    assert set(entry) == {"title", "link", "published_at", "summary", "content", "guid"}


def test_what_is_no_base64_is_told() -> None:
    """So is what is no feed."""
    with pytest.raises(BadRecord, match="base64"):
        inspect_feed({"id": "f", "content_base64": "é"})
    assert "error" in isolated(inspect_feed, {"id": "f", "content_base64": base64.b64encode(b"hello").decode()})


def test_a_text_in_another_language_is_said_to_be_one() -> None:
    """Its sentences are cut; names and quotations are not guessed."""
    text = "Die Agentur hat den Start auf den Mai verschoben, sagte Anna Berg, weil es in der Stufe ein Leck gibt. " * 2
    found = inspect_article(article("a", text))
    assert found["language"] == "de" and len(found["sentences"]) == 2 and found["mentions"] == []
    assert "language" not in inspect_article(article("a"))
