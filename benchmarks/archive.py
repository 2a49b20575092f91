"""Made-up articles with readings, entities and stories, the same at every run: for measuring the store alone."""

from __future__ import annotations

import hashlib
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from digests.model import Article, Kind, Mention, Quote, Reading, Role, Span
from digests.store.base import Arrival

BEGIN = datetime(2024, 1, 1, tzinfo=UTC)
A_DAY = 1_000  # articles
_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe ri so tu va we xi yo zu bra cle dri flo gru pla ste tri".split()
_ENDS = "son ov ova ski sen ez elli ford well man berg stein wood field ton by enko idze yan aki".split()
_FEATURES = random.Random(2).randbytes(600)  # about as long as real ones
_KINDS = (Kind.PERSON,) * 6 + (Kind.ORGANISATION,) * 3 + (Kind.CRAFT,)


@dataclass(frozen=True)
class Named:
    """An entity as it is before it is stored."""

    number: int
    kind: Kind
    name: str


def _word(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4)))


def key_of(number: int) -> str:
    """Give the id of an article by its number."""
    return hashlib.blake2b(str(number).encode(), digest_size=8).hexdigest()


class Archive:
    """Articles of about `words` words with about 15 of `people` entities; words and names are Zipf's."""

    def __init__(self, *, words: int = 400, people: int = 60_000, vocabulary: int = 50_000) -> None:
        chance = random.Random(1)
        self.length = words
        self.words = list(dict.fromkeys(_word(chance) for _ in range(3 * vocabulary)))[:vocabulary]
        self._weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.named = [self._name(number) for number in range(people)]
        self.outlets = [f"{_word(chance).capitalize()} {_word(chance).capitalize()}" for _ in range(60)]

    @staticmethod
    def _name(number: int) -> Named:
        chance = random.Random(number)
        kind = chance.choice(_KINDS)
        last = _word(chance).capitalize() + chance.choice(_ENDS)
        return Named(number, kind, f"{_word(chance).capitalize()} {last}")

    def pick(self, chance: random.Random) -> Named:
        """Choose an entity, those with low numbers often."""
        return self.named[int(len(self.named) * chance.random() ** 4)]

    def articles(self, start: int, end: int) -> Iterator[tuple[Article, Reading, int, list[Named]]]:
        """Give article, reading, story's number and entities, in order of date."""
        for number in range(start, end):
            yield self._article(number)

    def _article(self, number: int) -> tuple[Article, Reading, int, list[Named]]:
        chance = random.Random(number)
        story = max(0, number - int(1_500 * chance.random() ** 2)) // 4
        told = random.Random(-1 - story)
        named = [self.pick(told) for _ in range(8)] + [self.pick(chance) for _ in range(7)]
        text, spans, mentions = self._text(chance, named)
        person = next((one.name for one in named if one.kind is Kind.PERSON), None)
        place = next((one.name for one in named if one.kind is Kind.ORGANISATION), None)
        quotes = tuple(Quote(s.start, s.end - 1, person, Kind.PERSON, None, None, "said") for s in spans[2:4])
        roles = (Role(person, "chief executive", place, spans[0].start, spans[0].end),) if person else ()
        title = " ".join(told.choices(self.words, cum_weights=self._weights, k=9)).capitalize()
        key = key_of(number)
        article = Article(
            id=key,
            title=title,
            text=text,
            outlet=self.outlets[int(60 * chance.random() ** 2)],
            published_at=BEGIN + timedelta(days=1) / A_DAY * number,
            url=f"https://news.example/{key}",
            content_digest=key,
            duplicate_of=None if chance.random() > 0.05 else "0" * 16,
        )
        return article, Reading(spans, tuple(mentions), (), quotes, roles), story, named

    def _text(self, chance: random.Random, named: list[Named]) -> tuple[str, tuple[Span, ...], list[Mention]]:
        words = chance.choices(self.words, cum_weights=self._weights, k=self.length - 2 * len(named))
        parts, spans, mentions = [], [], []
        at = 0
        for place, first in enumerate(range(0, len(words), 20)):
            begin = at
            for part in (named[place % len(named)].name, " ".join(words[first : first + 20]) + "."):
                if part is not None and not part.endswith("."):
                    one = named[place % len(named)]
                    mentions.append(Mention(at, at + len(part), one.kind, one.name))
                parts.append(part + " ")
                at += len(part) + 1
            spans.append(Span(begin, at - 1))
        mentions += [Mention(0, 1, one.kind, one.name) for one in named[len(spans) :]]
        return "".join(parts), tuple(spans), mentions


def arrival(article: Article, reading: Reading, story_id: int, ids: dict[tuple[Kind, str], int]) -> Arrival:
    """Make what the store is given."""
    return Arrival(article, reading, story_id, ids, _FEATURES)
