"""Hold baselines of small pools against enumeration: `python -m tests.baseline [CASES [SEED]]`.

Here belongs counting how they are answered. It must not know how either comes to its answer.
"""

import sys
from collections import Counter

from tests.baseline.checking import check
from tests.oracle import OracleTooBig
from tests.strategies.pools import pools


def main() -> int:
    """Print how many pools have which answer; return 1 if a law is broken."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    answers: Counter[str] = Counter()
    coupled = broken = 0
    for members in pools(count, seed):
        coupled += any(line.startswith("  t=") for line in "".join(members).splitlines())
        try:
            answers[check(members)[0]] += 1
        except OracleTooBig:
            answers["too many SELF objects for enumeration"] += 1
        except AssertionError as error:
            broken += 1
            print(f"{error}\n" + "--\n".join(members))
    print(f"{count} pools, seed {seed}; {coupled} with coupled fields")
    for kind, number in answers.most_common():
        print(f"{kind:60}{number:8}{number / count:8.1%}")
    print(f"{broken} break a law")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
