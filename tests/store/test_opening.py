"""What can be opened, what cannot, and what is left alone; the migrations make the tables."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from devcompat.store.errors import StoreError
from devcompat.store.revisions import MIGRATIONS
from devcompat.store.store import open_store
from devcompat.store.tables import METADATA, REVISION, VERSION_TABLE
from tests.docs.pages import ROOT

from .reports import report, save
from .server import query
from .users import without_root


def refused(url: str, code: str, **options: bool) -> str:
    """Return what is said when a store cannot be opened, which is told by a code."""
    with pytest.raises(StoreError) as raised:
        open_store(url, patience=0.2, **options)
    (problem,) = raised.value.problems
    assert problem.code == code
    assert "\n" not in problem.found
    return f"{raised.value.source}: {problem.found}"


def run(url: str, statement: str) -> None:
    """Run a statement on a database by other means than ours."""
    if url.startswith("postgresql"):
        query(url, statement)
        return
    with closing(sqlite3.connect(url)) as connection, connection:
        connection.execute(statement)


def test_a_store_that_must_exist_is_not_made(url: str) -> None:
    said = refused(url, "store.missing", must_exist=True)
    assert "no such store" in said or "empty" in said
    if not url.startswith("postgresql"):
        assert not Path(url).exists()
    open_store(url).close()
    open_store(url, must_exist=True).close()


def test_an_empty_file_becomes_a_store(file: str) -> None:
    Path(file).touch()
    refused(file, "store.missing", must_exist=True)
    with open_store(file) as store:
        save(store, report("h"))


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "no name"),
        ("a\0b", "no name"),
        ("mysql://h/d", "kind mysql"),
        ("postgresql+asyncpg://u:secret@h/d", "kind postgresql+asyncpg"),
        ("sqlite://", "a file"),
        ("sqlite:///:memory:", "a file"),
        ("sqlite:///x?mode=ro", "a file"),
        ("postgresql://u:secret@h:port/d", "well formed"),
        ("://", "well formed"),
        ("postgres:/x", "postgres://"),
        ("postgresql:/u:secret@h/d", "postgresql://"),
        ("PostgreSQL:u:secret@h/d", "PostgreSQL://"),
        ("postgresql+psycopg:/h/d", "postgresql+psycopg://"),
        ("sqlite:x", "sqlite://"),
        ("sqlite:/srv/x.db", "sqlite://"),
        ("mysql:h/d", "mysql://"),
    ],
)
def test_what_names_no_store_is_refused_without_its_password(url: str, said: str) -> None:
    found = refused(url, "store.url")
    assert said in found
    assert "secret" not in found


def test_a_file_may_have_a_colon_in_its_name(tmp_path: Path) -> None:
    for name in ("fleet:2026.db", "a:b/fleet.db", "./sqlite:x"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        open_store(str(path)).close()
        assert path.exists()


def test_the_name_of_a_store_hides_its_password() -> None:
    said = refused("postgresql://u:secret@127.0.0.1:1/d", "store.cannot-open")
    assert said.startswith("postgresql://u:***@127.0.0.1:1/d: ")
    assert "secret" not in said


def test_a_database_that_is_not_there(database: str) -> None:
    assert "does not exist" in refused(database.replace("_test_", "_none_"), "store.cannot-open")


def test_a_database_of_something_else_is_left_alone(url: str) -> None:
    run(url, "CREATE TABLE theirs (x INTEGER)")
    before = Path(url).read_bytes() if os.path.exists(url) else b""  # noqa: PTH110
    assert "theirs" in refused(url, "store.not-a-store")
    assert "theirs" in refused(url, "store.not-a-store", must_exist=True)
    if before:
        assert Path(url).read_bytes() == before
    run(url, "DROP TABLE theirs")
    open_store(url).close()


def test_a_file_of_something_else_is_left_alone(file: str, tmp_path: Path) -> None:
    Path(file).write_bytes(b"SELF: a=1\n" * 100)
    assert "no SQLite file" in refused(file, "store.not-a-store")
    assert Path(file).read_bytes() == b"SELF: a=1\n" * 100
    refused(str(tmp_path), "store.cannot-open")
    refused(str(tmp_path / "missing" / "fleet.db"), "store.cannot-open")


def test_a_store_of_a_later_devcompat_is_left_alone(url: str) -> None:
    with open_store(url) as store:
        save(store, report("h"))
    assert VERSION_TABLE == "devcompat_schema"
    run(url, "UPDATE devcompat_schema SET version_num = '9999'")
    assert "9999" in refused(url, "store.newer")
    run(url, "UPDATE devcompat_schema SET version_num = '0001'")
    with open_store(url) as store:
        assert store.find_host("h") == report("h")


def test_a_damaged_row_is_told(url: str) -> None:
    with open_store(url) as store:
        save(store, report("h"), report("i"))
        run(url, "UPDATE hosts SET document = '[1]' WHERE host = 'h'")
        with pytest.raises(StoreError, match=r"store\.damaged"):
            store.find_host("h")
        assert store.find_host("i") == report("i")


def test_a_file_that_may_not_be_written_can_be_read(open_directory: Path) -> None:
    path = open_directory / "fleet.db"
    with open_store(str(path)) as store:
        save(store, report("h"))
    path.chmod(0o444)
    with without_root(), open_store(str(path)) as store:
        assert store.find_host("h") == report("h")
        with pytest.raises(StoreError, match=r"store\.read-only"):
            save(store, report("h", 2), report("i"))
        assert list(store.iter_reports()) == [report("h")]
    for left in open_directory.iterdir():  # SQLite gives its log the mode of the file
        left.chmod(0o666)
    with without_root(), open_store(str(path)) as store:
        save(store, report("i"))


def test_a_directory_that_may_not_be_written(open_directory: Path) -> None:
    path = open_directory / "fleet.db"
    with open_store(str(path)) as store:
        save(store, report("h"))
    open_directory.chmod(stat.S_IREAD | stat.S_IEXEC | stat.S_IROTH | stat.S_IXOTH)
    with without_root():
        refused(str(open_directory / "new.db"), "store.cannot-open")
        refused(str(path), "store.cannot-open")
    open_directory.chmod(0o777)
    with open_store(str(path)) as store:
        assert store.find_host("h") == report("h")


def test_postgresql_that_takes_no_writes(database: str) -> None:
    with open_store(database) as store:
        save(store, report("h"))
    name = database.partition("?")[0].rpartition("/")[2]
    query(database, f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with open_store(database) as store:
        with pytest.raises(StoreError, match=r"store\.read-only"):
            save(store, report("h", 2))
        assert list(store.iter_reports()) == [report("h")]


def test_without_the_driver_only_postgresql_is_refused(file: str) -> None:
    script = (
        "import sys; sys.modules['psycopg'] = None\n"
        "from devcompat.store.store import open_store\n"
        "open_store(sys.argv[1]).close()\n"
        "try: open_store('postgresql://h/d')\n"
        "except Exception as error: print(error, error.problems[0].found)\n"
    )
    words = [sys.executable, "-c", script, file]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout.startswith("store.driver PostgreSQL needs a driver that is not installed")
    assert Path(file).exists()


def test_the_migrations_make_the_tables_that_are_used(url: str) -> None:
    open_store(url).close()
    known = url.replace("postgresql:", "postgresql+psycopg:") if ":" in url else f"sqlite:///{url}"
    engine = create_engine(known)
    try:
        with engine.connect() as connection:
            options = {"version_table": VERSION_TABLE, "compare_type": True}
            context = MigrationContext.configure(connection, opts=options)
            assert context.get_current_revision() == REVISION
            assert compare_metadata(context, METADATA) == []
    finally:
        engine.dispose()


def test_the_tables_are_those_of_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


_OPEN = (
    "import sys; from devcompat.store.store import open_store\n"
    "print('ready', flush=True); sys.stdin.readline()\n"
    "open_store(sys.argv[1]).close()\n"
)


def test_several_processes_may_make_it_at_once(url: str) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", _OPEN, url],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for process in started:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    ended = [(*process.communicate(timeout=120), process.returncode) for process in started]
    assert ended == [("", "", 0)] * 3
    open_store(url, must_exist=True).close()


def test_a_store_of_the_first_schema_is_migrated_and_still_answers(url: str) -> None:
    with open_store(url) as store:
        save(store, report("h"))
        kept = list(store.iter_reports())
    run(url, f"UPDATE {VERSION_TABLE} SET version_num = '0001'")  # noqa: S608  (a name of ours)
    with open_store(url, must_exist=True) as store:
        assert list(store.iter_reports()) == kept
        assert store.status().revision == REVISION > "0001"
