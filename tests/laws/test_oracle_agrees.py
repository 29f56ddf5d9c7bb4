"""Law: the matcher says what the brute-force oracle says, and both are asked pairs worth asking.

Here belongs the comparison of the two over drawn pairs of documents. It must not know how either
of them comes to its answer.
"""

from collections import Counter
from dataclasses import dataclass

from hypothesis import HealthCheck, given, settings

from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.match.judge import judge
from devcompat.match.verdict import Failure, Judgement, Rule, Verdict
from tests.oracle import Finding, OracleVerdict, evaluate
from tests.oracle.evaluator import jointly_matching
from tests.oracle.objects import read_descriptor
from tests.strategies import DocumentPair, distinct_pairs, document_pairs

ASKED = settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
RULES: tuple[Rule, ...] = ("target-accepts", "source-lists", "both")
CONFLICT = "variables.conflict"


@dataclass(frozen=True)
class Direction:
    """Whose SELF stands against whose COMPATIBLE objects."""

    rule: Rule
    described: str
    accepting: str


def directions(pair: DocumentPair) -> tuple[Direction, Direction]:
    return (
        Direction("target-accepts", pair.source, pair.target),
        Direction("source-lists", pair.target, pair.source),
    )


def judged(pair: DocumentPair, rule: Rule) -> Verdict:
    return judge(compile_document(parse(pair.source)), compile_document(parse(pair.target)), rule)


def judged_one_way(pair: DocumentPair, direction: Direction) -> tuple[Judgement, OracleVerdict]:
    (judgement,) = judged(pair, direction.rule).judgements
    return judgement, evaluate(pair.source, pair.target, direction.rule)


@ASKED
@given(document_pairs())
def test_outcome_is_the_oracles_under_every_rule(pair: DocumentPair) -> None:
    for rule in RULES:
        assert judged(pair, rule).outcome == evaluate(pair.source, pair.target, rule).outcome


@ASKED
@given(document_pairs())
def test_both_carries_the_two_judgements_of_the_single_rules(pair: DocumentPair) -> None:
    single = [judged(pair, direction.rule).judgements for direction in directions(pair)]
    assert judged(pair, "both").judgements == (*single[0], *single[1])


@ASKED
@given(document_pairs())
def test_match_names_the_oracles_object_and_binding(pair: DocumentPair) -> None:
    for direction in directions(pair):
        judgement, expected = judged_one_way(pair, direction)
        if expected.outcome != "compatible":
            continue
        assert expected.binding is not None
        assert judgement.object_index == expected.object_index
        assert {n: judgement.binding.get(n) for n in expected.binding} == expected.binding
        assert not judgement.failures
        assert not judgement.undecided


@ASKED
@given(document_pairs())
def test_unknown_names_the_first_undecided_object_and_its_opaque_fields(
    pair: DocumentPair,
) -> None:
    for direction in directions(pair):
        judgement, expected = judged_one_way(pair, direction)
        if expected.outcome != "unknown":
            continue
        index = expected.first("unknown")
        assert index is not None
        assert judgement.object_index == index
        assert not judgement.failures
        assert fields_of(judgement.undecided) == expected.findings[index].opaque
        assert {failure.code for failure in judgement.undecided} == {"field.opaque"}


@ASKED
@given(document_pairs())
def test_mismatch_names_the_oracles_failing_fields_of_the_nearest_object(
    pair: DocumentPair,
) -> None:
    for direction in directions(pair):
        judgement, expected = judged_one_way(pair, direction)
        if expected.outcome != "incompatible":
            continue
        assert judgement.object_index == expected.nearest
        if expected.nearest is None:
            continue
        finding = expected.findings[expected.nearest]
        single = tuple(failure for failure in judgement.failures if failure.code != CONFLICT)
        assert all(len(failure.fields) == 1 for failure in single)
        assert len(single) == len(finding.failing)
        assert fields_of(single) == finding.failing
        codes = {failure.fields[0]: failure.code for failure in single}
        assert {field: codes[field] for field in finding.codes} == finding.codes
        conflicts = [failure for failure in judgement.failures if failure.code == CONFLICT]
        assert len(conflicts) == len(finding.conflicts)
        for conflict in conflicts:
            assert_conflict(direction, expected.nearest, conflict.fields, finding)


def fields_of(failures: tuple[Failure, ...]) -> frozenset[str]:
    """All fields that some failures name."""
    return frozenset(name for failure in failures for name in failure.fields)


def assert_conflict(
    direction: Direction, index: int, fields: tuple[str, ...], finding: Finding
) -> None:
    """Hold that the fields of a conflict match each alone, and not all of them at once."""
    assert len(set(fields)) == len(fields) > 1
    assert not finding.failing & set(fields)
    described = read_descriptor(direction.described).self_fields
    compatible = read_descriptor(direction.accepting).compatible[index]
    assert not jointly_matching(fields, described, compatible)
    for field in fields:
        assert jointly_matching([field], described, compatible)


def test_the_sample_is_worth_asking() -> None:
    sample = distinct_pairs(1200)
    outcomes = Counter(evaluate(pair.source, pair.target).outcome for pair in sample)
    assert len(sample) >= 500
    assert outcomes["compatible"] >= 0.30 * len(sample)
    assert outcomes["unknown"] >= 0.10 * len(sample)
    assert sum(pair.coupled for pair in sample) >= 0.30 * len(sample)
