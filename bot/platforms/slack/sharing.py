"""What was shown lately, so that sharing shows the very same; and what was shared, so that it is shared once."""

from __future__ import annotations

from collections import OrderedDict

from bot.replies import Reply

SHOWN, SHARED = 500, 5_000  # remembered


class Sharing:
    """A bounded memory of one process. After a restart the command is simply asked again."""

    def __init__(self) -> None:
        self._shown: OrderedDict[tuple[str, str, str], Reply] = OrderedDict()
        self._shared: OrderedDict[str, None] = OrderedDict()

    def remember(self, place: str, user: str, command: str, reply: Reply) -> None:
        """Note what somebody was shown where: a command may mean another thing in another channel."""
        self._shown[place, user, command] = reply
        self._shown.move_to_end((place, user, command))
        if len(self._shown) > SHOWN:
            self._shown.popitem(last=False)

    def recent(self, place: str, user: str, command: str) -> Reply | None:
        """Give what somebody was shown lately."""
        return self._shown.get((place, user, command))

    def first(self, message: str) -> bool:
        """Note that a message's reply is shared; False where it was before."""
        if message in self._shared:
            return False
        self._shared[message] = None
        if len(self._shared) > SHARED:
            self._shared.popitem(last=False)
        return True

    def not_after_all(self, message: str) -> None:
        """Take back that a message's reply is shared."""
        self._shared.pop(message, None)
