"""On small pools a baseline accepts exactly what every member accepts, and its SELF is a strongest.

`python -m tests.baseline 20000` does the same for many more of them.
"""

from itertools import combinations
from random import Random

import pytest

from devcompat.algebra.baseline.baseline import baseline
from devcompat.algebra.baseline.cliques import maximal_cliques, mutual
from tests.baseline.checking import check, compiled
from tests.oracle import OracleTooBig
from tests.strategies.pools import pools


@pytest.mark.parametrize("seed", [2026, 2027])
def test_a_baseline_accepts_what_every_member_accepts(seed: int) -> None:
    written = 0
    for members in pools(150, seed):
        try:
            written += check(members)[0].startswith("written")
        except OracleTooBig:
            continue
    assert written > 100


def test_the_order_of_members_changes_no_outcome() -> None:
    for members in pools(60, seed=5):
        forth = baseline([compiled(member) for member in members])
        back = baseline([compiled(member) for member in reversed(members)])
        assert forth.outcome == back.outcome, members


def brute(neighbours: list[int]) -> set[int]:
    """Return the maximal cliques, by a look at every set."""
    classes = [at for at, mask in enumerate(neighbours) if mask >> len(neighbours) & 1]
    sets = [
        frozenset(chosen)
        for size in range(1, len(classes) + 1)
        for chosen in combinations(classes, size)
        if all(neighbours[one] >> other & 1 for one, other in combinations(chosen, 2))
    ]
    largest = [one for one in sets if not any(one < other for other in sets)]
    return {sum(1 << at for at in one) for one in largest}


@pytest.mark.parametrize("seed", range(60))
def test_pools_are_the_maximal_sets_that_brute_force_finds(seed: int) -> None:
    random = Random(seed)  # noqa: S311
    count = random.randint(1, 9)
    density = random.choice((0.3, 0.6, 0.85))
    accepted = [
        sum(1 << other for other in range(count) if other == at or random.random() < density)
        for at in range(count)
    ]
    for at in range(count):
        if random.random() < 0.1:
            accepted[at] &= ~(1 << at)
    usable = sum(1 << at for at in range(count) if accepted[at] >> at & 1)
    found = maximal_cliques(mutual(accepted), usable)
    expected = brute(
        [mask | (usable >> at & 1) << count for at, mask in enumerate(mutual(accepted))]
    )
    assert found.complete
    assert set(found.masks) == expected
    assert len(found.masks) == len(expected)


def test_a_graph_with_too_many_sets_is_given_up() -> None:
    count = 60
    whole = (1 << count) - 1
    accepted = [whole & ~(1 << (at ^ 1)) for at in range(count)]
    found = maximal_cliques(mutual(accepted), whole)
    assert not found.complete
    assert found.masks
