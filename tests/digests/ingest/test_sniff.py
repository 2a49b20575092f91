"""What a file or an answer is, by its content first."""

import pytest

from digests.ingest.sniff import Format, sniff

CASES = [
    (b"", "", Format.EMPTY),
    (b"\xef\xbb\xbf \n", "a.txt", Format.EMPTY),
    (b"\x89PNG\r\n\x1a\n", "a.txt", Format.BINARY),
    (b'{"id": "1", "text": "x"}', "", Format.LINES),
    (b'nonsense\n{"id": "1", "text": "x"}\n', "", Format.LINES),
    (b"nonsense\nmore", "a.jsonl", Format.LINES),
    (b'{"id": "1", "text": "cut', "", Format.LINES),
    (b'{\n "id": "1",\n "text": "x"\n}', "", Format.JSON),
    (b'[{"text": "x"}]', "", Format.JSON),
    (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "", Format.JSON_FEED),
    (b'{\n"title": "x",\n"version":"https:\\/\\/jsonfeed.org\\/version\\/1"}', "", Format.JSON_FEED),
    (b'<?xml version="1.0"?>\n<!-- x --><rss version="2.0">', "", Format.FEED),
    (b"<feed xmlns='http://www.w3.org/2005/Atom'>", "a.html", Format.FEED),
    (b"<rdf:RDF xmlns:rdf='x'>", "", Format.FEED),
    (b"<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>", "", Format.FEED),
    (b"\xff\xfe<\0r\0s\0s\0>\0", "", Format.FEED),
    (b"<opml version='2.0'>", "", Format.OPML),
    (b"\n<!DOCTYPE html><title>x</title>", "a.txt", Format.HTML),
    (b"<html lang='en'>", "", Format.HTML),
    (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html>", "", Format.HTML),
    (b"<p>One", "a.htm", Format.HTML),
    (b"<3 rockets, really", "", Format.TEXT),
    (b"The rocket flew.", "a.txt", Format.TEXT),
    (b"{curly} text", "", Format.TEXT),
    (b"[1] A footnote.", "", Format.TEXT),
]


@pytest.mark.parametrize(("head", "name", "wanted"), CASES)
def test_formats(head: bytes, name: str, wanted: Format) -> None:
    """Suffixes only decide where the content leaves it open."""
    assert sniff(head, name) is wanted


def test_a_first_line_longer_than_the_head() -> None:
    """Wherever the head ends, JSON on one line is JSON Lines."""
    for end in (b",", b"[", b"{", b"x"):
        assert sniff(b'{"text": "' + b"x" * 65_525 + end) is Format.LINES


def test_a_server_s_word_helps() -> None:
    """A page that starts with something odd is a page if the server says so."""
    assert sniff(b"<x-app><y></y></x-app>", "", "text/html; charset=utf-8") is Format.HTML


@pytest.mark.parametrize(
    "head",
    [
        b"<!--" * 16_000,
        b"<?" * 32_000,
        b"<!DOCTYPE [" * 6_000,
        b"{" * 65_536,
        b"[" * 65_536,
        b"<" * 65_536,
        b'{"a":' * 13_000,
        b" " * 65_536,
    ],
)
def test_hostile_heads_end(head: bytes) -> None:
    """Whatever the first 64 KB are, there is an answer at once."""
    import time

    begun = time.process_time()
    sniff(head)
    assert time.process_time() - begun < 1
