"""RSS, Atom, RDF and JSON feeds, broken ones too."""

import json

import pytest

from digests.errors import Rejected
from digests.ingest.feeds import parse_feed
from digests.ingest.shapes import Entry, Feed

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://post.example/">
 <title type="html">Space &amp;amp; &lt;b&gt;Post&lt;/b&gt;</title>
 <entry><title>Rocket flies</title><link href="/a?b=1&amp;c=2"/><id>urn:1</id><author><name>A. Writer</name></author>
  <published>2022-07-15T12:00:00+02:00</published><updated>2022-07-16T12:00:00Z</updated>
  <summary>Short.</summary>
  <content type="html">&lt;p&gt;It flew.&lt;/p&gt;&lt;p&gt;It came&lt;br&gt;back.&lt;/p&gt;</content></entry>
</feed>"""
RSS = """<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Space Post</title>
 <item><title>Rocket flies</title><link>https://post.example/a</link><guid>1</guid>{date}
 <description>Short.</description></item></channel></rss>"""


def test_atom() -> None:
    """All parts; relative links resolved, markup made plain with its paragraphs, dates in UTC."""
    assert parse_feed(ATOM.encode()) == Feed(
        "Space & Post",
        (
            Entry(
                title="Rocket flies",
                link="https://post.example/a?b=1&c=2",
                published_at="2022-07-15T10:00:00Z",
                summary="Short.",
                content="It flew.\n\nIt came\nback.",
                guid="urn:1",
                author="A. Writer",
            ),
        ),
    )


@pytest.mark.parametrize(
    "written",
    [
        "<pubDate>Fri, 15 Jul 2022 10:00:00 GMT</pubDate>",
        "<pubDate>Fri, 15 Jul 2022 06:00:00 EDT</pubDate>",
        "<pubDate>2022-07-15T10:00:00Z</pubDate>",
        "<pubDate>15 Jul 22 10:00 +0000</pubDate>",
        "<pubDate>Fri, 15 July 2022 13:00:00 MSK</pubDate>",
        "<dc:date xmlns:dc='http://purl.org/dc/elements/1.1/'>2022-07-15T10:00:00+00:00</dc:date>",
    ],
)
def test_dates_of_rss(written: str) -> None:
    """The usual form and the odd ones."""
    assert parse_feed(RSS.format(date=written).encode()).entries[0].published_at == "2022-07-15T10:00:00Z"


@pytest.mark.parametrize("written", ["", "<pubDate>yesterday</pubDate>", "<pubDate></pubDate>"])
def test_no_date(written: str) -> None:
    """What is no date is none, not today."""
    assert parse_feed(RSS.format(date=written).encode()).entries[0].published_at is None


@pytest.mark.parametrize(
    "content",
    [
        RSS.format(date="<undeclared:tag>x</undeclared:tag>").encode(),
        RSS.format(date="").replace("</channel></rss>", "").encode(),
        RSS.format(date="<b>unclosed").encode(),
        RSS.format(date="<description>R&D &nbsp; x</description>").encode(),
        b'<?xml version="1.0" encoding="utf-8"?>' + RSS.format(date="<x>caf\xe9</x>").encode("latin-1"),
        b"\n\n  " + RSS.format(date="").encode(),
        RSS.format(date="").encode("utf-16"),
    ],
)
def test_broken_feeds_are_read(content: bytes) -> None:
    """Undeclared prefixes, missing ends, stray ampersands, wrong encodings."""
    feed = parse_feed(content, "application/rss+xml")
    assert (feed.title, feed.entries[0].title, feed.entries[0].link) == (
        "Space Post",
        "Rocket flies",
        "https://post.example/a",
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"The rocket flew.", "not a feed"),
        (b"<html><head><title>x</title></head></html>", "not a feed"),
        (b"<!DOCTYPE html><p>rss feed</p>", "not a feed"),
        (b'{"title": "x", "items": []}', "does not state JSON Feed"),
        (b'{"version": 1, "items": []}', "does not state JSON Feed"),
        (b'{"version": "https://jsonfeed.org/version/9"}', "does not"),
        (b'{"version": "https://jsonfeed.org/version/1", "items": [', "broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "binary"),
        (b"<opml version='2.0'><body/></opml>", "not a feed"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a feed"),
        (b"[]", "not"),
        (b"null", "not"),
    ],
)
def test_what_is_no_feed_is_refused(content: bytes, reason: str) -> None:
    """In one sentence; an empty list of entries would look like a quiet feed."""
    with pytest.raises(Rejected, match=reason):
        parse_feed(content)


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_json_feed(version: str) -> None:
    """Both versions, with either kind of content and author."""
    feed = {
        "version": f"https://jsonfeed.org/version/{version}",
        "title": "Space Post",
        "items": [
            {
                "id": 1,
                "url": "https://post.example/a",
                "title": "Rocket flies",
                "content_html": "<p>It flew.</p><p>Back.</p>",
                "date_published": "2022-07-15T12:00:00+02:00",
                "authors": [{"name": "A. Writer"}],
                "summary": "Short.",
            },
            {
                "id": "2",
                "external_url": "https://post.example/b",
                "content_text": "1 < 2 & so on",
                "author": {"name": "B"},
                "date_published": "soon",
            },
            "nonsense",
            {"id": None, "title": 7, "url": [], "authors": [3]},
        ],
    }
    read = parse_feed(json.dumps(feed).encode(), "application/feed+json")
    assert read == Feed(
        "Space Post",
        (
            Entry(
                "Rocket flies",
                "https://post.example/a",
                "2022-07-15T10:00:00Z",
                "Short.",
                "It flew.\n\nBack.",
                "1",
                "A. Writer",
            ),
            Entry(None, "https://post.example/b", None, None, "1 < 2 & so on", "2", "B"),
            Entry(),
        ),
    )


@pytest.mark.parametrize(
    "part", ["<title>x &#x110000; y</title>", "<width/>", "<link/></link>", "<creativeCommons:license>x</x>"]
)
def test_what_the_library_stumbles_over(part: str) -> None:
    """Broken input that makes feedparser raise is read as far as it goes, or refused."""
    try:
        assert parse_feed(RSS.format(date=part).replace("</item>", "").encode()).entries is not None
    except Rejected as error:
        assert "broken" in str(error)


def test_utf8_under_another_name() -> None:
    """A server's wrong charset doesn't break the text; a right one is believed."""
    feed = "<rss version='2.0'><channel><title>Über “uns”</title></channel></rss>"
    assert parse_feed(feed.encode(), "text/xml; charset=iso-8859-1").title == "Über “uns”"
    assert parse_feed(feed.encode("cp1252"), "text/xml; charset=windows-1252").title == "Über “uns”"


def test_the_source_of_an_entry() -> None:
    """An aggregator's entries belong to the outlets that it took them from."""
    source = "<source url='https://other.example/feed'>Other Post</source>"
    assert parse_feed(RSS.format(date=source).encode()).entries[0].outlet == "Other Post"


def test_a_file_s_name_is_not_opened() -> None:
    """Content that is a path stays content."""
    with pytest.raises(Rejected, match="not a feed"):
        parse_feed(b"/etc/passwd")
