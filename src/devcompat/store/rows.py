"""Rows: hosts by the thousand, in each database's quickest form.

Belongs here: statements in a database's own words. Must not know: reports, which replaces what.

A statement has all rows, not one: it is one step for SQLite, one round for PostgreSQL, and Python's
other threads go on while it is taken.
"""

import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Final, NamedTuple

from sqlalchemy import Connection

from devcompat.store.reading import pieces
from devcompat.store.tables import HOSTS


class HostRow(NamedTuple):
    """A row of `hosts`: its columns, in their order."""

    host: str
    generation: int
    received: str
    labels: str
    devices: int
    types: int
    document: str


class FoundHost(NamedTuple):
    """What the store has of a host."""

    host: str
    generation: int
    labels: str
    document: str


_MOST: Final = 1000
"""Rows of a statement, at most."""
_COLUMNS: Final = ", ".join(HostRow._fields)
_REPLACES: Final = " ON CONFLICT (host) DO UPDATE SET " + ", ".join(
    f"{name} = excluded.{name}" for name in HostRow._fields if name != "host"
)
_FOUND: Final = "SELECT host, generation, labels, document FROM hosts WHERE host "
_MARKS: Final = f"({', '.join('?' * len(HostRow._fields))})"
_FROM_ARRAYS: Final = (
    "SELECT * FROM unnest(%b::text[], %b::bigint[], %b::text[], %b::text[], %b::integer[],"
    " %b::integer[], %b::text[])"
)


def find_hosts(connection: Connection, hosts: Sequence[str]) -> dict[str, FoundHost]:
    """Return what the store has of these hosts, by name."""
    found: dict[str, FoundHost] = {}
    for piece in pieces(hosts):
        if connection.dialect.name == "postgresql":
            rows = connection.exec_driver_sql(f"{_FOUND} = ANY(%b::text[])", (list(piece),))
        else:
            marks = ", ".join("?" * len(piece))
            rows = connection.exec_driver_sql(f"{_FOUND} IN ({marks})", tuple(piece))
        found.update((row[0], FoundHost(*row)) for row in rows)
    return found


def write_hosts(connection: Connection, rows: Sequence[HostRow]) -> None:
    """Write rows of different hosts; each replaces the one that its host had."""
    most = _most_rows(connection)
    for begin in range(0, len(rows), most):
        piece = rows[begin : begin + most]
        if connection.dialect.name == "postgresql":
            values = _FROM_ARRAYS
            given: tuple[object, ...] = tuple(map(list, zip(*piece, strict=True)))
        else:
            values = "VALUES " + ", ".join([_MARKS] * len(piece))
            given = tuple(chain.from_iterable(piece))
        statement = f"INSERT INTO {HOSTS.name} ({_COLUMNS}) {values}{_REPLACES}"
        connection.exec_driver_sql(statement, given)


def _most_rows(connection: Connection) -> int:
    """Return how many rows a statement takes: builds of SQLite differ in how many values."""
    database = connection.connection.driver_connection
    if not isinstance(database, sqlite3.Connection):
        return _MOST
    most_values = database.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
    return max(1, min(_MOST, most_values // len(HostRow._fields)))
