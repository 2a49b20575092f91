"""Why an article was posted or not, by what a subscription has posted: for articles whose time is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.commands.desk import Desk
from bot.delivery.base import Ledger
from bot.delivery.values import Delivery, Edition, Stage
from bot.mistakes import NotThere
from bot.presenters import rows as presented
from bot.store.values import Subscription
from digests.answers import Verdict, WhyArticle
from digests.questions.requests import DigestRequest

_LOOKED_AT = 60  # of the last deliveries of a subscription

Row = tuple[Delivery, Edition | None]


async def past(one: Subscription, answer: WhyArticle, desk: Desk) -> WhyArticle:
    """Say what became of an article in what was posted, where that says more than the next digest does."""
    article = answer.article
    if article is None or answer.verdict is Verdict.IN:
        return answer
    try:
        rows = await desk.consult(lambda ledger: _rows(ledger, one.id))
    except NotThere:
        return answer
    for delivery, edition in rows:
        told = [each for each in edition.told if each.story == answer.story_id] if edition else []
        if told and delivery.stage is Stage.SENT:
            itself = any(article.id in each.article_ids for each in told)
            return replace(answer, verdict=Verdict.POSTED, sentence=presented.was_told(delivery, itself=itself))
    if answer.verdict is not Verdict.OUT_OF_WINDOW:
        return answer
    covering = next((row for row, _ in rows if row.window and row.window.has(article)), None)
    return await _then(one, answer, covering, desk) if covering else answer


def _rows(ledger: Ledger, subscription: int) -> Sequence[Row]:
    firsts = [row for row in ledger.deliveries(subscription=subscription, limit=_LOOKED_AT) if not row.part]
    return [(row, ledger.edition(row.edition) if row.edition else None) for row in firsts]


async def _then(one: Subscription, answer: WhyArticle, row: Delivery, desk: Desk) -> WhyArticle:
    """Judge by the digest that covered the article's time."""
    if row.stage is not Stage.SENT or row.window is None:
        return replace(answer, sentence=presented.covered_in_vain(row))
    asked = DigestRequest(row.window, one.scope, one.length, one.stories, at=row.window.end)
    then = await desk.newsroom.why(answer.asked, asked)
    told = presented.judged_then(row, None if then.verdict is Verdict.IN else then.sentence)
    return replace(answer, verdict=then.verdict, sentence=told)
