"""A new, empty place for a store, on each database in turn."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from .server import Given, Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server | Given]:
    """Give a PostgreSQL: one of our own for each worker, or that of DEVCOMPAT_TEST_POSTGRESQL.

    One that cannot start fails each test that needs it.
    """
    given = os.environ.get("DEVCOMPAT_TEST_POSTGRESQL")
    found = Given(given) if given else Server()
    yield found
    found.remove()


@pytest.fixture
def database(server: Server | Given) -> Iterator[str]:
    """Give the URL of an empty database in PostgreSQL."""
    name = f"devcompat_test_{uuid.uuid4().hex}"
    server.query(f"CREATE DATABASE {name} TEMPLATE template0")
    yield server.url(name)
    server.query(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def own_server(server: Server | Given) -> Iterator[Server]:
    """Give a server that may be stopped."""
    if isinstance(server, Server):
        yield server
        return
    own = Server()
    yield own
    own.remove()


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Give the path of a SQLite file that is not there."""
    return str(tmp_path / "fleet.db")


@pytest.fixture(params=["file", "database"], ids=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Give what names a store that is not there, once on each database."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, str)
    return found


@pytest.fixture
def open_directory() -> Iterator[Path]:
    """Give a directory in which every user may write, and which every user can reach."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        where = Path(name)
        where.chmod(0o777)
        yield where
        where.chmod(0o777)
