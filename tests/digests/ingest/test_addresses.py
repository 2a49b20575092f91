"""Addresses in one form."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digests.errors import Rejected
from digests.ingest.addresses import canonical, host, same_page, web_address

PATHS = st.text(alphabet="abcÄ/.%2eE?&=#+~amputm_ source", max_size=40)
HOSTS = st.sampled_from(["example.org", "WWW.Example.ORG:443", "bücher.example:80", "[::1]", "a_b.example."])


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("HTTP://Www.Example.COM:80/a/../b/?utm_source=x&b=2&a=1#frag", "http://www.example.com/b/?b=2&a=1"),
        ("https://example.org", "https://example.org/"),
        ("https://example.org/?fbclid=1&amp=1", "https://example.org/"),
        ("https://example.org/a%7eb%2fc/%c3%a4", "https://example.org/a~b%2Fc/%C3%A4"),
        ("https://example.org/ä?q=ä b", "https://example.org/%C3%A4?q=%C3%A4%20b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/news/story/amp/", "https://example.org/news/story/"),
        ("https://www.google.com/amp/s/example.org/story", "https://example.org/story"),
        ("https://example-org.cdn.ampproject.org/c/s/example.org/story", "https://example.org/story"),
        ("//example.org/x", "https://example.org/x"),
        ("www.example.org/x", "https://www.example.org/x"),
        ("  https://example.org/x\n", "https://example.org/x"),
    ],
)
def test_one_form(given: str, wanted: str) -> None:
    """Case, ports, fragments, dots, tracking and AMP don't make another address."""
    assert canonical(given) == wanted


def test_what_tells_pages_apart_stays() -> None:
    """The order of parameters, a last slash and a page called amp are kept."""
    assert canonical("https://example.org/a/?b=1&a=2") == "https://example.org/a/?b=1&a=2"
    assert canonical("https://example.org/amp") == "https://example.org/amp"


@given(HOSTS, PATHS)
@example("example.org", "/x/amp/amp")
@example("example.org", "/%2e%2E/./..//a/.")
def test_twice_changes_nothing(where: str, path: str) -> None:
    """The canonical form of a canonical address is itself."""
    once = canonical(f"https://{where}/{path}")
    assert canonical(once) == once


@pytest.mark.parametrize(
    "bad",
    [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ftp://example.org/",
        "data:text/html,x",
        "https://",
        "https:///x",
        "https://exa mple.org/",
        "https://user:secret@example.org/",
        "https://example.org:99999/",
        "https://[::1",
        "",
        "x",
        "https://example.org/" + "a" * 3000,
        "https://-/",
    ],
)
def test_what_is_no_web_address_is_refused(bad: str) -> None:
    """Other schemes, no host, passwords and endless addresses are refused in one sentence."""
    with pytest.raises(Rejected) as refused:
        canonical(bad)
    assert "secret" not in str(refused.value)
    assert len(str(refused.value)) < 200


def test_the_address_asked_for_keeps_its_parameters() -> None:
    """Tracking parameters may matter to the server: only the canonical form drops them."""
    assert web_address("https://Example.org/a?utm_source=x#f") == "https://example.org/a?utm_source=x"


def test_hosts_are_named_without_www() -> None:
    """The host stands for the outlet where nothing better does."""
    assert host("https://www.Example.org:8443/x") == "example.org"


def test_variants_of_a_page_compare_equal() -> None:
    """Scheme, www, mobile host and last slash don't tell pages apart."""
    one = {
        same_page(canonical(url))
        for url in (
            "http://example.org/a",
            "https://www.example.org/a/",
            "https://m.example.org/a",
            "https://amp.example.org/a/amp",
        )
    }
    assert one == {"example.org/a"}
