"""Answer a question in words with sentences of stored articles, or say that they have none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from digests.answers import Answered, Found, Several, Standing
from digests.editions.numbering import Numbering
from digests.model import Cited, Entity, Kind, RoleSighting, SearchQuery
from digests.people.names import acronym, fold
from digests.people.offices import office
from digests.questions.who import NAMED, dossier, find_name, numbered
from digests.reading.read import read
from digests.store.base import Queries, StoredReading
from digests.stories.stems import stem
from digests.stories.words import words
from digests.summaries.answering import Told, best, defines
from digests.summaries.candidates import Candidate, Cutter
from digests.summaries.questioning import Asked, asked, name_asked, office_asked, thing_asked
from digests.text import STOP_WORDS

_READ = 60  # articles whose sentences are judged
_A_SEARCH = 20  # articles of one search
_SEARCHES = 8
_NAMES = 4  # looked up, of a question
_ROLES = 40  # newest roles whose sentences are tried
_SHOWN = 3
_NUMBER = re.compile(r"#\d{1,10}\b")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_cutter = Cutter()


def ask(queries: Queries, question: str, now: datetime) -> Answered | Several:
    """Answer, or ask which person is meant; an answer without lines: the stored articles have none."""
    chosen = _chosen(queries, question)
    it = asked(_NUMBER.sub(lambda found: chosen[found[0]].name if found[0] in chosen else "", question))
    known = {entity.name: entity for entity in chosen.values()}
    if (place := office_asked(it.text)) is not None:
        body = _body(queries, place[0])
        cited = _heads(queries, body, former=place[1], now=now) if body else None
        if body is not None and cited is not None:
            return _answered(queries, question, cited, (body,), it)
    if (name := name_asked(it.text)) is not None:
        who = Found(name, known[name]) if name in known else find_name(queries, name)
        if isinstance(who, Several) and _doubtful(who):
            return who
        if isinstance(who, Found) and who.exact and who.entity.kind is Kind.PERSON:
            return _answered(queries, question, _roles(queries, who.entity), (who.entity,), it)
    meant = _named(queries, it.text, known)
    if isinstance(meant, Several):
        return meant
    cited = _sentences(queries, it, meant)
    return _answered(queries, question, cited, meant if cited else (), it)


def _answered(queries: Queries, question: str, cited: Sequence[Cited], meant: Sequence[Entity], it: Asked) -> Answered:
    numbers = Numbering()
    lines = tuple(map(numbers.line, cited))
    hint = None if lines else _hint(queries, it)
    return Answered(question, lines, numbers.citations, tuple(meant), hint, queries.totals())


def _hint(queries: Queries, it: Asked) -> str | None:
    """Find the words, as many of the question's as there are, that a search has articles for."""
    for wanted in _searches(it):
        if len(wanted) < 2 and not {word.term for word in words(wanted[0])} & it.names:
            continue
        result = queries.search(SearchQuery(wanted), limit=1)
        if result.hits and not result.corrected:
            return " ".join(wanted)
    return None


def _body(queries: Queries, name: str) -> Entity | None:
    found = find_name(queries, name, (Kind.ORGANISATION,))
    if not isinstance(found, Found):
        return None
    return found.entity if found.exact or fold(name) == acronym(found.entity.name) else None


def _doubtful(found: Several) -> bool:
    return all(each.entity.kind is Kind.PERSON for each in found.candidates)


def _chosen(queries: Queries, question: str) -> dict[str, Entity]:
    """Look up the entities that a picker put into the question by their numbers: ``#12``."""
    found = {text: number for text in _NUMBER.findall(question)[:_NAMES] if (number := numbered(text)) is not None}
    entities = queries.entities(found.values()) if found else {}
    return {text: entities[number] for text, number in found.items() if number in entities}


def _named(queries: Queries, text: str, chosen: Mapping[str, Entity]) -> tuple[Entity, ...] | Several:
    """Find whom and what the question names; only names that fit as they are."""
    names = [m.name for m in read(text).mentions if m.kind in NAMED and m.name not in chosen]
    known = {entity.id: entity for entity in chosen.values()}
    terms = asked(text).terms.keys()
    said = " ".join(word for word in _WORD.findall(text) if {w.term for w in words(word)} & terms)
    for name in list(dict.fromkeys(names))[:_NAMES] or [said]:  # in small letters there may be nothing but the name
        found = find_name(queries, name)
        if isinstance(found, Several) and _doubtful(found):
            return found
        if isinstance(found, Found) and found.exact:
            known[found.entity.id] = found.entity
    return tuple(known.values())


def _heads(queries: Queries, body: Entity, *, former: bool, now: datetime) -> list[Cited] | None:
    """Cite who heads an organisation: whom the newest articles say to; where asked, who did too. None: unknown."""
    card = dossier(queries, body.id, now)
    fits = [role for role in (card.roles if card else ()) if office(role.role) == "head"]
    if not fits:
        return None
    wanted = {role.newest.entity_id for role in fits if former or role.standing is Standing.CURRENT}
    sightings = [s for s in queries.roles_at(body.id, _ROLES) if s.entity_id in wanted and office(s.role) == "head"]
    return _worded(queries, sightings, once_a_person=True)


def _roles(queries: Queries, person: Entity) -> list[Cited]:
    return _worded(queries, queries.roles_of(person.id, _ROLES), once_a_person=False)


def _worded(queries: Queries, sightings: Sequence[RoleSighting], *, once_a_person: bool) -> list[Cited]:
    """Cite the sentences that word roles, newest first, each role (or person) once; those that stand alone."""
    newest = sorted(sightings, key=lambda s: s.cited.article.published_at, reverse=True)
    readings = queries.readings(list(dict.fromkeys(s.cited.article.id for s in newest))[:_ROLES])
    found: list[Cited] = []
    told: set[object] = set()
    for one in newest:
        key: object = one.entity_id if once_a_person else (one.role.casefold(), one.organisation_id or one.organisation)
        stored = readings.get(one.cited.article.id)
        if key in told or stored is None or len(found) == _SHOWN:
            continue
        sentence = _around(stored, one)
        if sentence is not None:
            told.add(key)
            if sentence not in found:
                found.append(sentence)
    return found


def _around(stored: StoredReading, one: RoleSighting) -> Cited | None:
    """Find the whole sentence of a role; it must name whose role it is."""
    for candidate in _cutter.cut(stored).candidates:
        cited = candidate.cited
        holds = candidate.whole and cited.start <= one.cited.start < cited.end
        if holds and one.entity_id in _inside(stored, candidate):
            return cited
    return None


def _inside(stored: StoredReading, candidate: Candidate) -> dict[int, set[str]]:
    """Map each entity that a sentence names to the stems of its forms there."""
    found: dict[int, set[str]] = {}
    for m in stored.reading.mentions:
        if candidate.cited.start <= m.start < candidate.cited.end and (m.kind, m.name) in stored.entities:
            found.setdefault(stored.entities[m.kind, m.name], set()).update(word.term for word in words(m.name))
    return found


def _sentences(queries: Queries, it: Asked, meant: Sequence[Entity]) -> list[Cited]:
    readings = queries.readings(_articles(queries, it, meant))
    own = [stored for stored in readings.values() if stored.article.duplicate_of is None]
    of_names = {w.term for entity in meant for name in (entity.name, *entity.spellings) for w in words(name)}
    it = replace(it, names=it.names | (of_names & it.terms.keys()))
    thing = thing_asked(it.text)
    if thing is not None and (len(it.terms) == 1 or it.terms.keys() <= it.names):
        return _definitions(thing, own)
    return best(it, (told for stored in own for told in _told(stored, it, meant)))


def _definitions(thing: str, readings: Sequence[StoredReading]) -> list[Cited]:
    every = (c for stored in readings for c in _cutter.cut(stored).candidates)
    found = [c.cited for c in every if c.whole and defines(thing, c.cited.text)]
    return sorted(found, key=lambda cited: (-cited.article.published_at.timestamp(), cited.start))[:_SHOWN]


def _told(stored: StoredReading, it: Asked, meant: Sequence[Entity]) -> Iterator[Told]:
    """Give an article's sentences with what their names and the article's date stand for."""
    cut, date = _cutter.cut(stored), stored.article.published_at
    dated = {str(date.year), stem(f"{date:%B}".lower())} & it.times
    for candidate in cut.candidates:
        inside = _inside(stored, candidate)
        met = set(dated)
        for entity in meant:
            if entity.id in inside:
                met |= {w.term for name in (entity.name, *entity.spellings) for w in words(name)} & it.terms.keys()
        mentions = tuple(m for m in stored.reading.mentions
                         if candidate.cited.start <= m.start < candidate.cited.end)  # fmt: skip
        yield Told(candidate, cut.title, frozenset(met), mentions)


def _articles(queries: Queries, it: Asked, meant: Sequence[Entity]) -> list[str]:
    """Collect the articles that may answer, those that fit all words first; at most 60."""
    found: dict[str, None] = {}
    for wanted in _searches(it):
        result = queries.search(SearchQuery(wanted), limit=_A_SEARCH)
        if not result.corrected:  # another word is another question
            found.update(dict.fromkeys(hit.article.id for hit in result.hits))
        if len(found) >= _READ:
            break
    for entity in meant:
        if len(found) < _READ:
            found.update(dict.fromkeys(card.id for card in queries.articles_of(entity.id, limit=_A_SEARCH)))
    return list(found)[:_READ]


def _searches(it: Asked) -> list[tuple[str, ...]]:
    """Say what to search for: all words, then pairs of the rarest, then the rarest alone."""
    typed = _WORD.findall(it.text)
    weights = {word: max((it.terms.get(w.term, 0.0) + (w.term in it.names) for w in words(word)), default=0.0)
               for word in typed if word.lower() not in STOP_WORDS or _roman(word)}  # fmt: skip
    ordered = sorted((word for word, weight in weights.items() if weight > 0), key=lambda word: -weights[word])
    everything = tuple(word for word in typed if word in ordered)
    first = ordered[:4]
    pairs = [tuple(sorted((a, b), key=typed.index)) for n, a in enumerate(first) for b in first[n + 1:]][:4]
    plans = [everything, *pairs, *((word,) for word in first[:3])]
    return [plan for plan in dict.fromkeys(plans) if plan][:_SEARCHES]


def _roman(word: str) -> bool:
    return re.fullmatch(r"[IVX]{1,4}", word) is not None
