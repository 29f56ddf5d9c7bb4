"""Revisions: whether a database is a store of ours, and at which migration; making it one.

Belongs here: what a database is told to be by its tables. Must not know: rows of hosts.
"""

import os
from pathlib import Path

from sqlalchemy import Engine, column, inspect, select, table

from devcompat.store.connecting import Engines, lock_writers
from devcompat.store.errors import StoreError
from devcompat.store.tables import REVISION, VERSION_TABLE

MIGRATIONS = Path(__file__).parent / "migrations"


def prepare(engines: Engines, *, must_exist: bool) -> None:
    """See that the database is a store, at the newest migration.

    An empty database is made one, or refused with `store.missing` if it `must_exist`. Raises
    StoreError `store.not-a-store` and `store.newer` too, and lets errors of the database through;
    then the database is as it was.
    """
    path, name = engines.path, engines.name
    if must_exist and path and not os.path.exists(path):  # noqa: PTH110  (no other pathlib here)
        raise StoreError("store.missing", "there is no such store", name)
    revision = _revision(engines.reading, name)
    if revision == REVISION:
        return
    if revision is None and must_exist:
        raise StoreError("store.missing", "the database is empty", name)
    if revision is not None and revision > REVISION:
        said = f"its schema is {revision}, and this devcompat knows {REVISION} and older"
        raise StoreError("store.newer", said, name)
    _migrate(engines)


def _revision(engine: Engine, name: str) -> str | None:
    """Return the migration that a store is at, None for an empty database. Raises StoreError."""
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        if VERSION_TABLE in tables:
            found = connection.scalar(
                select(column("version_num")).select_from(table(VERSION_TABLE))
            )
            return None if found is None else str(found)
    if tables:
        said = f"it has tables of something else: {', '.join(sorted(tables)[:3])}"
        raise StoreError("store.not-a-store", said, name)
    return None


def _migrate(engines: Engines) -> None:
    """Bring a database to the newest migration, in one transaction."""
    from alembic import command  # slow, and needed once in a store's life
    from alembic.config import Config

    if engines.path:
        _make_wal(engines.writing)
    config = Config(attributes={})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engines.writing.begin() as connection:
        lock_writers(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _make_wal(engine: Engine) -> None:
    """Have SQLite keep a write-ahead log: readers and a writer do not wait for each other."""
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
