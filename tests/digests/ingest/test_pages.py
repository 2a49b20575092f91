"""Web pages → their article."""

import pytest

from digests.errors import Rejected
from digests.ingest.pages import extract_page

BODY = "".join(
    f"<p>Engine number {n} burned for its full time, and the crowd on the beach was glad.</p>" for n in range(12)
)


def page(head: str = "", body: str = BODY, title: str = "Rocket flies") -> str:
    """Write a page with an article and what surrounds one."""
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>{title}</h1>{body}</article><footer>All rights reserved. Subscribe to it.</footer></body>"
    )


def test_the_article_without_its_surroundings() -> None:
    """Paragraphs are lines; navigation and footer are gone."""
    found = extract_page(page(), "https://post.example/a")
    assert found.title == "Rocket flies"
    assert found.text.count("\n") >= 11 and "Engine number 11 burned" in found.text
    assert "Subscribe" not in found.text and "Home" not in found.text


@pytest.mark.parametrize(
    ("head", "wanted"),
    [
        ('<meta property="article:published_time" content="2022-07-15T10:00:00+02:00">', "2022-07-15T10:00:00+02:00"),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", '
            '"datePublished": "2022-07-15T10:00:00Z"}]}</script>',
            "2022-07-15T10:00:00Z",
        ),
        ('<script type="application/ld+json">{broken</script><meta name="date" content="2022-07-15">', "2022-07-15"),
    ],
)
def test_dates_are_as_exact_as_stated(head: str, wanted: str) -> None:
    """A time of day from the metadata, else the day."""
    assert extract_page(page(head)).published_at == wanted


def test_the_outlet_is_named_once() -> None:
    """The site's name is the outlet, not part of the title."""
    found = extract_page(page('<meta property="og:site_name" content="Space Post">', title="Rocket flies - Space Post"))
    assert (found.title, found.outlet) == ("Rocket flies", "Space Post")


@pytest.mark.parametrize(
    ("stated", "wanted"),
    [
        ("https://www.post.example/canonical", "https://www.post.example/canonical"),
        ("https://nasa.gov/forged", "https://post.example/a?x=1"),
        ("https://post.example/", "https://post.example/a?x=1"),
    ],
)
def test_a_page_may_not_speak_for_another_host(stated: str, wanted: str) -> None:
    """Its canonical address counts on its own host only, and never the front page."""
    found = extract_page(page(f'<link rel="canonical" href="{stated}">'), "https://post.example/a?x=1")
    assert found.url == wanted


@pytest.mark.parametrize(
    "html", ["", "<html></html>", "no page", "<!DOCTYPE html><html><body><p></p></body></html>", "\0"]
)
def test_pages_without_an_article(html: str) -> None:
    """One sentence."""
    with pytest.raises(Rejected, match="page"):
        extract_page(html)
