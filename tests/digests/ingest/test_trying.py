"""Asking a feed's address once."""

from __future__ import annotations

import pytest

from digests.ingest.fetch import Fetched
from digests.ingest.trying import TriedFeed, try_feed
from digests.store.base import FeedState

URL = "https://news.example/feed"
RSS = b"""<rss version="2.0"><channel><title>Orbit Daily</title><item><title>One</title></item>
<item><title>Two</title></item></channel></rss>"""


class Web:
    """Answers every address alike."""

    def __init__(self, content: bytes = b"", error: str | None = None, content_type: str = "text/xml") -> None:
        self.fetched = Fetched(URL, FeedState(URL), content, content_type, error=error)

    async def get(self, url: str, state: FeedState | None = None) -> Fetched:
        """Give the answer."""
        return self.fetched


@pytest.mark.parametrize(
    ("web", "tried"),
    [
        (Web(RSS), TriedFeed(URL, "Orbit Daily", 2, "One")),
        (Web(b"<html><body>Hello</body></html>", content_type="text/html"), "no RSS, Atom or JSON feed"),
        (Web(b"", error="it is not there (HTTP 404)."), "it is not there (HTTP 404)"),
        (Web(b"\x00\x01"), "no RSS, Atom or JSON feed"),
    ],
)
async def test_what_is_there(web: Web, tried: TriedFeed | str) -> None:
    """A feed with its title and entries, or why there is none."""
    found = await try_feed(URL, web)  # type: ignore[arg-type]
    assert found == tried if isinstance(tried, TriedFeed) else tried in (found.error or "")
