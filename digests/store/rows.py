"""Small pieces that write statements share."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def next_number(connection: sa.Connection, column: sa.ColumnElement[int]) -> int:
    """Give the number after the greatest one in use."""
    return (connection.execute(sa.select(sa.func.max(column))).scalar() or 0) + 1


def insert_many(connection: sa.Connection, table: sa.Table, columns: Sequence[str],
                rows: Sequence[tuple[Any, ...]], *, missing: bool = False) -> int:
    """Insert many small rows straight through the driver, for SQLAlchemy takes 5 µs a row to look at each value.

    Values are numbers, booleans, and texts that went through ``columns.plain``. `missing`: those whose
    key is there already are passed over. Gives how many were inserted.
    """
    if not rows:
        return 0
    names = ", ".join(f'"{column}"' for column in columns)
    otherwise = " ON CONFLICT DO NOTHING" if missing else ""
    start = f"INSERT INTO {table.name} ({names}) "
    if connection.dialect.name == "sqlite":
        return change_many(connection, f"{start}VALUES ({', '.join('?' * len(columns))}){otherwise}", rows)
    # One array a column: a row at a time would be answered a row at a time, and many marks be slow to parse.
    return connection.exec_driver_sql(
        f"{start}SELECT * FROM unnest({_arrays(connection, table, columns)}){otherwise}", _by_column(rows)).rowcount


def update_many(connection: sa.Connection, table: sa.Table, keys: Sequence[str], columns: Sequence[str],
                rows: Sequence[tuple[Any, ...]], *, where: str = "true") -> int:
    """Give many rows new values, straight through the driver; gives how many were changed.

    Each of `rows` has the values of `keys`, which say what row it is, then those of `columns`. `where` is a further
    condition, in SQL.
    """
    if not rows:
        return 0
    if connection.dialect.name == "sqlite":
        changed = ", ".join(f'"{column}" = ?' for column in columns)
        found = " AND ".join(f'"{key}" = ?' for key in keys)
        turned = [(*row[len(keys):], *row[:len(keys)]) for row in rows]
        return change_many(connection, f"UPDATE {table.name} SET {changed} WHERE {found} AND {where}", turned)
    names = [*keys, *columns]
    given = ", ".join(f'"{name}"' for name in names)
    changed = ", ".join(f'"{column}" = given."{column}"' for column in columns)
    found = " AND ".join(f'{table.name}."{key}" = given."{key}"' for key in keys)
    return connection.exec_driver_sql(
        f"UPDATE {table.name} SET {changed} FROM unnest({_arrays(connection, table, names)}) AS given ({given}) "
        f"WHERE {found} AND {where}", _by_column(rows)).rowcount


def _arrays(connection: sa.Connection, table: sa.Table, columns: Sequence[str]) -> str:
    return ", ".join(f"%s::{table.c[column].type.compile(connection.dialect)}[]" for column in columns)


def _by_column(rows: Sequence[tuple[Any, ...]]) -> tuple[list[Any], ...]:
    return tuple(list(column) for column in zip(*rows, strict=True))


def among(connection: sa.Connection, column: sa.ColumnElement[int], numbers: Iterable[int]) -> sa.ColumnElement[bool]:
    """Give the condition that a column has one of these numbers, as one parameter however many they are."""
    if connection.dialect.name == "sqlite":
        each = sa.func.json_each(json.dumps(list(numbers))).table_valued("value")
        return column.in_(sa.select(each.c.value))
    return column == sa.any_(sa.literal(list(numbers), postgresql.ARRAY(sa.BigInteger)))


def change_many(connection: sa.Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> int:
    """Run a statement, with ``?`` for its values and none in its text, once for each row; gives how many it changed."""
    if connection.dialect.name != "sqlite":
        statement = statement.replace("?", "%s")
    return connection.exec_driver_sql(statement, list(rows)).rowcount


def insert_or_replace(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; those whose key is there replace the former ones."""
    if not rows:
        return
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table)
    changed = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    keys = list(table.primary_key.columns)
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)


def insert_missing(connection: sa.Connection, table: sa.Table, row: dict[str, Any], *keys: sa.Column[Any]) -> bool:
    """Insert a row unless one with its keys is there; tells whether it was inserted."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = make(table).values(row).on_conflict_do_nothing(index_elements=list(keys))
    return connection.execute(statement.returning(*keys)).first() is not None
