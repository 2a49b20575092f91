"""The App Home: schedules with their next runs, health, and buttons for what is done most. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.blocks import Block, Divider, Heading
from bot.commands.registry import Registry
from bot.platforms.slack.components import Press, actions, plain_text
from bot.platforms.slack.limits import PLACEHOLDER, VIEW_BLOCKS
from bot.platforms.slack.render import view_blocks
from bot.platforms.slack.state import Act
from bot.replies import Kind, Reply
from bot.spans import line

Native = dict[str, Any]
VERBS = ("list", "status")  # what is shown
MORE = "There is more: /downlink list and /downlink status show all of it."
REFRESH = "/downlink home"
_PRESSES = (
    ("digest", Press("Digest now", "/digest", style="primary")),
    ("subscribe", Press("Subscribe a channel", "/downlink subscribe", act=Act.FORM)),
    ("settings", Press("Change a setting", "/downlink settings", act=Act.FORM)),
    ("feeds", Press("Feeds", "/downlink feeds")),
    ("help", Press("Help", "/help")),
)


def shown(registry: Registry) -> list[str]:
    """List the verbs whose replies the Home is made of."""
    known = {each.verb for each in registry.commands}
    return [verb for verb in VERBS if verb in known]


def whole(replies: Sequence[Reply]) -> Reply:
    """Join the replies that a Home shows into one."""
    blocks: list[Block] = [Heading(line("Space news here"))]
    for reply in replies:
        blocks += [Divider(), *reply.blocks]
    return Reply(Kind.STATUS, "Downlink", tuple(blocks))


def home(reply: Reply, registry: Registry, keys: Mapping[str, str]) -> list[Native]:
    """Lay the Home out."""
    known = {each.verb for each in registry.commands}
    presses = [press for verb, press in _PRESSES if verb in known]
    offered = actions([*presses, Press("Refresh", REFRESH)], keys, 0)
    first, *rest = view_blocks(reply, keys=keys)
    if len(rest) < VIEW_BLOCKS - len(offered):
        return [first, *offered, *rest]
    more = {"type": "context", "elements": [plain_text(MORE, PLACEHOLDER)]}
    return [first, *offered, *rest[: VIEW_BLOCKS - len(offered) - 2], more]
