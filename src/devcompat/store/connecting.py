"""Connecting: from the name of a store to an engine whose transactions are what they must be.

Belongs here: forms of URLs, settings of connections. Must not know: tables.

On both databases one writer is at work at a time, and waits for another no longer than the store's
patience; readers never wait, and see one moment of the store for as long as they read.
"""

import os
import re
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from devcompat.store.errors import StoreError

_FORMS: Final = "a path, sqlite:///PATH or postgresql://USER@HOST/DATABASE"
_SLIP: Final = re.compile(
    r"((?:postgres(?:ql)?|pg(?:sql)?|sqlite3?|mysql|mariadb|oracle|mssql)(?:\+\w+)?):(?!//)",
    re.IGNORECASE,
)
"""The beginning of a URL without its slashes: taken for a file it would be a store that is lost."""
_LOCK: Final = 0x64657663
"""The number of the advisory lock that writers to PostgreSQL take."""
_MOST_HELD: Final = 20
"""Connections at once, idle ones included."""


class Engines(NamedTuple):
    """An engine for reading and one for writing, on the same connections; `name` is to be shown.

    `path` is SQLite's file, "" if it is none.
    """

    reading: Engine
    writing: Engine
    name: str
    path: str


def connect(url: str, patience: float) -> Engines:
    """Return engines for a store; nothing is opened yet. `patience` is in seconds.

    Raises StoreError `store.url`, `store.driver`.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, patience)
    return _postgresql(parsed, patience)


def lock_writers(connection: Connection) -> None:
    """Wait until no other writer is at work; lasts until the transaction ends.

    SQLite has done that with the beginning of the transaction.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _parse(url: str) -> URL:
    """Return what a store's name says. Raises StoreError `store.url`."""
    if not url or "\0" in url:
        raise StoreError("store.url", f"the store has no name; it is {_FORMS}", "")
    slip = _SLIP.match(url)
    if slip is not None:
        said = f"a URL has {slip[1]}:// (a file of that name is ./{slip[0]}...); it is {_FORMS}"
        raise StoreError("store.url", said, _hidden(url))
    if "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError("store.url", f"not well formed; it is {_FORMS}", _hidden(url)) from None
    name = parsed.render_as_string(hide_password=True)
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername != "sqlite":
        said = f"there are no stores of the kind {parsed.drivername}; it is {_FORMS}"
        raise StoreError("store.url", said, name)
    if parsed.host or parsed.query or parsed.database in (None, "", ":memory:"):
        said = "a store in SQLite is a file, without options; write sqlite:///PATH"
        raise StoreError("store.url", said, name)
    return parsed


def _hidden(url: str) -> str:
    """Return a URL that is not well formed, without what may be a password."""
    scheme, colon, rest = url.partition("://" if "://" in url else ":")
    return f"{scheme}{colon}***@{rest.rpartition('@')[2]}" if "@" in rest else url


def _sqlite(parsed: URL, patience: float) -> Engines:
    path = parsed.database or ""
    url = URL.create("sqlite", database=os.path.abspath(path))  # noqa: PTH100  (text, as it is)
    # A reader holds its connection for as long as it reads.
    engine = create_engine(url, connect_args={"timeout": patience}, max_overflow=_MOST_HELD)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        connection.isolation_level = None  # transactions begin where SQLAlchemy says so, below
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")  # what was said to be saved outlives power

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return Engines(engine, engine.execution_options(writes=True), path, path)


def _postgresql(parsed: URL, patience: float) -> Engines:
    name = parsed.set(drivername="postgresql").render_as_string(hide_password=True)
    defaults = {"connect_timeout": 10, "tcp_user_timeout": 30_000, "application_name": "devcompat"}
    given = {key: value for key, value in defaults.items() if key not in parsed.query}
    try:
        engine = create_engine(
            parsed, connect_args=given, pool_pre_ping=True, max_overflow=_MOST_HELD
        )
    except ImportError as error:
        said = f"PostgreSQL needs a driver that is not installed: {error}"
        raise StoreError("store.driver", said, name) from None

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        connection.execute(f"SET lock_timeout = {max(1, int(patience * 1000))}")
        connection.commit()

    reading = engine.execution_options(isolation_level="REPEATABLE READ")
    return Engines(reading, engine, name, "")
