"""The replies of admin commands, made by the presenters from fixed values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any

from bot.commands.table import REGISTRY
from bot.delivery.base import Halt, Runs
from bot.delivery.values import Delivery, Edition, Message, Stage, What
from bot.preferences import preference
from bot.presenters import deliveries, digests, feeds, follows, help, notices, operations, settings, status, subscribing
from bot.quotas import Quotas
from bot.replies import Destination, Reply
from bot.store.values import Change, Grant, Place, Role
from bot.subscriptions import runs
from digests.ingest.trying import TriedFeed
from digests.store.base import FeedState
from tests.bot import answers
from tests.bot.answers import NOW
from tests.bot.memory import TERMINAL, seeded

MEMORY = seeded()
FIRST, SECOND = MEMORY.subscriptions()
COMING = runs(FIRST.when, FIRST.zone, NOW)
FEEDS = MEMORY.feeds()
STATES = {
    "https://bad.example/feed": FeedState("https://bad.example/feed", failures=3, error="it is not there (HTTP 404)"),
    "https://good.example/feed": FeedState("https://good.example/feed", fetched_at=NOW),
}
CHANGES = [
    Change(TERMINAL, "ben", "undo", "settings", {"zone": "Asia/Tokyo"}, {"zone": None}, NOW, 4),
    Change(TERMINAL, "anna", "settings", "settings", {"zone": None}, {"zone": "Asia/Tokyo"}, NOW, 3, 4),
    Change(TERMINAL, "anna", "grant", "grant carl test", None, {"role": "editor", "channel": "test"}, NOW, 2),
    *MEMORY.changes(TERMINAL),
]


def _row(number: int, slot: str, stage: Stage, **values: Any) -> Delivery:
    made = Delivery(
        number, What.DIGEST, "subscription 1", slot, 0, Destination("terminal", "test"), stage, f"{number:016x}", NOW,
        subscription=1, attempts=1, created_at=NOW, finished_at=NOW,
    )  # fmt: skip
    return replace(made, **values)


ON_DISCORD, ON_SLACK = Destination("discord", "20", "1"), Destination("slack", "C1", "T1")
SENT = _row(11, "2022-07-16 08:00", Stage.SENT, message_id="m1", edition=1)
SECOND_PART = replace(SENT, id=12, part=1, stage=Stage.DEAD, error="Discord refuses it: 50035.")
SKIPPED = _row(10, "2022-07-15 08:00", Stage.SKIPPED, error="Missed while Downlink was not running.")
DEAD = _row(9, "2022-07-14 08:00", Stage.DEAD, error="Slack says msg_too_long", attempts=3)
HELD = _row(18, "2022-07-17 08:00", Stage.HELD, edition=1, finished_at=None)
EDITION = Edition("key", "Space news, the last 24 hours", None, (Message(digests.digest(answers.digest(), zone=UTC)),))
HALT = Halt(TERMINAL, "test", "Slack says not_in_channel.", NOW)
RUNS = {1: Runs(SENT, COMING[0])}
COUNTS = {Stage.PENDING: 2, Stage.SENDING: 1, Stage.HELD: 1, Stage.DEAD: 1, Stage.SENT: 40}
POSTING = status.Posting(RUNS, [HALT], COUNTS, [DEAD], [HELD])

ADMIN: dict[str, Reply] = {
    "subscribed": subscribing.stored(FIRST, COMING, doubts=("Nobody by the name X is known yet.",), change=1),
    "subscriptions": subscribing.listed([(FIRST, COMING[0], RUNS[1]), (SECOND, None, None)], everywhere=True),
    "subscriptions-none": subscribing.listed([], everywhere=False),
    "subscription": subscribing.shown(SECOND, []),
    "subscription-stopped": subscribing.shown(FIRST, COMING, RUNS[1], HALT),
    "subscription-freed": subscribing.freed(FIRST, COMING),
    "which-subscription": subscribing.which([FIRST, SECOND], "edit", "full"),
    "history": deliveries.history(FIRST, [[SENT, SECOND_PART], [SKIPPED], [DEAD]], 1, 2),
    "history-none": deliveries.history(FIRST, [], 1, 0),
    "run": deliveries.started(FIRST, was_halted=True),
    "redelivered": deliveries.redelivered([DEAD]),
    "which-delivery": deliveries.which_dead([DEAD, SKIPPED]),
    "review": deliveries.review(HELD, EDITION, FIRST),
    "reviews": deliveries.waiting([HELD, replace(HELD, id=19)]),
    "reviews-none": deliveries.waiting([]),
    "approved": deliveries.approved(HELD, NOW),
    "rejected": deliveries.rejected(HELD),
    "notice-dead": notices.dead(DEAD, DEAD.error, FIRST),
    "notice-dead-discord": notices.dead(replace(DEAD, destination=ON_DISCORD), DEAD.error, FIRST),
    "notice-halted": notices.halted("C1", HALT.reason, DEAD, [FIRST, SECOND]),
    "notice-missed": notices.missed([SKIPPED], 3),
    "notice-held": notices.held(replace(HELD, destination=ON_SLACK), EDITION, FIRST),
    "notice-held-discord": notices.held(replace(HELD, destination=ON_DISCORD), EDITION, FIRST),
    "settings": settings.every({"zone": "Europe/Berlin", "quiet": "22:00-07:00 delay"}, MEMORY.grants(TERMINAL)),
    "setting": settings.one(preference("empty"), {}),
    "setting-changed": settings.changed(preference("quiet"), {"quiet": "22:00-07:00 delay"}, 7),
    "status": status.status([FIRST, SECOND], [(COMING[0], FIRST)], FEEDS, STATES, answers.TOTALS, Quotas(), POSTING),
    "status-quiet": status.status([FIRST], [(COMING[0], FIRST)], [], {}, answers.TOTALS, Quotas(), status.Posting()),
    "feeds": feeds.listed(FEEDS, STATES),
    "feed-added": feeds.added(TriedFeed("https://good.example/feed", "Orbit Daily", 12, "Rogozin leaves"), 9),
    "audit": operations.log(CHANGES, 1, more=True),
    "undone": operations.undone(CHANGES[0]),
    "granted": operations.granted(Grant(Place("terminal"), "anna", Role.EDITOR, "test"), 5),
    "export": operations.exported({"settings": [{"zone": "Europe/Berlin"}], "name": "Рогозин"}, "all", NOW),
    "forget": operations.ask_to_forget(False),
    "following": follows.following(MEMORY.follows(TERMINAL, "reader"), now=NOW),
    "followed": follows.followed(MEMORY.follows(TERMINAL, "reader")[1], new=True, now=NOW, near=(answers.ROGOZIN,)),
    "help-downlink": help.every([each for each in REGISTRY.commands if each.group], "downlink"),
    "help-subscribe": help.one(REGISTRY.find("subscribe")),
}
