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
                    material.story.first_seen,
                    numbers.line(line),
                    material.story.id,
                    len({s.article.outlet for s in material.readings}),
                )
            )
    subject = entity.name if entity else asked
    return Timeline(subject, entity, tuple(events), numbers.citations, page, pages, len(ordered))


def _line(readings: Sequence[StoredReading], entity: Entity | None) -> Cited | None:
    """Choose the one sentence for a story: one that names the entity where there is one."""
    best = summarise(readings, sentences=3)
    if entity is not None:
        forms = [form.split()[-1] for form in (entity.name, *entity.spellings)]
        best = [cited for cited in best if any(form in cited.text for form in forms)] or best
    return best[0] if best else _first_sentence(readings)


def _first_sentence(readings: Sequence[StoredReading]) -> Cited | None:
    for stored in readings:
        for span in stored.reading.sentences[:1]:
            return Cited(stored.article.text[span.start : span.end], stored.article.card, span.start, span.end)
    return None
