"""Answers with nothing in them: one honest line each, and no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest

from bot.presenters import asking, digests, finding, news, quotes, stories
from bot.replies import Outcome, Reply
from bot.spans import plain
from digests import answers as a
from digests.model import SearchResult
from tests.bot import answers
from tests.bot.answers import EMPTY, NOW

NO_HITS = replace(answers.SEARCH, result=SearchResult((), 0))


@pytest.mark.parametrize(
    ("reply", "says"),
    [
        (
            finding.unsure(a.Nobody("Xyzzy", answers.TOTALS), "/who {}", now=NOW),
            "Nobody by that name in 1,240 stored articles since 3 Mar 2022.",
        ),
        (finding.unsure(a.Nobody("Xyzzy", EMPTY), "/who {}", now=NOW), "No articles are stored yet"),
        (
            quotes.page(replace(answers.quotes(1, 0), quotes=(), total=0)),
            'No quotation of Dmitry Rogozin about "ISS" is in the stored articles.',
        ),
        (quotes.page(replace(answers.quotes(9, 2), quotes=())), "There is no page 9"),
        (
            stories.choices(replace(answers.CHOICES, stories=()), now=NOW),
            'No story on "Roscosmos" in 1,240 stored articles since 3 Mar 2022.',
        ),
        (stories.choices(a.StoryChoices("x", (), EMPTY), now=NOW), "No articles are stored yet"),
        (stories.timeline(replace(answers.TIMELINE, events=())), "Nothing dated"),
        (news.search(NO_HITS, now=NOW), "Nothing on lunar landr in 1,240 stored articles since 3 Mar 2022."),
        (news.search(replace(NO_HITS, page=3), now=NOW), "There is no page 3"),
        (news.search(replace(NO_HITS, totals=EMPTY), now=NOW), "No articles are stored yet"),
        (news.trending(replace(answers.TRENDING, trends=()), now=NOW, zone=UTC), "Nobody and nothing"),
        (
            asking.answered(answers.UNANSWERED),
            "Not in the stored articles: no sentence answers it in 1,240 stored articles since 3 Mar 2022.",
        ),
        (asking.answered(replace(answers.UNANSWERED, totals=EMPTY)), "No articles are stored yet"),
        (digests.digest(answers.empty_digest(), zone=UTC), "Nothing in the last 24 hours. The newest stored article"),
        (digests.digest(answers.empty_digest(totals=EMPTY), zone=UTC), "No articles are stored yet"),
        (
            digests.digest(replace(answers.empty_digest(), considered=3), zone=UTC),
            "Nothing new in the last 24 hours: what there was has been posted here already.",
        ),
    ],
)
def test_one_honest_line(reply: Reply, says: str) -> None:
    """It says that there is nothing, and in how much."""
    assert reply.outcome is Outcome.NOTHING
    assert len(reply.blocks) == 1
    assert says in plain(getattr(reply.blocks[0], "spans", ()))


def test_an_article_that_is_not_stored() -> None:
    """``/why`` of an unknown address is answered, not refused."""
    reply = digests.why(a.WhyArticle("https://x.example", a.Verdict.UNKNOWN, "No article with this address is stored."))
    assert (reply.outcome, len(reply.blocks)) == (Outcome.NOTHING, 1)
