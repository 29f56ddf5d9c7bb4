"""Trials: the tests that are asked of a mutant, collected once, and one process for each mutant.

Belongs here: collecting, which test reaches which line, forking, limits of time and memory.
Must not know: how mutants are made, which survivors are accepted.

This process only collects: it never runs a test, so that each child begins with nothing remembered.
"""

import gc
import hashlib
import os
import pickle
import resource
import signal
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NamedTuple

import coverage
import hypothesis
import pytest
from _pytest.runner import runtestprotocol

from mutation.agreement import prepare
from mutation.installing import install
from mutation.mutants import Mutant, module_names, path_of
from mutation.results import FOLDER, KILLED, SURVIVED, TIMEOUT, UNREACHED, Result

ROOT = Path(__file__).parent.parent
SELECTION = (
    "tests/language", "tests/match", "tests/vocabulary", "tests/wording", "tests/formats",
    "tests/conformance/test_cases.py", "tests/laws", "mutation/agreement.py",
)  # fmt: skip
LEFT_OUT = (
    "--ignore=tests/formats/test_layouts.py", "--ignore=tests/formats/test_round_trip.py",
    "--ignore=tests/laws/test_oracle_agrees.py", "-knot hostile and not worth_asking",
)  # fmt: skip
"""Slow ones. Of test_oracle_agrees mutation.agreement asks the same on a sample of its own."""

OPTIONS = (
    "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:logging", "-p", "no:warnings",
    "-p", "no:faulthandler", "--capture=no", "--assert=plain", "--tb=native",
)  # fmt: skip

EXAMPLES = 5
"""Examples of a Hypothesis test, the same in every run."""

SLOWEST_SECONDS = 0.6
"""Processor time, measured with coverage, of the slowest test that is asked."""

MUTANT_SECONDS = 20.0
"""Processor time, measured with coverage, that the tests asked of one mutant may take."""

PATIENCE = 10
"""A mutant is stopped in a test that takes so many times as long as without it, and a second."""

MEMORY = 3 * 2**30
"""Bytes of address space."""

UNUSABLE = 3
"""Exit status of a child whose mutant could not be put in place."""


class Reach(NamedTuple):
    """Which tests there are for a line: seconds of each test, tests by module and line."""

    seconds: Sequence[float]
    by_line: Mapping[str, Mapping[int, frozenset[int]]]


def with_tests(selection: Sequence[str], work: Callable[[Sequence[pytest.Item]], None]) -> None:
    """Collect the tests of a selection and call `work` with them, where pytest would run them.

    The agreement with the oracle has its sample drawn before.
    """
    hypothesis.settings.register_profile(
        "mutation", derandomize=True, database=None, deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip
    hypothesis.settings.load_profile("mutation")
    status = pytest.main([*OPTIONS, *LEFT_OUT, *selection], plugins=[_InsteadOfRunning(work)])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise SystemExit(f"the tests could not be collected: {status!r}")


class _InsteadOfRunning:
    """Does something else with the tests that pytest has collected."""

    def __init__(self, work: Callable[[Sequence[pytest.Item]], None]) -> None:
        self._work = work

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = [item for item in session.items if not item.get_closest_marker("skip")]
        for item in items:
            _fewer_examples(item)
        prepare()
        self._work(items)
        return True


def _fewer_examples(item: pytest.Item) -> None:
    """Let a Hypothesis test draw a few examples, the same each time."""
    function = getattr(item, "obj", None)
    if not getattr(function, "is_hypothesis_test", False):
        return
    place = getattr(function, "__func__", function)
    own = getattr(place, "_hypothesis_internal_use_settings", hypothesis.settings())
    place._hypothesis_internal_use_settings = hypothesis.settings(  # type: ignore[union-attr]
        own, max_examples=min(own.max_examples, EXAMPLES), derandomize=True, database=None,
        deadline=None, phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
    )  # fmt: skip


def passes(item: pytest.Item) -> bool:
    """Run one test in this process."""
    reports = runtestprotocol(item, log=False, nextitem=None)
    return not any(report.failed for report in reports)


def measure(items: Sequence[pytest.Item]) -> Reach:
    """Run every test once, in a child, and return what it reaches and how long it takes.

    The answer is kept until a file of the source or the tests changes. A test that fails is told
    and left out: it would kill every mutant.
    """
    kept = FOLDER / "reach.pickle"
    digest = _digest(items)
    if kept.exists():
        known, reach = pickle.loads(kept.read_bytes())  # noqa: S301  (our own)
        if known == digest:
            return Reach(*reach)
    reach = _measured_apart(items)
    FOLDER.mkdir(exist_ok=True)
    kept.write_bytes(pickle.dumps((digest, tuple(reach))))
    return reach


def _digest(items: Sequence[pytest.Item]) -> str:
    """Return what changes with the tests that are asked and with all that they may read."""
    files = [
        path
        for folder in ("src", "tests", "conformance", "mutation")
        for path in sorted((ROOT / folder).rglob("*.[pjt]*"))
        if path.suffix in {".py", ".json", ".toml"} and path.is_file()
    ]
    found = hashlib.sha256("\n".join(item.nodeid for item in items).encode())
    for path in files:
        found.update(path.read_bytes())
    return found.hexdigest()


def _measured_apart(items: Sequence[pytest.Item]) -> Reach:
    places = {str(path_of(module)): module for module in module_names()}
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _silence()
        with os.fdopen(write, "wb") as pipe:
            pickle.dump(_measured(items, places), pipe)
        os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        failed, reach = pickle.load(pipe)  # noqa: S301  (our own child's)
    os.waitpid(child, 0)
    if failed:
        print("left out, as they fail without any mutant:", *failed, sep="\n  ", flush=True)
    return Reach(*reach)


def _measured(
    items: Sequence[pytest.Item], places: Mapping[str, str]
) -> tuple[list[str], tuple[object, ...]]:
    measuring = coverage.Coverage(data_file=None, include=list(places), config_file=False)
    seconds: list[float] = []
    failed: list[str] = []
    signal.signal(signal.SIGPROF, _give_up)
    measuring.start()
    for index, item in enumerate(items):
        measuring.switch_context(str(index))
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, 2 * SLOWEST_SECONDS)
        passed = passes(item)
        signal.setitimer(signal.ITIMER_PROF, 0)
        spent = time.process_time() - begun
        if not passed and spent < SLOWEST_SECONDS:
            failed.append(item.nodeid)
        seconds.append(spent if passed else 2 * SLOWEST_SECONDS)
    measuring.stop()
    data = measuring.get_data()
    by_line = {
        module: {
            line: frozenset(int(name) for name in names if name)
            for line, names in data.contexts_by_lineno(place).items()
        }
        for place, module in places.items()
    }
    return failed, (seconds, by_line)


class _TooSlow(BaseException):
    """Ends a test that takes too long to be asked; nothing but pytest catches it."""


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise _TooSlow


class Trials:
    """Asks the tests of mutants, each in a process of its own, some at once.

    `most` are the seconds that the tests of one mutant may take, the fastest first.
    """

    def __init__(
        self, items: Sequence[pytest.Item], reach: Reach, workers: int, most: float
    ) -> None:
        self._items = items
        self._reach = reach
        self._workers = workers
        self._most = most
        self._running: dict[int, tuple[Mutant, int]] = {}
        self._killers: dict[str, list[int]] = defaultdict(list)
        gc.collect()
        gc.freeze()

    def results(self, mutants: Iterable[Mutant]) -> Iterator[Result]:
        """Yield what comes of each mutant, in the order in which they end."""
        for mutant in mutants:
            tests = self.tests_for(mutant)
            if not tests:
                yield Result(mutant.key, UNREACHED, "")
                continue
            while len(self._running) >= self._workers:
                yield self._ended()
            self._start(mutant, tests)
        while self._running:
            yield self._ended()

    def tests_for(self, mutant: Mutant) -> list[int]:
        """Return the tests that reach the mutant: those that killed its like, then by time."""
        lines = self._reach.by_line.get(mutant.module, {})
        reaching = frozenset().union(*(lines.get(line, frozenset()) for line in mutant.lines))
        seconds = self._reach.seconds
        likely = self._killers[mutant.module + mutant.function][-3:]
        likely += self._killers[mutant.module][-3:]
        chosen = list(dict.fromkeys(test for test in reversed(likely) if test in reaching))
        spent = sum(seconds[test] for test in chosen)
        for test in sorted(reaching - set(chosen), key=lambda test: seconds[test]):
            spent += seconds[test]
            if seconds[test] > SLOWEST_SECONDS or spent > self._most:
                break
            chosen.append(test)
        return chosen

    def _start(self, mutant: Mutant, tests: Sequence[int]) -> None:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            _silence()
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            try:
                install(mutant)
                killer = self._killer(tests)
                os.write(write, b"" if killer is None else str(killer).encode())
                os._exit(0)
            finally:
                os._exit(UNUSABLE)
        os.close(write)
        self._running[child] = (mutant, read)

    def _killer(self, tests: Sequence[int]) -> int | None:
        """Return the first test that fails, None if all pass."""
        for test in tests:
            signal.setitimer(signal.ITIMER_PROF, 1 + PATIENCE * self._reach.seconds[test])
            try:
                if not passes(self._items[test]):
                    return test
            except BaseException:  # noqa: BLE001  (whatever gets past pytest: the mutant is seen)
                return test
        return None

    def _ended(self) -> Result:
        child, status = os.wait()
        mutant, read = self._running.pop(child)
        with os.fdopen(read, "rb") as pipe:
            said = pipe.read().decode()
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == UNUSABLE:
            raise SystemExit(f"this mutant could not be put in place: {mutant.key}")
        if os.WIFSIGNALED(status):
            stopped = os.WTERMSIG(status) == signal.SIGPROF
            return Result(mutant.key, TIMEOUT if stopped else KILLED, "")
        if not said:
            return Result(mutant.key, SURVIVED, "")
        test = int(said)
        self._killers[mutant.module].append(test)
        self._killers[mutant.module + mutant.function].append(test)
        return Result(mutant.key, KILLED, self._items[test].nodeid)


def _silence() -> None:
    """Send what this process prints nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
