"""Peers for taking articles in: same articles in, articles a core second out; None where one is not installed."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Peer = Callable[[Sequence[dict[str, str]], Path], float | None]


def _atom(articles: Sequence[dict[str, str]]) -> str:
    entries = "".join(
        f"<entry><id>{a['id']}</id><title>{escape(a['title'])}</title><link href='{a['url']}'/>"
        f"<updated>{a['published_at']}</updated><content>{escape(a['text'])}</content></entry>"
        for a in articles
    )
    return f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Made up</title><id>x</id>{entries}</feed>"


def lemon24_reader(articles: Sequence[dict[str, str]], folder: Path) -> float | None:
    """Store and index the articles with the ``reader`` library, from an Atom file."""
    try:
        from reader import make_reader
    except ImportError:
        return None
    feed = folder / "feed.atom"
    feed.write_text(_atom(articles), encoding="utf-8")
    reader = make_reader(str(folder / "reader.sqlite"), feed_root=str(folder))
    reader.add_feed(feed.name)
    began = time.process_time()
    reader.enable_search()
    reader.update_feeds()
    reader.update_search()
    return len(articles) / (time.process_time() - began)


def newspaper4k(articles: Sequence[dict[str, str]], folder: Path) -> float | None:
    """Take keywords and a summary of each article with ``newspaper4k``; nothing is stored."""
    try:
        import newspaper
        import nltk

        nltk.data.find("tokenizers/punkt_tab")  # its sentence splitter wants this download
    except (ImportError, LookupError):
        return None
    began = time.process_time()
    for article in articles:
        page = (
            f"<html><head><title>{escape(article['title'])}</title></head><body><article>"
            + "".join(f"<p>{escape(p)}</p>" for p in article["text"].split("\n\n"))
            + "</article></body></html>"
        )
        one = newspaper.Article(article["url"], language="en")
        one.download(input_html=page)
        one.parse()
        one.nlp()
    return len(articles) / (time.process_time() - began)


PEERS: dict[str, Peer] = {
    "lemon24/reader: store, index": lemon24_reader,
    "newspaper4k (with nltk's punkt_tab): parse, nlp()": newspaper4k,
}
