"""Bytes become text, whatever they were saved as."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digests.errors import Rejected
from digests.ingest.decode import decode, is_binary

RUSSIAN = "Ракета должна была полететь в понедельник, но погода не позволила. Запуск перенесли на среду. " * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1251", "koi8-r"])
def test_russian(encoding: str) -> None:
    """By its mark, its zero bytes, or a guess."""
    assert decode(RUSSIAN.encode(encoding)) == RUSSIAN


def test_declared_encodings() -> None:
    """What the server, XML or HTML says is believed if it fits; Latin-1 means Windows-1252."""
    assert decode("Łódź".encode("cp1250"), "windows-1250") == "Łódź"
    assert decode('<?xml version="1.0" encoding="iso-8859-2"?><a>Łódź</a>'.encode("iso-8859-2")).endswith("<a>Łódź</a>")
    assert decode('<meta charset="koi8-r"><p>Ракета'.encode("koi8-r")).endswith("Ракета")
    assert decode("it’s".encode("cp1252"), "ISO-8859-1") == "it’s"
    assert decode("it’s".encode("cp1252"), "no-such-charset") == "it’s"
    assert decode("it’s".encode("cp1252"), "utf-7") == "it’s"


def test_text_cut_within_a_character() -> None:
    """The half character at the end goes, the rest stays what it is."""
    assert decode("Москва – Ü".encode()[:-1]) == "Москва – "


def test_a_few_broken_bytes_in_utf8() -> None:
    """They are marked, and don't turn the rest into Windows-1252."""
    assert decode("“Über” – Москва".encode() + b" \xff end") == "“Über” – Москва \ufffd end"


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + bytes(100), bytes(range(256)) * 10, b"\x7fELF" + bytes(range(32)) * 9]
)
def test_binary_data(content: bytes) -> None:
    """Pictures and programs are no text."""
    assert is_binary(content)
    with pytest.raises(Rejected, match="binary"):
        decode(content)


def test_a_few_zero_bytes_are_no_binary() -> None:
    """A text with stray control characters is still a text."""
    assert not is_binary(b"The rocket\0 flew\x01. " * 3 + b"words " * 30)


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "shift_jis", "hz", "uu", "idna", "\0"]))
def test_anything_is_decoded_or_rejected(content: bytes, declared: str | None) -> None:
    """No bytes raise anything else."""
    try:
        assert isinstance(decode(content, declared), str)
    except Rejected as error:
        assert "binary" in str(error)


@pytest.mark.parametrize(
    "content", [b"\xff" * 1_000_000, b"<meta " * 200_000, b"\xe2\x82" * 500_000, b"\x92" * 1_000_000]
)
def test_hostile_bytes_take_no_time(content: bytes) -> None:
    """A megabyte of anything is decoded within two seconds of processor time."""
    begun = time.process_time()
    decode(content)
    assert time.process_time() - begun < 2
