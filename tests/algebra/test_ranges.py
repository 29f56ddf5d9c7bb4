"""Ranges: coupled fields with more bindings than anybody writes out."""

import pytest

from devcompat.algebra.cover import spoken
from devcompat.algebra.diff import diff
from devcompat.match.judge import judge

from .texts import device

TOP = 2**60
HALF = TOP // 2
V = "t=V_{n:int:%d..%d} g={n}/2"

RELATIONS = [
    ([V % (1, TOP)], [V % (1, TOP) + ' c={x:string:"",off}'], "wider"),
    ([V % (1, TOP)], [V % (1, HALF), V % (HALF, TOP)], "equal"),
    ([V % (1, TOP)], [V % (1, HALF), V % (HALF + 2, TOP)], "equal"),
    ([V % (1, TOP)], [V % (1, HALF), V % (HALF + 3, TOP)], "narrower"),
    ([V % (1, TOP)], [f"t=V_{{n:int:1..{TOP}}} g={{n}}/4"], "different"),
    ([f"t=V_{{n:int:1..{TOP}}} g={{n}}*2"],
     [f"g={{m:int:1..{2 * TOP}}} t=V_{{k:int:1..{TOP}}}"], "wider"),
    ([f"t=V_{{n:int:1..{TOP}}} g={{n}}*2"], [f"t=V_{{n:int:1..{TOP}}} g={{n}}+{{n}}"], "equal"),
    ([f"t={{n:int:1..{TOP}}} g={{n}}*{{n}}"], [f"t={{k:int:0..{TOP}}} g={{k}}*{{k}}"], "wider"),
    ([f"t={{n:int:0..{TOP}}} g={{n}}%3"],
     [f"t={{n:int:0..{TOP}}} g={{m:int:0..2}}"], "wider"),
    ([f"t={{n:int:0..{TOP}}} g={{n}}%3"], [f"t={{n:int:0..{TOP}}} g={{n}}%6"], "different"),
    ([f"t={{n:int:0..{TOP}}} g={{n}}%-3"], [f"t={{n:int:0..{TOP}}} g=-(-{{n}}%3)"], "equal"),
    ([f"t={{n:int:0..{TOP}}} g={{n}}"],
     [f"t={{n:version:>=0}} g={{m:int:0..{TOP}}}"], "wider"),
    (["t={n:int:0..255} g={n}"], ["t={n:mask:0xff} g={m:int:0..255}"], "wider"),
    ([f"t={{n:int:0..{TOP}}} g={{n}}"], [f"t={{n:int:0..{TOP}}} g={{n}}", "t=5 g=6"], "wider"),
    ([f"t={{n:int:0..{TOP}}} g={{n}}", "t=5 g=5"], [f"t={{m:int:0..{TOP}}} g={{m}}"], "equal"),
    ([f"t={{n:int:0..{TOP}}} g={{n}}/1048576"],
     [f"g={{n:int:0..{TOP >> 20}}} t={{n}}*1048576"], "equal"),
    ([f"t={{s:string:a,b}}_{{n:int:0..{TOP}}} g={{n}}/8"],
     [f"t=a_{{n:int:0..{TOP}}} g={{n}}/8", f"t=b_{{n:int:0..{TOP}}} g={{n}}/8"], "equal"),
    ([f"t={{m:int:0..{TOP}}}:{{n:int:0..{TOP}}} g={{n}}+{{m}}"],
     [f"t={{a:int:0..{TOP}}}:{{b:int:0..{2 * TOP}}} g={{b}}+{{a}}"], "wider"),
    ([f"t={{m:int:0..{TOP}}} g={{n:int:0..{TOP}}}"],
     [f"t={{a:int:0..{TOP}}} g={{a}}"], "narrower"),
    ([f"t={{m:int:-{4 * TOP}..{4 * TOP}}} g={{m}}*4"],
     [f"t={{m:int:-{2 * TOP}..{2 * TOP - 1}}} g={{m}}*4"], "equal"),
    ([f"g={{n:int:1..{TOP}}}*2"],
     [f"g={{n:int:1..{HALF}}}*4", f"g={{n:int:1..{HALF}}}*4-2"], "equal"),
    ([f"v=1.{{n:int:0..{TOP}}} b={{n}}"],
     [f"v={{x:version:>=1,<2}} b={{m:int:0..{TOP}}}"], "wider"),
    ([f"v=1.{{n:int:0..{TOP}}} b={{n}}"],
     [f"v={{x:version:>=1.5,<2}} b={{m:int:0..{TOP}}}", "v={x:version:>=1,<1.5} b={k:int:0..4}"],
     "wider"),
    ([f"t=a{{n:int:0..{TOP}}} g={{n}}"], [f"t=b{{n:int:0..{TOP}}} g={{n}}"], "different"),
    # what is wanted alone of a field with two variables
    (["a={x:int:0..999} b={y:int:0..999} c={x}+{y}"],
     ["a={x:int:0..999} b={y:int:0..999} c={z:int:0..1997}"], "different"),
    (["a={x:int:0..999} b={y:int:0..999} c={x}+{y}"],
     ["a={x:int:0..999} b={y:int:0..999} c=5"], "different"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "relation"), RELATIONS)
def test_relation(old: list[str], new: list[str], relation: str) -> None:
    before, after = device(*old), device(*new)
    found = diff(before, after)
    assert found.relation == relation
    for witness in found.witnesses:
        outcomes = {judge(spoken(witness.texts), side).outcome for side in (before, after)}
        assert outcomes == {"compatible", "incompatible"}
    mirrored = diff(after, before)
    assert (mirrored.lost, mirrored.gained) == (found.gained, found.lost)


UNCLEAR = [
    ([f"t={{n:int:1..{TOP}}} g={{n}}*{{n}}"], [f"t={{n:int:1..{TOP}}} g=({{n}}-1)*({{n}}+1)+1"]),
    ([f"t=1{{n:int:0..{TOP}}} g={{n}}"], [f"t={{m:int:10..{100 * TOP}}} g={{n:int:0..{TOP}}}"]),
]


@pytest.mark.parametrize(("old", "new"), UNCLEAR)
def test_what_cannot_be_told_is_not_guessed(old: list[str], new: list[str]) -> None:
    found = diff(device(*old), device(*new))
    assert found.lost is None
    assert found.reasons[0].code == "diff.coupled"
    assert found.reasons[0].fields == ("t", "g")


def test_few_bindings_are_looked_at_one_by_one_if_the_budget_allows() -> None:
    old = device("t={m:int:1..5000} g={m}*{m}%7")
    new = device("t={m:int:1..5000} g={m}%7*{m}%7")
    assert diff(old, new, budget=1_000_000).relation == "equal"
    assert diff(old, new, budget=1_000).relation == "undecided"
