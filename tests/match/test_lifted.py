"""Types whose parameters stand where an object's variables stood: they accept the same sources.

Here belong the pairs of the conformance suite and the hostile ones, each asked twice: the matcher
binds variables, the solver chooses parameters. They may give up on different pairs.
"""

from collections.abc import Iterator

import pytest
from suite.cases import Case

from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.match.judge import judge
from devcompat.match.solver import Solution, solve
from devcompat.match.verdict import RULES, Failure, Rule, Verdict
from tests.conformance.corpus import chosen, is_text, named, text_of
from tests.match.hostile import PAIRS
from tests.match.lifted import lifted


def has_variables(case: Case) -> bool:
    return (
        is_text(case)
        and case.level != "hostile"
        and "outcome" in case.expect
        and bool(lifted(parse(text_of(case, "target"))).descriptor.parameters)
    )


SUITE = chosen("match", has_variables)
NO_CHOICE = {"limits/value-around-at"}
"""Any value of the parameter makes a text too long: there is no evidence about fields."""


def asked_twice(source: str, target: str, rule: Rule) -> tuple[Verdict, Solution]:
    """Return what the matcher says of the pair, and the solver of the type."""
    document, compiled = parse(target), compile_document(parse(source))
    return (
        judge(compiled, compile_document(document), rule),
        solve(lifted(document), compiled, rule),
    )


def given_up(verdict: Verdict) -> bool:
    return any(
        failure.code == "match.budget"
        for judgement in verdict.judgements
        for failure in judgement.undecided
    )


def facts(verdict: Verdict) -> Iterator[tuple[object, ...]]:
    """Yield what is told against a match, but for the names of variables."""

    def fact(failure: Failure) -> tuple[object, ...]:
        return failure.code, failure.fields, failure.found, failure.document

    for judgement in verdict.judgements:
        yield judgement.object_index, *map(fact, judgement.failures)


def agree(verdict: Verdict, solution: Solution) -> None:
    assert solution.verdict.outcome == solution.outcome
    assert (solution.values is None) == (solution.document is None)
    if given_up(verdict) or given_up(solution.verdict):
        assert "unknown" in {verdict.outcome, solution.outcome}
    else:
        assert solution.outcome == verdict.outcome


@pytest.mark.parametrize("case", named(SUITE))
def test_a_pair_of_the_suite_has_the_same_outcome_for_the_same_reasons(case: Case) -> None:
    for rule in RULES:
        verdict, solution = asked_twice(text_of(case, "source"), text_of(case, "target"), rule)
        agree(verdict, solution)
        both = verdict.outcome == solution.outcome == "incompatible"
        if both and case.name not in NO_CHOICE and rule != "source-lists":
            assert list(facts(solution.verdict)) == list(facts(verdict))


MATCHER_GIVES_UP = {
    "64 objects of 65,536 combinations",
    "sixty-two fields that are checked for every combination",
    "an expression of 800 operations",
    "an expression of 400 divisions",
    "multiplication by zero twice over",
}
"""Bounds of the numbers show the solver that these cannot match."""
SOLVER_GIVES_UP = {"numbers in a text of one digit", "arithmetic before the text that binds"}
"""The first value of a long number is far away."""
BOTH_GIVE_UP = {
    "numbers in two texts, backwards",
    "numbers in a text, then arithmetic",
    "sixty texts that nearly all agree",
}


@pytest.mark.parametrize("name", PAIRS)
def test_a_hostile_pair_has_no_other_outcome_than_the_matchers(name: str) -> None:
    verdict, solution = asked_twice(*PAIRS[name], "target-accepts")
    agree(verdict, solution)
    assert given_up(verdict) is (name in MATCHER_GIVES_UP | BOTH_GIVE_UP)
    assert given_up(solution.verdict) is (name in SOLVER_GIVES_UP | BOTH_GIVE_UP)
