"""Bytes → text, whatever they were saved as, nothing lost without a mark."""

from __future__ import annotations

import codecs
import re

from digests.errors import Rejected

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
_SAMPLE = 65_536
_MAGIC = (b"%PDF-", b"\x1f\x8b", b"PK\x03\x04", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"SQLite format 3\0")
# Encodings taken for others, as browsers do (https://encoding.spec.whatwg.org/#names-and-labels)
_TAKEN_FOR = {
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
}
_OTHER_SCRIPTS = [
    "cp1251",
    "koi8_r",
    "cp866",
    "cp1253",
    "cp1255",
    "cp1256",
    "shift_jis",
    "euc_jp",
    "gb18030",
    "big5",
    "euc_kr",
]
_HIGH = bytes(range(128, 256))
_NO_LETTERS = bytes(byte for byte in range(128) if not chr(byte).isalpha())
_NEVER = ("utf-7", "idna", "punycode", "unicode", "raw")  # codecs that are no encoding of documents


def byte_order_mark(content: bytes) -> str | None:
    """Name the encoding that a byte order mark tells."""
    return next((name for mark, name in _BOMS if content.startswith(mark)), None)


def is_binary(content: bytes) -> bool:
    """Tell whether these bytes are no text in any encoding; stray control characters don't make it so."""
    sample = content[:_SAMPLE]
    if sample.startswith(_MAGIC):
        return True
    if byte_order_mark(sample) or wide(sample):
        return False
    return len(sample) - len(sample.translate(None, _CONTROL)) > 4 + len(sample) / 16


def wide(content: bytes) -> str | None:
    """Recognise UTF-16 and UTF-32 without a mark by where their zero bytes are."""
    sample = content[:4096]
    if len(sample) >= 8 and sample.count(b"\0") > 0.7 * len(sample):
        quarters = [sample[at::4].count(0) for at in range(4)]
        if min(quarters[1:3]) > 0.2 * len(sample):
            return "utf-32-be" if quarters[0] > quarters[3] else "utf-32-le"
    low, high = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half < 2 or max(low, high) < 0.4 * half or min(low, high) > 0.05 * half:
        return None
    return "utf-16-be" if low > high else "utf-16-le"


def decode(content: bytes, declared: str | None = None) -> str:
    """Decode text: by its mark, as UTF-8, as declared (argument, XML, HTML), by guess, as Windows-1252.

    Raises:
        Rejected: the bytes are no text.
    """
    if is_binary(content):
        raise Rejected("it is binary data, not text")
    mark = byte_order_mark(content) or wide(content)
    if mark:
        return content.decode(mark, "replace").removeprefix("\ufeff")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(content) - 3 and error.reason == "unexpected end of data":
            return content[: error.start].decode("utf-8")  # cut in the middle of a character
    if _mostly_utf8(content):
        return content.decode("utf-8", "replace")
    for name in (declared, _declared(content), _guess(content), "windows-1252"):
        text = _try(content, name)
        if text is not None:
            return text
    return content.decode("windows-1252", "replace")


def _try(content: bytes, name: str | None) -> str | None:
    if not name:
        return None
    name = _TAKEN_FOR.get(name.lower(), name)
    try:
        codec = codecs.lookup(name)
        if not codec._is_text_encoding or codec.name.startswith(_NEVER):
            return None
        return content.decode(name)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _declared(content: bytes) -> str | None:
    found = _XML.match(content[:1024]) or _META.search(content[:4096])
    return found[1].decode("ascii") if found else None


def _guess(content: bytes) -> str | None:
    """Guess among the encodings of other scripts; a few accents among Latin letters are Windows-1252."""
    sample = content[: _SAMPLE // 4]
    letters = len(sample.translate(None, _NO_LETTERS))
    high = letters - len(sample.translate(None, _NO_LETTERS + _HIGH))
    if high < 8 or high < 0.25 * letters:
        return "windows-1252"
    from charset_normalizer import from_bytes  # comes with trafilatura

    best = from_bytes(sample, cp_isolation=_OTHER_SCRIPTS).best()
    return best.encoding if best is not None else None


def _mostly_utf8(content: bytes) -> bool:
    """Tell whether the bytes that are not ASCII form many more whole UTF-8 characters than broken ones."""
    text = content[:_SAMPLE].decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(1 for character in text if character > "\x7f") - broken > 3 * broken
