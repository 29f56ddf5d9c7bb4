"""A process that is killed, a full disk, a lock, a server that goes away: nothing is lost."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, event

from devcompat.store.errors import StoreError
from devcompat.store.records import Saved
from devcompat.store.store import open_store

from .loading import BATCH, HOSTS, Loading, fleet
from .reports import report, save
from .server import Server, query

OPEN_TRANSACTIONS = """
SELECT state, backend_xid IS NOT NULL FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'devcompat' AND backend_xid IS NOT NULL
"""


def assert_within_a_transaction(url: str) -> None:
    """See from outside that somebody has written and not committed."""
    if url.startswith("postgresql"):
        assert query(url, OPEN_TRANSACTIONS) == [("idle in transaction", True)]
        return
    with closing(sqlite3.connect(url, timeout=0, isolation_level=None)) as connection:
        with pytest.raises(sqlite3.OperationalError) as raised:
            connection.execute("BEGIN IMMEDIATE")
        assert raised.value.sqlite_errorcode == sqlite3.SQLITE_BUSY


@pytest.mark.parametrize("commit", [1, 3])
def test_a_load_that_is_killed_leaves_each_host_wholly_old_or_wholly_new(
    url: str, commit: int
) -> None:
    old, new = fleet(1), fleet(2)
    with open_store(url) as store:
        save(store, *old)
    loading = Loading(url, 2, commit)
    assert_within_a_transaction(url)
    loading.kill()
    done = (commit - 1) * BATCH
    with open_store(url, must_exist=True) as store:
        assert list(store.iter_reports()) == new[:done] + old[done:]
        assert [len(store.changes(item.host)) for item in old] == [3] * done + [0] * (HOSTS - done)
        assert store.status().classes == (6 if done else 3)
        outcomes = [saved.outcome for saved in store.save(new)]
        assert outcomes == ["same"] * done + ["replaced"] * (HOSTS - done)
        assert list(store.iter_reports()) == new


def test_a_first_load_that_is_killed_can_be_repeated(url: str) -> None:
    open_store(url).close()
    loading = Loading(url, 1, 2)
    assert_within_a_transaction(url)
    loading.kill()
    with open_store(url, must_exist=True) as store:
        assert list(store.iter_reports()) == fleet(1)[:BATCH]
        save(store, *fleet(1))
        assert list(store.iter_reports()) == fleet(1)


def test_readers_do_not_wait_for_a_load_and_see_one_moment(url: str) -> None:
    old, new = fleet(1), fleet(2)
    with open_store(url, patience=0.2) as store:
        save(store, *old)
        reading = store.iter_reports()
        first = next(reading)
        loading = Loading(url, 2, 3)
        assert list(store.iter_reports()) == new[: 2 * BATCH] + old[2 * BATCH :]
        assert store.status().hosts == HOSTS
        loading.finish()
        assert [first, *reading] == old
        assert list(store.iter_reports()) == new


def test_another_writer_is_waited_for_and_then_told(url: str) -> None:
    with open_store(url, patience=0.2) as store:
        save(store, *fleet(1))
        loading = Loading(url, 2, 1)
        with pytest.raises(StoreError, match=r"store\.busy"):
            save(store, report("h"))
        with pytest.raises(StoreError, match=r"store\.busy"):
            store.forget("h000")
        loading.finish()
        assert list(store.iter_reports()) == fleet(2)
        save(store, report("h"))
        assert store.find_host("h") == report("h")


def test_a_file_that_is_locked_altogether(file: str) -> None:
    with open_store(file, patience=0.2) as store:
        save(store, report("h"))
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match=r"store\.busy"):
            open_store(file, patience=0.2)
        connection.execute("ROLLBACK")
    with open_store(file) as store:
        assert store.find_host("h") == report("h")


def test_a_table_that_is_locked_altogether(database: str) -> None:
    with open_store(database, patience=0.2) as store:
        save(store, report("h"))
        with psycopg.connect(database) as connection:
            connection.execute("LOCK TABLE hosts IN ACCESS EXCLUSIVE MODE")
            for call in (lambda: save(store, report("i")), store.hosts):
                with pytest.raises(StoreError, match=r"store\.busy"):
                    call()
        save(store, report("i"))
        assert len(store.hosts()) == 2


@contextmanager
def no_more_pages(path: str, pages: int) -> Iterator[None]:
    """Have SQLite's files end some pages after what they are now, for new connections."""

    def limit(connection: Any, _: object) -> None:
        (now,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {now + pages}")

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


def test_a_disk_that_fills_up(file: str) -> None:
    old, new = fleet(1), [report(f"n{number:04}") for number in range(400)]
    with open_store(file) as store:
        save(store, *old)
    with no_more_pages(file, 20), open_store(file) as store:
        told: list[Saved] = []
        with pytest.raises(StoreError, match=r"store\.full"):
            told.extend(store.save(new, batch=50))
        assert 0 < len(told) < len(new)
        assert [item.host for item in store.iter_reports()][HOSTS:] == [
            saved.host for saved in told
        ]
    with open_store(file) as store:
        assert list(store.iter_reports()) == old + new[: len(told)]
        save(store, *new)
        assert list(store.iter_reports()) == old + new


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON hosts FOR EACH ROW
  WHEN (NEW.host = 'h025') EXECUTE FUNCTION full_disk();
"""


def test_a_server_that_says_its_disk_is_full(database: str) -> None:
    """The error is PostgreSQL's and takes its way; only its cause is made, by a trigger."""
    with open_store(database) as store:
        query(database, FULL)
        with pytest.raises(StoreError, match=r"store\.full"):
            save(store, *fleet(1), batch=BATCH)
        assert list(store.iter_reports()) == fleet(1)[: 2 * BATCH]
        query(database, "DROP TRIGGER full_disk ON hosts")
        save(store, *fleet(1))
        assert list(store.iter_reports()) == fleet(1)


def test_a_server_that_goes_away_and_comes_back(
    own_server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    own_server.query("CREATE DATABASE coming_back TEMPLATE template0")
    url = own_server.url("coming_back")
    store, reader = open_store(url), open_store(url)
    save(store, *fleet(1))
    interrupted, abandoned = reader.iter_reports(), reader.iter_reports()
    next(interrupted)
    next(abandoned)
    saving = store.save(fleet(2), batch=BATCH)
    next(saving)
    own_server.stop()
    for call in (lambda: list(saving), store.status, lambda: save(store, report("h"))):
        with pytest.raises(StoreError, match=r"store\.gone") as raised:
            call()
        assert "\n" not in raised.value.problems[0].found
    with pytest.raises(StoreError, match=r"store\.cannot-open"):
        open_store(url)
    abandoned.close()  # type: ignore[attr-defined]
    # A logger without a handler would write to the terminal.
    assert [record for record in caplog.records if record.levelname != "INFO"] == []
    own_server.start()
    assert list(store.iter_reports()) == fleet(2)[:BATCH] + fleet(1)[BATCH:]
    save(store, *fleet(2))
    assert list(reader.iter_reports()) == fleet(2)
    own_server.stop()
    own_server.start()
    assert store.status().hosts == HOSTS
    with pytest.raises(StoreError, match=r"store\.gone"):
        list(interrupted)
    store.close()
    reader.close()
    own_server.query("DROP DATABASE coming_back WITH (FORCE)")


def test_a_server_that_stops_within_a_load(own_server: Server) -> None:
    own_server.query("CREATE DATABASE cut TEMPLATE template0")
    url = own_server.url("cut")

    def stop(_: object) -> None:
        assert_within_a_transaction(url)
        own_server.stop()

    with open_store(url) as store:
        save(store, *fleet(1))
        event.listen(Engine, "commit", stop)
        try:
            with pytest.raises(StoreError, match=r"store\.gone"):
                save(store, *fleet(2))
        finally:
            event.remove(Engine, "commit", stop)
        own_server.start()
        assert list(store.iter_reports()) == fleet(1)
        save(store, *fleet(2))
        assert list(store.iter_reports()) == fleet(2)
    own_server.query("DROP DATABASE cut WITH (FORCE)")
