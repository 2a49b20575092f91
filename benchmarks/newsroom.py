"""The newsroom whole: articles a second with reading, memory, and how long questions take.

``python -m benchmarks.newsroom --articles 100000 --database big.db`` fills (or goes on filling) a database and asks it;
``--questions`` only asks. Peers for taking articles in, on the same texts in the same run: ``reader`` (lemon24/reader:
stores and indexes, doesn't read) and ``newspaper4k`` (``nlp()``: keywords and summary of one article).
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from benchmarks.corpus import A_DAY, BEGIN, articles
from benchmarks.measure import memory, percentile, table
from benchmarks.peers_ingest import PEERS
from digests.collector import calm
from digests.ingest.records import Defaults, RawRecord, from_mapping
from digests.intake.batch import Desk
from digests.model import Kind, Scope, Window
from digests.newsroom import DigestRequest, Newsroom
from digests.reading.pool import ReadingPool
from digests.store.sql import open_store

BATCH = 256
NOW = datetime(2030, 1, 1, tzinfo=UTC)
COMPARED = 400  # articles that peers take in


def records(first: int, count: int) -> Iterator[RawRecord]:
    """Make raw records of the made-up articles."""
    return (from_mapping(article, "made up", n) for n, article in enumerate(articles(count, first=first)))


def fill(database: str, count: int) -> None:
    """Take articles in up to this number, in this process alone, and say how fast and with how much memory."""
    store = open_store(database)
    desk = Desk(store, ReadingPool(0), lambda: NOW)
    with store.reading() as queries:
        have = queries.totals().articles
    rows, stream, done = [], records(have, count - have), have
    desk.take(list(islice(stream, BATCH)), Defaults())  # start-up: imports, models, caches
    calm()
    done = min(count, have + BATCH)
    step = max(BATCH, (count - have) // 10 // BATCH * BATCH)
    while done < count:
        began, spent, first = time.perf_counter(), 0.0, done
        while done < min(count, first + step):
            batch = list(islice(stream, BATCH))  # making them up is not measured
            cpu = time.process_time()
            desk.take(batch, Defaults())
            spent += time.process_time() - cpu
            done += len(batch)
        rows.append([done, (done - first) / spent, (done - first) / (time.perf_counter() - began), memory()])
        print(table(["articles", "a core second", "a second, made up here", "memory MB"], rows[-1:]), flush=True)
    store.close()


def compare(folder: Path) -> None:
    """Take the same articles in beside the peers, and give ratios."""
    store = open_store(f"sqlite:///{folder / 'compare.db'}")
    desk = Desk(store, ReadingPool(0), lambda: NOW)
    desk.take(list(records(0, 64)), Defaults())
    calm()
    batch = list(records(64, COMPARED))
    began = time.process_time()
    for at in range(0, COMPARED, BATCH):
        desk.take(batch[at : at + BATCH], Defaults())
    ours = COMPARED / (time.process_time() - began)
    store.close()
    rows: list[list[object]] = [["downlink: read, link, cluster, store, index", ours, 1.0]]
    for name, peer in PEERS.items():
        rate = peer(list(articles(COMPARED, first=64)), folder)
        rows.append([name, rate if rate else "not installed", ours / rate if rate else "-"])
    print(table(["taking in", "articles a core second", "downlink is × as fast"], rows), flush=True)


async def ask(database: str, times: int) -> None:
    """Ask each kind of question many times, in process, and give the spread."""
    newsroom = Newsroom(open_store(database), clock=lambda: NOW)
    totals = await newsroom.totals()
    print(f"\n{totals.articles:,} articles, {totals.stories:,} stories, {totals.people:,} people")
    people = [person.name for person in await newsroom.people(limit=2_000)]
    rows = []
    questions = _questions(newsroom, people, totals.articles)
    for question in questions.values():
        await question(random.Random(0))  # start-up: imports, tables
    calm()
    for name, question in questions.items():
        spread = await _timed(question, times)
        rows.append([name, percentile(spread, 0.5), percentile(spread, 0.99), max(spread)])
        print(table(["question", "p50 ms", "p99 ms", "worst ms"], rows[-1:]), flush=True)
    newsroom.close()


async def _timed(question: Callable[[random.Random], Awaitable[object]], times: int) -> list[float]:
    spread = []
    for n in range(times):
        chance = random.Random(n)
        began = time.perf_counter()
        await question(chance)
        spread.append(1000 * (time.perf_counter() - began))
    return spread


def _questions(
    newsroom: Newsroom, people: list[str], count: int
) -> dict[str, Callable[[random.Random], Awaitable[object]]]:
    """Make the questions: frequent and rare people by whole names, surnames and typing mistakes; common words."""
    words = [
        "mission",
        "station launch",
        '"south pole"',
        "rocket engine -moon",
        "orbit outlet:7",
        "telescope",
        "spacewalk",
    ]
    days = max(1, count // A_DAY)

    def name(chance: random.Random) -> str:
        whole = people[int(len(people) * chance.random() ** 2)]
        return chance.choice([whole, whole.split()[-1], whole.lower(), whole[:3] + whole[4:]])

    def day(chance: random.Random) -> Window:
        start = BEGIN + timedelta(days=chance.randrange(days))
        return Window(start, start + timedelta(days=1))

    async def who(chance: random.Random) -> object:
        finding = await newsroom.find(name(chance))
        entity = getattr(finding, "entity", None)
        return await newsroom.dossier(entity.id) if entity else finding

    async def card(chance: random.Random) -> object:
        finding = await newsroom.find(chance.choice(["NASA", "Roscosmos", "SpaceX"]), [Kind.ORGANISATION])
        entity = getattr(finding, "entity", None)
        return await newsroom.dossier(entity.id) if entity else finding

    return {
        "/who NAME": who,
        "/who NASA": card,
        "/news WORDS": lambda chance: newsroom.search(chance.choice(words)),
        "/digest, a day of 1,000": lambda chance: newsroom.digest(DigestRequest(day(chance))),
        "/digest TOPIC": lambda chance: newsroom.digest(
            DigestRequest(day(chance), Scope(topics=(chance.choice(["telescope", "station"]),)))
        ),
        "/story WORDS": lambda chance: newsroom.story(f"{chance.choice(words[:2])} {name(chance).split()[-1]}"),
        "/timeline NAME": lambda chance: newsroom.timeline(name(chance)),
        "/trending, a week": lambda chance: newsroom.trending(
            Window(day(chance).end - timedelta(days=7), day(chance).end)
        ),
        "completion": lambda chance: newsroom.names_starting(name(chance)[:3]),
    }


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, default=5_000)
    parser.add_argument("--database", help="a SQLite file to fill, go on filling and ask; default: a temporary one")
    parser.add_argument("--questions", action="store_true", help="only ask, take nothing in")
    parser.add_argument("--times", type=int, default=300, help="how often each question is asked")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{options.database or Path(folder) / 'news.db'}"
        if not options.questions:
            compare(Path(folder))
            fill(database, options.articles)
        asyncio.run(ask(database, options.times))


if __name__ == "__main__":
    main()
