"""Garbage: records by the million, without a search for cycles that they do not have.

Belongs here: when Python's collector runs. Must not know: which records.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Let nothing be searched for cycles within: that takes a third of the time of a load."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def collect_young() -> None:
    """Search what was made since the last time: for who makes garbage too, every now and then."""
    gc.collect(1)
