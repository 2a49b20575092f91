"""Files, folders and standard input; what can't be read is one rejection, and the rest goes on."""

import io
import json
import os
import socket
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.errors import Rejected
from digests.ingest.clean import clean
from digests.ingest.files import read_files
from digests.ingest.parsing import ProcessParser
from digests.ingest.records import Address, RawRecord, Rejection

TEXT = "The rocket flew today.\nIt came back."
RSS = (
    b'<rss version="2.0"><channel><title>Space Post</title><item><title>Rocket flies</title>'
    b"<link>https://spacepost.example/a</link><description>It flew and came back.</description></item></channel></rss>"
)


def rejections(paths: Sequence[str | Path], stdin: bytes = b"") -> list[tuple[str, str]]:
    """Read and list what was refused: the file's name, and why."""
    found = list(read_files(paths, stdin=io.BytesIO(stdin)))
    assert all(isinstance(one, Rejection) for one in found), found
    return [(Path(one.source).name, one.reason) for one in found if isinstance(one, Rejection)]


def records(paths: Sequence[str | Path], stdin: bytes = b"", parser: ProcessParser | None = None) -> list[RawRecord]:
    """Read and take only the records."""
    found = read_files(paths, stdin=io.BytesIO(stdin), parser=parser)
    return [one for one in found if isinstance(one, RawRecord)]


def test_a_text_with_a_title(tmp_path: Path) -> None:
    """The first line is the title if a blank line follows; the file's time comes along."""
    path = tmp_path / "a.txt"
    path.write_text(f"Rocket flies\n\n{TEXT}\n", "utf-8")
    os.utime(path, (1657879200, 1657879200))
    (record,) = records([path])
    assert (record.title, record.text, record.source) == ("Rocket flies", TEXT + "\n", str(path))
    assert record.modified_at == datetime(2022, 7, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize("content", [TEXT, "One line only", "Title?\n\n", "x" * 400 + "\n\nmore"])
def test_a_text_without_a_title(tmp_path: Path, content: str) -> None:
    """No blank line, nothing behind it, or a first line too long for a title: the text stays whole."""
    (tmp_path / "a.txt").write_text(content, "utf-8")
    (record,) = records([tmp_path / "a.txt"])
    assert (record.title, record.text) == (None, content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_texts_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    """Marks, missing marks and Windows all give the same text."""
    (tmp_path / "a.txt").write_bytes("Überflug\r\n\r\nDer Überflug – “so weit” – glückte.".encode(encoding))
    (record,) = records([tmp_path / "a.txt"])
    assert (record.title, record.text) == ("Überflug", "Der Überflug – “so weit” – glückte.")


def test_folders_are_read_in_order(tmp_path: Path) -> None:
    """By name and recursively, without hidden files; a link back to a folder ends there."""
    for name in ("b.txt", "a/2.txt", "a/1.txt", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT)
    (tmp_path / "a/loop").symlink_to(tmp_path)
    found = [Path(record.source).relative_to(tmp_path).as_posix() for record in records([tmp_path])]
    assert found == ["a/1.txt", "a/2.txt", "b.txt"]


def test_an_empty_folder_is_said_to_be(tmp_path: Path) -> None:
    """Nothing to read is not the same as nothing new."""
    assert rejections([tmp_path]) == [(tmp_path.name, "there is no file in it")]


def test_what_is_no_file_in_a_folder(tmp_path: Path) -> None:
    """A dead link is named; a pipe or a socket, which would block for ever, is passed over."""
    (tmp_path / "dead").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(str(tmp_path / "socket"))
    listening.close()
    assert rejections([tmp_path]) == [("dead", "there is no such file or folder")]


def test_bad_files_don_t_stop_the_good_one(tmp_path: Path) -> None:
    """Empty, binary, compressed and missing files get a sentence each."""
    files = {
        "empty.txt": b"",
        "blank.txt": b" \n\t\n",
        "nul.txt": b"\0" * 5000,
        "binary.bin": bytes(range(256)) * 40,
        "paper.pdf": b"%PDF-1.7\n...",
        "news.jsonl.gz": b"\x1f\x8b\x08" + bytes(50),
        "z.docx": b"PK\x03\x04" + bytes(99),
        "binary.jsonl": os.urandom(5000),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    assert dict(rejections([*(tmp_path / name for name in files), tmp_path / "missing", "nul\0name", "x" * 5000])) == {
        "empty.txt": "it is empty",
        "blank.txt": "it is empty",
        "nul.txt": "it is empty",
        "binary.bin": "it is binary data, not text",
        "paper.pdf": "it is a PDF file, not text",
        "news.jsonl.gz": "it is compressed, not text",
        "z.docx": "it is a ZIP or office file, not text",
        "binary.jsonl": "it is binary data, not text",
        "missing": "there is no such file or folder",
        "nul\0name": "it can't be read: the name is impossible",
        "x" * 5000: "it can't be read: file name too long",
    }
    (tmp_path / "good.txt").write_text(TEXT)
    assert len(records([tmp_path])) == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_permissions(tmp_path: Path) -> None:
    """A file and a folder that may not be read are said to be so."""
    (tmp_path / "file").write_text(TEXT)
    (tmp_path / "file").chmod(0)
    (tmp_path / "folder").mkdir(mode=0)
    assert rejections([tmp_path]) == [
        ("file", "it may not be read (permission denied)"),
        ("folder", "it may not be read (permission denied)"),
    ]


def test_permission_denied_is_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever runs this: the system's refusal never gets further than a rejection."""

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setattr(Path, "open", refuse)
    assert rejections([tmp_path / "a.txt"]) == [("a.txt", "it may not be read (permission denied)")]


def test_a_large_text_is_refused_unread(tmp_path: Path) -> None:
    """A file of text that no article can have isn't held in memory."""
    with (tmp_path / "large.txt").open("wb") as stream:
        for _ in range(17):
            stream.write(b"words and more words\n" * 50_000)
    assert rejections([tmp_path / "large.txt"]) == [("large.txt", "it is larger than 16 MB")]


def test_standard_input_is_sniffed(parser: ProcessParser) -> None:
    """JSON Lines, a feed, a page or a text, without a name to go by."""
    line = json.dumps({"id": "1", "text": TEXT, "title": "Rocket flies"}).encode()
    assert records(["-"], b"not JSON\n" + line)[0].title == "Rocket flies"
    assert records(["-"], RSS, parser)[0].outlet == "Space Post"
    page = "<!DOCTYPE html><html><head><title>Rocket flies</title></head><body><article>" + "".join(
        f"<p>The rocket number {n} flew today, and everybody was there to see it go.</p>" for n in range(20)
    )
    assert "rocket number 7" in records(["-"], page.encode(), parser)[0].text
    assert records(["-"], f"Rocket flies\n\n{TEXT}".encode())[0].text == TEXT
    assert rejections(["-"], b"") == [("-", "it is empty")]


def test_content_goes_before_suffixes(tmp_path: Path, parser: ProcessParser) -> None:
    """A feed called .txt is a feed, JSON Lines called .html are records."""
    (tmp_path / "a.txt").write_bytes(RSS)
    (tmp_path / "b.html").write_text(json.dumps({"id": "1", "text": TEXT}))
    assert [record.text for record in records([tmp_path], parser=parser)] == ["It flew and came back.", TEXT]


def test_json_documents(tmp_path: Path) -> None:
    """One article over many lines, or an array of them, bad ones named."""
    (tmp_path / "one.json").write_text(json.dumps({"id": "1", "text": TEXT}, indent=2))
    (tmp_path / "many.json").write_text(json.dumps([{"text": TEXT}, 7, {"id": "x"}], indent=2))
    found = list(read_files([tmp_path]))
    assert [one.text for one in found if isinstance(one, RawRecord)] == [TEXT, TEXT]
    assert [(one.where, one.reason) for one in found if isinstance(one, Rejection)] == [
        ("article 2", "not an article record: a JSON object is needed"),
        ("article 3", "the text is missing"),
    ]


def test_opml_gives_addresses(tmp_path: Path, parser: ProcessParser) -> None:
    """The feeds of nested outlines are handed on, to be fetched by whoever may."""
    (tmp_path / "feeds.opml").write_text(
        '<?xml version="1.0"?><opml version="2.0"><body><outline text="Space"><outline text="Post" '
        'xmlUrl="https://spacepost.example/feed"/></outline></body></opml>'
    )
    assert list(read_files([tmp_path], parser=parser)) == [Address("https://spacepost.example/feed", "Post")]


class Refusing(ProcessParser):
    """Refuses whatever it is given, without a process."""

    def _ask(self, job: str, content: bytes, content_type: str | None, url: str | None) -> object:
        raise Rejected("refused")


PIECES = st.sampled_from(
    [
        b'{"id": "1", "text": "x"}',
        b"{",
        b"[",
        b"<html>",
        b"<rss>",
        b"<?xml",
        b"\n",
        b"\0",
        b"\xff\xfe",
        b'"',
        b"\xe2\x80",
    ]
)


@given(st.binary(max_size=200) | st.lists(PIECES | st.binary(max_size=8), max_size=30).map(b"".join))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """No input raises; every refusal is one short sentence."""
    for found in read_files(["-"], stdin=io.BytesIO(content), parser=Refusing()):
        assert isinstance(found, RawRecord | Rejection)
        if isinstance(found, Rejection):
            assert 0 < len(found.reason) < 200 and "\n" not in found.reason
        else:
            try:
                assert clean(found, now=datetime(2022, 7, 20, tzinfo=UTC)).text
            except Rejected as error:
                assert "\n" not in str(error)
