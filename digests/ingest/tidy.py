"""What is taken out of a text before it is stored: what no reader sees. All else stays verbatim.

Not normalised to NFC on purpose: a quotation must be found in the source byte for byte.
"""

from __future__ import annotations

import re

# Control characters but \t and \n; soft hyphen; zero-width space, word joiner, byte-order mark; direction
# marks and overrides (https://trojansource.codes); interlinear annotation; tag characters (which hide prompts).
# ZWJ and ZWNJ stay: Persian, Indic scripts and emoji need them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\u2028]")
_C1 = re.compile("[\x80-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def tidy(text: str) -> str:
    """Normalise line ends, join surrogates, and remove invisible characters."""
    if not _INVISIBLE.search(text):
        return text
    text = _LINE_ENDS.sub("\n", text.replace("\u2029", "\n\n"))
    if _SURROGATES.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _INVISIBLE.sub("", _C1.sub(_from_windows, text))


def tidy_line(text: str) -> str:
    """Tidy a title or a name: one line, single spaces."""
    return " ".join(tidy(text).split())


def shorten(text: str, longest: int) -> str:
    """Cut at a word boundary, with an ellipsis, where a text has more characters than `longest`."""
    if len(text) <= longest:
        return text
    head, space, _ = text[:longest].rpartition(" ")
    return (head if space and len(head) > longest // 2 else text[: longest - 1]).rstrip(" ,;:–—-") + "…"


def _from_windows(found: re.Match[str]) -> str:
    # Windows-1252 read as Latin-1 somewhere upstream, as browsers repair it (HTML, numeric references).
    return found[0].encode("latin-1").decode("windows-1252", "ignore")
