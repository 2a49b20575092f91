"""XML that would grow is refused before it is parsed."""

import time

import pytest

from digests.errors import Rejected
from digests.ingest.feeds import parse_feed
from digests.ingest.opml import parse_opml
from digests.ingest.xml_bombs import refuse_bombs

LAUGHS = (
    '<!DOCTYPE rss [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]><rss version='2.0'><channel>"
    "<title>&a9;</title></channel></rss>"
)
BLOWUP = f"<!DOCTYPE rss [<!ENTITY a '{'x' * 50_000}'>]><rss><channel><title>{'&a;' * 50_000}</title></channel></rss>"
PARAMETER = "<!DOCTYPE rss [<!ENTITY % a 'x'><!ENTITY % b '%a;%a;'> %b;]><rss version='2.0'/>"
HIDDEN = "<!DOCTYPE rss [<!ENTITY a 'xx'><!ENTITY b '&#38;a;&#38;a;'>]><rss version='2.0'>&b;</rss>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("bomb", [LAUGHS, BLOWUP, PARAMETER, HIDDEN])
def test_bombs_are_refused(bomb: str, encoding: str) -> None:
    """Nested, repeated and parameter entities, in disguise too, at once and in one sentence."""
    begun = time.process_time()
    with pytest.raises(Rejected, match="XML") as refused:
        parse_feed(bomb.encode(encoding))
    assert time.process_time() - begun < 1
    assert "\n" not in str(refused.value)


def test_opml_has_the_same_guard() -> None:
    """The lists of feeds are XML as well."""
    with pytest.raises(Rejected, match="XML"):
        parse_opml(LAUGHS.replace("rss", "opml").encode())


def test_harmless_entities_pass() -> None:
    """A feed that names a dash may."""
    refuse_bombs(b"<!DOCTYPE rss [<!ENTITY dash '-'>]><rss>a &dash; b &amp; c</rss>")


def test_files_of_this_machine_are_never_read() -> None:
    """External entities give nothing."""
    feed = (
        b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><title>a&x;b</title>"
        b"<item><title>&x;</title></item></channel></rss>"
    )
    assert "root" not in repr(parse_feed(feed))
    opml = (
        b"<!DOCTYPE opml [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><opml><body>"
        b"<outline text='&x;' xmlUrl='https://a.example/'/></body></opml>"
    )
    assert "root" not in repr(parse_opml(opml))
