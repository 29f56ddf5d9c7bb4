"""The run: each pair is put to devcompat and to z3, answers first, then times, then the table.

Belongs here: arguments, the order of things, layout. Must not know: how anybody decides.
"""

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple

import z3

from bench import machine
from bench.containment.made import OBJECTS, Pair, make_pairs
from bench.containment.told import is_covered
from bench.tables import aligned
from devcompat.algebra.diff import diff
from devcompat.language.nodes import Document
from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document

_WANTED = 50
_WANTED_MILLISECONDS = 5.0
UNDECIDED = "undecided"
RELATIONS = {
    (True, True): "equal", (True, False): "wider", (False, True): "narrower",
    (False, False): "different",
}  # fmt: skip


class Asked(NamedTuple):
    """One pair: both answers, and the processor seconds that each took."""

    ours: str
    theirs: str
    our_seconds: float
    their_seconds: float


def main() -> int:
    """Run; the status is 1 where the two do not agree."""
    parser = argparse.ArgumentParser(prog="python -m bench.containment", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=5, help="of ours for each one of z3's")
    parser.add_argument("--timeout", type=int, default=2000, help="milliseconds for one question")
    arguments = parser.parse_args()
    described = machine.described() | {"z3": z3.get_version_string()}
    print("\n".join(f"{name:27} {value}" for name, value in described.items()))
    sizes = (1, 4, OBJECTS)
    found = {}
    for objects in sizes:
        pairs = make_pairs(arguments.seed, arguments.pairs, objects)
        found[objects] = [_ask(pair, arguments.rounds, arguments.timeout) for pair in pairs]
    wrong = [each for asked in found.values() for each in asked if _differ(each)]
    if wrong:
        print(f"the two do not agree on {len(wrong)} pairs: {wrong[0]}", file=sys.stderr)
        return 1
    count = len(sizes) * arguments.pairs
    print(
        f"\nNo answer of one contradicts the other's, in {count} pairs. Medians of processor time,"
    )
    print("from nodes to the relation; the ratio is the median over pairs that both decide:\n")
    print(_table(found), end="\n\n")
    print("\n".join(_goals(found[OBJECTS])))
    return 0


def _ask(pair: Pair, rounds: int, timeout: int) -> Asked:
    """Put a pair to both, ours more often, as it is over sooner than a clock is exact."""
    old, new = parse(pair.old), parse(pair.new)
    ours, our_seconds = _timed(lambda: _ours(old, new), rounds)
    theirs, their_seconds = _timed(lambda: _theirs(old, new, timeout), 1)
    return Asked(ours, theirs, our_seconds, their_seconds)


def _timed(work: Callable[[], str], rounds: int) -> tuple[str, float]:
    seconds, answer = [], ""
    for _ in range(rounds):
        begun = time.process_time()
        answer = work()
        seconds.append(time.process_time() - begun)
    return answer, median(seconds)


def _ours(old: Document, new: Document) -> str:
    return str(diff(compile_document(old), compile_document(new)).relation)


def _theirs(old: Document, new: Document, timeout: int) -> str:
    before, after = old.descriptor.compatible, new.descriptor.compatible
    kept, nothing_new = is_covered(before, after, timeout), is_covered(after, before, timeout)
    if kept is None or nothing_new is None:
        return UNDECIDED
    return RELATIONS[kept, nothing_new]


def _differ(asked: Asked) -> bool:
    return UNDECIDED not in (asked.ours, asked.theirs) and asked.ours != asked.theirs


def _ratios(asked: Sequence[Asked]) -> list[float]:
    both = [each for each in asked if UNDECIDED not in (each.ours, each.theirs)]
    return [each.their_seconds / each.our_seconds for each in both]


def _table(found: dict[int, list[Asked]]) -> str:
    head = ("objects", "pairs", "ours ms", "z3 ms", "ratio", "ours decided", "z3 decided")
    rows = []
    for objects, asked in found.items():
        ratios = _ratios(asked)
        rows.append(
            (
                str(objects),
                str(len(asked)),
                f"{median(each.our_seconds for each in asked) * 1e3:.2f}",
                f"{median(each.their_seconds for each in asked) * 1e3:.1f}",
                f"{median(ratios):.0f}x" if ratios else "-",
                str(sum(each.ours != UNDECIDED for each in asked)),
                str(sum(each.theirs != UNDECIDED for each in asked)),
            )
        )
    return aligned(head, rows)


def _goals(asked: Sequence[Asked]) -> list[str]:
    milliseconds = median(each.our_seconds for each in asked) * 1e3
    ratios = _ratios(asked)
    said = "met" if milliseconds < _WANTED_MILLISECONDS else "MISSED"
    what = f"diff of {OBJECTS} objects: median {milliseconds:.2f} ms"
    lines = [f"{said:6}  {what}, wanted below {_WANTED_MILLISECONDS:g} ms"]
    if ratios:
        said = "met" if median(ratios) >= _WANTED else "MISSED"
        lines.append(
            f"{said:6}  the same beside z3: {median(ratios):.0f}x, wanted at least {_WANTED}x"
        )
    return lines


if __name__ == "__main__":
    sys.exit(main())
