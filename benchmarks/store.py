"""Measure the store alone: articles stored a second, and each question's p50 and p99.

    python -m benchmarks.store --articles 100000 [--url sqlite:///file.db] [--keep] [--growth]

Generates its articles itself. ``--growth`` measures again at ten times as many and shows the ratio.
"""

from __future__ import annotations

import argparse
import gc
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path

from benchmarks.archive import A_DAY, BEGIN, Archive, Named, arrival, key_of
from benchmarks.measure import memory, milliseconds, percentile, table
from digests.model import Kind, Scope, SearchQuery, Window
from digests.store.base import Queries, Store, Writes
from digests.store.sql import open_store

BATCH = 200
ROUNDS = 300
GOALS = {"search": 40.0, "entities_like": 15.0, "story_briefs": 60.0}
Question = Callable[[Queries, random.Random], object]


class Filler:
    """Stores made-up articles and remembers which entity and story got which id."""

    def __init__(self, store: Store, archive: Archive) -> None:
        self.store = store
        self.archive = archive
        self.ids: dict[int, int] = {}
        self._stories: dict[int, int] = {}

    def fill(self, start: int, end: int) -> float:
        """Store articles; gives the seconds spent in the store."""
        spent = 0.0
        made = self.archive.articles(start, end)
        while batch := list(islice(made, BATCH)):
            began = time.perf_counter()
            with self.store.writing() as writes:
                for article, reading, story, named in batch:
                    ids = {(one.kind, one.name): self._entity(writes, one) for one in named}
                    if story not in self._stories:
                        self._stories[story] = writes.open_story(article.title)
                    writes.put_article(arrival(article, reading, self._stories[story], ids))
            spent += time.perf_counter() - began
        return spent

    def _entity(self, writes: Writes, one: Named) -> int:
        if one.number not in self.ids:
            folded = one.name.lower()
            keys = [f"f:{folded}", f"s:{folded.split()[-1]}", f"k:{folded[:4]}"]
            self.ids[one.number] = writes.add_entity(one.kind, one.name, keys, folded)
        return self.ids[one.number]


def questions(filler: Filler, articles: int) -> dict[str, Question]:
    """Give every question, each asked with other arguments every time."""
    archive, ids = filler.archive, filler.ids
    known = [archive.named[number] for number in ids]

    def entity(chance: random.Random) -> int:
        while (number := archive.pick(chance).number) not in ids:
            pass
        return ids[number]

    def key(chance: random.Random) -> str:
        return key_of(chance.randrange(articles))

    def window(chance: random.Random, days: int = 1) -> Window:
        first = chance.randrange(max(1, articles // A_DAY - days + 1))
        return Window(BEGIN + timedelta(days=first), BEGIN + timedelta(days=first + days))

    def words(chance: random.Random, count: int) -> tuple[str, ...]:
        return tuple(archive.words[int(3_000 * chance.random() ** 3)] for _ in range(count))

    def typo(chance: random.Random) -> str:
        name = chance.choice(known).name.lower()
        at = chance.randrange(1, len(name) - 1)
        return name[:at] + "q" + name[at + 1 :]

    end = BEGIN + timedelta(days=articles / A_DAY)
    people = [Kind.PERSON, Kind.ORGANISATION]
    return {
        "known (200)": lambda q, c: q.known([key(c) for _ in range(4)] + [f"{c.random()}" for _ in range(196)]),
        "articles": lambda q, c: q.articles([key(c)]),
        "article_with_digest": lambda q, c: q.article_with_digest(key(c)),
        "article_by_url": lambda q, c: q.article_by_url(f"https://NEWS.example/{key(c)}"),
        "cards": lambda q, c: q.cards(until=window(c).end),
        "cards of an outlet": lambda q, c: q.cards(outlet=c.choice(archive.outlets)),
        "readings (10)": lambda q, c: q.readings([key(c) for _ in range(10)]),
        "totals": lambda q, c: q.totals(),
        "outlets": lambda q, c: q.outlets("b"),
        "story_of": lambda q, c: q.story_of(key(c)),
        "stories (10)": lambda q, c: q.stories([c.randrange(1, articles // 5) for _ in range(10)]),
        "story_briefs": lambda q, c: q.story_briefs(window(c), Scope()),
        "story_briefs topic": lambda q, c: q.story_briefs(window(c), Scope(topics=words(c, 1) + words(c, 1))),
        "story_briefs entity": lambda q, c: q.story_briefs(window(c), Scope(people=("x",)), entity_ids=[entity(c)]),
        "recent_stories": lambda q, c: q.recent_stories(),
        "entities (20)": lambda q, c: q.entities([entity(c) for _ in range(20)]),
        "entities_by_key": lambda q, c: q.entities_by_key([f"s:{c.choice(known).name.lower().split()[-1]}"]),
        "entities_like": lambda q, c: q.entities_like(typo(c)),
        "entities_starting": lambda q, c: q.entities_starting(c.choice(known).name.lower()[: c.randint(1, 5)]),
        "people": lambda q, c: q.people(),
        "people since": lambda q, c: q.people(since=end - timedelta(days=1)),
        "roles_of": lambda q, c: q.roles_of(entity(c)),
        "roles_at": lambda q, c: q.roles_at(entity(c)),
        "quotes_of": lambda q, c: q.quotes_of(entity(c)),
        "quotes_of about": lambda q, c: q.quotes_of(entity(c), about=words(c, 1)),
        "quotes_in (20)": lambda q, c: q.quotes_in([key(c) for _ in range(20)]),
        "stories_of": lambda q, c: q.stories_of(entity(c)),
        "articles_of": lambda q, c: q.articles_of(entity(c)),
        "activity_of": lambda q, c: q.activity_of(entity(c), Window(end - timedelta(days=56), end)),
        "companions_of": lambda q, c: q.companions_of(entity(c), people),
        "mention_counts": lambda q, c: q.mention_counts(window(c), people),
        "mention_counts 28 days": lambda q, c: q.mention_counts(window(c, 28), people),
        "search word": lambda q, c: q.search(SearchQuery(words(c, 1))),
        "search words": lambda q, c: q.search(SearchQuery(words(c, c.randint(2, 4)))),
        "search phrase": lambda q, c: q.search(SearchQuery(phrases=(" ".join(words(c, 2)),))),
        "search within": lambda q, c: q.search(
            SearchQuery(words(c, 1), without=words(c, 1), outlet=c.choice(archive.outlets), before=window(c).end)
        ),
        "search mistyped": lambda q, c: q.search(SearchQuery((typo(c).split()[-1],))),
        "feed_state": lambda q, c: q.feed_state("https://news.example/feed"),
    }


def ask(store: Store, asked: dict[str, Question], rounds: int) -> dict[str, tuple[float, float]]:
    """Time each question; gives p50 and p99 in milliseconds. A snapshot is opened for each, as users do."""
    taken = {}
    for name, question in asked.items():
        chance = random.Random(name)

        def once(question: Question = question, chance: random.Random = chance) -> None:
            with store.reading() as queries:
                question(queries, chance)

        once()
        times = milliseconds([once] * rounds)
        taken[name] = percentile(times, 0.5), percentile(times, 0.99)
    return taken


def goal(name: str) -> float:
    """Give the p99 in milliseconds that a question should keep to at 100,000 articles."""
    return next((limit for start, limit in GOALS.items() if name.startswith(start)), 10.0)


def run(url: str, sizes: Sequence[int], rounds: int, only: str) -> None:
    """Fill and ask at each size; print a table."""
    store = open_store(url)
    filler = Filler(store, Archive())
    results, done = [], 0
    for size in sizes:
        spent = filler.fill(done, size)
        rate = (size - done) / max(spent, 1e-9)
        print(
            f"{size:,} articles, {len(filler.ids):,} entities: {rate:,.0f} stored a second; {memory():,.0f} MB",
            flush=True,
        )
        done = size
        gc.collect()
        gc.freeze()  # what this program remembers of its articles is not the store's to sweep
        asked = {name: one for name, one in questions(filler, size).items() if only in name}
        results.append(ask(store, asked, rounds))
    heads = ["question", "goal ms", *(f"{what} {size:,}" for size in sizes for what in ("p50", "p99"))]
    rows = [
        [
            name,
            goal(name),
            *(value for result in results for value in result[name]),
            "over" if results[0][name][1] > goal(name) else "",
        ]
        for name in results[0]
    ]
    print(table([*heads, ""], rows))
    store.close()


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--growth", action="store_true", help="measure again at ten times as many")
    parser.add_argument("--url", help="an empty database (default: SQLite in a temporary folder)")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", default="", help="questions whose name contains this")
    given = parser.parse_args()
    sizes = [given.articles, 10 * given.articles] if given.growth else [given.articles]
    with tempfile.TemporaryDirectory() as folder:
        run(given.url or f"sqlite:///{Path(folder) / 'store.db'}", sizes, given.rounds, given.only)


if __name__ == "__main__":
    main()
