"""A digest now, and why an article is in it or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from digests.answers import Digest, DigestStory, Found, LeftOut, Several, Verdict, Why, WhyArticle
from digests.editions.compose import entry
from digests.editions.numbering import Numbering
from digests.editions.scope import takes_outlet
from digests.errors import Rejected
from digests.ingest.clean import id_of_address
from digests.model import Article, Kind, Length
from digests.questions.material import materials
from digests.questions.requests import DigestRequest
from digests.questions.who import find_name
from digests.store.base import PostedStory, Queries, StoryBrief
from digests.stories.rank import Ranked, rank

_CONSIDERED = 500  # stories ranked at most
_BATCH = 8  # stories composed at a time: posted ones may fall away
_LEFT_OUT = 50


def digest(queries: Queries, request: DigestRequest, now: datetime) -> Digest:
    """Compose a digest: rank the window's stories, then tell the best that are new to the destination."""
    briefs = candidates(queries, request)
    posted = known(queries, request, [brief.id for brief in briefs])
    ranked = rank(briefs, scope=request.scope, window=request.window, now=min(now, request.window.end), posted=posted)
    numbers = Numbering()
    told, silent = _told(queries, request, ranked, posted, numbers)
    return Digest(
        scope=request.scope,
        window=request.window,
        length=request.length,
        stories=tuple(told),
        citations=numbers.citations,
        left_out=tuple(_left_out(ranked, told, silent, request.stories)),
        considered=len(briefs),
        articles=sum(brief.articles for brief in briefs),
        composed_at=now,
        totals=queries.totals(),
    )


def candidates(queries: Queries, request: DigestRequest) -> Sequence[StoryBrief]:
    """Give the stories that a digest is chosen from, whoever gets it."""
    return _briefs(queries, request, _people(queries, request.scope.people))


def known(queries: Queries, request: DigestRequest, story_ids: Sequence[int]) -> Mapping[int, PostedStory]:
    """Give those of these stories that the digest's destination has had, or is about to have."""
    posted = dict(queries.posted(request.destination, story_ids)) if request.destination else {}
    wanted = frozenset(story_ids)
    for one in request.promised:
        if one.story_id in wanted:
            posted[one.story_id] = _both(posted.get(one.story_id), one)
    return posted


def _both(had: PostedStory | None, coming: PostedStory) -> PostedStory:
    if had is None:
        return coming
    return replace(
        coming,
        article_ids=tuple(dict.fromkeys((*had.article_ids, *coming.article_ids))),
        sentences=tuple(dict.fromkeys((*had.sentences, *coming.sentences))),
    )


def why(queries: Queries, asked: str, request: DigestRequest, now: datetime) -> WhyArticle:
    """Say what became of an article, found by address or id, in the digest asked for."""
    article = _article(queries, asked)
    if article is None:
        return WhyArticle(asked, Verdict.UNKNOWN, "No stored article has this address.")
    story_id = queries.story_of(article.id)
    composed = digest(queries, request, now)
    inside = next((story for story in composed.stories if story.story_id == story_id), None)
    verdict, sentence = _verdict(queries, article, story_id, inside, composed, request)
    return WhyArticle(asked, verdict, sentence, article.card, story_id, inside.why if inside else None)


def _people(queries: Queries, names: Sequence[str]) -> list[int]:
    """Find the entities that a scope names; of several, all of them."""
    ids: list[int] = []
    for name in names:
        finding = find_name(queries, name)
        if isinstance(finding, Found):
            ids.append(finding.entity.id)
        elif isinstance(finding, Several):
            ids += [candidate.entity.id for candidate in finding.candidates if candidate.entity.kind is Kind.PERSON]
    return ids


def _briefs(queries: Queries, request: DigestRequest, people: Sequence[int]) -> Sequence[StoryBrief]:
    if request.scope.people and not people and not request.scope.topics:
        return ()  # nobody by these names: nothing fits, rather than everything
    return queries.story_briefs(request.window, request.scope, entity_ids=people, limit=_CONSIDERED)


def _told(
    queries: Queries,
    request: DigestRequest,
    ranked: Sequence[Ranked],
    posted: Mapping[int, PostedStory],
    numbers: Numbering,
) -> tuple[list[DigestStory], set[int]]:
    """Compose entries from the best down until there are enough; also give the stories with no news."""
    told: list[DigestStory] = []
    silent: set[int] = set()
    for first in range(0, len(ranked), max(_BATCH, request.stories)):
        batch = {r.brief.id: r for r in ranked[first : first + max(_BATCH, request.stories)]}
        for material in materials(
            queries,
            list(batch),
            request.scope,
            request.window,
            posted=posted,
            with_quotes=request.length is Length.FULL,
        ):
            if len(told) == request.stories:
                return told, silent
            one = batch[material.story.id]
            composed = entry(material, request.length, Why(len(told) + 1, one.score, one.reasons), numbers)
            if composed is None:
                silent.add(material.story.id)
            else:
                told.append(composed)
    return told, silent


def _left_out(ranked: Sequence[Ranked], told: Sequence[DigestStory], silent: set[int], wanted: int) -> list[LeftOut]:
    inside = {story.story_id for story in told}
    found = []
    for place, one in enumerate(ranked, 1):
        if one.brief.id in inside:
            continue
        reason = (
            "already posted, and nothing new since"
            if one.brief.id in silent
            else f"ranked {place} of {len(ranked)}, for {wanted} places"
        )
        found.append(LeftOut(one.brief.id, one.brief.headline, reason))
        if len(found) == _LEFT_OUT:
            break
    return found


def _article(queries: Queries, asked: str) -> Article | None:
    found = queries.articles([asked]).get(asked)
    if found is not None:
        return found
    try:
        key = id_of_address(asked)
    except Rejected:
        return None
    return queries.articles([key]).get(key) or queries.article_by_url(asked)


def _verdict(
    queries: Queries,
    article: Article,
    story_id: int | None,
    inside: DigestStory | None,
    composed: Digest,
    request: DigestRequest,
) -> tuple[Verdict, str]:
    """Judge, the most particular reason first."""
    if not request.window.has(article):
        return Verdict.OUT_OF_WINDOW, "It was published outside the time that the digest covers."
    if not takes_outlet(article.outlet, request.scope):
        return Verdict.OUT_OF_SCOPE, f"The digest's scope leaves out {article.outlet}."
    if article.duplicate_of is not None:
        original = queries.articles([article.duplicate_of]).get(article.duplicate_of)
        whose = f"an article of {original.outlet}" if original else "another article"
        return Verdict.COPY, f"It is a copy of {whose}; its story is {'in' if inside else 'not in'} the digest."
    if inside is not None:
        return Verdict.IN, f"Its story is in, at place {inside.why.place}."
    left = next((one for one in composed.left_out if one.story_id == story_id), None)
    if left is None:
        return Verdict.OUT_OF_SCOPE, "It does not match the digest's topics or people."
    if left.reason.startswith("already"):
        return Verdict.POSTED, f"Its story was {left.reason}."
    return Verdict.RANKED_OUT, f"Its story was {left.reason}."
