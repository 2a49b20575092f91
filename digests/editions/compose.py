"""Compose one story of a digest from what its articles say. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digests.answers import DigestStory, Line, SpokenLine, Why
from digests.editions.numbering import Numbering
from digests.editions.scope import carriers, independent
from digests.model import Cited, Length, QuoteSighting, Story
from digests.people.names import fold
from digests.store.base import PostedStory, StoredReading
from digests.summaries.extractive import sentences, summarise
from digests.summaries.figures import disagreements
from digests.summaries.novelty import new_facts

SENTENCES: Mapping[Length, int] = {Length.HEADLINES: 0, Length.BRIEF: 1, Length.STANDARD: 2, Length.FULL: 3}
ARTICLES_READ = 8  # of one story, the newest
_FACTS_ASKED = 4
_QUOTE_WORDS = (6, 60)


@dataclass(frozen=True, slots=True)
class Material:
    """What one story's entry is made of: its articles within scope and window, lead first."""

    story: Story
    readings: Sequence[StoredReading]
    posted: PostedStory | None = None
    quotes: Sequence[QuoteSighting] = ()
    speakers: Mapping[int, str] | None = None


def entry(material: Material, length: Length, why: Why, numbers: Numbering) -> DigestStory | None:
    """Compose a story's entry; None where it was posted before and tells nothing new."""
    lines: Sequence[Cited]
    update: Line | None = None
    if material.posted is not None:
        facts = _news(material.readings, material.posted)
        if not facts:
            return None
        update, lines = numbers.line(facts[0]), facts[1:]
    elif SENTENCES[length] == 0:
        lines = ()
    else:
        lines = summarise(material.readings, sentences=SENTENCES[length], avoid=_told_by_headline(material))
    cards = [stored.article.card for stored in material.readings]
    lead = cards[0]
    shown = tuple(numbers.line(cited) for cited in lines[: SENTENCES[length]])
    return DigestStory(
        story_id=material.story.id,
        headline=lead.title,
        lead=lead,
        lines=shown,
        outlets=independent(cards),
        copies=carriers(material.story.articles),
        first_seen=material.story.first_seen,
        last_seen=max(card.published_at for card in cards),
        why=why,
        update=update,
        differ=_differ(material, [*([update] if update else ()), *shown], numbers),
        quote=_quote(material, shown, numbers) if length is Length.FULL else None,
    )


def _told_by_headline(material: Material) -> tuple[str, ...]:
    """Give the headline where it is a sentence of its own article: saying it again would be a repetition."""
    lead = material.readings[0].article
    return (lead.title,) if fold(lead.title) in fold(lead.text[: 2 * len(lead.title) + 100]) else ()


def _differ(material: Material, told: Sequence[Line], numbers: Numbering) -> tuple[tuple[Line, ...], ...]:
    """Show what other outlets say of the figures told, rather than choose."""
    found = disagreements([line.cited for line in told if not line.generated], sentences(material.readings))
    return tuple(tuple(numbers.line(cited) for cited in said) for said in found)


def _news(readings: Sequence[StoredReading], posted: PostedStory) -> list[Cited]:
    """Find what the articles that came since say, and what was posted did not."""
    since = [stored for stored in readings if stored.article.id not in posted.article_ids]
    if not since:
        return []
    return new_facts(summarise(since, sentences=_FACTS_ASKED, avoid=posted.sentences), posted.sentences)


def _quote(material: Material, lines: Sequence[Line], numbers: Numbering) -> SpokenLine | None:
    """Pick the quotation whose speaker is quoted most, the longest within bounds; not one shown already."""
    shown = " ".join(fold(line.cited.text) for line in lines)
    names = material.speakers or {}
    often: dict[int, int] = {}
    for sighting in material.quotes:
        often[sighting.entity_id] = often.get(sighting.entity_id, 0) + 1
    least, most = _QUOTE_WORDS
    fits = [
        s
        for s in material.quotes
        if s.entity_id in names and least <= len(s.cited.text.split()) <= most and fold(s.cited.text) not in shown
    ]
    best = max(fits, key=lambda s: (often[s.entity_id], len(s.cited.text), s.cited.article.id), default=None)
    return numbers.spoken(best.cited, names[best.entity_id], best.cue) if best else None
