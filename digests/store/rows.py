"""Small pieces that write statements share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def next_number(connection: sa.Connection, column: sa.ColumnElement[int]) -> int:
    """Give the number after the greatest one in use."""
    return (connection.execute(sa.select(sa.func.max(column))).scalar() or 0) + 1


def insert_many(connection: sa.Connection, table: sa.Table, columns: Sequence[str],
                rows: Sequence[tuple[Any, ...]], *, missing: bool = False) -> None:
    """Insert many small rows straight through the driver, for SQLAlchemy takes 5 µs a row to look at each value.

    Values are numbers, booleans, and texts that went through ``columns.plain``. `missing`: those whose
    key is there already are passed over.
    """
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    otherwise = " ON CONFLICT DO NOTHING" if missing else ""
    start = f"INSERT INTO {table.name} ({names}) "
    if connection.dialect.name == "sqlite":
        change_many(connection, f"{start}VALUES ({', '.join('?' * len(columns))}){otherwise}", rows)
        return
    # One array a column: a row at a time would be answered a row at a time, and many marks be slow to parse.
    arrays = ", ".join(f"%s::{table.c[column].type.compile(connection.dialect)}[]" for column in columns)
    connection.exec_driver_sql(
        f"{start}SELECT * FROM unnest({arrays}){otherwise}", tuple(list(column) for column in zip(*rows, strict=True)))


def change_many(connection: sa.Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Run a statement, with ``?`` for its values and none in its text, once for each row."""
    if connection.dialect.name != "sqlite":
        statement = statement.replace("?", "%s")
    connection.exec_driver_sql(statement, list(rows))


def insert_or_replace(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; those whose key is there replace the former ones."""
    if not rows:
        return
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    changed = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    keys = list(table.primary_key.columns)
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)
