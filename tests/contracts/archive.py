"""A small archive for the store's contract: articles are written by name, readings found by looking for names."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from digests.model import Article, Kind, Mention, Quote, Reading, Role, Span
from digests.store.base import Arrival, Store, Writes

NOON = datetime(2022, 7, 15, 12, tzinfo=UTC)
PEOPLE = ("Dmitry Rogozin", "Yuri Borisov", "Bill Nelson", "Josef Aschbacher", "Anna Kikina")
ORGANISATIONS = ("Roscosmos", "NASA", "ESA")
CRAFT = ("Luna 25", "Soyuz")
NAMES: Mapping[str, Kind] = {
    **dict.fromkeys(PEOPLE, Kind.PERSON),
    **dict.fromkeys(ORGANISATIONS, Kind.ORGANISATION),
    **dict.fromkeys(CRAFT, Kind.CRAFT),
}


def at(hours: float) -> datetime:
    """Give the moment so many hours after noon of the first day."""
    return NOON + timedelta(hours=hours)


def key(name: str) -> str:
    """Give the article id of a name."""
    return hashlib.blake2b(name.encode(), digest_size=8).hexdigest()


def article(name: str, text: str, *, title: str = "A title", outlet: str = "Courier", hours: float = 0,
            copy_of: str | None = None, url: str | None = None) -> Article:
    """Write an article; its id is made of its name."""
    return Article(
        id=key(name), title=title, text=text, outlet=outlet, published_at=at(hours), url=url,
        content_digest=key(title + text), duplicate_of=None if copy_of is None else key(copy_of),
    )


def reading_of(text: str) -> Reading:
    """Find sentences, names, “quotations” of the first name in their sentence, and “Name, role of Organisation,”."""
    sentences = tuple(Span(m.start(), m.end()) for m in re.finditer(r"\S[^.]*\.", text))
    found = [(m, kind) for name, kind in NAMES.items() for m in re.finditer(re.escape(name), text)]
    mentions = tuple(Mention(m.start(), m.end(), kind, m[0]) for m, kind in sorted(found, key=lambda f: f[0].start()))
    quotes, roles = [], []
    for span in sentences:
        speaker = next((one for one in mentions if span.start <= one.start < span.end), None)
        for m in re.finditer("“([^”]*)”", text[span.start:span.end]):
            start = span.start + m.start(1)
            spoken = Quote(start, start + len(m[1]), cue="said")
            if speaker is not None:
                spoken = replace(spoken, speaker=speaker.name, speaker_kind=speaker.kind,
                                 speaker_start=speaker.start, speaker_end=speaker.end)
            quotes.append(spoken)
    for m in re.finditer(rf"({'|'.join(PEOPLE)}), (\w+) of ({'|'.join(ORGANISATIONS)}),", text):
        roles.append(Role(m[1], m[2], m[3], m.start(), m.end() - 1))
    return Reading(sentences, mentions, (), tuple(quotes), tuple(roles), {"agency": "Roscosmos"})


def entities(writes: Writes) -> dict[tuple[Kind, str], int]:
    """Find or make the entities of all names."""
    found: dict[tuple[Kind, str], int] = {}
    for name, kind in NAMES.items():
        folded = name.lower()
        there = writes.entities_by_key([f"f:{folded}"], [kind])
        found[kind, name] = there[0].id if there else writes.add_entity(
            kind, name, [f"f:{folded}", f"s:{folded.split()[-1]}"], folded)
    return found


def put(store: Store, articles: Sequence[Article], *, story: int | None = None) -> int:
    """Store articles in one story, a new one unless given; gives its id."""
    with store.writing() as writes:
        known = entities(writes)
        number = writes.open_story(articles[0].title) if story is None else story
        for one in articles:
            reading = reading_of(one.text)
            names = {(mention.kind, mention.name) for mention in reading.mentions}
            writes.put_article(Arrival(one, reading, number, {name: known[name] for name in names}, one.id.encode()))
        return number


def number_of(store: Store, name: str) -> int:
    """Give the entity's id."""
    with store.reading() as queries:
        return queries.entities_by_key([f"f:{name.lower()}"])[0].id
