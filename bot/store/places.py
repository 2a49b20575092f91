"""Installations and their settings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.preferences import value_of
from bot.store.connected import Connected, at, placed
from bot.store.schema import installation as table
from bot.store.schema import setting
from bot.store.values import Installation, Place
from digests.store.rows import insert_or_replace


class Places(Connected):
    """See ``Memory``."""

    def put_installation(self, installation: Installation) -> None:
        """Store or replace."""
        row = {
            **placed(installation.place),
            "name": installation.name,
            "secret": installation.secret,
            "scopes": json.dumps(installation.scopes),
            "installed_by": installation.installed_by,
            "installed_at": installation.installed_at,
            "removed_at": installation.removed_at,
        }
        with self.writing() as connection:
            insert_or_replace(connection, table, [row])

    def installation(self, place: Place) -> Installation | None:
        """Look one up."""
        with self.reading() as connection:
            row = connection.execute(sa.select(table).where(at(table, place))).first()
        return read_installation(row) if row else None

    def installations(self, platform: str | None = None) -> Sequence[Installation]:
        """List by platform and id."""
        question = sa.select(table)
        if platform is not None:
            question = question.where(table.c.platform == platform)
        with self.reading() as connection:
            found = [read_installation(row) for row in connection.execute(question)]
        return sorted(found, key=lambda each: (each.place.platform, each.place.installation))

    def settings(self, place: Place) -> Mapping[str, Any]:
        """Give what was set."""
        with self.reading() as connection:
            text = connection.execute(sa.select(setting.c.value).where(at(setting, place))).scalar()
        values: dict[str, Any] = json.loads(text) if text else {}
        return values

    def put_settings(self, place: Place, values: Mapping[str, Any]) -> None:
        """Replace them all."""
        with self.writing() as connection:
            insert_or_replace(connection, setting, [{**placed(place), "value": json.dumps(dict(values))}])

    def public_places(self) -> Sequence[Place]:
        """List those whose settings say so; most settings say nothing of the archive."""
        removed = sa.exists().where(
            table.c.platform == setting.c.platform,
            table.c.installation == setting.c.installation,
            table.c.removed_at.is_not(None),
        )
        question = sa.select(setting).where(setting.c.value.contains('"archive"'), ~removed)
        with self.reading() as connection:
            found = connection.execute(question.order_by(setting.c.platform, setting.c.installation)).all()
        return [
            Place(row.platform, row.installation)
            for row in found
            if value_of(json.loads(row.value), "archive") == "public"
        ]


def read_installation(row: sa.Row[Any]) -> Installation:
    """Read an installation. ValueError where it is none."""
    return Installation(
        Place(row.platform, row.installation),
        row.name,
        bytes(row.secret),
        tuple(json.loads(row.scopes)),
        row.installed_by,
        row.installed_at,
        row.removed_at,
    )
