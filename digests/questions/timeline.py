"""Dated one-line events on a name or a topic, each cited."""

from __future__ import annotations

from collections.abc import Sequence

from digests.answers import Finding, Found, Nobody, Several, Timeline, TimelineEvent
from digests.editions.numbering import Numbering
from digests.model import Cited, Entity, Scope
from digests.people import find
from digests.questions.material import materials
from digests.questions.story import EVER, fitting
from digests.questions.who import find_name
from digests.store.base import Queries, StoredReading
from digests.summaries.extractive import summarise
from digests.summaries.standalone import opens_unresolved, without_date_line

_A_PAGE = 10
_STORIES = 200


def timeline(queries: Queries, asked: str, page: int) -> Timeline | Several | Nobody:
    """Tell the stories of a name that is known exactly, else those that match the words."""
    finding: Finding = find_name(queries, asked)
    entity = finding.entity if isinstance(finding, Found) and (finding.exact or asked.startswith("#")) else None
    ids = _of_name(queries, entity) if entity else fitting(queries, asked)
    if not ids:
        return (
            finding
            if not isinstance(finding, Found)
            else _told(queries, asked, finding.entity, _of_name(queries, finding.entity), page)
        )
    if isinstance(finding, Several) and find.exact(asked, finding.candidates[0].entity):
        return finding
    return _told(queries, asked, entity, ids, page)


def _of_name(queries: Queries, entity: Entity) -> list[int]:
    return [brief.id for brief in queries.stories_of(entity.id, limit=_STORIES)]


def _told(queries: Queries, asked: str, entity: Entity | None, ids: Sequence[int], page: int) -> Timeline:
    known = queries.stories(ids)
    ordered = sorted(known, key=lambda key: (known[key].first_seen, key), reverse=True)
    pages = max(1, -(-len(ordered) // _A_PAGE))
    page = min(max(page, 1), pages)
    shown = ordered[(page - 1) * _A_PAGE : page * _A_PAGE][::-1]
    numbers = Numbering()
    events = []
    for material in materials(queries, shown, Scope(), EVER):
        line = _line(material.readings, entity)
        if line is not None:
            events.append(
                TimelineEvent(
                    line.article.published_at,
                    numbers.line(line),
                    material.story.id,
                    len({s.article.outlet for s in material.readings}),
                )
            )
    events.sort(key=lambda event: event.moment)  # of the sentence: its story may have begun earlier
    subject = entity.name if entity else asked
    return Timeline(subject, entity, tuple(events), numbers.citations, page, pages, len(ordered))


def _line(readings: Sequence[StoredReading], entity: Entity | None) -> Cited | None:
    """Choose the one sentence for a story: of those that name the entity, one that the summary has, or the first."""
    best = summarise(readings, sentences=3)
    if entity is None:
        return best[0] if best else next(iter(_sentences(readings, None)), None)
    naming = _sentences(readings, entity.id)
    places = {(cited.article.id, cited.end) for cited in naming}
    chosen = [cited for cited in best if (cited.article.id, cited.end) in places] or naming or best
    return chosen[0] if chosen else None


def _sentences(readings: Sequence[StoredReading], entity_id: int | None) -> list[Cited]:
    """List sentences that name an entity (None: all), those that stand alone first, in order of date."""
    found = []
    for stored in sorted(readings, key=lambda one: one.article.published_at):
        article, reading = stored.article, stored.reading
        spans = [m for m in reading.mentions if stored.entities.get((m.kind, m.name)) == entity_id]
        for sentence in reading.sentences:
            if entity_id is None or any(sentence.start <= m.start < sentence.end for m in spans):
                start = sentence.start + without_date_line(article.text[sentence.start : sentence.end])
                found.append(Cited(article.text[start : sentence.end], article.card, start, sentence.end))
    return sorted(found, key=lambda cited: opens_unresolved(cited.text))
