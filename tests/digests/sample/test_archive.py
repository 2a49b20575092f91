"""The sample archive is valid, marked as a sample, and quotes nobody but from its list of sources."""

import json
import re
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from digests.ingest.clean import clean
from digests.ingest.files import read_files
from digests.ingest.records import RawRecord
from digests.sample import archive

NEEDED = {"id", "title", "text", "url", "outlet", "published_at", "author"}
QUOTED = re.compile(r'“([^”]*)”|"([^"]*)"')
RECORDS = [json.loads(line) for line in archive().read_text("utf-8").splitlines()]
SOURCES = archive().with_name("SOURCES.md").read_text("utf-8")


def plain(words: str) -> str:
    """Fold apostrophes and white space, which outlets set in different ways."""
    return " ".join(words.replace("’", "'").split())


ALLOWED = [plain(line.removeprefix("> ")) for line in SOURCES.splitlines() if line.startswith("> ")]


def quotations(text: str) -> list[str]:
    """List what stands between quotation marks, without the comma or stop that closes it."""
    return [plain(curly or straight).rstrip(",.") for curly, straight in QUOTED.findall(text)]


def test_it_is_in_the_package() -> None:
    """The archive stands beside the code that names it, so a wheel holds both."""
    assert archive() == Path(__file__).parents[3] / "digests/sample/archive.jsonl"


def test_it_is_large_enough() -> None:
    """There is enough for rankings, dossiers and trends to show something."""
    assert len(RECORDS) >= 75
    assert len({record["outlet"] for record in RECORDS}) >= 6


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_a_record_is_complete(record: dict[str, object]) -> None:
    """Every record has its fields, as text, and a sample outlet's name and address."""
    assert set(record) - {"state_owned"} == NEEDED
    assert all(isinstance(record[key], str) and record[key] for key in NEEDED)
    assert "(sample" in str(record["outlet"])
    assert re.fullmatch(r"https://[a-z0-9-]+\.example/2022/\d\d/[a-z0-9-]+", str(record["url"]))
    assert record.get("state_owned", False) is ("state-owned" in str(record["outlet"]))
    assert record["author"] == "Sample desk"


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_a_record_is_a_short_article_of_2022(record: dict[str, str]) -> None:
    """Articles have 90 to 220 words and a time of publication, with its offset, from April to November."""
    assert 90 <= len(record["text"].split()) <= 220
    published = datetime.fromisoformat(record["published_at"])
    assert published.utcoffset() is not None
    assert (published.year, 4) <= (2022, published.month) <= (2022, 11)
    assert f"/{published:%Y/%m}/" in record["url"]


@pytest.mark.parametrize("field", ["id", "url", "title"])
def test_nothing_is_there_twice(field: str) -> None:
    """Ids, addresses and headlines are each record's own; syndicated copies have a headline of their own."""
    assert len({record[field] for record in RECORDS}) == len(RECORDS)


def test_it_is_in_order_of_time() -> None:
    """Articles stand in the order in which they were published, as a feed would bring them."""
    times = [datetime.fromisoformat(record["published_at"]) for record in RECORDS]
    assert all(earlier <= later for earlier, later in pairwise(times))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_quotations_are_word_for_word_from_the_list(record: dict[str, str]) -> None:
    """Nobody is quoted with words that SOURCES.md does not give with their source."""
    text = record["title"] + "\n" + record["text"]
    assert text.count("“") == text.count("”")
    assert text.count('"') % 2 == 0
    for quotation in quotations(text):
        assert any(quotation in allowed for allowed in ALLOWED), quotation


def test_every_quotation_of_the_list_is_used() -> None:
    """The list of quotations names nothing that the archive does not hold."""
    used = [quotation for record in RECORDS for quotation in quotations(record["text"])]
    assert len(ALLOWED) >= 10
    for allowed in ALLOWED:
        assert any(quotation in allowed for quotation in used), allowed


def test_a_quotation_broken_by_its_attribution_is_there() -> None:
    """One article breaks Rogozin's sentence in two, as /quotes should be seen to cope with."""
    article = next(record for record in RECORDS if record["id"] == "sample-moon-base-talks-oc")
    assert quotations(article["text"]) == [
        "Before the end of May",
        "I plan to hold detailed dialogue with our Chinese colleagues on our cooperation in this direction",
    ]


def test_everything_is_taken_in() -> None:
    """The ingest accepts every article and sees which outlet is state-owned."""
    found = list(read_files([archive()]))
    assert all(isinstance(record, RawRecord) for record in found)
    articles = [clean(record, now=datetime(2023, 1, 1, tzinfo=UTC)) for record in found
                if isinstance(record, RawRecord)]
    assert len({article.id for article in articles}) == len(RECORDS)
    assert {article.outlet for article in articles if article.state_owned} == {
        "Baikonur Gazette (sample, state-owned)"}
