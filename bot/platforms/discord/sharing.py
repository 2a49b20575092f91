"""What was shown lately, so that sharing shows the very same; and what was shared, so that it is shared once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any

from bot.platforms.discord.received import Received
from bot.platforms.discord.state import Act, used
from bot.replies import Reply

SHOWN, SHARED = 500, 5_000  # remembered


class Sharing:
    """A bounded memory of one process. After a restart the command is simply asked again."""

    def __init__(self) -> None:
        self._shown: OrderedDict[tuple[str, str], Reply] = OrderedDict()
        self._shared: OrderedDict[str, None] = OrderedDict()

    def remember(self, user: str, command: str, reply: Reply) -> None:
        """Note what somebody was shown."""
        self._shown[user, command] = reply
        self._shown.move_to_end((user, command))
        if len(self._shown) > SHOWN:
            self._shown.popitem(last=False)

    def recent(self, user: str, command: str) -> Reply | None:
        """Give what somebody was shown lately."""
        return self._shown.get((user, command))

    def first(self, message: str) -> bool:
        """Note that a message's reply is shared; False where it was before."""
        if message in self._shared:
            return False
        self._shared[message] = None
        if len(self._shared) > SHARED:
            self._shared.popitem(last=False)
        return True


def reader(got: Received) -> str:
    """Name who was shown something and where: the same command may mean another thing in another channel."""
    return f"{got.guild or '-'}/{got.channel}/{got.user}"


def without_share(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Show a message's components with the share button pressed."""
    return [{**row, "components": [_pressed(each) for each in row.get("components") or ()]} for row in rows]


def _pressed(component: Mapping[str, Any]) -> dict[str, Any]:
    read = used(str(component.get("custom_id") or ""))
    if read and read.act is Act.SHARE:
        return {**component, "label": "Shared", "disabled": True}
    return dict(component)
