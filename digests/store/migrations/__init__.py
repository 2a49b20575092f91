"""The newsroom's migrations."""

from pathlib import Path

from digests.store.migrating import Migrations
from digests.store.schema import REVISION

MIGRATIONS = Migrations(Path(__file__).parent, REVISION)
