"""Tests of equations: what two values that are to have the same text leave of their variables.

Here belong all pairs of a few values over a few small domains, compared with trying every choice,
and how much is left beyond that. It must not know in which order values are tried.
"""

from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from devcompat.language.nodes import Expression, Reference, Template, Value
from devcompat.match.budget import PAIR_CANDIDATES, Budget
from devcompat.match.choosing.equations import Equal, variables_in
from devcompat.match.choosing.possible import Numbers, Possible, State, values_in_order
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerRange, IntegerSet
from tests.match.counted import Counted

X, Y = Reference("x"), Reference("y")
TEMPLATES: list[Value] = [
    Template(parts)
    for parts in (
        (), ("12",), ("-3",), ("0",), ("a",), ("1a",), ("04",), ("1-2",), ("a12",),
        (X,), (Y,), ("1", X), (X, "1"), ("a", X), (Y, "a"), ("a", Y, "a"), ("1", Y),
        (X, "-", Y), (X, "1", Y), (Y, "-", X), (X, "-", X), ("12", X), (X, "21"), ("a1", Y),
        (Y, "aa"), ("a", Y, "1"), (X, "-"), ("-", Y),
    )
]  # fmt: skip
EXPRESSIONS: list[Value] = [
    Expression(postfix)
    for postfix in (
        (X, 2, "*"), (X, Y, "+"), (Y, 1, "-"), (X, "neg"), (X, 2, "/"), (X, 3, "%"), (12, X, "/"),
        (X, Y, "*"),
    )
]  # fmt: skip


def numbers(*members: int) -> Numbers:
    domain = IntegerSet([IntegerRange(member, member) for member in members])
    return Numbers(domain, min(members), max(members))


def span(low: int, high: int) -> Numbers:
    return Numbers(IntegerSet([IntegerRange(low, high)]), low, high)


TEXTS = ("1", "12", "a", "-3", "", "-")
STATES: dict[str, State] = {
    "numbers": {"x": numbers(-3, -2, 0, 1, 2, 12), "y": numbers(1, 2, 12)},
    "the same numbers": {"x": numbers(1, 2, 4, 12), "y": numbers(0, 1, 2, 4)},
    "one number known": {"x": numbers(1), "y": numbers(1, 2, 12)},
    "the other number known": {"x": numbers(-3, 1, 2, 6), "y": numbers(2)},
    "both numbers known": {"x": numbers(2), "y": numbers(1)},
    "texts": {"x": TEXTS, "y": ("2", "", "1", "12", "a1")},
    "one text known": {"x": ("",), "y": ("2", "", "1", "12")},
    "texts and numbers": {"x": TEXTS, "y": numbers(-3, 1, 2, 12)},
    "numbers and texts": {"x": numbers(-3, -1, 1, 2, 12), "y": TEXTS},
}


def values_of(state: State) -> list[Value]:
    """Return the values that may be written of such variables: only numbers are computed with."""
    computed = [
        value
        for value in EXPRESSIONS
        if all(isinstance(state[name], Numbers) for name in variables_in(value))
    ]
    return TEMPLATES + computed


def choices(state: Mapping[str, Possible]) -> Iterator[dict[str, Bound]]:
    for chosen in product(*[tuple(values_in_order(possible)) for possible in state.values()]):
        yield dict(zip(state, chosen, strict=True))


def excess(relation: Equal, whole: State) -> int:
    """Return how many values are left that no choice has with which both sides are equal."""
    state = {name: whole[name] for name in sorted(relation.names)}
    found = [chosen for chosen in choices(state) if relation.holds(chosen)]
    changes = relation.narrow(state, Budget(PAIR_CANDIDATES))
    if changes is None:
        assert found == []
        return 0
    assert changes.keys() <= relation.names
    beyond = 0 if found or state else 1
    for name, possible in state.items():
        left = list(values_in_order(changes.get(name, possible)))
        known = {chosen[name] for chosen in found}
        assert known <= set(left)
        assert left == [value for value in values_in_order(possible) if value in left]
        beyond += len(left) - len(known)
    return beyond


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("numbers", 509),
        ("the same numbers", 301),
        ("one number known", 47),
        ("the other number known", 182),
        ("both numbers known", 0),
        ("texts", 227),
        ("one text known", 18),
        ("texts and numbers", 157),
        ("numbers and texts", 260),
    ],
)
def test_nothing_possible_is_left_out_and_not_more_beyond_that(name: str, most: int) -> None:
    """A change that leaves less may lower the number."""
    state = STATES[name]
    pairs = product(values_of(state), repeat=2)
    assert sum(excess(Equal(left, right), state) for left, right in pairs) <= most


@pytest.mark.parametrize(
    ("left", "right", "values", "holds"),
    [
        (Template(("V_", X)), Template(("V_4",)), {"x": 4}, True),
        (Template(("V_", X)), Template(("V_4",)), {"x": 5}, False),
        (Template((X,)), Template((Y,)), {"x": "4", "y": 4}, True),
        (Template((X,)), Template((Y,)), {"x": "04", "y": 4}, False),
        (Expression((X, 2, "/")), Template((Y,)), {"x": 8, "y": 4}, True),
        (Expression((X, 2, "/")), Template((Y,)), {"x": 9, "y": 4}, False),
        (Expression((X, 2, "/")), Expression((Y, 2, "/")), {"x": 9, "y": 9}, False),
        (Template((X,)), Template(()), {"x": ""}, True),
    ],
)
def test_an_equation_holds_where_both_sides_have_the_same_text(
    left: Value, right: Value, values: dict[str, Bound], holds: bool
) -> None:
    for relation in (Equal(left, right), Equal(right, left)):
        assert relation.holds(values) is holds
        assert relation.names == values.keys()


LARGE = span(1, 2**70)


@pytest.mark.parametrize(
    ("left", "right", "state", "expected"),
    [
        (Expression((X, 3, "*")), Template(("12",)), {"x": LARGE}, {"x": span(4, 4)}),
        (Expression((X, 3, "*")), Template(("13",)), {"x": LARGE}, None),
        (Expression((X, 3, "*")), Template(("a",)), {"x": LARGE}, None),
        (Template(("a", X, "b")), Template(("a12b",)), {"x": LARGE}, {"x": span(12, 12)}),
        (Template((X, "_", Y)), Template(("5_x",)), {"x": LARGE, "y": ("y",)}, None),
        (Template((X,)), Template((Y,)), {"x": LARGE, "y": span(-5, 5)}, {
            "x": span(1, 5), "y": span(1, 5)}),
        (Template((X,)), Template((Y,)), {"x": LARGE, "y": span(-5, 0)}, None),
        (Template(("a", X)), Template(("a", Y)), {"x": LARGE, "y": span(7, 8)}, {
            "x": span(7, 8), "y": span(7, 8)}),
        (Expression((X, 1, "+")), Template((Y,)), {"x": LARGE, "y": span(7, 8)}, {
            "x": span(6, 7), "y": span(7, 8)}),
        (Expression((X, 1, "+")), Expression((Y, 2, "*")), {"x": LARGE, "y": span(7, 8)}, {
            "x": span(13, 15), "y": span(7, 8)}),
        (Expression((X, 1, "+")), Template((Y,)), {"x": LARGE, "y": span(-8, 1)}, None),
        (Template(("1", X)), Template((Y,)), {"x": LARGE, "y": LARGE}, {}),
        (Template((X, "a")), Template((Y, "a")), {"x": LARGE, "y": span(7, 300)}, {
            "x": span(7, 300), "y": span(7, 300)}),
        (Template((X, "a")), Template((Y, "b")), {"x": LARGE, "y": LARGE}, None),
        (Template(("a", X)), Template(("b", Y)), {"x": LARGE, "y": LARGE}, None),
    ],
)  # fmt: skip
def test_large_numbers_are_narrowed_to_their_ends(
    left: Value, right: Value, state: State, expected: State | None
) -> None:
    for relation in (Equal(left, right), Equal(right, left)):
        found = relation.narrow(state, Budget(PAIR_CANDIDATES))
        assert (found is None) == (expected is None)
        for name, possible in (expected or {}).items():
            assert found is not None
            assert list(values_in_order(found[name])) == list(values_in_order(possible))


@pytest.mark.parametrize(("most", "looked_at"), [(256, True), (257, False)])
def test_texts_are_written_out_while_they_are_few(most: int, looked_at: bool) -> None:
    state: State = {"x": span(1, most), "y": span(1, 2**60)}
    found = Equal(Template(("1", X)), Template((Y,))).narrow(state, Budget(PAIR_CANDIDATES))
    assert found is not None
    assert bool(found) is looked_at


FOUR = ("a", "b", "c", "d")
TWO = numbers(1, 2)


@pytest.mark.parametrize(
    ("left", "right", "state", "units"),
    [
        (Expression((X, 3, "*")), Template(("12",)), {"x": LARGE}, 40 + 3 * 30),
        (Template(("12",)), Expression((X, 3, "*")), {"x": LARGE}, 40 + 3 * 30),
        (Template((X,)), Template(("12",)), {"x": LARGE}, 40 + 20 + 12),
        (Template((X,)), Template(("1" * 320,)), {"x": LARGE}, 40 + 20 + 12 + 320 // 16 + 12),
        (Template((X, Y)), Template((Y,)), {"x": ("",), "y": ("a",)}, 40 + 2 * 20),
        (Template((X,)), Template((Y,)), {"x": LARGE, "y": LARGE}, 40 + 2 * 20),
        (Template((X,)), Template((Y,)), {"x": FOUR, "y": LARGE}, 40 + 2 * 20 + 4 * 20),
        (Template((X,)), Template((Y,)), {"x": LARGE, "y": FOUR}, 40 + 2 * 20 + 4 * 20),
        (Template((X,)), Template((Y,)), {"x": FOUR, "y": FOUR[:2]}, 40 + 2 * 20 + 4 * 20),
        (Expression((X, 3, "*")), Template((Y,)), {"x": LARGE, "y": LARGE}, 80 + 40 + 3 * 30),
        (Template(("1", X)), Template((Y,)), {"x": TWO, "y": LARGE}, 80 + 2 * (40 + 12)),
        (Template(("1", X)), Template((Y,)), {"x": LARGE, "y": LARGE}, 80),
    ],
)
def test_looking_costs_what_is_looked_at(
    left: Value, right: Value, state: State, units: int
) -> None:
    """Outcomes near the limit of the work depend on it: the same question, the same answer."""
    budget = Counted()
    Equal(left, right).narrow(state, budget)
    assert budget.asked == units
