"""Web addresses in one form, so that the same article has one address (RFC 3986, section 6).

courlan and w3lib were tried: neither removes dot segments and fragments together, nor knows AMP.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv6Address
from urllib.parse import SplitResult, quote, urlsplit

from digests.errors import Rejected

LONGEST = 2_048
_TRACKING = re.compile(
    r"(?:utm_\w*|mtm_\w*|pk_\w*|hsa_\w*|_hs\w+|at_(?:medium|campaign|custom\d?|link\w*|format|bbc\w*|ptr_name)"
    r"|[a-z]{1,4}clid|msclkid|gclsrc|gbraid|wbraid|igshid|mc_[ce]id|mkt_tok|oly_\w+_id|vero_id|_ga|_gl|yclid|ysclid|s_cid"
    r"|ref_?src|ref_url|cmpid|cmp_?id|ocid|ncid|ito|sr_share|smid|smtyp|ns_\w+|spm|trk|feature=share|__twitter_impression"
    r"|guccounter|guce_referrer\w*|amp|amp_\w+|outputtype=amp)",
    re.I,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_HOST = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*\.?", re.I)
_BARE = re.compile(r"(?:www\.|[a-z0-9-]+\.)[a-z0-9.-]*[a-z]{2,}(?::\d+)?(?:/|$)", re.I)
_AMP_ENDING = re.compile(r"(/[^/]+)(?:/amp)+/?$")  # not "/amp" alone: that is a page's own name
_VARIANT_HOST = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")


@lru_cache(maxsize=4096)
def canonical(url: str) -> str:
    """Write a web address in its one form; doing it twice changes nothing.

    Scheme and host in lower case, no default port, no fragment, no dot segments, no tracking
    parameters, no AMP wrapper; the order of the other parameters is kept, for some servers mind it.

    Raises:
        Rejected: not a web address (http or https with a host), or one with a password in it.
    """
    parts = _split(_wrapped(url))
    path = _escape(_without_dots(parts.path), "/:@!$&'()*+,;=") or "/"
    path = _AMP_ENDING.sub(r"\1/", path)
    query = "&".join(_escape(pair, "/?:@!$'()*+,;=&") for pair in parts.query.split("&") if _kept(pair))
    return f"{parts.scheme}://{parts.netloc}{path}{'?' + query if query else ''}"


def web_address(url: str) -> str:
    """Write an address so that it can be asked for: checked like :func:`canonical`, but with all its parameters.

    Raises:
        Rejected: not a web address, or one with a user name or password in it.
    """
    parts = _split(url)
    query = _escape(parts.query, "/?:@!$'()*+,;=&")
    path = _escape(parts.path, "/:@!$&'()*+,;=") or "/"
    return f"{parts.scheme}://{parts.netloc}{path}{'?' + query if query else ''}"


def host(url: str) -> str:
    """Give the host of an address without "www.".

    Raises:
        Rejected: not a web address.
    """
    return _split(url).netloc.rsplit(":", 1)[0].removeprefix("www.")


def same_page(url: str) -> str:
    """Fold a canonical address further, for comparing only: no scheme, www, mobile host or last slash."""
    rest = url.split("://", 1)[-1]
    return _VARIANT_HOST.sub("", rest).replace("/?", "?").rstrip("/")


def _wrapped(url: str) -> str:
    """Take the publisher's address out of Google's AMP addresses."""
    found = re.match(
        r"https?://(?:www\.google\.[a-z.]+/amp/|[a-z0-9-]+\.cdn\.ampproject\.org/[a-z]/)(s/)?(.+)", url.strip(), re.I
    )
    return f"http{'s' if found[1] else ''}://{found[2]}" if found and "." in found[2].split("/")[0] else url


def _split(url: str) -> SplitResult:
    url = re.sub(r"[\t\r\n]", "", url.strip())
    if len(url) > LONGEST:
        raise Rejected(f"the address has {len(url):,} characters, more than {LONGEST:,}")
    shown = url if len(url) <= 80 else url[:77] + "…"
    if url.startswith("//"):
        url = "https:" + url
    elif not _SCHEME.match(url) or (_BARE.match(url) and "://" not in url):
        url = "https://" + url if _BARE.match(url) else url
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Rejected(f'"{shown}" is not a valid address') from None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise Rejected(f'"{shown}" is not a web address: it must start with http:// or https://')
    if parts.username is not None or parts.password is not None:
        raise Rejected("the address holds a user name or password, which is not allowed")
    netloc = _host(parts.hostname or "", shown)
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        netloc += f":{port}"
    return SplitResult(scheme, netloc, parts.path, parts.query, "")


def _host(name: str, shown: str) -> str:
    if ":" in name:
        try:
            return f"[{IPv6Address(name.split('%')[0])}]"
        except ValueError:
            raise Rejected(f'"{shown}" is not a valid address') from None
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError:
            raise Rejected(f'"{shown}" has an impossible host name') from None
    if not _HOST.fullmatch(name) or len(name) > 253:
        raise Rejected(f'"{shown}" has no valid host name')
    return name.lower().rstrip(".")


def _without_dots(path: str) -> str:
    if "/." not in path and "/%2" not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        plain = segment.replace("%2e", ".").replace("%2E", ".")
        if plain == "..":
            if len(kept) > 1:
                kept.pop()
        elif plain != ".":
            kept.append(segment)
    last = segments[-1].replace("%2e", ".").replace("%2E", ".")
    return "/".join(kept) + ("/" if last in (".", "..") and kept and kept[-1] else "")


def _kept(pair: str) -> bool:
    if not pair:
        return False
    return not (_TRACKING.fullmatch(pair.split("=", 1)[0]) or _TRACKING.fullmatch(pair))


def _escape(part: str, safe: str) -> str:
    def once(found: re.Match[str]) -> str:
        byte = int(found[1], 16)
        return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"

    part = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)
    return quote(_ESCAPE.sub(once, part), safe=safe + "%~", errors="replace")
