"""Articles made to do harm, on the archive's pages: text and nothing else, in HTML, feeds and Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.replies import Kind
from bot.web.archive.feeds import json_feed, rss
from bot.web.archive.html import blocks_of, page
from bot.web.archive.markdown import markdown
from bot.web.archive.pages import _when
from bot.web.archive.shelf import Posted, tellings
from tests.bot.answers import NOW
from tests.bot.platforms.discord.test_hostile import GOOD, SHARP, urls
from tests.bot.platforms.discord.test_hostile import reply as everywhere
from tests.bot.web.shelves import edition

HTML = (
    "<script>alert(1)</script>", "</p><script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>', "' onx='",
    "<!--", "-->", "]]>", "<![CDATA[", "&lt;b&gt;", "&#60;b&#62;", "{{ 7 * 7 }}", "{% raw %}", "<a href=javascript:x>",
    "<style>*{}</style>", "</title>", "\ufffe", "![x](https://evil.example/x)", "<https://evil.example>", "a\tb",
    "[x]: https://evil.example", "***", "===", "| a | b |", "~~~", "    code", "http://evil.example", "1)", "&amp;",
)  # fmt: skip
ELEMENTS = set(
    "html head meta title link body header main footer a span p h1 h2 h3 strong em code time ul ol li dl dt dd "
    "blockquote article hr pre div section".split()
)
ATTRIBUTES = set("charset name content rel type href class datetime title value lang id".split())
pieces = st.sampled_from([*SHARP, *HTML]) | st.text(max_size=10) | st.sampled_from(["", " ", "word"])
evils = st.lists(pieces, min_size=1, max_size=10).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda gap: gap.join(parts))
)
ADDRESSES = urls | st.sampled_from(
    ["JaVaScRiPt:alert(1)", "data:text/html,x", "https://x.example/\"onx='", "https://x.example/<b>", "//evil.example",
     "https://x.example/>)](x", "https://[", "https://", "\x01javascript:x", "https://x.example/\nx", "vbscript:x"]
)  # fmt: skip
KNOWN = (GOOD, "http://x.example", "https://x.example/", "https://a@b.example")


def posted(text: str, url: str | None) -> Posted:
    """Put a text everywhere into an edition."""
    safe = text.encode("utf-8", "replace").decode()
    return Posted(edition(1, everywhere(text, url, Kind.DIGEST), stories=(7,), title=safe or "x"), NOW)


def harmless(tree: html.HtmlElement, *, ours: tuple[str, ...]) -> None:
    """Judge what a browser would make of it."""
    for element in tree.iter():
        assert isinstance(element.tag, str), "a comment or an instruction"
        assert element.tag in ELEMENTS and set(element.attrib) <= ATTRIBUTES, html.tostring(element)
        if "href" in element.attrib and element.tag == "a":
            assert element.get("href", "").startswith((*KNOWN, *ours)), element.get("href")


@settings(max_examples=150, deadline=None)
@given(evils, ADDRESSES)
def test_pages(text: str, url: str | None) -> None:
    """Only our elements and attributes; links to the web alone; all words there."""
    it = posted(text, url)
    shown = [block for message in it.edition.messages for block in blocks_of(message.reply)]
    made = page("edition.html", title=it.edition.title, posted=it, at=_when(it.at), shown=shown)
    harmless(html.document_fromstring(made), ours=("/",))
    told = [{"telling": each, "at": _when(NOW)} for each in tellings(it)]
    harmless(html.document_fromstring(page("tellings.html", title=text, about="", told=told)), ours=("/",))
    listed = [{"title": text, "posted": it, "headlines": [text], "at": _when(NOW)}]
    index = page("index.html", title=text, editions=listed, next=None, older=False)
    harmless(html.document_fromstring(index), ours=("/",))
    for word in set(re.findall(r"\b[a-z]{4,12}\b", text)):
        assert word in made


@settings(max_examples=100, deadline=None)
@given(evils, ADDRESSES)
def test_feeds(text: str, url: str | None) -> None:
    """Well-formed, and their HTML as harmless as a page's, for readers that trust it."""
    root = ET.fromstring(rss([posted(text, url)], "https://bot.example"))
    for element in root.iter("{http://purl.org/rss/1.0/modules/content/}encoded"):
        harmless(html.fromstring(f"<div>{element.text}</div>"), ours=("https://bot.example/",))
    feed = json.loads(json_feed([posted(text, url)], "https://bot.example"))
    harmless(html.fromstring(f"<div>{feed['items'][0]['content_html']}</div>"), ours=("https://bot.example/",))


@settings(max_examples=200, deadline=None)
@given(evils, ADDRESSES)
def test_markdown(text: str, url: str | None) -> None:
    """By CommonMark's rules, with tables and bare links: no HTML, no picture, no link but the articles'."""
    it = posted(text, url)
    written = markdown([block for message in it.edition.messages for block in blocks_of(message.reply)])
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for token in _all(reader.parse(written)):
        assert token.type not in ("html_inline", "html_block", "image", "table_open", "s_open", "lheading_open")
        if token.type == "link_open":
            assert str(token.attrs["href"]).startswith(KNOWN), token.attrs
    for word in set(re.findall(r"\b[a-z]{4,12}\b", text)):
        assert word in written


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])
