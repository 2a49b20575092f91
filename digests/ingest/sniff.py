"""What a file or an answer is, by its content first and its name second."""

from __future__ import annotations

import json
import re
from enum import StrEnum

from digests.ingest.decode import byte_order_mark, is_binary, wide

HEAD = 65_536  # bytes looked at


class Format(StrEnum):
    """What is in it."""

    EMPTY = "empty"
    BINARY = "binary"
    LINES = "JSON Lines"
    JSON = "JSON"  # one document: an article, or an array of them
    JSON_FEED = "JSON Feed"
    FEED = "feed"
    OPML = "OPML"
    HTML = "HTML"
    TEXT = "text"


_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE\s+(?!html)[^\[>]*(?:\[.*?\]\s*)?>\s*)*", re.S | re.I)
_ROOT = re.compile(r"<(?:[\w.-]+:)?(rss|feed|rdf|channel|opml|html)\b", re.I)
_FEED_LIKE = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\b[^<]*>", re.I)
_HTML_LIKE = re.compile(r"<(?:!doctype\s+html|html|head|body|div|article|p|title|meta|h1|main|section)\b", re.I)
_LINES_NAMES = (".jsonl", ".ndjson", ".jl", ".jsonlines")
_HTML_NAMES = (".html", ".htm", ".xhtml")


def sniff(head: bytes, name: str = "", content_type: str | None = None) -> Format:
    """Tell the format from the first 64 KB, the file's name, and the type that a server states."""
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        return Format.EMPTY
    text = _peek(head)
    if _has_record(text):
        return Format.LINES
    if is_binary(head):
        return Format.BINARY
    start = text[:1_000].lstrip("\ufeff \t\r\n\0")[:1]
    name = name.lower()
    if start == "<":
        return _markup(text, name, content_type)
    if start in ("{", "["):
        found = _json(text, name)
        if found:
            return found
    return Format.LINES if name.endswith(_LINES_NAMES) else Format.TEXT


def _peek(head: bytes) -> str:
    encoding = byte_order_mark(head) or wide(head) or "utf-8"
    return head[:HEAD].decode(encoding, "replace").removeprefix("\ufeff")


def _has_record(text: str) -> bool:
    """Look for one whole line that is a JSON object with a text, among the first ones."""
    for line in text.split("\n", 50)[:50]:
        line = line.strip()
        if line.startswith("{") and line.endswith("}") and '"jsonfeed.org' not in line and len(line) > 10:
            try:
                value = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(value, dict) and not _is_json_feed(line):
                return True
    return False


def _json(text: str, name: str) -> Format | None:
    if _is_json_feed(text):
        return Format.JSON_FEED
    if name.endswith(_LINES_NAMES):
        return Format.LINES
    if text.lstrip().startswith("{") and re.match(r'\s*\{\s*(?:"|\})', text):
        first, end, _ = text.lstrip().partition("\n")
        spread = end and first.rstrip().endswith((",", "[", "{"))
        return Format.JSON if spread else Format.LINES
    if re.match(r"\s*\[\s*(?:\{|\])", text):
        return Format.JSON
    return Format.JSON if name.endswith(".json") else None


def _is_json_feed(text: str) -> bool:
    return re.search(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version', text) is not None


def _markup(text: str, name: str, content_type: str | None) -> Format:
    prolog = _PROLOG.match(text)
    rest = text[prolog.end() :] if prolog else text
    root = _ROOT.match(rest)
    if root:
        return {"opml": Format.OPML, "html": Format.HTML}.get(root[1].lower(), Format.FEED)
    if _HTML_LIKE.match(rest) or name.endswith(_HTML_NAMES):
        return Format.HTML
    if _FEED_LIKE.search(text[:4_000]):
        return Format.FEED
    if content_type and "html" in content_type.lower():
        return Format.HTML
    return Format.HTML if _HTML_LIKE.search(rest) else Format.TEXT
