"""Neutralise what text from articles and users could do on Slack: mentions, links, formatting, control characters.

Most text goes into rich text and plain text elements, which are shown as they are. Where Slack reads its own
markup ("mrkdwn"), ``&<>`` are escaped (https://docs.slack.dev/messaging/formatting-message-text#escaping) and
what would format becomes a sign that looks the same and does not: mrkdwn has no escape for it.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.platforms.slack.limits import ADDRESS

# Control characters, those that reorder text or hide in it, tags, half surrogates. Joiners stay: scripts need them.
_ACTING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACE = re.compile(r"[\s\x0b\x0c\x85\u2028\u2029]+")
_ESCAPES = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}
_ALIKE = {"*": "\u2217", "_": "\uff3f", "~": "\u223c", "`": "\u02cb"}
_FORMATS = re.compile(r"[*~`]|(?<![^\W_])_+|_+(?![^\W_])")  # within a word, as in snake_case, a line does nothing
_QUOTES = re.compile(r"^( ?)>+")
_EMOJI = re.compile(r":(?=[a-z0-9_+'-]+:)", re.I)
_BARE = re.compile(r"(?<=[a-z]):(?=//)|@(?=here|channel|everyone|group)", re.I)
NOTHING = "\N{WORD JOINER}"


def clean(text: str) -> str:
    """Take control characters out and make white space single spaces. Linear in its length."""
    return _SPACE.sub(" ", _ACTING.sub("", text))


def escaped(text: str) -> str:
    """Make text harmless in a message's ``text``, which notifications and screen readers use."""
    return clean(text).translate(_ESCAPES)


def mrkdwn(text: str) -> str:
    """Make text say itself where Slack reads its markup."""
    safe = _FORMATS.sub(lambda found: "".join(_ALIKE[each] for each in found[0]), clean(text))
    safe = _QUOTES.sub(lambda found: found[1] + "\u203a" * (len(found[0]) - len(found[1])), safe)
    safe = _BARE.sub(lambda found: found[0] + NOTHING, _EMOJI.sub(f":{NOTHING}", safe))
    return safe.translate(_ESCAPES)


def label(text: str) -> str:
    """Make text safe inside a link; a bar would end it early."""
    return mrkdwn(text.replace("|", "\u00a6")).strip()


def address(url: str | None) -> str | None:
    """Give an address that may be linked: http or https, with a host, nothing that ends a link early. Else None."""
    if not url or len(url) > ADDRESS or _ACTING.search(url) or re.search(r"[\s<>\"\\^`{|}]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("https", "http") and host and "@" not in parts.netloc else None
