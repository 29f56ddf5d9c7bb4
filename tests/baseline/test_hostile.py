"""Hostile members: whatever they are, the work of a baseline is counted and has an end.

Belongs here: members within all limits that are made to cost. No test measures time.
"""

from random import Random
from unittest.mock import patch

import pytest

from devcompat.algebra.baseline.baseline import (
    COVERING,
    MOST_WORK,
    WORK,
    WORK_OF_OBJECT,
    Baseline,
    baseline,
    budget_of,
)
from devcompat.algebra.cover import spoken
from devcompat.algebra.work import Work
from devcompat.match.compiled import Compiled
from devcompat.match.judge import outcome_of
from tests.algebra.hostile import MADE
from tests.algebra.texts import device

MEMBERS = 8
OBJECTS = 64


def differing(seed: int, spread: int) -> Compiled:
    """Return a member of 64 objects, of which each overlaps with many of another member's."""
    random = Random(f"differing {seed}")  # noqa: S311
    return device(
        *(
            f"a={{n:int:{low}..{low + random.randrange(5, spread)}}}"
            f" b={{m:int:{random.randrange(9)}..{random.randrange(9, 99)}}}"
            f" c={{s:string:{','.join(random.sample('abcdefgh', 4))}}}"
            f" v={{v:version:>={random.randrange(3)}.{random.randrange(9)},"
            f"<{random.randrange(4, 9)}}}"
            for low in random.sample(range(200), OBJECTS)
        )
    )


def counted(members: list[Compiled], budget: int) -> Baseline:
    """Return a baseline. Fails if more is spent than the budget and that of covered objects."""
    spent: dict[Work, int] = {}
    spend = Work.spend

    def counting(work: Work, units: int) -> None:
        spent[work] = spent.get(work, 0) + min(units, max(0, work.left))
        spend(work, units)

    with patch.object(Work, "spend", counting):
        found = baseline(members, budget=budget)
    whole, *covering = spent.values()
    assert 0 < whole <= budget
    assert len(covering) <= 1
    assert all(units <= COVERING for units in covering)
    return found


def demand_an_answer(found: Baseline, members: list[Compiled]) -> None:
    """Fail if an answer is none: no reason where there is none, a SELF that a member refuses."""
    if found.outcome == "written":
        assert found.strongest is not None
        subject = spoken(found.strongest)
        assert {outcome_of(subject, member) for member in members} == {"compatible"}
    elif found.outcome == "nothing":
        assert found.conflict is not None
    else:
        assert found.reasons
        assert (found.descriptor is None) == (found.reasons[0].code != "baseline.opaque")


@pytest.mark.parametrize("spread", [6, 60])
def test_eight_members_of_sixty_four_objects_end_in_counted_work(spread: int) -> None:
    members = [differing(seed, spread) for seed in range(MEMBERS)]
    demand_an_answer(counted(members, budget_of(members)), members)


@pytest.mark.parametrize("name", MADE)
def test_members_that_are_made_to_cost_end_in_counted_work(name: str) -> None:
    members = [device(*MADE[name](Random(f"{name} {seed}"))) for seed in range(4)]  # noqa: S311
    demand_an_answer(counted(members, WORK // 10), members)


def test_the_budget_grows_with_the_objects_up_to_a_bound() -> None:
    few, many = [device("a=1")], [device(*["a=1", "b={n:int:1..9}"])]
    assert budget_of(few) == WORK + WORK_OF_OBJECT
    assert budget_of(many * 3) == WORK + 6 * WORK_OF_OBJECT
    assert budget_of(many * 20_000) == MOST_WORK
