"""The bot's migrations, beside the newsroom's in one database."""

from pathlib import Path

from bot.store.schema import REVISION, VERSION_TABLE
from digests.store.migrating import Migrations

MIGRATIONS = Migrations(Path(__file__).parent, REVISION, VERSION_TABLE, " of the bot")
