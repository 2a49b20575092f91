"""The replies of admin commands, made by the presenters from fixed values."""

from __future__ import annotations

from bot.commands.table import REGISTRY
from bot.preferences import preference
from bot.presenters import feeds, follows, help, operations, settings, status, subscribing
from bot.quotas import Quotas
from bot.replies import Reply
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

ADMIN: dict[str, Reply] = {
    "subscribed": subscribing.stored(FIRST, COMING, doubts=("Nobody by the name X is known yet.",), change=1),
    "subscriptions": subscribing.listed([(FIRST, COMING[0]), (SECOND, None)], everywhere=True),
    "subscriptions-none": subscribing.listed([], everywhere=False),
    "subscription": subscribing.shown(SECOND, []),
    "which-subscription": subscribing.which([FIRST, SECOND], "edit", "full"),
    "later": subscribing.later("Posting a digest by hand"),
    "settings": settings.every({"zone": "Europe/Berlin", "quiet": "22:00-07:00 delay"}, MEMORY.grants(TERMINAL)),
    "setting": settings.one(preference("empty"), {}),
    "setting-changed": settings.changed(preference("quiet"), {"quiet": "22:00-07:00 delay"}, 7),
    "status": status.status([FIRST, SECOND], [(COMING[0], FIRST)], FEEDS, STATES, answers.TOTALS, Quotas()),
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
