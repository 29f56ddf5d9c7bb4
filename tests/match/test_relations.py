"""Tests of relations but equations: when each holds, what it leaves, and what it costs to look.

Here belong relations one at a time. What is left is compared with trying every value.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

import pytest

from devcompat.language.nodes import Expression, Field, Object, Reference, Template, Variable
from devcompat.match.budget import PAIR_CANDIDATES, Budget
from devcompat.match.choosing.equations import Equal
from devcompat.match.choosing.possible import (
    Numbers,
    Possible,
    State,
    possible_values,
    values_in_order,
)
from devcompat.match.choosing.relations import Accepted, Fits, HasValue, ObjectFits, Relation
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerRange, IntegerSet
from tests.match.counted import Counted

X, Y, N = Reference("x"), Reference("y"), Reference("n")
HALF = Expression((X, 2, "/"))
NONE: frozenset[str] = frozenset()


def numbers(*members: int) -> Numbers:
    domain = IntegerSet([IntegerRange(member, member) for member in members])
    found = possible_values(Variable("x", "int", domain))
    assert isinstance(found, Numbers)
    return found


def span(low: int, high: int) -> Numbers:
    return Numbers(IntegerSet([IntegerRange(low, high)]), low, high)


def text(length: int) -> str:
    return "z" * length


def is_short(found: str) -> bool:
    return len(found) <= 2 and found != "-1"


class Question(NamedTuple):
    """A relation, and what its variables may stand for."""

    relation: Relation
    state: State


def one_object(**values: Template | Expression) -> Object:
    return Object(tuple(Field(name, value) for name, value in values.items()), ())


ARITHMETIC = one_object(a=Template((text(1021), Y)), b=HALF)

EXACT = {
    "a value": Question(HasValue(Expression((X, 3, "+"))), {"x": numbers(1, 4)}),
    "no value by division by zero": Question(HasValue(Expression((1, X, "/"))), {"x": numbers(0)}),
    "no value by a remainder": Question(HasValue(HALF), {"x": numbers(3)}),
    "no value beyond 64 bits": Question(
        HasValue(Expression((X, 2, "*"))), {"x": numbers(-(2**62) - 1, 2, 2**62 - 1, 2**62)}
    ),
    "a text that passes": Question(Accepted(Template((X, "1")), is_short), {"x": ("a",)}),
    "a text that does not pass": Question(Accepted(Template((X, "11")), is_short), {"x": ("a",)}),
    "texts of which some pass": Question(
        Accepted(Template((X, "-", Y)), is_short), {"x": ("b", "", "a"), "y": numbers(1)}
    ),
    "texts of which none passes": Question(
        Accepted(Template((X, "-", Y)), is_short), {"x": ("b", "a"), "y": numbers(1)}
    ),
    "a number that passes": Question(Accepted(HALF, is_short), {"x": numbers(20)}),
    "a number that does not pass": Question(Accepted(HALF, is_short), {"x": numbers(-2)}),
    "no number to pass": Question(Accepted(HALF, is_short), {"x": numbers(1)}),
    "all that is short enough": Question(
        Fits(Template((text(1020), X, Y)), NONE), {"x": ("abc", "ab", ""), "y": numbers(1, 10)}
    ),
    "bytes, not characters": Question(
        Fits(Template((text(1020), X)), NONE), {"x": ("éé", "ééa", "abcd", "abcde")}
    ),
    "numbers with a sign": Question(
        Fits(Template((text(1021), X)), NONE), {"x": numbers(-1000, -100, -99, 99, 999, 1000)}
    ),
    "one digit and no room for a sign": Question(
        Fits(Template((text(1023), X)), NONE), {"x": numbers(-1, 0, 1, 9, 10)}
    ),
    "no room": Question(Fits(Template((text(1024), X)), NONE), {"x": numbers(-1, 0, 1)}),
    "no room, and an empty text": Question(Fits(Template((text(1024), X)), NONE), {"x": ("", "a")}),
    "too long by itself": Question(Fits(Template((text(1025), X)), NONE), {"x": ("", "a")}),
    "no room for a negative number": Question(
        Fits(Template((text(1023), X)), NONE), {"x": numbers(-5, -7)}
    ),
    "twice": Question(
        Fits(Template((text(1019), X, "-", X)), NONE), {"x": numbers(9, 99, 100, 1000)}
    ),
    "three times": Question(
        Fits(Template((text(1015), X, X, X)), NONE), {"x": ("abcd", "abc", "ab", "a")}
    ),
    "too long beside the shortest": Question(
        Fits(Template((text(1020), X, Y)), NONE), {"x": ("abc", "abcd"), "y": ("xy", "xyz")}
    ),
    "an object that fits": Question(ObjectFits(ARITHMETIC, frozenset("xy")), {
        "x": numbers(2), "y": ("abc",)}),
    "an object too long": Question(ObjectFits(ARITHMETIC, frozenset("xy")), {
        "x": numbers(2), "y": ("abcd",)}),
    "an object too long that is left out": Question(ObjectFits(ARITHMETIC, frozenset("xy")), {
        "x": numbers(3), "y": ("abcd",)}),
}  # fmt: skip
"""Questions whose answer is exact: what is left of each variable is what some choice has."""

WIDER = {
    "two texts of a test": Question(
        Accepted(Template((X, Y)), is_short), {"x": ("a", "abc"), "y": ("", "b")}
    ),
    "two texts of a test, the third known": Question(
        Accepted(Template((X, Y, N)), is_short), {"x": ("a", "abc"), "y": ("", "b"), "n": ("",)}
    ),
    "numbers of a test": Question(Accepted(Template((X,)), is_short), {"x": numbers(1, 100)}),
    "an object with a parameter that is open": Question(
        ObjectFits(ARITHMETIC, frozenset("xy")), {"x": numbers(2, 3), "y": ("abcd",)}
    ),
}
"""Questions that are left open until more is known."""


def choices(state: Mapping[str, Possible]) -> Iterator[dict[str, Bound]]:
    for chosen in product(*[tuple(values_in_order(possible)) for possible in state.values()]):
        yield dict(zip(state, chosen, strict=True))


def narrowed(asked: Question) -> dict[str, list[Bound]] | None:
    """Return every value that is left of every variable."""
    changes = asked.relation.narrow(asked.state, Budget(PAIR_CANDIDATES))
    if changes is None:
        return None
    assert changes.keys() <= asked.relation.names
    return {name: list(values_in_order(left)) for name, left in {**asked.state, **changes}.items()}


def fitting(asked: Question) -> dict[str, list[Bound]] | None:
    """Return the values of each variable with which it can hold, in their order."""
    found = [chosen for chosen in choices(asked.state) if asked.relation.holds(chosen)]
    if not found:
        return None
    known = {name: {chosen[name] for chosen in found} for name in asked.state}
    return {
        name: [value for value in values_in_order(possible) if value in known[name]]
        for name, possible in asked.state.items()
    }


@pytest.mark.parametrize("name", EXACT)
def test_what_is_left_is_what_some_choice_has(name: str) -> None:
    asked = EXACT[name]
    assert asked.relation.names == asked.state.keys()
    assert narrowed(asked) == fitting(asked)


@pytest.mark.parametrize("name", WIDER)
def test_what_depends_on_more_is_left_until_that_is_known(name: str) -> None:
    asked = WIDER[name]
    assert asked.relation.narrow(asked.state, Budget(PAIR_CANDIDATES)) == {}
    assert fitting(asked) != {
        name: list(values_in_order(left)) for name, left in asked.state.items()
    }


@pytest.mark.parametrize(
    ("relation", "values", "holds"),
    [
        (HasValue(HALF), {"x": 4}, True),
        (HasValue(HALF), {"x": 3}, False),
        (Accepted(Template((X, Y)), is_short), {"x": "a", "y": "b"}, True),
        (Accepted(Template((X, Y)), is_short), {"x": "a", "y": "bc"}, False),
        (Accepted(HALF, is_short), {"x": 8}, True),
        (Accepted(HALF, is_short), {"x": 2000}, False),
        (Accepted(HALF, is_short), {"x": 3}, False),
        (Fits(Template((text(1022), X)), NONE), {"x": 10}, True),
        (Fits(Template((text(1022), X)), NONE), {"x": 100}, False),
        (Fits(Template((text(1022), X)), NONE), {"x": "é"}, True),
        (Fits(Template((text(1022), X)), NONE), {"x": "éa"}, False),
        (Fits(Template((text(1022), X, N)), frozenset("n")), {"x": "ab"}, True),
        (Fits(Template((text(1022), X, N)), frozenset("n")), {"x": "abc"}, False),
        (ObjectFits(ARITHMETIC, frozenset("xy")), {"x": 2, "y": "abc"}, True),
        (ObjectFits(ARITHMETIC, frozenset("xy")), {"x": 2, "y": "abcd"}, False),
        (ObjectFits(ARITHMETIC, frozenset("xy")), {"x": 3, "y": "abcd"}, True),
    ],
)
def test_a_relation_holds_for_known_values_or_not(
    relation: Relation, values: dict[str, Bound], holds: bool
) -> None:
    assert relation.holds(values) is holds
    assert relation.names == values.keys()


def test_a_placeholder_of_the_object_itself_takes_no_room() -> None:
    relation = Fits(Template((text(1021), X, N)), frozenset("n"))
    assert relation.narrow({"x": ("abcd", "abc")}, Budget(PAIR_CANDIDATES)) == {"x": ("abc",)}


@pytest.mark.parametrize("members", [range(-120, 121), (-1000, -999, -5), (7, 8, 1000)])
@pytest.mark.parametrize("room", range(5))
def test_numbers_are_left_by_the_length_of_their_text(members: Sequence[int], room: int) -> None:
    """As members, and as one range of which only the ends are looked at."""
    relation = Fits(Template((text(1024 - room), X)), NONE)
    for possible in (numbers(*members), span(min(members), max(members))):
        asked = Question(relation, {"x": possible})
        assert narrowed(asked) == fitting(asked)


TEN = tuple("abcdefghij")


@pytest.mark.parametrize(
    ("asked", "units"),
    [
        (Question(HasValue(HALF), {"x": numbers(1, 2)}), 40 + 3 * 30),
        (Question(Accepted(Template((X,)), is_short), {"x": ("a",)}), 44),
        (Question(Accepted(Template((X,)), is_short), {"x": TEN}), 44 + 10 * 24),
        (Question(Fits(Template((X,)), NONE), {"x": span(1, 10**300)}), 24),
        (Question(Fits(Template((X, Y)), NONE), {"x": TEN, "y": numbers(1, 2)}), 24 + 10 + 24),
        (Question(ObjectFits(ARITHMETIC, frozenset("xy")), {"x": numbers(2), "y": TEN}), 2 * 20),
        (
            Question(Equal(Template((X, "-", Y)), Template(("a-b",))), {"x": TEN, "y": TEN}),
            40 + 2 * 20 + 2 * (10 // 4) + 2 * 10 + 2 * 12,
        ),
        (
            Question(Equal(Template((X,)), Template((Y,))), {"x": TEN, "y": numbers(1, 2)}),
            40 + 2 * 20 + 20 * 10,
        ),
    ],
)
def test_looking_costs_what_is_looked_at(asked: Question, units: int) -> None:
    """Outcomes near the limit of the work depend on it: the same question, the same answer."""
    budget = Counted()
    asked.relation.narrow(asked.state, budget)
    assert budget.asked == units
