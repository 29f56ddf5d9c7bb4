"""Ask diff and oracle of many pairs: `python -m tests.laws.differences [CASES [SEED]]`.

Here belongs counting how they are answered, and telling where the two differ. It must not know how
either of them comes to its answer.
"""

import sys
from collections import Counter
from time import process_time

from devcompat.algebra.cover import spoken
from devcompat.algebra.diff import Difference, diff
from devcompat.language.parser import parse
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import judge
from tests.oracle import OracleDifference, OracleTooBig, differ
from tests.strategies.differences import Pair, pairs

_MISSED = "undecided, which the oracle decides"
_OPAQUE = "undecided, as opaque fields decide"
_ARITHMETIC = ("}*", "}/", "}%", "}+", "}-", "*{", "/{", "-{")


def main() -> int:
    """Print how many pairs have which answer; return 1 if diff and oracle differ in one."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    kinds: Counter[str] = Counter()
    seconds: list[float] = []
    wrong = 0
    for pair in pairs(count, seed):
        old, new = (compile_document(parse(text)) for text in pair)
        start = process_time()
        found = diff(old, new)
        seconds.append(process_time() - start)
        wrong += not all(_confirmed(old, new, found))
        try:
            expected = differ(pair.old, pair.new)
        except OracleTooBig:
            kinds["too big for the oracle"] += 1
            continue
        kinds.update(_kinds(pair, found, expected))
        if (found.lost, found.gained) != (expected.lost.answer, expected.gained.answer):
            wrong += 1
            print(f"{found}, the oracle {expected.relation}:\n{pair.old}\n{pair.new}")
    print(f"{count} pairs, seed {seed}")
    for kind, number in sorted(kinds.items()):
        print(f"{kind:60}{number:8}{number / count:8.1%}")
    opaque = sum(number for kind, number in kinds.items() if kind.startswith(_OPAQUE))
    missed = kinds[_MISSED]
    decidable = count - opaque - kinds["too big for the oracle"]
    print(f"of {decidable} pairs that descriptors decide, {missed} are left undecided")
    ordered = sorted(seconds)
    print(f"median {ordered[count // 2] * 1e3:.2f} ms, longest {ordered[-1] * 1e3:.1f} ms of CPU")
    print(f"{wrong} differ from the oracle, or have a witness that the matcher does not confirm")
    return 1 if wrong else 0


def _confirmed(old: Compiled, new: Compiled, found: Difference) -> list[bool]:
    sides = {"old": (old, new), "new": (new, old)}
    return [
        [judge(spoken(item.texts), side).outcome for side in sides[item.accepted_by]]
        == ["compatible", "incompatible"]
        for item in found.witnesses
    ]


def _kinds(pair: Pair, found: Difference, expected: OracleDifference) -> list[str]:
    """Return what kinds of pair it is."""
    kinds = [f"relation {found.relation}"]
    if found.relation == "undecided":
        kinds.append(_undecided(found, expected))
    if any(mark in text for text in pair for mark in _ARITHMETIC):
        kinds.append("with coupled expressions")
    if expected.together:
        kinds.append("several objects are needed to cover one")
    kinds.append(f"witnesses {min(len(found.witnesses), 3)}{'+' * (len(found.witnesses) > 2)}")
    return kinds


def _undecided(found: Difference, expected: OracleDifference) -> str:
    """Return whose it is to decide: nobody's where opaque fields can bring about either answer."""
    if expected.relation != "undecided":
        return _MISSED
    half = found.lost is not None or found.gained is not None
    return f"{_OPAQUE}, {'one direction is known' if half else 'in both directions'}"


if __name__ == "__main__":
    sys.exit(main())
