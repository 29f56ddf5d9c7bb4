"""Tests of the nearest values: those that are told where none will do.

Here belong which values and which demands are taken. How they are said is tested with the solver.
"""

import pytest

from devcompat.language.parser import parse
from devcompat.language.printer import write_text
from devcompat.match.budget import EVIDENCE_CANDIDATES, Budget
from devcompat.match.choosing.cases import accepting_cases, conditions, listing_cases
from devcompat.match.choosing.nearest import nearest_values, with_free_parameters
from devcompat.match.compiled import compile_document
from devcompat.match.verdict import Bound

FOUR = "PARAMETERS: g={p:int:1..8} SELF: t={p} u={p} v={p} w={p}"


def nearest(described: str, *wanted: str, budget: Budget | None = None) -> dict[str, Bound] | None:
    """Return the nearest values where these objects of a source are to accept SELF."""
    descriptor = parse(described).descriptor
    objects = "".join(f" COMPATIBLE: {item}" for item in wanted)
    source = compile_document(parse(f"SELF: z=1{objects}"))
    cases = listing_cases(descriptor, source, ())
    allowed = budget or Budget(EVIDENCE_CANDIDATES)
    return nearest_values(descriptor, cases, conditions(descriptor), allowed)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (["t=3 u=3 v=3 w=3"], 3),
        (["t=3 u=3 v=3 w=4"], 3),
        (["t=3 u=4 v=4 w=4"], 3),
        (["t=9 u=4 v=9 w=4"], 4),
        (["t=9 u=9 v=9 w=9"], 1),
        (["t=3 u=4 v=5 w=6", "t=7 u=7 v=7 w=1", "t=2 u=2 v=1 w=1"], 7),
        (["t=3 u=4 v=5 w=6", "t=2 u=2 v=1 w=1"], 2),
        (["t=5 u=5 v=5 w=1", "t=6 u=6 v=6 w=1"], 5),
        (["t=9 u=9 v=9 w=9 x=1", "t=2 u=9 v=9 w=9 x=1"], 2),
        (["t=5 u=5 v=5 w=5 x=1 y=1 k=1", "t=6 u=6 v=1 w=1"], 6),
        (["t=5 u=5 v=5 w=5 x=1", "t=6 u=6 v=1 w=1"], 5),
        (["t=9 u=9 v=9 w=9", "x=1 y=1 k=1"], 1),
        (["t={n:int:4..9} u={n}+1 v={n} w={n}"], 4),
    ],
)
def test_the_first_object_of_which_most_can_be_met_decides(
    wanted: list[str], expected: int
) -> None:
    assert nearest(FOUR, *wanted) == {"p": expected}


def test_of_two_parameters_each_meets_what_it_can() -> None:
    described = "PARAMETERS: g={p:int:1..8} h={q:string:a,b} SELF: t={p} u={q} v={p}"
    assert nearest(described, "t=4 u=b v=5") == {"p": 4, "q": "b"}
    assert nearest(described, "t=9 u=b v=5") == {"p": 5, "q": "b"}
    assert nearest(described, "t=9 u=c v=9") == {"p": 1, "q": "a"}


def test_the_nearest_values_give_a_descriptor() -> None:
    described = "PARAMETERS: g={p:int:1..8} SELF: t={p} u={p}/3"
    assert nearest(described, "t=4 u=1") == {"p": 3}
    assert nearest(described, "t=4 u=7") == {"p": 3}
    assert nearest(described, "t=6 u=7") == {"p": 6}
    assert nearest(described.replace("/3", "/9"), "t=4 u=1") is None


def test_without_any_object_the_first_values_stand_for_the_type() -> None:
    assert nearest(FOUR) == {"p": 1}


def test_without_any_work_nothing_is_near() -> None:
    described = "PARAMETERS: g={p:int:1..8} SELF: t={p} u={p}/3"
    assert nearest(described, "t=4", budget=Budget(0)) is None


def test_what_was_nearest_when_the_work_ended_is_taken() -> None:
    large = f"2..{2**60}"
    described = f"PARAMETERS: g={{p:int:{large}}} h={{q:int:{large}}} SELF: t={{p}}*{{q}} u={{p}}"
    budget = Budget(EVIDENCE_CANDIDATES)
    assert nearest(described, "t=x u=5", "t=1000000007 u=7", budget=budget) == {"p": 5, "q": 2}
    assert budget.left < 0


def test_a_source_is_near_an_object_of_the_type_too() -> None:
    described = "PARAMETERS: g={p:int:1..8} SELF: COMPATIBLE: a={p} b={p} COMPATIBLE: a={p} b=2"
    descriptor = parse(described).descriptor
    source = compile_document(parse("SELF: a=3 b=4"))
    cases = accepting_cases(descriptor, source, ())
    found = nearest_values(descriptor, cases, conditions(descriptor), Budget(EVIDENCE_CANDIDATES))
    assert found == {"p": 3}


def test_objects_have_the_parameters_that_stand_in_them_as_variables() -> None:
    described = parse(
        "PARAMETERS: g={p:int:1..8} h={q:string:a,b} SELF: t={p}-{q} "
        "COMPATIBLE: t={n:int:1..9}-x g={p}+{n} COMPATIBLE: h={q} COMPATIBLE: k=1 INFO: i=j"
    )
    found = with_free_parameters(described, {"p": 4, "q": "b"})
    assert found.source == described.source
    assert write_text(found.descriptor) == (
        "SELF:\n  t=4-b\n"
        "COMPATIBLE:\n  t={n:int:1..9}-x\n  g={p:int:1..8}+{n}\n"
        "COMPATIBLE:\n  h={q:string:a,b}\n"
        "COMPATIBLE:\n  k=1\n"
        "INFO:\n  i=j\n"
    )
    assert [
        [variable.name for variable in item.variables] for item in found.descriptor.compatible
    ] == [["p", "n"], ["q"], []]
