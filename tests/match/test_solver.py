"""Tests of finding parameters' values where a vector cannot say it.

Here belongs what a caller in Python relies on. Outcomes for texts are vectors.
"""

from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.match.judge import judge
from devcompat.match.solver import solve

TYPE = parse(
    "PARAMETERS: aggregator={aggr:int:1..8} SELF: mdev_type=V5_{aggr} "
    "COMPATIBLE: mdev_type=V5_{n:int:1..8} aggregator={n}-{aggr}"
)


def test_the_first_values_that_accept_the_source_are_found() -> None:
    source = compile_document(parse("SELF: mdev_type=V5_7 aggregator=4"))
    found = solve(TYPE, source)
    assert found.outcome == "compatible"
    assert found.values == {"aggr": 3}
    assert found.document is not None
    assert judge(source, compile_document(found.document)) == found.verdict


def test_a_document_without_parameters_has_the_ordinary_verdict() -> None:
    source, target = parse("SELF: a=1"), parse("SELF: COMPATIBLE: a={n:int:1..8}")
    found = solve(target, compile_document(source))
    assert (found.outcome, found.values, found.document) == ("compatible", {}, target)
    assert found.verdict == judge(compile_document(source), compile_document(target))
