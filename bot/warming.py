"""Ask a few questions of ourselves before anybody else does: what is loaded on first use is loaded then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.log import report
from bot.replies import Destination

if TYPE_CHECKING:
    from bot.app import App

NOBODY = "nobody by that name"  # what is known of somebody in the news would fill the memory before it is asked for
LINES = (
    "/help",
    f"/who {NOBODY}",
    f"/timeline {NOBODY}",
    f"/news {NOBODY}",
    f"/story {NOBODY}",
    f"/ask who is {NOBODY}",
    "/digest",
    "/trending",
)


async def warm_up(app: App) -> None:
    """Answer a question of each kind to nobody; a failure is logged and stops nothing."""
    for line in LINES:
        try:
            await app.answer_line(line, destination=Destination("terminal", "warming"), user="warming")
        except Exception as problem:
            report(problem, "warming up")
