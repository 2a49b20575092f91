"""HTML fragments become plain text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.ingest.markup import plain_line, plain_text


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        ("It flew & came back, 1 < 2.\nSo.", "It flew & came back, 1 < 2.\nSo."),
        ("<p>One\n two.</p><p>Three<br/>four.</p>", "One two.\n\nThree\nfour."),
        ("R&amp;D &#8220;go&#8221;", "R&D “go”"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("a<script>alert(1)</script><style>p{}</style>b<!-- c -->d", "abd"),
        ("a <b>bold</b> <i>word</i>", "a bold word"),
        ("<pre>x\n  y</pre>", "x\ny"),
        ("<p>unclosed <b>things", "unclosed things"),
        ("", ""),
        ("<img src='x'>", ""),
    ],
)
def test_blocks_become_paragraphs(markup: str, wanted: str) -> None:
    """What a reader sees, in its paragraphs; what has no markup stays."""
    assert plain_text(markup) == wanted


def test_titles_are_one_line() -> None:
    """However they are marked up."""
    assert plain_line("Rocket<br>\n <b>flies</b>") == "Rocket flies"


@given(st.text(alphabet="<>/&;abp!-'\" \n\0#x"))
def test_any_markup_gives_text(markup: str) -> None:
    """Nothing raises, nothing invisible stays."""
    assert "\0" not in plain_text(markup)


@pytest.mark.parametrize(
    "markup", ["<p>" * 300_000, "<b" * 400_000, "&amp" * 200_000, "<a><p>" * 100_000, "<!--" * 250_000]
)
def test_hostile_markup_takes_no_time(markup: str) -> None:
    """A megabyte of unclosed tags is read within two seconds of processor time."""
    begun = time.process_time()
    plain_text(markup)
    assert time.process_time() - begun < 2
