"""What components carry."""

from __future__ import annotations

import pytest

from bot.platforms.discord.limits import CUSTOM_ID
from bot.platforms.discord.state import CHOSEN, LONGEST, Act, Used, custom_id, key_of, mark_in, mark_of, packed, used


def test_a_command_survives() -> None:
    """Whatever process reads it, it means the same."""
    assert used(custom_id(Act.REPLACE, 3, "/quotes #12 page 2")) == Used(Act.REPLACE, 3, "/quotes #12 page 2", None)


def test_the_choice_is_in_the_values() -> None:
    """A menu carries nothing itself; spaces at the end keep equal values apart."""
    identity = custom_id(Act.ANSWER, 1, CHOSEN, mark_of("delivery"))
    assert used(identity, ["/story #7  "]) == Used(Act.ANSWER, 1, "/story #7", None)
    assert used(identity) is None and mark_in(identity) == mark_of("delivery")


def test_long_commands_go_by_their_key() -> None:
    """Within Discord's limit, marks and all."""
    command = f"/news {'x' * 400}"
    key = "0123456789abcdef" * 4
    identity = custom_id(Act.CONTINUE, 9999, packed(command, {command: key}), mark_of("delivery"))
    assert used(identity) == Used(Act.CONTINUE, 9999, None, key) and len(identity) <= CUSTOM_ID
    assert len(custom_id(Act.ANSWER, 9999, "/" + "x" * (LONGEST - 1), mark_of("d"))) <= CUSTOM_ID
    assert packed(command, {}) == f"#{key_of(command)}"


def test_short_keys_of_older_messages_are_read() -> None:
    """Keys had 16 digits once, and messages stay."""
    assert used("d1:#0123456789abcdef") == Used(Act.ANSWER, 1, None, "0123456789abcdef")


@pytest.mark.parametrize(
    "identity", ["", "x", "d1:", "d1:who", "z1:/who", "d1:#12", "d12345:/who", "old-button", "d1@:/x"]
)
def test_what_is_not_ours_is_nothing(identity: str) -> None:
    """An older version's, or somebody's invention."""
    assert used(identity) is None


def test_marks_fit_a_nonce() -> None:
    """25 characters at most; different deliveries, different marks."""
    assert 0 < len(mark_of("delivery/0")) <= 25 and mark_of("delivery/0") != mark_of("delivery/1")
    assert mark_of("") == ""
