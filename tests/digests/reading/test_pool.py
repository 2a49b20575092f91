"""One bad article costs itself alone, whatever it does to its worker."""

import os
import time

import pytest

from digests.errors import Rejected
from digests.model import Reading, Span
from digests.reading.pool import ReadingPool


def reader(text: str, title: str) -> Reading:
    """Read as the text says: die, hang, fail, or give its length."""
    if text == "die":
        os._exit(3)
    if text.startswith("hang"):
        time.sleep(3600)
    if text == "fail":
        raise ValueError("a defect")
    return Reading(sentences=(Span(0, len(text)),))


def lengths(pool: ReadingPool, texts: list[str]) -> list[int | str]:
    """Give the lengths read, or the reasons of rejection."""
    try:
        answers = pool.read([(text, "") for text in texts])
    finally:
        pool.close()
    return [str(a) if isinstance(a, Rejected) else a.sentences[0].end for a in answers]


def test_answers_come_in_order() -> None:
    """Chunks read by several workers are put back together."""
    texts = ["x" * n for n in range(1, 60)]
    assert lengths(ReadingPool(2, reader=reader, few=0), texts) == list(range(1, 60))


@pytest.mark.parametrize("bad", ["die", "hang"])
def test_a_killer_is_rejected_and_the_others_are_read(bad: str) -> None:
    """A worker that dies or hangs is replaced; its chunk is read one by one."""
    texts = [*("x" * n for n in range(1, 21)), bad, "xx"]
    answers = lengths(ReadingPool(1, reader=reader, few=0, seconds=(5.0, 2.5)), texts)
    assert answers[:20] == list(range(1, 21)) and answers[21] == 2
    assert answers[20] == "reading it took too long or too much memory"


def test_a_defect_of_the_reader_names_its_kind() -> None:
    """No traceback, one sentence."""
    assert lengths(ReadingPool(0, reader=reader), ["fail", "xx"]) == ["the reader failed on it (ValueError)", 2]


def test_few_articles_start_no_worker() -> None:
    """A worker's start costs more than they do: the dying reader would end this process, so it isn't asked."""
    pool = ReadingPool(2, reader=reader)
    assert lengths(pool, ["abc"]) == [3]
    assert pool._executor is None


def test_without_workers_a_very_long_article_is_limited_all_the_same() -> None:
    """It is read in a process that can be ended; the short ones are read here."""
    pool = ReadingPool(0, reader=reader, seconds=(5.0, 2.5))
    long = "hang" + "x" * 200_000
    assert lengths(pool, ["xx", long, "x" * 300_000, "xxx"]) == [
        2, "reading it took too long or too much memory", 300_000, 3]  # fmt: skip
