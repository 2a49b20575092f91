"""Untrusted input is parsed in a process that can be killed, and nothing it does gets further."""

import json
import threading
import time
from pathlib import Path

import pytest

from digests.errors import Rejected
from digests.ingest import child
from digests.ingest.child import read_frame, write_frame
from digests.ingest.parse_worker import answer
from digests.ingest.parsing import ProcessParser

RSS = b"<rss version='2.0'><channel><title>Space Post</title><item><title>Rocket flies</title></item></channel></rss>"
SLOW = b"<html><body>" + b"<div><p>x y z" * 200_000


def test_answers_come_through_whole(parser: ProcessParser) -> None:
    """Feeds, pages and lists arrive as if parsed here; refusals as refusals."""
    assert parser.feed(RSS, "application/rss+xml", "https://post.example/feed").entries[0].title == "Rocket flies"
    text = "Überall stand etwas über den Start der Rakete und über das Wetter an der Küste. "
    page = f"<html><head><meta charset='windows-1252'></head><body><article><p>{text * 5}</p></article>"
    assert "Überall" in parser.page(page.encode("cp1252"), "text/html").text
    assert "Überall" in parser.page(page.encode("utf-8"), "text/html; charset=UTF-8").text
    assert parser.opml(b"<opml><body><outline xmlUrl='https://a.example/'/></body></opml>") == [
        ("https://a.example/", None)
    ]
    with pytest.raises(Rejected, match="not a feed"):
        parser.feed(b"text")


def test_the_deadline_kills() -> None:
    """What takes too long is killed and said; the next document gets a new process."""
    parser = ProcessParser(deadline=0.001)
    with pytest.raises(Rejected, match="took longer than"):
        parser.page(SLOW)
    parser.deadline = 30
    assert parser.feed(RSS).title == "Space Post"
    parser.close()


def test_the_memory_is_limited() -> None:
    """A process that wants more memory than allowed ends with a sentence, and this one stays small."""
    pytest.importorskip("resource")
    parser = ProcessParser(memory=120 * 1024 * 1024, deadline=60)
    with pytest.raises(Rejected, match="memory"):
        parser.feed(RSS + bytes(60_000_000))
    parser.close()


def test_secrets_don_t_reach_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment with the operator's tokens stays with the parent."""
    monkeypatch.setenv("DOWNLINK_SLACK_BOT_TOKEN", "canary")
    assert "canary" not in repr(child._clean_environment())


def test_a_new_process_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaks of the libraries end with their process."""
    monkeypatch.setattr(child, "JOBS_A_PROCESS", 2)
    parser = ProcessParser()
    assert [parser.feed(RSS).title for _ in range(5)] == ["Space Post"] * 5
    parser.close()


def test_closing_twice_does_no_harm() -> None:
    """Nor closing what never began."""
    parser = ProcessParser(processes=2)
    parser.close()
    parser.close()


def test_whatever_a_library_raises_stays_in_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown exception is one sentence."""
    for error, sentence in ((KeyError("x"), "too broken"), (RecursionError(), "too deeply"), (MemoryError(), "memory")):

        def fail(*_: object, raised: BaseException = error) -> None:
            raise raised

        monkeypatch.setattr("digests.ingest.parse_worker.parse_feed", fail)
        question = json.dumps({"job": "feed", "content_type": None, "url": None}).encode() + b"\nx"
        assert sentence in answer(question)["rejected"]


def test_frames(tmp_path: Path) -> None:
    """A frame too large or cut short is noticed before it is held."""
    with (tmp_path / "pipe").open("wb") as stream:
        write_frame(stream, b"hello")
    with (tmp_path / "pipe").open("rb") as stream:
        assert read_frame(stream, 5) == b"hello"
        with pytest.raises(EOFError):
            read_frame(stream, 5)
    with (tmp_path / "pipe").open("rb") as stream, pytest.raises(ValueError, match="too large"):
        read_frame(stream, 4)
    (tmp_path / "cut").write_bytes((9).to_bytes(8, "big") + b"cut")
    with (tmp_path / "cut").open("rb") as stream, pytest.raises(EOFError):
        read_frame(stream, 9)


@pytest.mark.parametrize(
    "content", [b"<a>" * 300_000, b"<rss>" + b"<item>" * 200_000, b"<![CDATA[" * 100_000, b"&" * 1_000_000]
)
def test_hostile_feeds_end(content: bytes) -> None:
    """Deep, unclosed and senseless markup is read or refused before the deadline."""
    parser = ProcessParser(deadline=2)
    begun = time.monotonic()
    try:
        parser.feed(b"<rss version='2.0'><channel>" + content)
    except Rejected as error:
        assert len(str(error)) < 100
    parser.close()
    assert time.monotonic() - begun < 10


def test_closing_doesn_t_wait_for_a_slow_document() -> None:
    """Somebody who breaks off need not wait: the busy process is killed, and its asker gets a sentence."""
    parser = ProcessParser(deadline=60)
    refused: list[str] = []

    def ask() -> None:
        try:
            parser.page(SLOW)
        except Rejected as error:
            refused.append(str(error))

    asker = threading.Thread(target=ask)
    asker.start()
    while not parser._busy:
        time.sleep(0.001)
    parser.close()
    asker.join(20)
    assert not asker.is_alive() and len(refused) == 1
    parser.close()
