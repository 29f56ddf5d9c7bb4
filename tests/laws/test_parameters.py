"""Laws: parameters are found as the brute-force oracle finds them, and what is found holds.

Here belongs the comparison of both over drawn type descriptors, and what follows for any choice. It
must not know how either of them comes to its answer.
"""

from collections import Counter
from collections.abc import Mapping
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from devcompat.formats.bundles import write_bundle
from devcompat.formats.registry import FORMATS, LAYOUTS, read_document, write_document
from devcompat.language.nodes import Document, Domain, Variable
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match.choosing import choice
from devcompat.match.compiled import compile_document
from devcompat.match.fixing import fix_parameters, read_value
from devcompat.match.judge import judge
from devcompat.match.solver import Solution, solve
from devcompat.match.verdict import RULES
from devcompat.values.integers import IntegerRange, IntegerSet
from devcompat.verbs.bundles import read_files
from tests.oracle import choose
from tests.oracle.choices import choices, fixed
from tests.oracle.evaluator import compare
from tests.oracle.objects import read_descriptor, read_type
from tests.strategies import TypeCase, distinct_type_cases, type_cases

ASKED = settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])


def solved(case: TypeCase) -> Solution:
    rule = next(rule for rule in RULES if rule == case.rule)
    return solve(parse(case.described), compile_document(parse(case.source)), rule)


@ASKED
@given(type_cases())
def test_outcome_and_values_are_the_oracles(case: TypeCase) -> None:
    found, expected = solved(case), choose(*case)
    assert (found.outcome, found.values) == (expected.outcome, expected.values)


@settings(ASKED, max_examples=200)
@given(type_cases())
def test_without_narrowing_the_answer_is_the_same_while_choices_are_few(case: TypeCase) -> None:
    with patch.object(choice, "TURNS", 0):
        found = solved(case)
    expected = choose(*case)
    assert (found.outcome, found.values) == (expected.outcome, expected.values)


@ASKED
@given(type_cases())
def test_the_verdict_is_that_of_the_descriptor_that_was_found(case: TypeCase) -> None:
    found = solved(case)
    assert found.verdict.outcome == found.outcome
    if found.values is None:
        assert found.document is None
        return
    assert found.document is not None
    fixed_anew = fix_parameters(parse(case.described), found.values)
    assert found.document.descriptor == fixed_anew.descriptor
    source, target = compile_document(parse(case.source)), compile_document(found.document)
    assert judge(source, target, found.verdict.rule) == found.verdict


@ASKED
@given(type_cases())
def test_what_is_incompatible_has_evidence(case: TypeCase) -> None:
    found = solved(case)
    if found.outcome == "incompatible":
        assert any(judgement.failures for judgement in found.verdict.judgements)


@ASKED
@given(type_cases(), st.data())
def test_a_choice_is_judged_as_the_oracle_judges_it(case: TypeCase, data: st.DataObject) -> None:
    described = read_type(case.described)
    values = data.draw(st.sampled_from(list(choices(described))))
    expected = fixed(described, values)
    document = fixed_or_none(case, values)
    assert (document is None) == (expected is None)
    if expected is None or document is None:
        return
    source, target = compile_document(parse(case.source)), compile_document(document)
    for rule in RULES:
        outcome = compare(read_descriptor(case.source), expected, rule).outcome
        assert judge(source, target, rule).outcome == outcome


@pytest.mark.parametrize("form", [*FORMATS, *LAYOUTS])
@settings(ASKED, max_examples=150)
@given(case=type_cases(), data=st.data())
def test_what_was_fixed_is_written_and_read_back_equal(
    form: str, case: TypeCase, data: st.DataObject
) -> None:
    values = data.draw(st.sampled_from(list(choices(read_type(case.described)))))
    document = fixed_or_none(case, values)
    again = None if document is None else reread(document, form)
    if document is not None and again is not None:
        assert again.descriptor == document.descriptor


def fixed_or_none(case: TypeCase, values: Mapping[str, int | str]) -> Document | None:
    """Return the descriptor of a choice; None if an expression of SELF has no value."""
    try:
        return fix_parameters(parse(case.described), values)
    except InputError as error:
        if {problem.code for problem in error.problems} == {"parameters.no-value"}:
            return None
        raise


def reread(document: Document, form: str) -> Document | None:
    """Return what is read from the document written in a format; None if that cannot hold it."""
    if form in FORMATS:
        return read_document(write_document(document.descriptor, form), "", form)
    try:
        files = write_bundle(document.descriptor, form)
    except InputError as error:
        if {problem.code for problem in error.problems} == {"convert.cannot-hold"}:
            return None
        raise
    return read_files(files, "", form)


@ASKED
@given(type_cases())
def test_numbers_beyond_a_domain_change_an_answer_only_for_an_earlier_one(case: TypeCase) -> None:
    small = solved(case)
    assume(small.outcome == "compatible")
    document = parse(case.described)
    source, rule = compile_document(parse(case.source)), small.verdict.rule
    wide = solve(widened(document), source, rule)
    assert small.values is not None
    assert wide.outcome == "compatible"
    assert wide.values is not None
    parameters = [found.variable for found in document.descriptor.parameters]
    if all(read_value(found, wide.values[found.name]) is not None for found in parameters):
        assert wide.values == small.values
    else:
        assert rank(parameters, wide.values) < rank(parameters, small.values)


def widened(document: Document) -> Document:
    """Return a type descriptor whose int parameters have 2^60 more numbers, above the others."""
    return document._replace(
        descriptor=document.descriptor._replace(
            parameters=tuple(
                found._replace(variable=found.variable._replace(domain=more(found.variable.domain)))
                for found in document.descriptor.parameters
            )
        )
    )


def more(domain: Domain) -> Domain:
    if not isinstance(domain, IntegerSet):
        return domain
    last = domain.ranges[-1].high
    return IntegerSet([*domain.items, IntegerRange(last + 1, last + 2**60)])


def rank(parameters: list[Variable], values: Mapping[str, int | str]) -> list[int]:
    return [
        found.domain.index(str(value)) if isinstance(found.domain, tuple) else int(value)
        for found in parameters
        for value in [values[found.name]]
    ]


def test_the_sample_is_worth_asking() -> None:
    sample = distinct_type_cases(800)
    answers = [choose(*case) for case in sample]
    outcomes = Counter(answer.outcome for answer in answers)
    later = [
        answer
        for answer, case in zip(answers, sample, strict=True)
        if answer.values not in (None, next(choices(read_type(case.described))))
    ]
    assert len(sample) >= 400
    assert outcomes["compatible"] >= 0.40 * len(sample)
    assert outcomes["incompatible"] >= 0.20 * len(sample)
    assert outcomes["unknown"] >= 0.03 * len(sample)
    assert len(later) >= 0.20 * len(sample)
