"""Sources become stored articles, with counts, reasons and progress."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from digests.intake.options import IngestOptions, Progress
from digests.intake.pump import pump
from digests.store.base import Store
from digests.store.sql import open_store

NOW = datetime(2022, 8, 1, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Open an empty database."""
    opened = open_store(f"sqlite:///{tmp_path / 'news.db'}")
    yield opened
    opened.close()


def lines(folder: Path, count: int, *extra: str) -> Path:
    """Write a file of made-up articles, each of its own words."""
    path = folder / "articles.jsonl"
    rows = [
        json.dumps(
            {
                "id": str(n),
                "title": f"Flight {n} of vehicle{n}",
                "outlet": "O",
                "published_at": "2022-07-01T00:00:00Z",
                "text": f"The vehicle{n} flew to orbit{n} with cargo{n} for station{n} on its mission{n}.",
            }
        )
        for n in range(count)
    ]
    path.write_text("\n".join([*rows, *extra]) + "\n", encoding="utf-8")
    return path


async def test_a_file_is_taken_in_once(store: Store, tmp_path: Path) -> None:
    """A second run finds everything known."""
    path = lines(tmp_path, 30)
    first = await pump(store, [str(path)], IngestOptions(), clock=lambda: NOW)
    second = await pump(store, [str(path)], IngestOptions(), clock=lambda: NOW)
    assert (first.new, first.known) == (30, 0)
    assert (second.new, second.known) == (0, 30)


async def test_bad_lines_are_named(store: Store, tmp_path: Path) -> None:
    """Where and why, and the good ones are stored."""
    path = lines(tmp_path, 3, "{broken", '{"title": "no text"}')
    report = await pump(store, [str(path), str(tmp_path / "missing.jsonl")], IngestOptions(), clock=lambda: NOW)
    assert (report.new, report.rejected) == (3, 3)
    assert any("line 4" in where for where, _ in report.rejections)
    assert any("no such file" in reason for _, reason in report.rejections)


async def test_progress_only_grows(store: Store, tmp_path: Path) -> None:
    """Each report covers what came before, and the last one everything."""
    seen: list[Progress] = []
    await pump(store, [str(lines(tmp_path, 600))], IngestOptions(), clock=lambda: NOW, progress=seen.append)
    assert [p.done for p in seen] == sorted(p.done for p in seen)
    assert seen[-1].done == 600 and len(seen) >= 2


async def test_a_private_address_is_refused(store: Store) -> None:
    """One sentence, and nothing is connected to."""
    report = await pump(store, ["http://127.0.0.1:9/feed", "file:///etc/passwd"], IngestOptions(), clock=lambda: NOW)
    assert (report.new, report.rejected) == (0, 2)


async def test_the_same_address_twice_is_asked_once(store: Store) -> None:
    """Naming a source twice costs nothing."""
    report = await pump(store, ["http://127.0.0.1/feed"] * 2, IngestOptions(), clock=lambda: NOW)
    assert report.rejected == 1


RUSSIAN = "Глава Роскосмоса Дмитрий Рогозин сказал в пятницу, что запуск корабля «Союз» отложен на неделю. " * 3
GERMAN = "Die Raumfahrtagentur hat den Start auf den Mai verschoben, weil es in der Stufe ein Leck gibt und " * 3


async def test_articles_in_other_languages_are_stored_and_said_so(store: Store, tmp_path: Path) -> None:
    """Nothing is guessed of what they say."""
    rest = {"title": "t", "outlet": "O", "published_at": "2022-07-01T00:00:00Z"}
    texts = (RUSSIAN, RUSSIAN + "Да.", GERMAN)
    rows = [json.dumps({"id": f"f{n}", "text": text} | rest) for n, text in enumerate(texts)]
    report = await pump(store, [str(lines(tmp_path, 2, *rows))], IngestOptions(), clock=lambda: NOW)
    assert report.new + report.duplicates == 5
    assert report.notices == ("3 articles are not in English (2 Russian, 1 German): stored and found by search, but "
                              "not read for names, roles and quotations",)  # fmt: skip
    with store.reading() as queries:
        assert not [person for person in queries.people() if "Рогозин" in person.name]
