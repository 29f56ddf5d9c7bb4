"""The work budget of a pair: what it allows, to the unit, and that what is used up stays so."""

import pytest

from devcompat.match.budget import WORK_PER_CANDIDATE, Budget, BudgetExhausted


def spent(budget: Budget, units: int = 0) -> int:
    """Take candidates until none is left; return how many there were."""
    count = 0
    while True:
        try:
            budget.spend(units)
        except BudgetExhausted:
            return count
        count += 1


def test_as_many_candidates_as_allowed_can_be_taken_and_no_more() -> None:
    budget = Budget(10)
    assert spent(budget) == 10
    assert spent(budget) == 0


def test_a_candidate_may_cost_its_share_of_the_work_on_average() -> None:
    assert spent(Budget(10), WORK_PER_CANDIDATE) == 10
    assert spent(Budget(10), WORK_PER_CANDIDATE + 1) == 9
    assert spent(Budget(10), 2 * WORK_PER_CANDIDATE) == 5


def test_work_without_candidates_is_taken_from_the_same_store() -> None:
    budget = Budget(10)
    budget.work(9 * WORK_PER_CANDIDATE)
    budget.spend(WORK_PER_CANDIDATE)
    budget.work(0)
    budget.spend()
    with pytest.raises(BudgetExhausted):
        budget.work(1)


@pytest.mark.parametrize("candidates", [0, 1, 10])
def test_what_is_used_up_once_gives_nothing_any_more(candidates: int) -> None:
    for exhaust in (Budget.spend, Budget.work):
        budget = Budget(candidates)
        with pytest.raises(BudgetExhausted):
            exhaust(budget, candidates * WORK_PER_CANDIDATE + 1)
        with pytest.raises(BudgetExhausted):
            budget.work(0)
        with pytest.raises(BudgetExhausted):
            budget.spend()
        assert budget.left < 0
