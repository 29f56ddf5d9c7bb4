"""Tests that pairs of documents get the verdict, and the evidence, that the specification says.

Here belongs running tests/vectors/match.json. It must not hold documents of its own.
"""

from typing import Any

import pytest

from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.match.judge import decide, judge
from devcompat.match.verdict import Failure, Judgement, Verdict
from tests.vectors.reading import Vector, parameters, read_vectors

VECTORS = read_vectors("match.json")


def verdict_of(vector: Vector) -> Verdict:
    source = compile_document(parse(vector["source"], "source"))
    target = compile_document(parse(vector["target"], "target"))
    rule = vector.get("rule", "target-accepts")
    verdict = judge(source, target, rule)
    assert decide(source, target, rule) == verdict.outcome
    return verdict


def summary(failure: Failure, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return of a failure what its vector says."""
    everything = {
        "code": failure.code,
        "fields": list(failure.fields),
        "found": list(failure.found),
        "readings": [dict(reading) for reading in failure.readings],
        "detail": failure.detail,
    }
    return {key: value for key, value in everything.items() if key in wanted}


def summaries(failures: tuple[Failure, ...], wanted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    assert len(failures) == len(wanted), [failure.code for failure in failures]
    return [summary(*both) for both in zip(failures, wanted, strict=True)]


def check(judgement: Judgement, expected: dict[str, Any]) -> None:
    assert judgement.outcome == expected["outcome"]
    assert judgement.rule == expected.get("rule", "target-accepts")
    if "object" in expected:
        assert judgement.object_index == expected["object"]
    if "binding" in expected:
        assert dict(judgement.binding) == expected["binding"]
    for name in ("failures", "undecided"):
        if name in expected:
            assert summaries(getattr(judgement, name), expected[name]) == expected[name]


@pytest.mark.parametrize("vector", parameters(VECTORS))
def test_pair_gets_this_verdict(vector: Vector) -> None:
    verdict = verdict_of(vector)
    assert verdict.outcome == vector["outcome"]
    assert verdict.rule == vector.get("rule", "target-accepts")
    assert bool(verdict) == (vector["outcome"] == "compatible")
    expected = vector.get("judgements", [vector])
    for judgement, wanted in zip(verdict.judgements, expected, strict=True):
        check(judgement, wanted)
