"""The feeds that a page offers."""

import pytest

from digests.ingest.alternates import offered_feeds


def test_feeds_in_the_head() -> None:
    """Each kind, with its address made whole; other links, comments and forbidden schemes are left out."""
    page = b"""<html><head>
      <link rel="stylesheet" href="/style.css"><link rel="alternate" hreflang="de" href="/de">
      <link rel="alternate" type="application/rss+xml" title="Post \xc2\xbb Comments" href="/comments/feed/">
      <link rel="ALTERNATE" type="application/atom+xml; charset=utf-8" title="News" href="/atom.xml">
      <link rel="alternate" type="application/feed+json" href="https://other.example/feed.json">
      <link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">
      <link rel="alternate" type="application/rss+xml" href="http://[">
      </head></html>"""
    assert offered_feeds(page, "https://post.example/") == [
        ("https://post.example/atom.xml", "News"),
        ("https://other.example/feed.json", None),
    ]


@pytest.mark.parametrize("page", [b"", b"text", b"\0" * 50, b"\x89PNG" + bytes(100)])
def test_no_page_offers_none(page: bytes) -> None:
    """Nothing is raised."""
    assert offered_feeds(page, "https://post.example/") == []
