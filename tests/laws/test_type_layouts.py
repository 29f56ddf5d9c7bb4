"""Laws: what a type accepts, and with which values, is the same however its descriptor is spelled.

Here belongs the solver's answer over all formats and layouts. It must not know how one is written.
"""

import pytest
from hypothesis import HealthCheck, given, settings

from devcompat.language.nodes import Descriptor, Document
from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.match.solver import Solution, solve
from devcompat.match.verdict import RULES
from tests.laws.layouts import WRITTEN_AND_READ, holds, read, write
from tests.strategies import TypeCase, type_cases

CASES = {
    "a template": (
        "PARAMETERS: a={p:int:1..8} SELF: t=V_{p} COMPATIBLE: t=V_{n:int:1..8} g={n}-{p}",
        "SELF: t=V_7 g=4", {"p": 3}),
    "two, the first counts most": (
        "PARAMETERS: a={p:int:1..8} b={q:int:1..8} SELF: t=1 COMPATIBLE: s={p}+{q}",
        "SELF: s=10", {"p": 2, "q": 8}),
    "texts in their order": (
        'PARAMETERS: a={p:string:b,a,""} SELF: m=x{p} COMPATIBLE: k={p} COMPATIBLE: k=1',
        "SELF: k=1", {"p": "b"}),
    "text that looks like a number": (
        "PARAMETERS: a={p:string:04,4} SELF: m={p} COMPATIBLE: k={p}",
        "SELF: k=4", {"p": "4"}),
    "text that is special in some format": (
        'PARAMETERS: a={p:string:"}{","$"," ","#","\\"",yes,null} SELF: m={p}z COMPATIBLE: k={p}',
        "SELF: k=null", {"p": "null"}),
    "numbers beyond 64 bits": (
        f"PARAMETERS: a={{p:int:1..{10**30}}} SELF: t={{p}} COMPATIBLE: t={{p}}",
        f"SELF: t={10**29 + 1}", {"p": 10**29 + 1}),
    "none": (
        "PARAMETERS: a={p:int:1..8} SELF: t=V_{p} COMPATIBLE: t=V_{p} g={p}",
        "SELF: t=V_9 g=3", None),
}  # fmt: skip


def answered(descriptor: Descriptor, source: str, rule: str = "target-accepts") -> Solution:
    named = next(known for known in RULES if known == rule)
    return solve(Document(descriptor), compile_document(parse(source)), named)


def told(found: Solution) -> list[tuple[object, ...]]:
    """Return the evidence, but for the places of what is demanded."""
    return [
        (
            judgement.outcome,
            judgement.object_index,
            judgement.binding,
            *((failure.code, failure.fields, failure.found) for failure in judgement.failures),
        )
        for judgement in found.verdict.judgements
    ]


@pytest.mark.parametrize("layout", WRITTEN_AND_READ)
@pytest.mark.parametrize("name", CASES)
def test_the_values_are_found_in_every_layout(name: str, layout: str) -> None:
    described, source, values = CASES[name]
    descriptor = parse(described).descriptor
    assert holds(layout, descriptor)
    found = answered(read(layout, write(layout, descriptor)), source)
    assert found.values == values
    assert told(found) == told(answered(descriptor, source))


@pytest.mark.parametrize("layout", WRITTEN_AND_READ)
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(type_cases())
def test_the_answer_does_not_depend_on_the_layout(layout: str, case: TypeCase) -> None:
    descriptor = parse(case.described).descriptor
    if not holds(layout, descriptor):
        return
    again = read(layout, write(layout, descriptor))
    one, other = (answered(found, case.source, case.rule) for found in (descriptor, again))
    assert (one.outcome, one.values) == (other.outcome, other.values)
    if layout != "keys":  # its fields are in another order, and the first demands are met first
        assert told(one) == told(other)


@pytest.mark.parametrize("layout", WRITTEN_AND_READ)
def test_parameters_without_an_order_are_in_that_of_their_attributes(layout: str) -> None:
    """Two choices will do: which of them is the first depends on what comes first."""
    text = "PARAMETERS: {0}={{p:int:1..8}} {1}={{q:int:1..8}} SELF: t=1 COMPATIBLE: s={{p}}+{{q}}"
    sorted_already = parse(text.format("a", "b")).descriptor
    found = answered(read(layout, write(layout, sorted_already)), "SELF: s=9")
    assert found.values == {"p": 1, "q": 8}
    turned = parse(text.format("b", "a")).descriptor
    if holds(layout, turned):
        found = answered(read(layout, write(layout, turned)), "SELF: s=9")
        assert found.values == {"p": 1, "q": 8}
