"""Neutralise what text from articles and users could do on Discord: markdown, mentions, links, control characters.

What is escaped reads the same as before; https://support.discord.com/hc/en-us/articles/210298617 lists the markup.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from bot.platforms.discord.limits import ADDRESS

NOTHING = "\N{ZERO WIDTH SPACE}"
# Control characters, those that reorder text or hide in it, tags, half surrogates. Joiners stay: scripts need them.
_ACTING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"[\s\x0b\x0c\x85\u2028\u2029]+")
_MARKUP = re.compile(r"[\\`*_~|\[\]<>]")
_AT_A_START = re.compile(r"(?<!\S)(?=[#+-])")  # headings, lists, small print
_NUMBERED = re.compile(r"^ ?(\d{1,9})(?=[.)](?:\s|$))")
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)|(?<=\\<)(?=[@#:/a-z])", re.I)
_BARE_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)|<(?=[@#:/a-z])", re.I)
_SCHEME = re.compile(r":(?=//)")
_INVITE = re.compile(r"\.(?=gg\b)|(?<=discord)\.|(?<=discordapp)\.", re.I)
_HOST = re.compile(r"[a-z0-9._-]+(?::\d{1,5})?", re.I)
_INVITES = ("discord.gg", "discord.com", "discordapp.com", "discord.new", "dsc.gg")


def clean(text: str) -> str:
    """Take control characters out and make white space single spaces."""
    return _SPACE.sub(" ", bare(text))


def bare(text: str) -> str:
    """Take control characters out, and nothing else."""
    return _ACTING.sub("", text)


def escaped(text: str) -> str:
    """Make text say itself where Discord reads markdown. Linear in its length."""
    safe = _MARKUP.sub(r"\\\g<0>", clean(text))
    safe = _NUMBERED.sub(r"\g<0>\\", _AT_A_START.sub(r"\\", safe))
    safe = _MENTION.sub(lambda found: found[0] + NOTHING, safe)
    return _INVITE.sub(r"\\.", _SCHEME.sub(r"\\:", safe))


def plain(text: str) -> str:
    """Make text harmless where Discord reads no markdown: labels, options, placeholders."""
    return _BARE_MENTION.sub(lambda found: found[0] + NOTHING, clean(text)).strip()


def code(text: str) -> str:
    """Show text as something to type."""
    safe = re.sub(r"`(?=`)", "`" + NOTHING, _INVITE.sub(NOTHING + ".", plain(text)))
    return f"`` {safe} ``" if "`" in safe else f"`{safe}`" if safe else ""


def label(text: str) -> str:
    """Make text safe inside a link's brackets; square ones in it become wide, for Discord can't escape them there."""
    return escaped(text.replace("[", "\uff3b").replace("]", "\uff3d")).strip()


def address(url: str | None, longest: int = ADDRESS) -> str | None:
    """Give an address that may be linked: https, a plain host, nothing that ends the link early. None otherwise."""
    if not url or url[:8].lower() != "https://" or _ACTING.search(url) or re.search(r"[\s<>\"\\^`{|}]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.netloc.encode("idna").decode("ascii") if not parts.netloc.isascii() else parts.netloc
    except (ValueError, UnicodeError):
        return None
    bare = host.partition(":")[0].lower().removeprefix("www.")
    if not _HOST.fullmatch(host) or "." not in bare or bare in _INVITES:
        return None
    rest = quote(url[8 + len(parts.netloc) :], safe="/?#&=%;:@!$'*+,~.-_[]").replace("[", "%5B").replace("]", "%5D")
    made = f"https://{host}{rest}"
    return made if len(made) <= longest else None
