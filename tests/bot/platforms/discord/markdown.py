"""Reads text as Discord's clients do, to see what is alive in it. Written from Discord's help pages alone.

https://support.discord.com/hc/en-us/articles/210298617
https://docs.discord.com/developers/reference#message-formatting
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_CODE = re.compile(r"(`+)(.*?[^`])\1(?!`)", re.S)
_LINK = re.compile(r"\[((?:\[[^\]]*\]|\\.|[^\[\]])*)\]\(\s*<?((?:\([^)]*\)|[^\s\\()<>]|\\.)*?)>?\s*\)")
_URL = re.compile(r"(?:https?|steam)://[^\s<]+", re.I)
_TIME = re.compile(r"<t:-?\d+(?::[tTdDfFR])?>")
_MENTION = re.compile(r"<(?:@[!&]?\d+|#\d+|/[^>]+:\d+|a?:\w+:\d+|id:\w+|sound:\d+:\d+)>|@everyone|@here")
_STYLE = re.compile(r"\*\*|\*|__|_(?!\w)|(?<!\w)_|~~|\|\|")
_BLOCK = re.compile(r"(?m)^(#{1,3} |-# |>>> |> |[-*] |\d+\. )")
_INVITE = re.compile(r"(?:https?://)?(?:www\.)?(?:discord(?:\.gg|(?:app)?\.com/invite)|dsc\.gg)/\w+", re.I)


@dataclass
class Alive:
    """What a client would act on, and what is read."""

    mentions: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    words: str = ""


def read(text: str) -> Alive:
    """Read a description or a content."""
    found = Alive(links=_INVITE.findall(text), words="")
    said, at = [], 0
    while at < len(text):
        if match := _ESCAPE.match(text, at):
            said.append(match[1])
        elif match := _CODE.match(text, at):
            said.append(match[2])
        elif match := _LINK.match(text, at):
            found.links.append(match[2])
            inner = read(match[1])
            found.mentions += inner.mentions
            said.append(inner.words)
        elif match := _TIME.match(text, at):
            said.append(" ")
        elif match := _MENTION.match(text, at):
            found.mentions.append(match[0])
        elif match := _URL.match(text, at):
            found.links.append(match[0])
        elif (match := _STYLE.match(text, at)) or (at in (0, *_starts(text, at)) and (match := _BLOCK.match(text, at))):
            found.styles.append(match[0])
        else:
            said.append(text[at])
            at += 1
            continue
        at = match.end()
    found.words = "".join(said)
    return found


def _starts(text: str, at: int) -> tuple[int, ...]:
    return (at,) if at and text[at - 1] == "\n" else ()


def readable(payload: Any) -> list[str]:
    """List the texts of a message in which markdown is read."""
    texts = [payload["content"]]
    for embed in payload["embeds"]:
        texts += [embed.get("title", ""), embed.get("description", "")]
    return [text for text in texts if text]
