"""Users: running as one for whom permissions hold."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from .server import NOBODY


@contextmanager
def without_root() -> Iterator[None]:
    """Be `nobody` within, if this is root; files are opened as whom one is at that time."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
