"""Spans → elements of rich text, and → one line of mrkdwn for small print. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.platforms.slack.escape import address, clean, escaped, label, mrkdwn
from bot.platforms.slack.limits import TEXT
from bot.spans import (
    ChannelName,
    Citation,
    Code,
    Emphasis,
    Link,
    Moment,
    Span,
    Spans,
    Strong,
    Style,
    Text,
    UserName,
    plain,
)

Element = dict[str, Any]
_FORMATS = {
    Style.DATE: "{date_short}",
    Style.TIME: "{time}",
    Style.DATE_TIME: "{date_short} {time}",
}
_STYLES: dict[type, str] = {Strong: "bold", Emphasis: "italic", Code: "code"}
_ID = re.compile(r"[A-Z0-9]{2,30}")
_WORD = re.compile(r"\S+\s*|\s+")


def elements(spans: Spans, **style: bool) -> list[Element]:
    """Lay a line out as rich text, in which no text acts; ``style`` is added to all of it."""
    joined: list[Element] = []
    for made in (each for span in spans for each in _elements(span, style)):
        last = joined[-1] if joined else {}
        alike = made["type"] == last.get("type") == "text" and made.get("style") == last.get("style")
        if alike and len(last["text"]) + len(made["text"]) <= TEXT:
            last["text"] += made["text"]
        else:
            joined.append(made)
    return joined


def words(spans: Spans) -> str:
    """Give the words alone, cleaned."""
    return clean(plain(spans)).strip()


def text(value: str, **style: bool) -> list[Element]:
    """Make text elements, none longer than a block may be."""
    return [_styled({"type": "text", "text": part}, style) for part in _parts(clean(value))]


def _styled(made: Element, style: dict[str, bool]) -> Element:
    return made | ({"style": dict(style)} if style else {})


def _elements(span: Span, style: dict[str, bool]) -> list[Element]:
    if isinstance(span, Moment):
        return [_styled(_date(span), style)]
    if isinstance(span, Citation):
        shown, url = f"[{span.number}]", address(span.url)
        return [_styled({"type": "link", "url": url, "text": shown} if url else {"type": "text", "text": shown}, style)]
    if isinstance(span, Link) and (url := address(span.url)) and (shown := clean(span.text).strip()):
        if len(shown) <= TEXT // 2:
            return [_styled({"type": "link", "url": url, "text": shown}, style)]
        return [*text(shown + " ", **style), _styled({"type": "link", "url": url, "text": "link"}, style)]
    if isinstance(span, ChannelName | UserName):
        return [_named(span, style)]
    own = _STYLES.get(type(span))
    return text(span.text, **(style | ({own: True} if own else {})))


def _named(span: ChannelName | UserName, style: dict[str, bool]) -> Element:
    """Name a channel or a user; what is no id of Slack's is text."""
    if not _ID.fullmatch(span.id):
        return _styled({"type": "text", "text": clean(span.text)}, style)
    if isinstance(span, ChannelName):
        return {"type": "channel", "channel_id": span.id}
    return {"type": "user", "user_id": span.id}


def unmentioned(blocks: Sequence[Element]) -> list[Element]:
    """Name users so that nobody is notified, for what many read."""
    return [_unmentioned(block) for block in blocks]


def _unmentioned(made: Any) -> Any:
    if isinstance(made, list):
        return [_unmentioned(each) for each in made]
    if not isinstance(made, dict):
        return made
    if made.get("type") == "user" and "user_id" in made:
        return {"type": "text", "text": f"@{made['user_id']}"}
    return {name: _unmentioned(value) for name, value in made.items()}


def _date(span: Moment) -> Element:
    return {
        "type": "date",
        "timestamp": int(span.at.timestamp()),
        "format": _FORMATS[span.style],
        "fallback": plain((span,)),
    }


def _parts(value: str) -> Iterator[str]:
    """Cut text that is too long for a block, between words where there are any."""
    part = ""
    for word in _WORD.findall(value) if len(value) > TEXT else [value]:
        while len(word) > TEXT:
            if part:
                yield part
                part = ""
            yield word[:TEXT]
            word = word[TEXT:]
        if len(part) + len(word) > TEXT:
            yield part
            part = ""
        part += word
    if part:
        yield part


def small(spans: Spans) -> str:
    """Lay a line out as mrkdwn; for what Slack shows in small letters."""
    return "".join(_small(span) for span in spans).strip()


def _small(span: Span) -> str:
    if isinstance(span, Moment):
        return f"<!date^{int(span.at.timestamp())}^{_FORMATS[span.style]}|{plain((span,))}>"
    if isinstance(span, Citation):
        url = address(span.url)
        return f"<{_escaped(url)}|[{span.number}]>" if url else f"[{span.number}]"
    if isinstance(span, Link):
        url, shown = address(span.url), label(span.text)
        return f"<{_escaped(url)}|{shown}>" if url and shown else mrkdwn(span.text)
    shown = mrkdwn(span.text)
    mark = {Strong: "*", Emphasis: "_", Code: "`"}.get(type(span), "")
    return f"{mark}{shown}{mark}" if mark and shown and shown == shown.strip() else shown


def _escaped(url: str) -> str:
    return url.replace("&", "&amp;")


def is_plain(spans: Spans) -> bool:
    """Tell whether a line has neither links nor times nor anything to stand out."""
    return all(isinstance(span, Text) for span in spans)


def names_some(spans: Spans) -> bool:
    """Tell whether a channel or a user is named in a line, which small print can't do quietly."""
    return any(isinstance(span, ChannelName | UserName) for span in spans)


def said(lines: Sequence[Spans]) -> str:
    """Give lines as a message's ``text``."""
    return "\n".join(filter(None, (escaped(plain(each)).strip() for each in lines)))
