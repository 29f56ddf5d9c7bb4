"""Tests that bad documents are refused with every problem at its place, and no other.

Here belongs running tests/vectors/errors.json. It must not hold documents of its own.
"""

import pytest

from devcompat.language.parser import parse
from devcompat.language.problems import InputError, Problem
from tests.vectors.reading import Vector, parameters, read_vectors

VECTORS = read_vectors("errors.json")

SHOW_NOTHING = {
    "text.empty",
    "domain.empty",
    "domain.member",
    "domain.unexpected",
    "placeholder.name",
    "variable.type",
}
"""Where what is wrong may be that there is nothing."""


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as raised:
        parse(text, "vector")
    assert raised.value.source == "vector"
    assert raised.value.text == text
    return raised.value.problems


def summary(problem: Problem) -> dict[str, object]:
    assert problem.position is not None
    line, column = problem.position
    return {"code": problem.code, "line": line, "column": column}


@pytest.mark.parametrize("vector", parameters(VECTORS))
def test_bad_document_has_exactly_these_problems(vector: Vector) -> None:
    assert [summary(problem) for problem in problems_of(vector["text"])] == vector["problems"]


def test_every_problem_says_what_was_expected_and_shows_what_was_found() -> None:
    for vector in VECTORS:
        for problem in problems_of(vector["text"]):
            assert problem.expected
            assert problem.found or problem.code in SHOW_NOTHING
