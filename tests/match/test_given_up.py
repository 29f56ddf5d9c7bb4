"""Tests of the solver when its work is used up: what is still found, and that nothing is claimed.

Here the work is made little, so that little is enough to use it up. How much it really is and that
it is kept to is tested with hostile types (test_solver.py, test_lifted.py).
"""

import pytest

from devcompat.language.parser import parse
from devcompat.match import evidence, solver
from devcompat.match.compiled import compile_document
from devcompat.match.solver import Solution, solve
from devcompat.match.verdict import Basis, Rule

LARGE = f"1..{2**60}"
CONTRADICTING = f"PARAMETERS: a={{p:int:{LARGE}}} SELF: COMPATIBLE: t={{p}}%2 g={{p}}%4"
FAR = f"PARAMETERS: a={{p:int:{LARGE}}} SELF: t={{p}} COMPATIBLE: z=1"
"""No number near the first is a version that the source below lists."""
NEWER = "SELF: z=1 COMPATIBLE: t={v:version:>=500000000000}"


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let searches end soon, the matcher's too."""
    monkeypatch.setattr(solver, "PAIR_CANDIDATES", 500)
    monkeypatch.setattr(solver, "EVIDENCE_CANDIDATES", 200)
    monkeypatch.setattr(evidence, "PAIR_CANDIDATES", 500)
    monkeypatch.setattr(evidence, "EVIDENCE_CANDIDATES", 200)


def solved(
    described: str, source: str, rule: Rule = "target-accepts", bases: tuple[Basis, Basis] = (
        "native", "native")
) -> Solution:  # fmt: skip
    compiled = compile_document(parse(source), bases[0])
    return solve(parse(described), compiled, rule, bases[1], {}, "the type")


def facts(found: Solution) -> list[tuple[str, list[str], list[str]]]:
    return [
        (
            judgement.outcome,
            [failure.code for failure in judgement.failures],
            [failure.code for failure in judgement.undecided],
        )
        for judgement in found.verdict.judgements
    ]


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize("rule", ["source-lists", "both"])
def test_what_is_not_known_is_not_claimed_whatever_was_tried(rule: Rule) -> None:
    found = solved(FAR, NEWER, rule)
    assert (found.outcome, found.values, found.document) == ("unknown", None, None)
    assert (found.verdict.outcome, found.verdict.rule) == ("unknown", rule)
    assert facts(found) == [("unknown", [], ["match.budget"])]
    (judgement,) = found.verdict.judgements
    assert judgement.rule == rule
    assert judgement.undecided[0].document == "the type"


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize(
    ("bases", "weakest"),
    [
        (("read", "document"), "document"),
        (("document", "read"), "document"),
        (("executed", "native"), "executed"),
    ],
)
def test_it_rests_on_the_weakest_basis(bases: tuple[Basis, Basis], weakest: Basis) -> None:
    assert solved(CONTRADICTING, "SELF: t=1 g=2", bases=bases).verdict.basis == weakest
    nothing = "PARAMETERS: a={p:int:1..8} SELF: g={p}/9 COMPATIBLE: t=1"
    found = solved(nothing, "SELF: t=1", bases=bases)
    assert (found.outcome, found.verdict.basis) == ("incompatible", weakest)
    assert facts(found) == [("incompatible", ["parameters.none"], [])]
    assert found.verdict.judgements[0].failures[0].document == "the type"
    assert found.verdict.judgements[0].rule == found.verdict.rule == "target-accepts"


@pytest.mark.usefixtures("little")
def test_a_mismatch_under_every_choice_is_seen() -> None:
    found = solved(f"{CONTRADICTING} x=1", "SELF: t=1 g=2 x=2")
    assert (found.outcome, found.values) == ("incompatible", None)
    assert facts(found) == [("incompatible", ["value.differs"], ["match.budget"])]


@pytest.mark.usefixtures("little")
def test_a_mismatch_of_the_accepting_direction_is_enough() -> None:
    described = f"{FAR} COMPATIBLE: z={{p}}*{{p}}%2 y={{p}}*{{p}}%4 k=1"
    source = "SELF: z=1 y=2 k=2 COMPATIBLE: t={v:version:>=500000000000}"
    found = solved(described, source, "both")
    assert found.outcome == "incompatible"
    assert facts(found)[0][0] == "incompatible"


@pytest.mark.usefixtures("little")
def test_an_object_that_takes_all_the_work_does_not_hide_another() -> None:
    described = f"{CONTRADICTING} COMPATIBLE: t=1 g={{n:int:1..9}}-{{p}}+{{p}}"
    found = solved(described, "SELF: t=1 g=2")
    assert (found.outcome, found.values) == ("compatible", {"p": 1})
    turned = described.replace(" t={p}%2 g={p}%4", " t=1 g={n:int:1..9}-{p}+{p}").replace(
        " COMPATIBLE: t=1 g={n:int:1..9}-{p}+{p}", "", 1
    )
    assert solved(turned, "SELF: t=1 g=2").values == {"p": 1}


@pytest.mark.usefixtures("little")
def test_two_objects_that_take_all_the_work_leave_nothing_for_a_third() -> None:
    more = CONTRADICTING.partition("SELF:")[2]
    described = f"{CONTRADICTING}{more} COMPATIBLE: t=1 g={{n:int:1..9}}-{{p}}+{{p}}"
    assert solved(described, "SELF: t=1 g=2").outcome == "unknown"


def test_without_any_work_only_what_the_matcher_sees_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(solver, "PAIR_CANDIDATES", 0)
    described = "PARAMETERS: a={p:int:1..8} SELF: COMPATIBLE: t={p} COMPATIBLE: t={p}"
    found = solved(described, "SELF: t=4")
    assert (found.outcome, found.values) == ("compatible", {"p": 4})
    monkeypatch.setattr(solver, "EVIDENCE_CANDIDATES", 0)
    found = solved(described, "SELF: t=4")
    assert (found.outcome, found.values) == ("unknown", None)
    assert facts(found) == [("unknown", [], ["match.budget"])]
    beyond = solved(described, "SELF: t=9")
    assert facts(beyond) == [("incompatible", ["value.out-of-range"], [])]


def test_what_no_choice_can_do_is_so_though_the_matcher_gives_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A remainder by at most 90 is below 90, which the solver sees, and the matcher tries."""
    monkeypatch.setattr(evidence, "PAIR_CANDIDATES", 5)
    monkeypatch.setattr(evidence, "EVIDENCE_CANDIDATES", 5)
    described = "PARAMETERS: a={p:int:1..2} SELF: COMPATIBLE: t={n:int:1..90}%{m:int:1..90}+{p}-{p}"
    found = solved(described, "SELF: t=300")
    assert (found.outcome, found.verdict.outcome) == ("incompatible", "incompatible")
    assert found.values is None
    assert [failure.code for failure in found.verdict.judgements[0].failures] != []
