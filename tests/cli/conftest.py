"""The directory in which the program is run: made once a worker, never written to by a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.conftest import (  # noqa: F401  (fixtures: a place for a store, on each database)
    database,
    file,
    open_directory,
    own_server,
    server,
    url,
)

from .fleets import furnish_fleet, furnish_region, furnish_upgrades
from .process import Socket, furnish


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the directory with the files that commands are run on."""
    where = tmp_path_factory.mktemp("desk")
    furnish(where)
    furnish_fleet(where)
    furnish_region(where)
    furnish_upgrades(where)
    listening = Socket(where)
    yield where
    listening.close()
