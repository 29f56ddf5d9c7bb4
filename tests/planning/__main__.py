"""Ask planner and brute force of many small pools: `python -m tests.planning [CASES [SEED]]`.

Here belongs counting how they are answered. It must not know how either comes to its answer.
"""

import sys
from collections import Counter

from tests.planning.brute import TooManyError
from tests.planning.cases import draw
from tests.planning.checking import check


def main() -> int:
    """Print how many cases have which answer; return 1 if the two differ in one."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    answers: Counter[str] = Counter()
    differing = 0
    for number in range(count):
        case = draw(seed * 1_000_000 + number)
        try:
            answers[check(case)] += 1
        except TooManyError:
            answers["too many states for brute force"] += 1
        except AssertionError as error:
            differing += 1
            print(f"seed {seed * 1_000_000 + number}: {error}\n{case}\n")
    print(f"{count} pools, seed {seed}")
    for kind, number in answers.most_common():
        print(f"{kind:60}{number:8}{number / count:8.1%}")
    print(f"{differing} differ from brute force")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
