"""``status``: last and next runs, what waits or failed, feeds that fail, what is stored."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.admin.common import GROUP, next_run
from bot.commands.desk import Desk
from bot.commands.registry import Call, command
from bot.delivery.base import Ledger
from bot.delivery.values import Delivery, Stage, What
from bot.mistakes import NotThere
from bot.notices import unheard
from bot.presenters import status as presented
from bot.presenters.status import Posting
from bot.replies import Reply
from bot.store.values import Place

_SHOWN = 20


@command(
    "status",
    "Last and next runs, deliveries that wait or failed, feeds that fail.",
    examples=("/downlink status",),
    group=GROUP,
)
async def status(call: Call, desk: Desk) -> Reply:
    """Show how things stand."""
    place = call.place
    found, feeds, installation = await desk.recall(
        lambda memory: (memory.subscriptions(place), memory.feeds(place), memory.installation(place))
    )
    try:
        posting = await desk.consult(lambda ledger: _posting(ledger, place, [one.id for one in found]))
    except NotThere:
        posting = Posting()
    coming = [(at, one) for one in found if (at := next_run(one, posting.runs.get(one.id), call.now))]
    states = await desk.newsroom.feed_states([feed.url for feed in feeds])
    soonest = sorted(coming, key=lambda each: each[0])
    return presented.status(found, soonest, feeds, states, await desk.newsroom.totals(), desk.quotas, posting,
                            desk.newsroom.writer.record if desk.newsroom.writer else None,
                            unheard(found, installation))


def _posting(ledger: Ledger, place: Place, subscriptions: Sequence[int]) -> Posting:
    def last(stage: Stage) -> list[Delivery]:
        rows = ledger.deliveries(place=place, stages=(stage,), limit=_SHOWN)
        first = {(row.owner, row.slot): row for row in rows if row.what in (What.DIGEST, What.RUN)}
        return list(first.values())

    return Posting(
        ledger.runs(subscriptions),
        ledger.halts(place),
        ledger.counts(place, whole=True),
        last(Stage.DEAD),
        last(Stage.HELD),
    )
