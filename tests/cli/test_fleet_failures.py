"""A load that is killed, interrupted or refused: a clear end, nothing lost, and it can go on.

Real processes on real databases. Within a transaction means: seen from outside, while the process
is stopped.
"""

import json
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
import pytest

from devcompat.cli.program import run as run_here
from devcompat.reports.generate import generate
from devcompat.store.store import open_store
from tests.docs.test_schemas import demand
from tests.store.server import Server, query
from tests.store.test_failures import OPEN_TRANSACTIONS
from tests.store.users import without_root

from .fleets import counts, line, loaded
from .process import GUARD, environment, run
from .test_streams import started

HOSTS = 4000
BATCH = 1000
"""Hosts that a load writes in one transaction."""


def lines(generation: int = 1, hosts: int = HOSTS) -> bytes:
    """Return reports of a fleet's first hosts; of another generation most devices are others."""
    made = b"".join(islice(generate(HOSTS, 20, seed=generation, devices_per_host=2), hosts))
    return made.replace(b'"generation":1', b'"generation":%d' % generation)


def load_words(url: str, name: str = "-") -> tuple[str, ...]:
    return ("fleet", "load", name, "--store", url)


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until something is so; fail if it never is."""
    end = time.monotonic() + GUARD
    while not true():
        assert time.monotonic() < end
        time.sleep(0.002)


def is_within_a_transaction(url: str) -> bool:
    """Return whether somebody has begun to write and has not committed."""
    if url.startswith("postgresql"):
        return bool(query(url, OPEN_TRANSACTIONS))
    with closing(sqlite3.connect(url, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode == sqlite3.SQLITE_BUSY
    return False


def hosts_by_generation(url: str) -> dict[int, int]:
    """Return how many hosts there are of each generation, every one of them whole."""
    found: dict[int, int] = {}
    with open_store(url, must_exist=True) as store:
        for report in store.iter_reports():
            assert len(report.devices) == 2
            found[report.generation] = found.get(report.generation, 0) + 1
    return found


def test_a_load_that_is_killed_within_a_transaction_goes_on(url: str, tmp_path: Path) -> None:
    loaded(url, lines(1).decode(), tmp_path)
    (tmp_path / "new.jsonl").write_bytes(lines(2))
    within = 0
    for _ in range(20):
        if within == 2:
            break
        process = started(load_words(url, "new.jsonl"), tmp_path)
        while process.poll() is None:
            time.sleep(0.02)
            process.send_signal(signal.SIGSTOP)
            if is_within_a_transaction(url):
                within += 1
                process.kill()
                process.communicate(timeout=GUARD)
                break
            process.send_signal(signal.SIGCONT)
        else:  # it came to its end
            process.communicate(timeout=GUARD)
            loaded(url, lines(2).replace(b'"generation":2', b'"generation":1').decode(), tmp_path)
        there = hosts_by_generation(url)
        assert sum(there.values()) == HOSTS
        assert there.get(2, 0) % BATCH == 0
    assert within == 2
    done = hosts_by_generation(url).get(2, 0)
    summary = loaded(url, lines(2).decode(), tmp_path)
    assert counts(summary) == (0, HOSTS - done, done, 0, 0)
    assert hosts_by_generation(url) == {2: HOSTS}
    whole = str(tmp_path / "whole.db")
    loaded(whole, lines(1).decode(), tmp_path)
    loaded(whole, lines(2).decode(), tmp_path)
    assert changes_in(url) == changes_in(whole) > 0


def changes_in(url: str) -> int:
    """Return how many changes of devices a store tells."""
    with open_store(url, must_exist=True) as store:
        return store.status().changes


def test_ctrl_c_says_what_is_loaded_and_the_load_goes_on(url: str, tmp_path: Path) -> None:
    process = started((*load_words(url), "--json"), tmp_path)
    assert process.stdin is not None
    process.stdin.write(lines(hosts=BATCH + 10))
    process.stdin.flush()
    wait_until(lambda: hosts_there(url) == BATCH)
    # Between the commit and the count there is a moment in which it would say less than is there.
    wait_until(lambda: is_waiting(process.pid))
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=GUARD)
    assert (process.returncode, err) == (130, b"")
    summary = json.loads(out)
    demand("fleet-load", summary)
    assert (summary["hosts"], summary["complete"]) == (BATCH, False)
    assert counts(loaded(url, lines(hosts=BATCH + 10).decode(), tmp_path)) == (10, 0, BATCH, 0, 0)


def is_waiting(pid: int) -> bool:
    """Return whether a process sleeps and takes no processor time for half a second."""
    before = state_and_time(pid)
    time.sleep(0.5)
    return before == state_and_time(pid) and before[0] == "S"


def state_and_time(pid: int) -> tuple[str, str, str]:
    """Return a process's state, and the time it took (proc_pid_stat(5): fields 3, 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return fields[0], fields[11], fields[12]


def hosts_there(url: str) -> int:
    """Return how many hosts another process sees, 0 while there is no store yet."""
    if url.startswith("postgresql"):
        try:
            return int(str(query(url, "SELECT count(*) FROM hosts")[0][0]))
        except psycopg.errors.UndefinedTable:
            return 0
    if not Path(url).exists():
        return 0
    with closing(sqlite3.connect(url)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM hosts").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def test_a_server_that_goes_away_during_a_load_and_comes_back(
    own_server: Server, tmp_path: Path
) -> None:
    own_server.query("CREATE DATABASE away TEMPLATE template0")
    url = own_server.url("away")
    process = started(load_words(url), tmp_path)
    assert process.stdin is not None
    process.stdin.write(lines(hosts=BATCH + 10))
    process.stdin.flush()
    wait_until(lambda: hosts_there(url) == BATCH)
    own_server.stop()
    out, err = process.communicate(lines(), timeout=GUARD)
    assert (process.returncode, out) == (2, b"")
    said = err.decode()
    assert "store.gone" in said
    assert f"{BATCH} hosts: {BATCH} new" in said
    assert "to go on, load the same again" in said
    gone = run(load_words(url), tmp_path, lines())
    assert (gone.code, gone.out) == (2, "")
    assert "store.cannot-open" in gone.err
    own_server.start()
    assert hosts_there(url) == BATCH
    summary = loaded(url, lines().decode(), tmp_path)
    assert counts(summary) == (HOSTS - BATCH, 0, BATCH, 0, 0)
    own_server.query("DROP DATABASE away WITH (FORCE)")


LIMITED = """
import sys
from sqlalchemy import Engine, event

@event.listens_for(Engine, "connect")
def limit(connection, _):
    (now,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {now + int(sys.argv[1])}")

from devcompat.cli.program import run
sys.exit(run(sys.argv[2:]))
"""


def run_limited(
    pages: int, words: Sequence[str], where: Path, stdin: bytes
) -> tuple[int, str, str]:
    """Run the program where SQLite's files end after so many pages more: a full disk."""
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(pages), *words], cwd=where, input=stdin,
        env=environment(), capture_output=True, timeout=GUARD, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def test_a_full_disk(file: str, tmp_path: Path) -> None:
    loaded(file, lines(hosts=10).decode(), tmp_path)
    code, out, err = run_limited(400, load_words(file), tmp_path, lines())
    assert (code, out) == (2, "")
    assert f"devcompat: {file}: store.full: there is no room left: " in err
    assert "  store.full: Make room, then load again" in err
    done = hosts_there(file)
    assert 0 < done < HOSTS
    assert done % BATCH == 0
    assert f"{done} hosts: {done - 10} new, 0 replaced, 10 same" in err
    code, out, err = run_limited(0, (*load_words(file), "--json"), tmp_path, lines())
    summary = json.loads(out)
    demand("fleet-load", summary)
    assert (code, err, summary["error"]["code"]) == (2, "", "store.full")
    assert (summary["same"], summary["complete"]) == (done, False)
    assert counts(loaded(file, lines().decode(), tmp_path)) == (HOSTS - done, 0, done, 0, 0)


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON hosts FOR EACH ROW
  WHEN (NEW.host = 'h001500') EXECUTE FUNCTION full_disk();
"""


def test_a_server_whose_disk_is_full(database: str, tmp_path: Path) -> None:
    loaded(database, lines(hosts=10).decode(), tmp_path)
    query(database, FULL)
    ended = run(load_words(database), tmp_path, lines())
    assert (ended.code, ended.out) == (2, "")
    assert "store.full: the server has no room left: " in ended.err
    assert hosts_there(database) == BATCH
    query(database, "DROP TRIGGER full_disk ON hosts")
    assert counts(loaded(database, lines().decode(), tmp_path))[:3] == (HOSTS - BATCH, 0, BATCH)


def test_a_file_that_may_not_be_written(
    open_directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = open_directory / "fleet.db"
    loaded(str(path), line("h1"), tmp_path)
    path.chmod(0o444)
    reports = open_directory / "reports.jsonl"
    reports.write_text(line("h1") + line("h2"))
    with without_root():
        code = run_here(load_words(str(path), str(reports)))
        said = capsys.readouterr()
        assert (code, said.out) == (2, "")
        assert f"devcompat: {path}: store.read-only: it may not be written" in said.err
        assert run_here(("fleet", "status", "--store", str(path))) == 0
        assert "hosts           1\n" in capsys.readouterr().out
        assert run_here(("fleet", "forget", "h1", "--store", str(path))) == 2
        assert "store.read-only" in capsys.readouterr().err
    for left in open_directory.iterdir():
        left.chmod(0o666)
    assert counts(loaded(str(path), reports.read_text(), tmp_path)) == (1, 0, 1, 0, 0)


@contextmanager
def locked(url: str) -> Iterator[Any]:
    """Be another program that writes and does not come to its end."""
    if url.startswith("postgresql"):
        with psycopg.connect(url) as connection:
            connection.execute("LOCK TABLE hosts IN ACCESS EXCLUSIVE MODE")
            yield
        return
    with closing(sqlite3.connect(url, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def test_a_store_that_another_program_writes_to(url: str, tmp_path: Path) -> None:
    loaded(url, line("h1"), tmp_path)
    with locked(url):
        ended = run(load_words(url), tmp_path, line("h2").encode())
        assert (ended.code, ended.out) == (2, "")
        assert "store.busy: another program is writing to it: " in ended.err
        assert "  store.busy: Try again when it is done." in ended.err
    assert counts(loaded(url, line("h1") + line("h2"), tmp_path)) == (1, 0, 1, 0, 0)
