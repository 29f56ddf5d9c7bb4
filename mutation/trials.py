"""Trials: the tests that are asked of a mutant, collected once, and one process for each mutant.

Belongs here: collecting, forking, limits of time and memory. Must not know: how mutants are made,
how it is known which test reaches them (reach), which survivors are accepted.

This process only collects: it never runs a test, so that each child begins with nothing remembered.
"""

import gc
import os
import resource
import signal
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import hypothesis
import pytest

from mutation.agreement import prepare
from mutation.installing import install
from mutation.mutants import Mutant
from mutation.reach import Reach, passes, silence
from mutation.results import KILLED, SURVIVED, TIMEOUT, UNREACHED, Result

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

MUTANT_SECONDS = 10.0
"""Processor time that the tests asked of one mutant may take, measured without it."""

PATIENCE = 10
"""A mutant is stopped in a test that takes so many times as long as without it, and a second.

Counted is processor time, so it does not matter what else this machine does; but what a virtual
machine is given less is counted too. Whatever is stopped is therefore asked once more."""

PATIENCE_AGAIN = 3
"""So many times longer is the time a mutant has when it is asked again."""

MEMORY = 2**30
"""Bytes of address space that a mutant may take: some grow without end before time stops them."""

UNUSABLE = 3
"""Exit status of a child whose mutant could not be put in place."""

PASSED, FAILED = b"passed\n", b"failed\n"
"""What a child says last; before, the number of each test that it begins."""


class _Trial(NamedTuple):
    """A mutant that is being asked, and the end of the pipe by which its process tells."""

    mutant: Mutant
    tests: Sequence[int]
    patience: int
    read: int


def with_tests(selection: Sequence[str], work: Callable[[Sequence[pytest.Item]], None]) -> None:
    """Collect the tests of a selection and call `work` with them, where pytest would run them.

    The agreement with the oracle has its sample drawn before.
    """
    hypothesis.settings.register_profile(
        "mutation", derandomize=True, database=None, deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip
    hypothesis.settings.load_profile("mutation")
    instead = _InsteadOfRunning(work)
    status = pytest.main([*OPTIONS, *LEFT_OUT, *selection], plugins=[instead])
    if instead.ended is not None:
        raise instead.ended
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        raise SystemExit(f"the tests could not be collected: {status!r}")


class _InsteadOfRunning:
    """Does something else with the tests that pytest has collected. `ended` is what ended it."""

    def __init__(self, work: Callable[[Sequence[pytest.Item]], None]) -> None:
        self._work = work
        self.ended: SystemExit | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = [item for item in session.items if not item.get_closest_marker("skip")]
        for item in items:
            _fewer_examples(item)
        prepare()
        try:
            self._work(items)
        except SystemExit as error:  # pytest would take it for a fault of its own
            self.ended = error
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
        self._running: dict[int, _Trial] = {}
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
                yield from self._ended()
            self._start(mutant, tests, PATIENCE)
        while self._running:
            yield from self._ended()

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
            if spent > self._most:
                break
            chosen.append(test)
        return chosen

    def _start(self, mutant: Mutant, tests: Sequence[int], patience: int) -> None:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            silence()
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            try:
                install(mutant)
                self._ask(tests, patience, write)
                os._exit(0)
            finally:
                os._exit(UNUSABLE)
        os.close(write)
        self._running[child] = _Trial(mutant, tests, patience, read)

    def _ask(self, tests: Sequence[int], patience: int, write: int) -> None:
        """Say of each test that it begins, and at last whether it failed or all passed."""
        for test in tests:
            os.write(write, f"{test}\n".encode())
            most = patience * (self._reach.seconds[test] + 1 / PATIENCE)
            signal.setitimer(signal.ITIMER_PROF, most)
            try:
                passed = passes(self._items[test])
            except BaseException:  # noqa: BLE001  (whatever gets past pytest: the mutant is seen)
                passed = False
            if not passed:
                os.write(write, FAILED)
                return
        os.write(write, PASSED)

    def _ended(self) -> Iterator[Result]:
        """Wait for one to end; yield its result, or nothing where it is asked again."""
        child, status = os.wait()
        trial = self._running.pop(child)
        with os.fdopen(trial.read, "rb") as pipe:
            *begun, said = pipe.read().splitlines(keepends=True) or [b""]
        key = trial.mutant.key
        if os.WIFEXITED(status) and os.WEXITSTATUS(status) == UNUSABLE:
            raise SystemExit(f"this mutant could not be put in place: {key}")
        if said == PASSED:
            yield Result(key, SURVIVED, "")
        elif said == FAILED:
            test = int(begun[-1])
            self._killers[trial.mutant.module].append(test)
            self._killers[trial.mutant.module + trial.mutant.function].append(test)
            yield Result(key, KILLED, self._items[test].nodeid)
        elif trial.patience == PATIENCE:
            again = [int(said), *(test for test in trial.tests if test != int(said))]
            self._start(trial.mutant, again, PATIENCE * PATIENCE_AGAIN)
        else:
            stopped = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF
            yield Result(key, TIMEOUT if stopped else KILLED, self._items[int(said)].nodeid)
