"""On small pools the planner says what a look at all orders and all assignments says.

`python -m tests.planning 10000` does the same for many more of them.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning.brute import TooManyError
from tests.planning.cases import draw
from tests.planning.checking import check


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9))
def test_an_order_is_one_and_a_proof_holds(seed: int) -> None:
    try:
        said = check(draw(seed))
    except TooManyError:
        return
    assert not said.startswith("undecided, although")


@pytest.mark.parametrize("seed", range(40))
def test_the_same_for_cases_that_are_always_asked(seed: int) -> None:
    test_an_order_is_one_and_a_proof_holds.hypothesis.inner_test(seed)  # type: ignore[attr-defined]
