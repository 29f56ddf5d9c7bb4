"""Reach: how long each test takes, and which lines of the mutated modules it reaches.

Belongs here: running every test once without a mutant. Must not know: mutants, forking for them.
"""

import hashlib
import os
import pickle
import signal
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NamedTuple, TypeVar

import coverage
import pytest
from _pytest.runner import runtestprotocol

from mutation.mutants import module_names, path_of
from mutation.results import FOLDER

T = TypeVar("T")
ROOT = Path(__file__).parent.parent

SLOWEST_SECONDS = 0.3
"""Processor time of the slowest test that is asked of mutants."""


class Reach(NamedTuple):
    """Processor time of each test, and by module and line the tests that reach it.

    Tests that are too slow to be asked, or fail without a mutant, reach nothing.
    """

    seconds: Sequence[float]
    by_line: Mapping[str, Mapping[int, frozenset[int]]]


def passes(item: pytest.Item) -> bool:
    """Run one test in this process."""
    reports = runtestprotocol(item, log=False, nextitem=None)
    return not any(report.failed for report in reports)


def measure(items: Sequence[pytest.Item]) -> Reach:
    """Run every test, in children, and return what it reaches and how long it takes.

    The answer is kept until a file of the source or the tests changes. A test that fails is told
    and left out: it would kill every mutant.
    """
    kept = FOLDER / "reach.pickle"
    digest = _digest(items)
    if kept.exists():
        known, reach = pickle.loads(kept.read_bytes())  # noqa: S301  (our own)
        if known == digest:
            return Reach(*reach)
    seconds, failed = _in_child(lambda: _timed(items))
    if failed:
        print("left out, as they fail without any mutant:", *failed, sep="\n  ", flush=True)
    quick = [index for index, spent in enumerate(seconds) if spent <= SLOWEST_SECONDS]
    found = Reach(seconds, _in_child(lambda: _reached(items, quick)))
    FOLDER.mkdir(exist_ok=True)
    kept.write_bytes(pickle.dumps((digest, tuple(found))))
    return found


def _digest(items: Sequence[pytest.Item]) -> str:
    """Return what changes with the tests that are asked and with all that they may read."""
    files = [
        path
        for folder in ("src", "tests", "conformance")
        for path in sorted((ROOT / folder).rglob("*.[pjt]*"))
        if path.suffix in {".py", ".json", ".toml"} and path.is_file()
    ]
    found = hashlib.sha256("\n".join(item.nodeid for item in items).encode())
    for path in files:
        found.update(path.read_bytes())
    return found.hexdigest()


def _in_child(work: Callable[[], T]) -> T:
    """Return what `work` returns in a process of its own: this one shall remember nothing."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(read)
            silence()
            with os.fdopen(write, "wb") as pipe:
                pickle.dump(work(), pipe)
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        found: T = pickle.load(pipe)  # noqa: S301  (our own child's)
    os.waitpid(child, 0)
    return found


def silence() -> None:
    """Send what this process prints nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


class _TooSlow(BaseException):
    """Ends a test that takes too long to be asked; nothing but pytest catches it."""


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise _TooSlow


def _timed(items: Sequence[pytest.Item]) -> tuple[list[float], list[str]]:
    """Return the processor time of each test, infinite if it is not to be asked; which fail.

    Not while coverage is measured: its lock would be left closed by what ends a slow test.
    """
    seconds: list[float] = []
    failed: list[str] = []
    signal.signal(signal.SIGPROF, _give_up)
    for item in items:
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, 2 * SLOWEST_SECONDS)
        passed = passes(item)
        signal.setitimer(signal.ITIMER_PROF, 0)
        spent = time.process_time() - begun
        if not passed and spent <= SLOWEST_SECONDS:
            failed.append(item.nodeid)
        seconds.append(spent if passed else float("inf"))
    return seconds, failed


def _reached(
    items: Sequence[pytest.Item], quick: Collection[int]
) -> dict[str, dict[int, frozenset[int]]]:
    """Return by module and line which of the quick tests reach it."""
    places = {str(path_of(module)): module for module in module_names()}
    measuring = coverage.Coverage(data_file=None, include=list(places), config_file=False)
    measuring.start()
    for index in quick:
        measuring.switch_context(str(index))
        passes(items[index])
    measuring.stop()
    data = measuring.get_data()
    return {
        module: {
            line: frozenset(int(name) for name in names if name)
            for line, names in data.contexts_by_lineno(place).items()
        }
        for place, module in places.items()
    }
