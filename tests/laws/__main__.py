"""Ask solver and oracle of many type descriptors: `python -m tests.laws [CASES [SEED]]`.

Here belongs counting how they are answered, and telling where the two differ. It must not know how
either of them comes to its answer.
"""

import sys
from collections import Counter

from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.match.solver import Solution, solve
from devcompat.match.verdict import RULES
from tests.oracle import choose
from tests.oracle.choices import choices
from tests.oracle.objects import read_type
from tests.strategies import TypeCase, many_type_cases


def main() -> int:
    """Print how many cases have which answer; return 1 if solver and oracle differ in one."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    answers: Counter[str] = Counter()
    differing = 0
    for case in many_type_cases(count, seed):
        found, expected = _solved(case), choose(*case)
        answers[_kind(case, found)] += 1
        if (found.outcome, found.values) != (expected.outcome, expected.values):
            differing += 1
            print(f"{found.outcome} {found.values}, the oracle {expected}:\n{case}\n")
    print(f"{count} type descriptors with a source each, seed {seed}")
    for kind, number in answers.most_common():
        print(f"{kind:40}{number:8}{number / count:8.1%}")
    print(f"{differing} differ from the oracle")
    return 1 if differing else 0


def _solved(case: TypeCase) -> Solution:
    rule = next(known for known in RULES if known == case.rule)
    return solve(parse(case.described), compile_document(parse(case.source)), rule)


def _kind(case: TypeCase, found: Solution) -> str:
    """Return what kind of answer it is: what was found, or why nothing was."""
    if found.values is None:
        return "given up" if found.outcome == "unknown" else "incompatible"
    first = next(choices(read_type(case.described)))
    return f"{found.outcome}, {'the first' if found.values == first else 'a later'} choice"


if __name__ == "__main__":
    sys.exit(main())
