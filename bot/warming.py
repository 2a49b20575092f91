"""Ask a few questions of ourselves before anybody else does: what is loaded on first use is loaded then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.log import report
from bot.replies import Destination

if TYPE_CHECKING:
    from bot.app import App


async def warm_up(app: App) -> None:
    """Answer a question of each kind to nobody; a failure is logged and stops nothing."""
    try:
        people = await app.newsroom.people(limit=1)
        name = people[0].name if people else "nobody"
        for line in (f"/who {name}", f"/quotes {name}", f"/timeline {name}", f"/news {name}", "/digest", "/trending"):
            await app.answer_line(line, destination=Destination("terminal", "warming"), user="warming")
    except Exception as problem:
        report(problem, "warming up")
