"""Tests of choosing: which values are the first, what is chosen apart, what looking at them costs.

Here belong relations made by hand. Whether what is found is right is asked of the oracle
(tests/laws/test_parameters.py).
"""

from itertools import product
from unittest.mock import patch

import pytest

from devcompat.language.nodes import Expression, Reference, Template, Variable
from devcompat.language.parser import parse
from devcompat.match.budget import PAIR_CANDIDATES, Budget
from devcompat.match.choosing import choice
from devcompat.match.choosing.choice import first_choice, may_hold
from devcompat.match.choosing.equations import Equal
from devcompat.match.choosing.relations import HasValue, Relation
from devcompat.match.compiled import compile_document
from devcompat.match.solver import solve
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerRange, IntegerSet
from tests.match.counted import Counted

P, Q, R, N = (Reference(name) for name in "pqrn")


def integer(name: str, *bounds: int) -> Variable:
    return Variable(name, "int", IntegerSet([IntegerRange(bounds[0], bounds[-1])]))


def text(name: str, *texts: str) -> Variable:
    return Variable(name, "string", texts)


def equal(value: Expression | Template, wanted: int | str) -> Equal:
    return Equal(value, Template((str(wanted),)))


def first(
    parameters: list[Variable], relations: list[Relation], own: list[Variable] | None = None
) -> dict[str, Bound] | None:
    variables = {found.name: found for found in own or []}
    return first_choice(parameters, variables, relations, Budget(PAIR_CANDIDATES))


LARGE = integer("p", 1, 2**60)
ODD = equal(Expression((P, 2, "%")), 1)
TWO = equal(Expression((P, 4, "%")), 2)
SUM = Expression((P, Q, "+", R, "+"))
THREE = [integer("p", 1, 3), integer("q", 1, 8), integer("r", 1, 8)]


@pytest.mark.parametrize("names", ["pqr", "prq", "qpr", "qrp", "rpq", "rqp"])
def test_the_first_parameter_counts_most_then_the_second(names: str) -> None:
    known = {found.name: found for found in THREE}
    for total in range(2, 21):
        ranges = [
            range(known[n].domain.ranges[0].low, known[n].domain.ranges[-1].high + 1)  # type: ignore[union-attr]
            for n in names
        ]
        expected = next((chosen for chosen in product(*ranges) if sum(chosen) == total), None)
        found = first([known[name] for name in names], [equal(SUM, total)])
        if expected is None:
            assert found is None
        else:
            assert list((found or {}).items()) == list(zip(names, expected, strict=True))


def test_what_stands_nowhere_has_its_first_value() -> None:
    parameters = [text("q", "b", "a"), integer("p", 3, 9), integer("r", -4, 4)]
    assert first(parameters, [equal(Template((P,)), 7)]) == {"q": "b", "p": 7, "r": -4}
    assert first(parameters, []) == {"q": "b", "p": 3, "r": -4}
    assert first(parameters, [equal(Template((P,)), 2)]) is None


def test_parameters_that_are_joined_by_a_variable_are_chosen_together() -> None:
    own = [integer("n", 1, 9)]
    parameters = [integer("p", 1, 9), integer("q", 1, 9)]
    joined: list[Relation] = [
        equal(Expression((P, N, "+")), 12),
        equal(Expression((Q, N, "*")), 24),
    ]
    assert first(parameters, joined, own) == {"p": 4, "q": 3}
    assert first(parameters[::-1], joined, own) == {"q": 3, "p": 4}
    beside = [*joined, equal(Expression((R, 2, "*")), 6)]
    assert first([*parameters, integer("r", 1, 5)], beside, own) == {"p": 4, "q": 3, "r": 3}


def test_what_cannot_be_is_seen_whatever_is_open_beside_it() -> None:
    """Both remainders of q contradict; tried for each p there would be no end."""
    described = (
        f"PARAMETERS: a={{p:int:1..{2**60}}} b={{q:int:1..50}} SELF: "
        "COMPATIBLE: t={p}%2 u={q}%2 v={q}%4"
    )
    found = solve(parse(described), compile_document(parse("SELF: t=1 u=1 v=2")))
    assert found.outcome == "incompatible"


def test_parameters_apart_do_not_multiply_what_is_tried() -> None:
    open_beside = [LARGE, integer("q", 1, 50)]
    contradiction: list[Relation] = [
        equal(Expression((Q, 2, "%")), 1),
        equal(Expression((Q, 4, "%")), 2),
    ]
    assert first(open_beside, [ODD, *contradiction]) is None


def test_what_objects_demand_of_their_own_variables_is_looked_at_in_the_end() -> None:
    """The bounds of n shrink by one each time, too slowly to show that there is none."""
    own = [integer("n", 1, 99)]
    demands: list[Relation] = [
        equal(Expression((P, 1, "*")), 2),
        equal(Expression((N, 0, "*", P, "+")), 2),
        equal(Expression((N, 2, "%")), 1),
    ]
    parameters = [integer("p", 1, 3)]
    assert first(parameters, demands, own) == {"p": 2}
    assert first(parameters, [*demands, equal(Expression((N, 4, "%")), 2)], own) is None


@pytest.mark.parametrize("turns", [0, 4])
def test_what_holds_is_found_without_looking_ahead_too(turns: int) -> None:
    with patch.object(choice, "TURNS", turns):
        assert first([integer("p", 1, 9)], [equal(Template((P,)), 7)]) == {"p": 7}
        assert first([integer("p", 1, 9)], [equal(Template((P,)), 10)]) is None


@pytest.mark.parametrize("turns", [0, 4])
def test_a_number_beyond_64_bits_has_no_part_in_an_expression(turns: int) -> None:
    low = -(2**63) - 1
    parameters = [Variable("p", "int", IntegerSet([IntegerRange(low, low), IntegerRange(1, 1)]))]
    with patch.object(choice, "TURNS", turns):
        found = first(parameters, [equal(Expression((P, N, "+")), 5)], [integer("n", 1, 2**64)])
    assert found == {"p": 1}


REMAINDER = 40 + 3 * 30
GROUPING = 80


@pytest.mark.parametrize(
    ("parameters", "relations", "units"),
    [
        ([LARGE], [], 0),
        ([LARGE], [ODD], GROUPING + REMAINDER),
        ([LARGE], [ODD, TWO], 2 * GROUPING + 4 * 2 * REMAINDER),
        ([LARGE, integer("q", 1, 9)], [ODD, HasValue(Expression((Q, 1, "+")))],
         2 * GROUPING + 2 * REMAINDER),
        ([LARGE, integer("q", 1, 9)], [equal(Expression((P, Q, "+")), 99), ODD],
         2 * GROUPING + 3 * REMAINDER),
    ],
)  # fmt: skip
def test_before_a_choice_each_relation_is_looked_at_until_nothing_changes(
    parameters: list[Variable], relations: list[Relation], units: int
) -> None:
    """Or four times as often as there are relations: bounds may shrink by one each time."""
    budget = Counted()
    assert may_hold(parameters, {}, relations, budget)
    assert budget.asked == units


def test_a_choice_costs_what_is_tried() -> None:
    budget = Counted()
    found = first_choice([integer("p", 1, 9)], {}, [equal(Expression((P, 5, "%")), 4)], budget)
    assert found == {"p": 4}
    leaf, tried = 800, 20
    # Bounds leave 4 to 9: the first look, one value, what that leaves, and the end.
    assert budget.asked == GROUPING + REMAINDER + tried + REMAINDER + leaf


def test_what_cannot_hold_shows_before_a_choice_or_not() -> None:
    parameters = [integer("p", 1, 9)]
    assert not may_hold(parameters, {}, [equal(Template((P,)), 10)], Budget(PAIR_CANDIDATES))
    assert not may_hold(parameters, {}, [ODD, equal(Template((P,)), 10)], Budget(PAIR_CANDIDATES))
    assert may_hold([LARGE], {}, [ODD, TWO], Budget(PAIR_CANDIDATES))
