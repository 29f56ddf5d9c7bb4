"""Tests that the steps of an expression have the value that arithmetic gives it.

Here belong generated expressions. It must not know how steps are laid out.
"""

from hypothesis import given
from hypothesis import strategies as st

from devcompat.language.arithmetic import Token, evaluate, to_postfix
from devcompat.language.nodes import Reference
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
