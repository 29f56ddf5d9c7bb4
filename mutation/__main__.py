"""The run behind `make mutants`: every mutant of the chosen modules, then what survived unlisted.

Belongs here: arguments, the order of things, what is printed. Must not know: how mutants are made.
"""

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence

import pytest

from mutation.mutants import Mutant, controls_of, module_names, mutants_of
from mutation.reach import measure
from mutation.report import write_page
from mutation.results import NOTICED, Result, read_results, share, write_results
from mutation.survivors import LIST, compare, read_groups
from mutation.trials import MUTANT_SECONDS, SELECTION, Trials, with_tests

GOAL = 0.9

CONTROLS = 2
"""Functions of each module that are asked as they are, among its mutants."""


def main() -> int:
    """Run the mutants and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m mutation", description=__doc__)
    parser.add_argument("place", nargs="?", default="", help="a room, or a module: match.judge")
    parser.add_argument("--again", action="store_true", help="only what was not killed before")
    parser.add_argument("--tests", nargs="+", default=SELECTION, help="ask only these")
    parser.add_argument("--seconds", type=float, default=MUTANT_SECONDS, help="for a mutant")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--report", action="store_true", help="write docs/mutants.md and end")
    arguments = parser.parse_args()
    if arguments.report:
        write_page()
        return 0
    modules = module_names(arguments.place)
    if not modules:
        parser.error(f"no such room or module: {arguments.place}")
    return _run(modules, arguments)


def _run(modules: list[str], arguments: argparse.Namespace) -> int:
    mutants = {module: mutants_of(module) for module in modules}
    kept = {module: _kept(module, mutants[module]) if arguments.again else [] for module in modules}

    def work(items: Sequence[pytest.Item]) -> None:
        begun = time.monotonic()
        reach = measure(items)
        print(f"{len(items)} tests, measured in {time.monotonic() - begun:.0f} s", flush=True)
        trials = Trials(items, reach, arguments.workers, arguments.seconds)
        for module in modules:
            known = {found.key for found in kept[module]}
            asked = [mutant for mutant in mutants[module] if mutant.key not in known]
            begun = time.monotonic()
            found = _asked(module, asked, trials)
            write_results(module, [*kept[module], *found])
            print(_line(module, found, len(known), time.monotonic() - begun), flush=True)

    with_tests(arguments.tests, work)
    return _judged(modules)


def _asked(module: str, mutants: list[Mutant], trials: Trials) -> list[Result]:
    """Return what comes of the mutants, among which controls are asked that no test may notice.

    If one is noticed, the others may have been for as little: that ends the run.
    """
    if not mutants:
        return []
    controls = controls_of(module, CONTROLS)
    mixed = list(mutants)
    for number, control in reversed(list(enumerate(controls, 1))):
        mixed.insert(number * len(mutants) // len(controls), control)  # the last at the end
    expected = {control.key for control in controls}
    results = list(trials.results(mixed))
    for found in results:
        if found.key in expected and found.result in NOTICED:
            test = found.test or "no test that is known"
            raise SystemExit(f"{found.key}, and yet it was {found.result} by {test}: do not trust"
                f" this run of {module}; its results were not kept")  # fmt: skip
    return [found for found in results if found.key not in expected]


def _judged(modules: list[str]) -> int:
    """Print how the modules' results stand beside the list and the goal; return the status."""
    results = [found for module in modules for found in read_results(module)]
    compared = compare(results, modules, read_groups())
    for key in compared.unlisted:
        print(f"survived, and is not in {LIST.name}: {key}")
    for key in compared.outlived:
        print(f"is in {LIST.name}, and did not survive: {key}")
    print(f"{len(results)} mutants, {share(results):.1%} noticed by a test; the goal is {GOAL:.0%}")
    return 1 if compared.unlisted or share(results) < GOAL else 0


def _kept(module: str, mutants: list[Mutant]) -> list[Result]:
    """Return the results of mutants that were killed before and are still there."""
    keys = {mutant.key for mutant in mutants}
    return [
        found for found in read_results(module) if found.key in keys and found.result in NOTICED
    ]


def _line(module: str, results: list[Result], kept: int, seconds: float) -> str:
    counts = Counter(found.result for found in results)
    told = ", ".join(f"{number} {result}" for result, number in sorted(counts.items()))
    before = f", {kept} killed before" if kept else ""
    return f"{module}: {len(results)} mutants in {seconds:.0f} s: {told or 'none'}{before}"


if __name__ == "__main__":
    sys.exit(main())
