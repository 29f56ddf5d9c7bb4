"""Expressions, each way: read, written with no more parentheses than needed, solved for a name.

Belongs here: what arithmetic owes to whoever calls it. Values of whole documents are cases of the
conformance suite.
"""

from collections.abc import Iterator
from itertools import product

import pytest

from devcompat.language.arithmetic import (
    HIGHEST,
    LOWEST,
    Token,
    evaluate,
    references,
    solvable_for,
    solve,
    to_infix,
    to_postfix,
)
from devcompat.language.nodes import Expression, Reference

NUMBERS = (-7, -3, -2, -1, 0, 1, 2, 3, 6)
SMALL = range(-40, 41)


def tokens(text: str) -> list[Token]:
    """Return the tokens of an expression written with spaces; letters are names."""
    return [
        int(word) if word.isdecimal() else Reference(word) if word.isalpha() else word
        for word in text.split()
    ]


def expression(text: str) -> Expression:
    found = to_postfix(tokens(text))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7 - 2 - 1", 4),
        ("12 / 3 / 2", 2),
        ("1 + 2 * 3", 7),
        ("( 1 + 2 ) * 3", 9),
        ("- 2 - 3", -5),
        ("- ( 2 - 3 )", 1),
        ("2 * - 3", -6),
        ("- - 3", 3),
        ("7 % 4 * 2", 6),
        ("2 * 7 % 4", 2),
        ("- 7 % 4", 1),
        ("7 % - 4", -1),
        ("7 - 2 * 3 + 1", 2),
        ("7 / 2", None),
        ("7 / 0", None),
        ("7 % 0", None),
    ],
)
def test_operators_bind_and_associate_as_specified(text: str, value: int | None) -> None:
    assert evaluate(expression(text), {}) == value


@pytest.mark.parametrize(
    "text",
    [
        "", "1 2", "1 +", "+ 1", "* 1", "1 ( 2 )", "( 1", "1 )", ") 1 (", "( )", "( 1 ) 2",
        "( 1 ) ( 2 )", "1 - * 2", "-", "( - )", "1 + )",
    ],
)  # fmt: skip
def test_what_is_no_expression_is_none(text: str) -> None:
    assert to_postfix(tokens(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "a - b - c", "a - ( b - c )", "a * b / c", "a * ( b / c )", "a + b * c", "( a + b ) * c",
        "- a", "- - a", "- ( a + b )", "- a * b", "a * - b", "a - - b", "a % b % c",
        "( a - b ) % ( c - 1 )", "- ( a * b )", "a + ( b + c )", "- 1",
    ],
)  # fmt: skip
def test_only_the_parentheses_that_are_needed_are_written(text: str) -> None:
    assert to_infix(expression(text)) == tokens(text)


@pytest.mark.parametrize(
    "text", ["( a )", "( a * b ) + c", "( a - b ) - c", "- ( - a )", "- ( a )"]
)
def test_other_parentheses_are_not_written(text: str) -> None:
    bare = [token for token in tokens(text) if token not in ("(", ")")]
    assert to_infix(expression(text)) == bare


@pytest.mark.parametrize(("number", "value"), [(HIGHEST, HIGHEST), (HIGHEST + 1, None)])
def test_a_value_has_at_most_64_bits_at_every_step(number: int, value: int | None) -> None:
    assert evaluate(Expression((number,)), {}) == value
    assert evaluate(Expression((Reference("n"),)), {"n": number}) == value
    assert evaluate(expression("n - 1 + 1"), {"n": LOWEST}) is None
    assert evaluate(expression("n + 1 - 1"), {"n": HIGHEST}) is None
    assert evaluate(expression("- n"), {"n": LOWEST}) is None
    assert evaluate(expression("n"), {"n": LOWEST}) == LOWEST


@pytest.mark.parametrize(
    ("text", "solvable"),
    [
        ("x", True), ("k", False), ("- x", True), ("x + k", True), ("k + x", True),
        ("k - x", True), ("x * k", True), ("k * x", True), ("x / k", True), ("k / x", False),
        ("x % k", False), ("k % x", False), ("x + x", False), ("x - k * x", False),
        ("k / ( x + 1 )", False), ("( x + 1 ) % k", False), ("( x / k ) - 1", True),
        ("k % 2 + x", True), ("6 / k + x", True), ("x + 6 / k", True), ("x / ( k + 1 )", True),
        ("1 / ( k / ( x - 1 ) )", False),
    ],
)  # fmt: skip
def test_a_name_is_solvable_if_it_stands_once_in_no_divisor_under_no_modulo(
    text: str, solvable: bool
) -> None:
    assert solvable_for(expression(text), "x") == solvable


TEXTS = (
    "x", "- x", "x + k", "k + x", "x - k", "k - x", "x * k", "k * x", "x / k", "- ( k - x )",
    "k - x * m", "( x + k ) * m", "m * ( k - x )", "( k - x ) / m", "k - x / m", "m - ( x - k )",
    "- x * k + m", "m * ( x / k )", "( m % 4 ) * x - k", "( - x - k ) / m", "x * k * m",
    "( x * k + m ) * m", "6 / k - x", "- ( - ( x + k ) )",
    "x - - k", "- k + x", "- ( k * 2 ) * x",
)  # fmt: skip


def bindings(names: list[str]) -> Iterator[dict[str, int]]:
    others = sorted({name for name in names if name != "x"})
    for values in product(NUMBERS, repeat=len(others)):
        yield dict(zip(others, values, strict=True))


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_solved_for_lies_within_the_bounds_and_is_all_that_may(text: str) -> None:
    """Try every small number: those that give the target are in the bounds.

    The bounds hold one number, except where a factor is zero; and that number gives the target,
    unless a division on its way leaves a remainder.
    """
    asked = expression(text)
    divides = "/" in text
    for binding in bindings(references(asked)):
        values = {number: evaluate(asked, {**binding, "x": number}) for number in SMALL}
        for target in range(-12, 13):
            right = [number for number, value in values.items() if value == target]
            found = solve(asked, "x", target, binding)
            if found is None:
                assert not right
                continue
            low, high = found
            assert all(low <= number <= high for number in right)
            if low < high:
                assert 0 in binding.values()
                assert low < SMALL[0]
                assert high > SMALL[-1]
            elif not divides:
                assert low == high
                assert right == [low] if low in SMALL else not right


@pytest.mark.parametrize(
    ("text", "target", "binding", "bounds"),
    [
        ("x * 3", 12, {}, (4, 4)),
        ("x * 3", 13, {}, None),
        ("x * -3", 12, {}, (-4, -4)),
        ("x * 3", 3 * (2**61 + 1), {}, (2**61 + 1, 2**61 + 1)),
        ("x * k", 0, {"k": 0}, (LOWEST, HIGHEST)),
        ("x * k", 1, {"k": 0}, None),
        ("x * k + 2", 2, {"k": 0}, (LOWEST, HIGHEST)),
        ("x / k", 5, {"k": 0}, None),
        ("x / 3", 5, {}, (15, 15)),
        ("x + k / 2", 5, {"k": 4}, (3, 3)),
        ("x + k / 2", 5, {"k": 3}, None),
        ("x + k % 4", 5, {"k": 7}, (2, 2)),
        ("x + k % m", 5, {"k": 7, "m": 0}, None),
        ("x + k", 0, {"k": HIGHEST}, (-HIGHEST, -HIGHEST)),
        ("x - k", 2, {"k": HIGHEST}, None),
        ("x - k", 0, {"k": HIGHEST}, (HIGHEST, HIGHEST)),
        ("x + k", 0, {"k": LOWEST}, None),
        ("x + k", -1, {"k": LOWEST}, (HIGHEST, HIGHEST)),
        ("x - k * m", 0, {"k": HIGHEST, "m": 2}, None),
        ("x + k", 1, {"k": HIGHEST + 1}, None),
        ("x - - k", 0, {"k": LOWEST}, None),
        ("- x", HIGHEST, {}, (-HIGHEST, -HIGHEST)),
        ("- x", LOWEST, {}, None),
        ("( x + k ) * m", 0, {"k": 5, "m": 0}, (LOWEST, HIGHEST - 5)),
    ],
)
def test_bounds_of_what_is_solved_for(
    text: str, target: int, binding: dict[str, int], bounds: tuple[int, int] | None
) -> None:
    asked = expression(text.replace("-3", "- 3"))
    assert solve(asked, "x", target, binding) == bounds
