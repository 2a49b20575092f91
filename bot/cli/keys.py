"""``downlink keys``: what encrypts stored tokens."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from bot.cli.opening import settings
from bot.cli.status import DONE

if TYPE_CHECKING:
    from bot.secrets import Vault
    from bot.store.base import Memory


@click.group()
def keys() -> None:
    """Make keys, and encrypt what is stored with the newest.

    Example: downlink keys rotate
    """


@keys.command()
def new() -> int:
    """Print a new key for DOWNLINK_SECRET_KEY; nothing is stored.

    Example: downlink keys new
    """
    from bot.secrets import new_key

    click.echo(new_key())
    return DONE


@keys.command()
def rotate() -> int:
    """Encrypt all stored tokens with the first key of DOWNLINK_SECRET_KEY; then the others may be taken out.

    Put a new key before the old one first, with a comma between them.

    Example: downlink keys rotate
    """
    from bot.app import database_url
    from bot.secrets import Vault
    from bot.store.sql import open_memory

    given = settings()
    vault = Vault(given.secret_key.get_secret_value() if given.secret_key else None)
    memory = open_memory(database_url(given))
    try:
        count = _rotated(memory, vault)
    finally:
        memory.close()
    done = f"{count:,} stored {'token is' if count == 1 else 'tokens are'} encrypted with the first key now"
    click.echo(
        f"{done}; the other keys may be taken out." if count else "No tokens are stored: nothing to encrypt anew."
    )
    return DONE


def _rotated(memory: Memory, vault: Vault) -> int:
    """Encrypt anew in one transaction: all of them, or (where one can't be decrypted) none."""
    with memory.changing() as inside:
        sealed = [each for each in inside.installations() if each.secret]
        for each in sealed:
            inside.put_installation(replace(each, secret=vault.renew(each.secret)))
    return len(sealed)
