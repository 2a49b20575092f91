"""The check of deliveries: late ones, channels where posting was stopped, those that failed lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.checks.findings import Finding, failed, note, well

if TYPE_CHECKING:
    from bot.config import Settings

NAME = "Deliveries"
LATELY = timedelta(days=1)


def deliveries(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Look at the ledger. Raises StoreError."""
    from bot.app import database_url
    from bot.delivery.values import Stage
    from bot.lateness import late
    from bot.notices import unheard
    from bot.presenters.words import plural
    from bot.store.sql import open_memory

    memory = open_memory(database_url(settings))
    try:
        ledger = memory.ledger
        trouble, halts = late(ledger, now), ledger.halts()
        ends = ledger.finished(now - LATELY)
        installed = {each.place: each for each in memory.installations()}
        alone = [one for one in memory.subscriptions() if unheard([one], installed.get(one.place))]
    finally:
        memory.close()
    dead, sent = (sum(end.stage is stage for end in ends) for stage in (Stage.DEAD, Stage.SENT))
    if trouble:
        yield failed(NAME, trouble, "start one: “downlink run” or “downlink worker”; its log says what it waits for")
    if halts:
        first = halts[0]
        where = "/".join(filter(None, (first.place.platform, first.place.installation, first.channel)))
        yield note(NAME, f"Posting is stopped in {plural(len(halts), 'place')}, such as {where}: {first.reason}",
                   "mend that, then “/downlink resume” there")  # fmt: skip
    if dead:
        yield note(NAME, f"{dead:,} failed in the last 24 hours.", "“downlink deliveries --state dead” says why")
    if alone:
        count = plural(len(alone), "subscription")
        yield note(
            NAME,
            f"Nobody is told by direct message what fails of {count}, such as {alone[0].id}: no user made it, and who "
            "installed the bot there is not known.",
            "look at “/downlink status” there now and then, or at this; whoever makes it anew there is told",
        )
    if not (trouble or halts or dead):
        yield well(NAME, f"None is late, none failed in the last 24 hours; {sent:,} were posted.")
