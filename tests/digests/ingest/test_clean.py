"""Raw records become articles, or are rejected in one sentence."""

import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.errors import Rejected
from digests.ingest.clean import NO_OUTLET, clean, content_digest, headline, id_of_address
from digests.ingest.records import Defaults, RawRecord
from digests.ingest.tidy import tidy
from digests.model import Article, DateBasis

NOW = datetime(2022, 7, 20, 12, tzinfo=UTC)
RECORD = RawRecord(
    text="The rocket flew today. It came back.",
    title="Rocket flies",
    id="1",
    outlet="Space Post",
    url="https://www.spacepost.example/a?utm_source=x",
    published_at="2022-07-15T10:00:00Z",
)


def made(**changes: object) -> Article:
    """Clean the usual record with some fields changed."""
    return clean(replace(RECORD, **changes), now=NOW)  # type: ignore[arg-type]


def test_a_whole_record() -> None:
    """Everything stated is taken over; the address is canonical."""
    article = made()
    assert (article.title, article.text, article.outlet) == ("Rocket flies", RECORD.text, "Space Post")
    assert article.url == "https://www.spacepost.example/a"
    assert article.published_at == datetime(2022, 7, 15, 10, tzinfo=UTC)
    assert (article.date_basis, article.language, article.received_at) == (DateBasis.STATED, "en", NOW)


def test_the_id_comes_from_the_address() -> None:
    """The same page gets the same id however it was reached, and whatever its text is now."""
    assert (
        made().id == made(url="http://spacepost.example/a/", text="Other words.").id == id_of_address(RECORD.url or "")
    )
    assert len(made().id) == 16
    assert made().id != made(url="https://spacepost.example/b").id


def test_the_id_without_an_address() -> None:
    """Outlet and record id do; without an outlet ids of different files don't meet; else the content does."""
    assert made(url=None).id == made(url=None, text="Other words.").id
    assert made(url=None).id != made(url=None, outlet="Another").id
    bare = {"url": None, "outlet": None}
    assert made(**bare, source="a.jsonl").id != made(**bare, source="b.jsonl", text="Other words.").id
    assert made(**bare, id=None, source="a.txt").id == made(**bare, id=None, source="b.txt").id
    assert made(**bare, source="-").id != made(**bare, source="-", text="Other words.").id


def test_the_text_stays_verbatim() -> None:
    """Only line ends and what no reader sees change."""
    text = "  He said,  “go”.\r\nSecond\u00a0line\rThird\u200b \u202eevil\u202c a\u00adb\x00 e\u0301 👩‍🚀\t.\n"
    assert made(text=text).text == "  He said,  “go”.\nSecond\u00a0line\nThird evil ab e\u0301 👩‍🚀\t.\n"


def test_broken_characters_are_mended() -> None:
    """Halves of characters are joined; Windows quotation marks read as control characters come back."""
    assert tidy("\ud83d\ude80 x \ud83d y \x93go\x94 it\x92s") == "🚀 x � y “go” it’s"


@given(st.text())
def test_tidying_twice_changes_nothing(text: str) -> None:
    """What is tidy stays as it is."""
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n\t\u200b", "empty"),
        ("\x00\x01\x02" * 50, "binary"),
        ("a" * 2_000_001, "2,000,001 characters"),
    ],
)
def test_texts_that_are_none(text: str, reason: str) -> None:
    """Empty, binary and endless texts are rejected."""
    with pytest.raises(Rejected, match=reason):
        made(text=text)


def test_a_bad_address_rejects_the_record() -> None:
    """A link that could do harm never becomes a citation."""
    with pytest.raises(Rejected, match="not a web address"):
        made(url="javascript:alert(1)")


def test_titles_are_made_where_there_is_none() -> None:
    """The first sentence or line, shortened at a word; the text stays whole."""
    assert made(title=None).title == "The rocket flew today."
    assert made(title=None).text == RECORD.text
    assert headline("word " * 100) == "word " * 27 + "word…"
    assert headline("\n\n Line one\nLine two") == "Line one"


def test_dates_and_what_they_rest_on() -> None:
    """Stated, else the operator's, else the file's, else the arrival; the basis says which."""
    mtime = datetime(2022, 6, 1, tzinfo=UTC)
    nothing = replace(RECORD, published_at=None)
    stated = clean(nothing, defaults=Defaults(published_at="2022-05-01"), now=NOW)
    assert (stated.published_at.month, stated.date_basis) == (5, DateBasis.NO_ZONE)
    from_file = clean(replace(nothing, modified_at=mtime), now=NOW)
    assert (from_file.published_at, from_file.date_basis) == (mtime, DateBasis.FILE)
    arrived = clean(nothing, now=NOW)
    assert (arrived.published_at, arrived.date_basis) == (NOW, DateBasis.ARRIVAL)


def test_impossible_dates() -> None:
    """A record with one is rejected; in a feed, which a machine wrote, it counts as missing."""
    with pytest.raises(Rejected, match="in the future"):
        made(published_at="2099-01-01")
    assert made(published_at="2099-01-01", lenient=True).date_basis is DateBasis.ARRIVAL
    assert made(url="at://did:plc:x/post", lenient=True).url is None


def test_outlets_by_default() -> None:
    """The operator's word, else the host without www, else said to be unknown."""
    assert clean(replace(RECORD, outlet=None), defaults=Defaults(outlet="Mine"), now=NOW).outlet == "Mine"
    assert made(outlet=None).outlet == "spacepost.example"
    assert made(outlet=" ", url=None).outlet == NO_OUTLET


def test_state_owned_outlets_are_marked() -> None:
    """By name, by host, by a parent domain; the record's own word goes first."""
    assert made(outlet="TASS").state_owned
    assert made(outlet="Xinhua News Agency").state_owned
    assert made(outlet="Anything", url="https://english.news.cn/x").state_owned
    assert not made().state_owned
    assert not made(outlet="Mirt.com").state_owned
    assert not made(outlet="TASS", state_owned=False).state_owned


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The rocket was to fly on Monday, but the weather at the site did not allow it.", "en"),
        ("Die Rakete sollte am Montag starten, aber das Wetter war für den Start nicht gut.", "de"),
        ("Ракета должна была полететь в понедельник, но погода не позволила.", "ru"),
        ("火箭原定于星期一发射，但天气不允许。", "zh"),
        ("Apollo 11", None),
    ],
)
def test_languages(text: str, language: str | None) -> None:
    """English is told from others, cheaply."""
    assert made(text=text).language == language


def test_the_digest_folds_white_space_only() -> None:
    """Other line breaks are the same content, other case is not."""
    assert content_digest("A b", "c\n\nd") == content_digest("A  b", "c d ")
    assert content_digest("A b", "c d") != content_digest("a b", "c d")


@pytest.mark.parametrize(
    "text",
    [
        '"' * 1_000_000,
        "A" * 1_000_000,
        "a " * 500_000,
        "A. " * 300_000,
        "ё" * 1_000_000,
        "\u200b" * 999_999 + "a",
        "\r" * 999_999 + "a",
    ],
)
def test_hostile_texts_take_no_time(text: str) -> None:
    """A megabyte of anything is cleaned within a second of processor time."""
    begun = time.process_time()
    clean(replace(RECORD, text=text, title=None), now=NOW)
    assert time.process_time() - begun < 1
