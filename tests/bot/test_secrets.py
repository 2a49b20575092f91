"""Keys: what is sealed with one is opened by it, whichever place it has."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from bot.mistakes import SettingsError
from bot.secrets import Vault, new_key

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_what_is_sealed_can_be_opened() -> None:
    """Any text; never in clear, never twice alike."""
    vault = Vault(OLD)
    sealed = vault.seal("xoxb-sécret")
    assert vault.open(sealed) == "xoxb-sécret"
    assert b"xoxb" not in sealed and sealed != vault.seal("xoxb-sécret")


def test_rotation() -> None:
    """The newest seals, all open; once renewed the old one can go."""
    sealed = Vault(OLD).seal("token")
    both = Vault(f" {NEW} , {OLD},")
    assert both.open(sealed) == "token"
    assert Vault(NEW).open(both.renew(sealed)) == Vault(NEW).open(both.seal("token")) == "token"


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        (None, "DOWNLINK_SECRET_KEY is not set"),
        (" , ", "DOWNLINK_SECRET_KEY is not set"),
        ("correct horse", "The key in DOWNLINK_SECRET_KEY is no 32 bytes"),
        (f"{NEW},short", "Key 2 of 2"),
        ("кирилл", "The key in"),
    ],
)
def test_a_missing_or_wrong_key_is_one_sentence(keys: str | None, says: str) -> None:
    """It says how to make one, and never shows what was given."""
    with pytest.raises(SettingsError, match=says) as caught:
        Vault(keys)
    assert "downlink keys new" in str(caught.value) and "horse" not in str(caught.value)


def test_no_key_fits() -> None:
    """Opening and renewing say so alike."""
    sealed = Vault(OLD).seal("token")
    for act in (Vault(NEW).open, Vault(NEW).renew):
        with pytest.raises(SettingsError, match="add the key that was used before"):
            act(sealed)


def test_nothing_shows_a_key() -> None:
    """Not even its debugging form."""
    assert repr(Vault(OLD)) == "Vault()" and len(new_key()) == 44
