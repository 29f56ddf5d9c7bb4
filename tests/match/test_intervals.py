"""Tests of how narrow intervals are: all small ones of each operator, and the edges of 64 bits.

Here belong bounds that are too wide, counted: the search tries what they leave. That none is too
narrow is a law for drawn expressions (tests/laws/test_intervals.py), and is seen here on the way.
"""

from collections.abc import Iterator
from itertools import product

import pytest

from devcompat.language.arithmetic import HIGHEST, LOWEST, evaluate
from devcompat.language.nodes import Expression, Reference
from devcompat.match.choosing.intervals import Interval, narrowed, value_bounds

X, Y = Reference("x"), Reference("y")
OPERANDS: list[Interval] = [
    (-7, -7), (-3, -2), (-1, 1), (0, 0), (0, 2), (1, 1), (2, 5), (3, 3), (-4, -1), (6, 8), (-2, 0),
    (-4, 3),
]  # fmt: skip
VALUES: list[Interval] = [
    (0, 0), (1, 1), (-2, -2), (2, 3), (-1, 1), (4, 9), (-9, -3), (12, 12), (-40, 40), (-1, 0),
    (0, 1), (15, 60),
]  # fmt: skip
Question = tuple[Interval, Interval, Interval]
Token = int | str | Reference


def numbers(interval: Interval) -> range:
    return range(interval[0], interval[1] + 1)


def questions() -> Iterator[Question]:
    return product(OPERANDS, OPERANDS, VALUES)


def fitting(expression: Expression, asked: Question) -> list[tuple[int, int]]:
    x, y, wanted = asked
    found = []
    for one, other in product(numbers(x), numbers(y)):
        value = evaluate(expression, {"x": one, "y": other})
        if value is not None and wanted[0] <= value <= wanted[1]:
            found.append((one, other))
    return found


def excess(expression: Expression, asked: Question) -> int:
    """Return how many numbers of x and y are left beyond the first and last that fit."""
    x, y, wanted = asked
    left = narrowed(expression, {"x": x, "y": y}, wanted)
    found = fitting(expression, asked)
    if left is None:
        assert found == []
        return 0
    beyond = 0
    for index, name in enumerate("xy"):
        (low, high), known = left[name], {pair[index] for pair in found}
        assert asked[index][0] <= low <= high <= asked[index][1]
        assert all(low <= number <= high for number in known)
        beyond += len(numbers((low, high)))
        beyond -= len(numbers((min(known), max(known)))) if known else 0
    return beyond


@pytest.mark.parametrize(
    ("operator", "most"), [("+", 0), ("-", 0), ("*", 93), ("/", 98), ("%", 651)]
)
def test_what_is_left_beyond_what_fits_is_not_more(operator: str, most: int) -> None:
    """Bounds may get narrower: then the number may be lowered."""
    expression = Expression((X, Y, operator))
    assert sum(excess(expression, asked) for asked in questions()) <= most


def value_excess(expression: Expression, x: Interval, y: Interval) -> int:
    """Return how many numbers the bounds of the value have beyond its first and last."""
    found = value_bounds(expression, {"x": x, "y": y})
    possible = {
        value
        for one, other in product(numbers(x), numbers(y))
        if (value := evaluate(expression, {"x": one, "y": other})) is not None
    }
    if found is None:
        assert possible == set()
        return 0
    assert all(found[0] <= value <= found[1] for value in possible)
    span = len(numbers((min(possible), max(possible)))) if possible else 0
    return len(numbers(found)) - span


@pytest.mark.parametrize(("operator", "most"), [("+", 0), ("-", 0), ("*", 0), ("/", 16), ("%", 80)])
def test_the_bounds_of_a_value_are_not_wider(operator: str, most: int) -> None:
    expression = Expression((X, Y, operator))
    excesses = [value_excess(expression, x, y) for x, y in product(OPERANDS, OPERANDS)]
    assert sum(excesses) <= most


@pytest.mark.parametrize(
    ("postfix", "x", "wanted", "expected"),
    [
        ((X, "neg"), (-3, 5), (-9, 2), (-2, 5)),
        ((X, "neg"), (-3, 5), (4, 9), None),
        ((X, 1, "+"), (0, 2**70), (LOWEST, HIGHEST), (0, HIGHEST - 1)),
        ((X, 1, "-"), (-(2**70), 0), (LOWEST, HIGHEST), (LOWEST + 1, 0)),
        ((X, 1, "*"), (-(2**70), 2**70), (LOWEST, HIGHEST), (LOWEST, HIGHEST)),
        ((X, "neg"), (-(2**70), 0), (LOWEST, HIGHEST), (LOWEST + 1, 0)),
        ((X, X, "+"), (0, 10), (7, 9), (0, 9)),
        ((X, X, "*"), (-10, 10), (50, 200), (-10, 10)),
        ((X, 3, "*", 1, "+"), (0, 10), (8, 20), (3, 6)),
        ((X, 3, "*", X, "+"), (0, 10), (8, 20), (0, 6)),
        ((X, X, 3, "*", "+"), (0, 10), (8, 20), (0, 6)),
        ((20, X, "-"), (0, 30), (5, 7), (13, 15)),
        ((20, X, "/"), (0, 30), (3, 9), (3, 6)),
        ((X, 4, "%"), (5, 14), (1, 2), (5, 14)),
        ((X, 4, "%"), (7, 12), (1, 2), (9, 10)),
        ((X, -4, "%"), (-12, -7), (-2, -1), (-10, -9)),
        ((X, 4, "%"), (7, 12), (5, 6), None),
        ((X, 4, "%", 2, "*"), (7, 12), (1, 1), None),
        ((X, 0, "/"), (0, 9), (0, 9), None),
        ((X, 0, "%"), (0, 9), (0, 9), None),
    ],
)
def test_bounds_go_up_to_the_value_and_down_again(
    postfix: tuple[Token, ...], x: Interval, wanted: Interval, expected: Interval | None
) -> None:
    found = narrowed(Expression(postfix), {"x": x}, wanted)
    assert found == (None if expected is None else {"x": expected})


def test_without_a_wanted_value_any_of_64_bits_will_do() -> None:
    assert narrowed(Expression((X, 2, "*")), {"x": (0, 2**70)}) == {"x": (0, 2**62 - 1)}
    assert value_bounds(Expression((X, 2, "*")), {"x": (-(2**70), 7)}) == (LOWEST, 14)
    assert value_bounds(Expression((X,)), {"x": (2**63, 2**64)}) is None
    assert value_bounds(Expression((X,)), {"x": (HIGHEST, 2**64)}) == (HIGHEST, HIGHEST)
