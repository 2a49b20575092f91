"""Secrets of installations, encrypted at rest with keys that are not in the database (MultiFernet).

``DOWNLINK_SECRET_KEY`` has one key or several with commas, the newest first: that one encrypts, all decrypt.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.mistakes import SettingsError

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet

_HOW = 'make one with "downlink keys new"'


def new_key() -> str:
    """Make a key: 32 random bytes in URL-safe base64."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


class Vault:
    """Encrypts and decrypts. Never shows a key."""

    def __init__(self, keys: str | None) -> None:
        """Take the setting. Raises SettingsError where it is missing or has an unusable key."""
        self._fernet = _fernet([key.strip() for key in (keys or "").split(",") if key.strip()])

    def __repr__(self) -> str:
        return "Vault()"

    def seal(self, secret: str) -> bytes:
        """Encrypt with the newest key."""
        return self._fernet.encrypt(secret.encode())

    def open(self, sealed: bytes) -> str:
        """Decrypt. Raises SettingsError where none of the keys fits."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise _no_key_fits() from None

    def renew(self, sealed: bytes) -> bytes:
        """Encrypt anew with the newest key. Raises SettingsError where none of the keys fits."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.rotate(sealed)
        except InvalidToken:
            raise _no_key_fits() from None


def _no_key_fits() -> SettingsError:
    return SettingsError(
        "A stored token can't be decrypted with any key of DOWNLINK_SECRET_KEY: add the key that was used before, "
        "after the newest and a comma."
    )


def _fernet(keys: Sequence[str]) -> MultiFernet:
    from cryptography.fernet import Fernet, MultiFernet

    if not keys:
        raise SettingsError(f"DOWNLINK_SECRET_KEY is not set, and stored tokens are encrypted with it: {_HOW}.")
    made = []
    for number, key in enumerate(keys, 1):
        try:
            made.append(Fernet(key))
        except ValueError:
            which = "The key" if len(keys) == 1 else f"Key {number} of {len(keys)}"
            raise SettingsError(f"{which} in DOWNLINK_SECRET_KEY is no 32 bytes in URL-safe base64: {_HOW}.") from None
    return MultiFernet(made)
