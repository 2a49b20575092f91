"""What every part of the ledger stands on: connections, and the clock."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from digests.store.columns import moment

_SERVER_TIME = sa.text("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint")


class Connected:
    """Gives connections; ``bot.store.ledger.sql`` says whether each has a transaction of its own."""

    def reading(self) -> AbstractContextManager[Connection]:
        """Open a snapshot, or use the transaction that is open."""
        raise AssertionError("said by the subclass")

    def glancing(self) -> AbstractContextManager[Connection]:
        """Open a connection for single questions, each of its own moment: the cheapest there is."""
        raise AssertionError("said by the subclass")

    def writing(self) -> AbstractContextManager[Connection]:
        """Open a transaction that locks the rows it changes, or use the one that is open."""
        raise AssertionError("said by the subclass")

    def clock(self) -> datetime:
        """Tell the time of this process."""
        raise AssertionError("said by the subclass")

    def ahead(self, connection: Connection) -> timedelta:
        """Say how far the server's clock is ahead of ours; a file has ours."""
        if connection.dialect.name == "sqlite":
            return timedelta()
        return moment(connection.execute(_SERVER_TIME).scalar_one()) - self.clock()
