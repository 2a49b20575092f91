"""JSON Lines as a stream."""

import io
import json
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from digests.ingest.clean import clean
from digests.ingest.lines import LONGEST_LINE, Repeated, read_lines, split_lines
from digests.ingest.records import RawRecord, Rejection


def read(content: bytes) -> tuple[list[RawRecord], list[tuple[str, str]]]:
    """Read lines: the records, and (place, reason) of the rest."""
    found = list(read_lines(b"", io.BytesIO(content), "in"))
    return (
        [one for one in found if isinstance(one, RawRecord)],
        [(one.where, one.reason) for one in found if isinstance(one, Rejection)],
    )


def test_bad_lines_among_good_ones() -> None:
    """Each is named by its number with its reason; the good ones all arrive."""
    good, bad = read(
        b"\n".join(
            [
                b'{"id": "1", "text": "One."}',
                b"not JSON",
                b'{"id": "2", "text": "cut',
                b"[1]",
                b'{"id": "3"}',
                b"",
                b'{"id": "4", "text": 7}',
                b'{"id": "5", "text": "Five.", "title": ["x"]}',
                b'{"id": {}, "text": "x"}',
                b'{"text": "x", "state_owned": "yes"}',
                b"[" * 100_000,
                b'{"id": 6, "text": "Six."}',
                b"null",
                b'{"text": "x", "url": 5}',
                b'{"text": "Last."}',
            ]
        )
    )
    assert [(one.id, one.text, one.line) for one in good] == [("1", "One.", 1), ("6", "Six.", 12), (None, "Last.", 15)]
    assert bad == [
        ("line 2", "not JSON: expecting value at column 1"),
        ("line 3", "not JSON: unterminated string starting at at column 21"),
        ("line 4", "not an article record: a JSON object is needed, not a list"),
        ("line 5", "the text is missing"),
        ("line 7", "text must be a string, not a number"),
        ("line 8", "title must be a string, not a list"),
        ("line 9", "id must be a string, not an object"),
        ("line 10", "state_owned must be true or false, not a string"),
        ("line 11", "the JSON is nested too deeply"),
        ("line 13", "not an article record: a JSON object is needed, not null"),
        ("line 14", "url must be a string, not a number"),
    ]


def test_missing_fields_in_all_their_spellings() -> None:
    """Null, empty and "n/a" are missing; numbers pass as ids and dates."""
    good, bad = read(b'{"id": 7, "text": "x", "title": null, "url": "", "outlet": "N/A", "published_at": 1657879200}')
    assert bad == []
    assert (good[0].id, good[0].title, good[0].url, good[0].outlet, good[0].published_at) == (
        "7",
        None,
        None,
        None,
        "1657879200",
    )


def test_the_same_id_with_another_text() -> None:
    """The later one is refused; the same record again is not."""
    good, bad = read(b'{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}\n{"id": "a", "text": "One."}')
    assert [one.text for one in good] == ["One.", "One."]
    assert bad == [("line 2", 'the id "a" came before in this input with another text')]


def test_the_memory_for_ids_is_bounded() -> None:
    """Only the latest ids are remembered."""
    repeated = Repeated(most=10)
    for number in range(1000):
        repeated.check(RawRecord("text", id=str(number)))
    assert len(repeated._seen) == 10


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_encodings(encoding: str) -> None:
    """Marks, UTF-16 and Windows come out the same; the other lines of a file don't suffer from one."""
    content = '{"id": "1", "text": "“Über” – so"}\n{"id": "2", "text": "ok"}\n'.encode(encoding)
    found = list(read_lines(content[:20], io.BytesIO(content[20:]), "in"))
    assert [one.text for one in found if isinstance(one, RawRecord)] == ["“Über” – so", "ok"]


def test_stray_zero_bytes_and_line_ends() -> None:
    """NUL bytes around a line and Windows line ends do no harm."""
    good, bad = read(b'\0{"text": "One."}\0\r\n\r\n{"text": "T\\u0000wo."}\r\n')
    assert ([one.text for one in good], bad) == (["One.", "T\0wo."], [])


def test_a_line_longer_than_allowed_is_never_held() -> None:
    """A hundred megabytes on one line are passed over in little memory; the next line arrives."""

    def chunks() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(1600):
            yield b"x" * 65_536
        yield b'"}\n{"text": "good"}'

    tracemalloc.start()
    found = [line if line is None else len(line) for line in split_lines(chunks(), 1024 * 1024)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found == [None, 16]
    assert peak < 4 * 1024 * 1024


def test_a_long_line_is_named() -> None:
    """With its number and the limit."""
    stream = io.BytesIO(b'{"text": "a"}\n' + b"x" * (LONGEST_LINE + 1) + b'\n{"text": "b"}\n')
    found = list(read_lines(b"", stream, "in"))
    assert [getattr(one, "where", "") for one in found] == ["line 1", "line 2", "line 3"]
    assert getattr(found[1], "reason", "") == "the line is longer than 16 MB"


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_lines_are_split_wherever_the_chunks_end(size: int) -> None:
    """Chunk borders don't show."""
    content = b"a\n\nbb\nccc"
    chunks = (content[at : at + size] for at in range(0, len(content), size))
    assert list(split_lines(chunks)) == [b"a", b"", b"bb", b"ccc"]


def test_three_thousand_articles_a_second() -> None:
    """Reading and cleaning of 400-word articles keeps its pace, measured in processor time."""
    text = "The rocket flew from the coast on Monday, and its first stage came back to the sea. " * 25
    content = "\n".join(
        json.dumps(
            {
                "id": str(n),
                "text": f"{n} {text}",
                "title": f"Rocket {n}",
                "outlet": "Post",
                "url": f"https://post.example/{n}?utm_source=x",
                "published_at": "2022-07-15T10:00:00Z",
            }
        )
        for n in range(3000)
    ).encode()
    now = datetime(2022, 7, 20, tzinfo=UTC)
    taken = []
    for _ in range(3):  # the best of three: other work on the machine slows this one
        begun = time.process_time()
        found = read_lines(b"", io.BytesIO(content), "in")
        done = sum(1 for one in found if isinstance(one, RawRecord) and clean(one, now=now).language == "en")
        taken.append(time.process_time() - begun)
        assert done == 3000
    assert min(taken) < 1
