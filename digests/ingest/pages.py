"""A web page → its article: text, title, author, date, outlet (trafilatura). Runs in the parsing process."""

from __future__ import annotations

from digests.errors import Rejected
from digests.ingest.shapes import Page


def extract_page(html: str, url: str | None = None) -> Page:
    """Take the article out of a page.

    Raises:
        Rejected: there is no text in it that looks like an article.
    """
    import trafilatura

    document = trafilatura.bare_extraction(html, url=url, with_metadata=True, include_comments=False)
    if document is None or isinstance(document, dict) or not document.text:
        raise Rejected("no article was found in the page")
    return Page(title=document.title, text=document.text, author=document.author, published_at=document.date,
                outlet=document.sitename, url=document.url)
