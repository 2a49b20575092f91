"""HTML fragments of feeds → plain text with its paragraphs kept. Runs in the parsing process."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from digests.ingest.tidy import tidy

_PARAGRAPHS = frozenset(
    "address article aside blockquote dl fieldset figure footer h1 h2 h3 h4 h5 h6 header hr "
    "main nav ol p pre section table ul".split()
)
_LINES = frozenset("body br dd div dt figcaption li td th tr".split())
_SILENT = frozenset("script style template noscript iframe svg head form button select textarea".split())
_MARKUP = re.compile(r"<[!/a-zA-Z]|&(?:#\d|#x|\w+;)")


def plain_text(markup: str) -> str:
    """Take the text out of an HTML fragment: blocks become paragraphs, white space in them is folded.

    Linear in the length of the markup; text without a tag or a character reference is only tidied.
    """
    markup = tidy(markup)
    if not _MARKUP.search(markup):
        return markup.strip()
    from lxml import etree, html  # type: ignore[import-untyped]

    try:
        root = html.document_fromstring(f"<body>{markup}</body>")
    except (etree.LxmlError, ValueError):
        return unescape(re.sub(r"<[^<>]*>", " ", markup)).strip()
    lines = (" ".join(line.split()) for line in "".join(_pieces(root, etree)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def plain_line(markup: str) -> str:
    """Take a title out of its markup: one line."""
    return " ".join(plain_text(markup).split())


def _pieces(root: Any, etree: Any) -> list[str]:
    found: list[str] = []
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = element.tag if isinstance(element.tag, str) else None
        if event == "start":
            silent += name in _SILENT
            if not silent:
                text = element.text or ""
                found += ("" if name == "br" else _break(name), text if name == "pre" else text.replace("\n", " "))
        else:
            if event == "end":
                found.append(_break(name) if not silent else "")
                silent -= name in _SILENT
            if not silent:
                found.append((element.tail or "").replace("\n", " "))
    return found


def _break(name: str | None) -> str:
    return "\n\n" if name in _PARAGRAPHS else "\n" if name in _LINES else ""
