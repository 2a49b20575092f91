"""Who may do what."""

from __future__ import annotations

import pytest

from bot.mistakes import NotAllowed
from bot.permissions import MANAGE_CHANNEL, MANAGE_WORKSPACE, at_least, require, rights_of
from bot.replies import Destination, Invocation
from bot.store.values import Grant, Place, Role

HERE = Place("discord", "1")


def by(*rights: str, platform: str = "discord") -> Invocation:
    return Invocation("1", "anna", Destination(platform, "c1", "1"), "list", rights=frozenset(rights))


def test_roles_are_ordered() -> None:
    """An admin may what an editor may."""
    assert at_least(Role.ADMIN, Role.EDITOR) and at_least(Role.EDITOR, Role.EDITOR)
    assert not at_least(Role.VIEWER, Role.EDITOR)


def test_the_platform_says_who_manages() -> None:
    """The server: admin. A channel: its editor. Nothing: a viewer."""
    assert rights_of(by(MANAGE_WORKSPACE), ()).everywhere is Role.ADMIN
    rights = rights_of(by(MANAGE_CHANNEL, f"{MANAGE_CHANNEL}:c7"), ())
    assert [rights.at(channel) for channel in ("c1", "c7", "c2")] == [Role.EDITOR, Role.EDITOR, Role.VIEWER]
    assert rights.everywhere is Role.VIEWER and rights.most is Role.EDITOR
    assert rights_of(by("administrator_of_hearts"), ()).most is Role.VIEWER


def test_at_the_terminal_sits_the_operator() -> None:
    """Who has the database has everything."""
    assert rights_of(by(platform="terminal"), ()).everywhere is Role.ADMIN


def test_grants_add_to_it() -> None:
    """The highest counts; a channel's stays in its channel."""
    grants = [Grant(HERE, "anna", Role.EDITOR, "c2"), Grant(HERE, "anna", Role.VIEWER)]
    rights = rights_of(by(), grants)
    assert (rights.at("c2"), rights.at("c1")) == (Role.EDITOR, Role.VIEWER)
    assert rights_of(by(MANAGE_CHANNEL), [Grant(HERE, "anna", Role.ADMIN)]).at("c9") is Role.ADMIN


@pytest.mark.parametrize(
    ("rights", "needed", "channel", "says"),
    [
        ((), Role.EDITOR, "c1", "Only editors of the channel"),
        ((), Role.ADMIN, None, "Only admins"),
        ((MANAGE_CHANNEL,), Role.EDITOR, "c2", "an editor of another channel, not of this one"),
        ((MANAGE_CHANNEL,), Role.ADMIN, None, "Only admins"),
    ],
)
def test_a_refusal_says_who_can_allow_it(rights: tuple[str, ...], needed: Role, channel: str | None, says: str) -> None:
    """One sentence, in the platform's word for the place."""
    with pytest.raises(NotAllowed, match=says) as caught:
        require(rights_of(by(*rights), ()), needed, "discord", channel)
    assert "whoever manages this server can allow it with /downlink grant" in str(caught.value)


def test_what_is_held_is_let_through() -> None:
    """In one's channel, or everywhere."""
    require(rights_of(by(MANAGE_CHANNEL), ()), Role.EDITOR, "discord", "c1")
    require(rights_of(by(MANAGE_WORKSPACE), ()), Role.EDITOR, "discord", "c9")
    require(rights_of(by(MANAGE_WORKSPACE), ()), Role.ADMIN, "discord")
