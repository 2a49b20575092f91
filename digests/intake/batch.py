"""Take one batch of raw records to the store: clean, drop what is known, read, decide, write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from digests.errors import Rejected
from digests.ingest.clean import clean
from digests.ingest.language import foreign
from digests.ingest.records import Defaults, RawRecord, Rejection
from digests.intake.directory import Directory
from digests.intake.growth import grown
from digests.intake.leads import choose_leads
from digests.intake.linking import choose_names, link, lookups
from digests.intake.orphans import readopt
from digests.model import Article, Reading
from digests.reading.pool import ReadingPool
from digests.store.base import Arrival, Known, Queries, Remembered, Store, Writes
from digests.stories.features import make_features
from digests.stories.index import Decision, StoryIndex
from digests.text import split_sentences

_LOOK_BACK = timedelta(days=16)  # what the story index must know before an article's date
Twins = dict[str, Decision]  # content digest → the story and article that have these very words


@dataclass(slots=True)
class Counts:
    """What became of the records so far."""

    new: int = 0
    known: int = 0
    updated: int = 0
    duplicates: int = 0
    foreign: Counter[str] = field(default_factory=Counter)  # articles stored but not read, by language
    rejections: list[Rejection] = field(default_factory=list)


class Desk:
    """Where batches are taken in; one a process. Not thread-safe: one batch at a time."""

    def __init__(
        self, store: Store, pool: ReadingPool, clock: Callable[[], datetime], *, dry_run: bool = False
    ) -> None:
        self._store = store
        self._pool = pool
        self._clock = clock
        self._dry_run = dry_run
        self._index = StoryIndex()
        self._loaded_since: datetime | None = None
        self._mine: dict[str, bytes] = {}  # stored by the last batch and remembered already

    def take(self, records: Sequence[RawRecord], defaults: Defaults) -> Counts:
        """Store what is new in one transaction; either all of the batch is stored or nothing.

        Raises:
            StoreError: the database refused; nothing of this batch is stored.
        """
        counts = Counts()
        articles = self._cleaned(records, defaults, counts)
        with self._store.reading() as queries:
            waiting = _unknown(articles, queries, counts)
            twins = _twins(waiting, queries)
        read = self._read(waiting, counts)
        if self._dry_run:
            counts.new += len(read)
            return counts
        try:
            with self._store.writing() as writes:
                self._write(writes, read, twins, counts)
        except BaseException:
            self._index, self._loaded_since, self._mine = StoryIndex(), None, {}
            raise
        return counts

    def _cleaned(
        self, records: Sequence[RawRecord], defaults: Defaults, counts: Counts
    ) -> dict[str, tuple[Article, RawRecord]]:
        """Clean each record; of several with one id the last different one counts, as an update would."""
        now = self._clock()
        found: dict[str, tuple[Article, RawRecord]] = {}
        for record in records:
            try:
                article = clean(record, defaults=defaults, now=now)
            except Rejected as reason:
                counts.rejections.append(Rejection(record.source, record.where, str(reason)))
                continue
            counts.known += article.id in found
            found[article.id] = (article, record)
        return found

    def _read(self, waiting: Sequence[tuple[Article, RawRecord]], counts: Counts) -> list[tuple[Article, Reading]]:
        languages = {article.id: foreign(article.text) for article, _ in waiting}
        counts.foreign.update(language for language in languages.values() if language)
        unread = [(article, Reading(sentences=tuple(split_sentences(article.text)))) for article, _ in waiting
                  if languages[article.id]]  # fmt: skip
        waiting = [(article, record) for article, record in waiting if not languages[article.id]]
        answers = self._pool.read([(article.text, article.title) for article, _ in waiting])
        read = unread
        for (article, record), answer in zip(waiting, answers, strict=True):
            if isinstance(answer, Rejected):
                counts.rejections.append(Rejection(record.source, record.where, str(answer)))
            else:
                read.append((article, answer))
        return read

    def _write(self, writes: Writes, read: Sequence[tuple[Article, Reading]], twins: Twins, counts: Counts) -> None:
        """Store in order of date: the nearest to the order in which the articles came out."""
        stored = writes.known([article.id for article, _ in read])  # another process may have been quicker
        ordered = sorted(read, key=lambda pair: (pair[0].published_at, pair[0].id))
        if ordered:
            self._catch_up(writes, ordered[0][0].published_at)
        directory = Directory(writes, {name for _, reading in ordered for name in lookups(reading)})
        touched: dict[int, int] = {}  # story → its size before
        people: set[int] = set()
        for article, reading in ordered:
            known = stored.get(article.id)
            if known is not None and known.content_digest == article.content_digest:
                counts.known += 1
                continue
            copies = writes.copies_of(article.id) if known is not None else ()
            arrival = self._arrival(writes, directory, article, reading, twins)
            writes.put_article(arrival)
            if copies:
                readopt(writes, self._index, article.id, copies)
            touched.setdefault(arrival.story_id, self._index.size(arrival.story_id) - 1)
            people.update(arrival.entities.values())
            copy = arrival.article.duplicate_of is not None
            counts.updated += known is not None
            counts.duplicates += copy and known is None
            counts.new += known is None and not copy
        choose_leads(writes, (story for story, size in touched.items() if grown(size, self._index.size(story))))
        choose_names(writes, directory, people)

    def _arrival(
        self, writes: Writes, directory: Directory, article: Article, reading: Reading, twins: Twins
    ) -> Arrival:
        """Decide the story, the original and the entities of one article."""
        features = make_features(article, reading)
        decision = twins.get(article.content_digest) or self._index.decide(article, features)
        article = replace(article, duplicate_of=decision.duplicate_of)
        story = decision.story_id if decision.story_id is not None else writes.open_story(article.title)
        twins.setdefault(article.content_digest, Decision(story, article.duplicate_of or article.id, 1.0))
        self._index.remember(
            Remembered(self._index.sequence, article.id, story, article.published_at, article.duplicate_of, features)
        )
        self._mine[article.id] = features
        return Arrival(article, reading, story, link(directory, reading, article.published_at), features)

    def _catch_up(self, queries: Queries, earliest: datetime) -> None:
        """Tell the story index of all that was stored since, by whichever process."""
        since = earliest - _LOOK_BACK
        again = self._loaded_since is None or since < self._loaded_since
        self._loaded_since = since if again or self._loaded_since is None else self._loaded_since
        for row in queries.remembered(after_sequence=0 if again else self._index.sequence, since=self._loaded_since):
            if again or self._mine.get(row.article_id) != row.features:
                self._index.remember(row)
            else:
                self._index.sequence = max(self._index.sequence, row.sequence)
        self._mine = {}


def _unknown(
    articles: Mapping[str, tuple[Article, RawRecord]], queries: Queries, counts: Counts
) -> list[tuple[Article, RawRecord]]:
    """Leave out what is stored with the same content, before the work of reading it."""
    stored: Mapping[str, Known] = queries.known(articles)
    waiting = []
    for key, (article, record) in articles.items():
        known = stored.get(key)
        if known is not None and known.content_digest == article.content_digest:
            counts.known += 1
        else:
            waiting.append((article, record))
    return waiting


def _twins(articles: Sequence[tuple[Article, RawRecord]], queries: Queries) -> Twins:
    """Find articles stored with exactly these words, however long ago: what carries them again is a copy."""
    found: Twins = {}
    for article, _ in articles:
        twin = queries.article_with_digest(article.content_digest)
        if twin is not None and twin.id != article.id:
            found[article.content_digest] = Decision(queries.story_of(twin.id), twin.duplicate_of or twin.id, 1.0)
    return found
