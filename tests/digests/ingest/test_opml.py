"""Lists of feeds."""

import pytest

from digests.errors import Rejected
from digests.ingest.opml import parse_opml


def test_nested_outlines() -> None:
    """Feeds at any depth, each once, in order; other case of the names, other outlines and broken ends do no harm."""
    content = b"""<?xml version="1.0"?><opml version="1.0"><head/><body>
      <outline text="Agencies"><outline title="A" xmlUrl=" https://a.example/feed "/>
      <outline text="More"><outline text="B" xmlurl="https://b.example/feed" htmlUrl="https://b.example"/></outline></outline>
      <outline text="A again" xmlUrl="https://a.example/feed"/><outline text="note"/>"""
    assert parse_opml(content) == [("https://a.example/feed", "A"), ("https://b.example/feed", "B")]


@pytest.mark.parametrize("content", [b"<opml><body><outline text='x'/></body></opml>", b"<opml", b"", b"\0"])
def test_no_feeds(content: bytes) -> None:
    """A list of nothing is refused in a sentence."""
    with pytest.raises(Rejected):
        parse_opml(content)


def test_deep_nesting_ends() -> None:
    """Ten thousand levels are read as far as possible or refused."""
    content = b"<opml><body>" + b"<outline text='x'>" * 10_000 + b"<outline xmlUrl='https://a.example/'/>"
    try:
        assert len(parse_opml(content)) <= 1
    except Rejected as error:
        assert "feed" in str(error) or "OPML" in str(error)
