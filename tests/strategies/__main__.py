"""Measure what the strategy draws: `python -m tests.strategies [DRAWS]`.

Here belongs the count of a sample's outcomes, as the oracle judges them. It must not decide what
a good sample is; the tests do.
"""

import sys
from collections import Counter

from tests.oracle import evaluate

from .samples import distinct_pairs


def main() -> None:
    """Print the distribution of a sample."""
    draws = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    pairs = distinct_pairs(draws)
    print(f"{draws} draws, {len(pairs)} distinct pairs; of these")
    print(f"coupled {sum(pair.coupled for pair in pairs) / len(pairs):.1%}")
    for rule in ("target-accepts", "source-lists", "both"):
        outcomes = Counter(evaluate(pair.source, pair.target, rule).outcome for pair in pairs)
        shares = ", ".join(f"{o} {n / len(pairs):.1%}" for o, n in outcomes.most_common())
        print(f"{rule}: {shares}")


if __name__ == "__main__":
    main()
