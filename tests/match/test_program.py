"""Tests that the steps of an expression have the value that arithmetic gives it.

Here belong generated expressions. It must not know how steps are laid out.
"""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devcompat.language.arithmetic import HIGHEST, LOWEST, Token, evaluate, to_postfix
from devcompat.language.nodes import Expression, Reference
from devcompat.match.program import program, run

NUMBERS = st.sampled_from([0, 1, 2, 3, 7, 2**62, 2**63 - 1, 2**63, 10**30])
LEAVES: st.SearchStrategy[list[Token]] = st.one_of(
    NUMBERS, st.sampled_from([Reference("a"), Reference("b")])
).map(lambda one: [one])
BOUND = st.sampled_from([0, 1, -1, 2, 5, -3, 2**63 - 1, -(2**63), 2**64])


def _longer(inner: st.SearchStrategy[list[Token]]) -> st.SearchStrategy[list[Token]]:
    negated = inner.map(lambda tokens: ["-", "(", *tokens, ")"])
    joined = st.tuples(inner, st.sampled_from("+-*/%"), inner).map(
        lambda found: ["(", *found[0], ")", found[1], "(", *found[2], ")"]
    )
    return st.one_of(negated, joined)


EXPRESSIONS: st.SearchStrategy[list[Token]] = st.recursive(LEAVES, _longer, max_leaves=12)


@given(tokens=EXPRESSIONS, a=BOUND, b=BOUND)
def test_a_program_gives_what_the_expression_gives(tokens: list[Token], a: int, b: int) -> None:
    expression = to_postfix(tokens)
    assert expression is not None
    binding = {"a": a, "b": b}
    steps = program(expression)
    found = None if steps is None else run(steps, binding)
    assert found == evaluate(expression, binding)


def test_constants_are_folded_and_one_without_a_value_ends_it() -> None:
    folded = to_postfix([Reference("a"), "+", "(", 6, "/", 3, "-", 1, ")"])
    assert folded is not None
    assert len(program(folded) or ()) == 2
    for tokens in ([1, "/", 0], [1, "/", 2], [2**63], [2**63 - 1, "+", 1]):
        hopeless = to_postfix([Reference("a"), "+", "(", *tokens, ")"])
        assert hopeless is not None
        assert program(hopeless) is None


A, B = Reference("a"), Reference("b")
OPERATORS = "+-*/%"
ENDS: list[int | Reference] = [A, B, 0, 1, 2, HIGHEST, HIGHEST + 1]
FEW: list[int | Reference] = [A, B, 0, 3, HIGHEST]
BINDINGS = [
    {"a": 6, "b": -3},
    {"a": -1, "b": HIGHEST},
    {"a": LOWEST, "b": -1},
    {"a": 0, "b": 2**63},
]


def small_expressions(operator: str) -> Iterator[Expression]:
    """Yield expressions with this operator last, or last but for a minus."""
    for left, right in product(ENDS, repeat=2):
        yield Expression((left, right, operator))
        yield Expression((left, "neg", right, operator))
        yield Expression((left, right, "neg", operator))
        yield Expression((left, right, operator, "neg"))
    for left, middle, right in product(FEW, repeat=3):
        for other in OPERATORS:
            yield Expression((left, middle, other, right, operator))
            yield Expression((left, middle, right, other, operator))
            yield Expression((left, "neg", middle, other, right, operator))


@pytest.mark.parametrize("operator", OPERATORS)
def test_every_small_expression_has_the_value_that_arithmetic_gives_it(operator: str) -> None:
    for expression in small_expressions(operator):
        steps = program(expression)
        for binding in BINDINGS:
            found = None if steps is None else run(steps, binding)
            assert found == evaluate(expression, binding), (expression, binding)


@pytest.mark.parametrize(
    ("postfix", "steps"),
    [
        ((A,), 1),
        ((A, "neg"), 2),
        ((3, "neg"), 1),
        ((A, 3, "neg", "+"), 2),
        ((A, B, "+"), 2),
        ((A, B, "neg", "+"), 4),
        ((A, 2, 3, "*", "+"), 2),
        ((A, B, 2, "+", "*"), 4),
        ((HIGHEST, "neg", 1, "-"), 1),
        ((A, HIGHEST, "neg", 1, "-", "+"), 2),
    ],
)
def test_what_is_constant_takes_no_step(
    postfix: tuple[int | Reference | str, ...], steps: int
) -> None:
    assert len(program(Expression(postfix)) or ()) == steps


@pytest.mark.parametrize(
    "postfix", [(HIGHEST + 1,), (A, HIGHEST + 1, "-"), (3, 2, "/"), (A, 1, 0, "%", "+")]
)
def test_without_a_value_whatever_is_bound_there_are_no_steps(
    postfix: tuple[int | Reference | str, ...],
) -> None:
    assert program(Expression(postfix)) is None
