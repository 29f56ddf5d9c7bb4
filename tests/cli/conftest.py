"""The directory in which the program is run: made once a worker, never written to by a test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .process import Socket, furnish


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the directory with the files that commands are run on."""
    where = tmp_path_factory.mktemp("desk")
    furnish(where)
    listening = Socket(where)
    yield where
    listening.close()
