"""Tests of judging a pair: directions, what a verdict rests on, and the fast way to ask.

Here belong whole judgements and verdicts. Why an object does not match is in test_evidence.py.
"""

from itertools import product

import pytest

from devcompat.language.parser import parse
from devcompat.match import judge as judging
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import (
    Side,
    Undescribed,
    decide,
    demand_basis,
    judge,
    outcome_of,
    refusal,
)
from devcompat.match.verdict import (
    BASES,
    RULES,
    Basis,
    Failure,
    Judgement,
    Outcome,
    Rule,
    Verdict,
    combined,
    weakest,
)


def device(text: str, basis: Basis = "native", name: str = "") -> Compiled:
    return compile_document(parse(text, name), basis)


OLD = device("SELF: v=1 COMPATIBLE: v=1", name="old")
NEW = device("SELF: v=2 COMPATIBLE: v={n:int:1..2}", name="new")
FIRM = device("SELF: v=2 COMPATIBLE: v={x:opaque:fw}", name="firm")


@pytest.mark.parametrize(
    ("source", "target", "rule", "outcome"),
    [
        (OLD, NEW, "target-accepts", "compatible"),
        (NEW, OLD, "target-accepts", "incompatible"),
        (OLD, NEW, "source-lists", "incompatible"),
        (NEW, OLD, "source-lists", "compatible"),
        (OLD, NEW, "both", "incompatible"),
        (NEW, OLD, "both", "incompatible"),
        (NEW, NEW, "both", "compatible"),
        (NEW, FIRM, "target-accepts", "unknown"),
        (FIRM, NEW, "target-accepts", "compatible"),
        (NEW, FIRM, "both", "unknown"),
        (FIRM, NEW, "both", "unknown"),
        (OLD, FIRM, "both", "incompatible"),
        (FIRM, OLD, "both", "incompatible"),
    ],
)
def test_a_rule_says_who_has_to_accept_whom(
    source: Compiled, target: Compiled, rule: Rule, outcome: Outcome
) -> None:
    verdict = judge(source, target, rule)
    assert (verdict.outcome, verdict.rule, verdict.basis) == (outcome, rule, "native")
    assert decide(source, target, rule) == outcome_of(source, target, rule) == outcome
    directions = ["target-accepts", "source-lists"] if rule == "both" else [rule]
    assert [found.rule for found in verdict.judgements] == directions
    for found in verdict.judgements:
        accepting = target if found.rule == "target-accepts" else source
        assert all(failure.document == accepting.name for failure in found.failures)
        assert all(failure.document == accepting.name for failure in found.undecided)
    assert combined(tuple(found.outcome for found in verdict.judgements)) == outcome


def test_a_match_says_which_object_and_what_its_variables_are() -> None:
    assert judge(OLD, NEW).judgements == (
        Judgement("target-accepts", "compatible", 0, {"n": 1}, (), ()),
    )
    assert judge(OLD, device("SELF: z=1")).judgements == (
        Judgement("target-accepts", "incompatible", None, {}, (Failure("compatible.none"),), ()),
    )
    (found,) = judge(NEW, device("SELF: COMPATIBLE: v=1 COMPATIBLE: v={n:int:2} w={x:opaque:f}"))[3]
    assert (found.outcome, found.object_index, found.binding) == ("unknown", 1, {"n": 2})
    (found,) = judge(NEW, device("SELF: COMPATIBLE: v=1 w={x:opaque:f} COMPATIBLE: v=3 w=1"))[3]
    assert (found.outcome, found.object_index, found.binding) == ("incompatible", 0, {})
    assert [failure.code for failure in found.failures] == ["value.differs"]
    assert [failure.code for failure in found.undecided] == ["field.opaque"]


GONE = Undescribed("gone", "no file", immovable=False)
STUCK = Undescribed("stuck", "no migration", immovable=True, basis="read")
MISSING = Failure("descriptor.missing", detail="no file", document="gone")
IMMOVABLE = Failure("device.immovable", detail="no migration", document="stuck")


@pytest.mark.parametrize(
    ("source", "target", "outcome", "failures", "undecided", "basis"),
    [
        (GONE, OLD, "unknown", (), (MISSING,), None),
        (OLD, GONE, "unknown", (), (MISSING,), None),
        (GONE, GONE, "unknown", (), (MISSING, MISSING), None),
        (STUCK, OLD, "incompatible", (IMMOVABLE,), (), "read"),
        (OLD, STUCK, "incompatible", (IMMOVABLE,), (), "read"),
        (STUCK, GONE, "incompatible", (IMMOVABLE,), (MISSING,), "read"),
        (GONE, STUCK, "incompatible", (IMMOVABLE,), (MISSING,), "read"),
        (STUCK, STUCK, "incompatible", (IMMOVABLE, IMMOVABLE), (), "read"),
    ],
)
def test_a_side_without_a_descriptor_is_named(
    source: Side,
    target: Side,
    outcome: Outcome,
    failures: tuple[Failure, ...],
    undecided: tuple[Failure, ...],
    basis: Basis | None,
) -> None:
    for rule in RULES:
        found = Judgement(rule, outcome, None, {}, failures, undecided)
        assert judge(source, target, rule) == Verdict(outcome, rule, basis, (found,))
        assert outcome_of(source, target, rule) == outcome


def sides(basis: Basis) -> list[Side]:
    return [
        device("SELF: v=1 COMPATIBLE: v=1", basis),
        device("SELF: v=2 COMPATIBLE: v={x:opaque:fw}", basis),
        Undescribed("stuck", "no migration", immovable=True, basis=basis),
        GONE,
    ]


@pytest.mark.parametrize("rule", RULES)
def test_the_fast_way_to_ask_has_the_same_outcome_whatever_basis_is_asked_for(rule: Rule) -> None:
    for one, other, minimum in product(BASES, BASES, (None, *BASES)):
        for source, target in product(sides(one), sides(other)):
            verdict = judge(source, target, rule, minimum)
            assert outcome_of(source, target, rule, minimum) == verdict.outcome
            plain = judge(source, target, rule)
            assert demand_basis(plain, minimum) == verdict
            used = [side.basis for side in (source, target) if isinstance(side, Undescribed)]
            used = used or [source.basis, target.basis]
            known = [basis for basis in used if basis is not None]
            assert verdict.basis == plain.basis == (weakest(*known) if known else None)
            weak = minimum and plain.basis and BASES.index(plain.basis) < BASES.index(minimum)
            if not weak:
                assert verdict == plain
                continue
            reason = Failure("basis.weak", detail=f"{plain.basis} < {minimum}")
            assert verdict.outcome == "unknown"
            assert verdict.judgements == tuple(
                found._replace(outcome="unknown", undecided=(*found.undecided, reason))
                for found in plain.judgements
            )


@pytest.mark.parametrize(
    ("outcomes", "worst"),
    [
        (("compatible",), "compatible"),
        (("compatible", "unknown"), "unknown"),
        (("unknown", "compatible"), "unknown"),
        (("unknown", "incompatible"), "incompatible"),
        (("compatible", "incompatible"), "incompatible"),
    ],
)
def test_directions_together_are_as_bad_as_the_worst(
    outcomes: tuple[Outcome, ...], worst: Outcome
) -> None:
    assert combined(outcomes) == worst


def test_the_weakest_basis_is_the_first_of_all() -> None:
    for one, other in product(BASES, BASES):
        assert weakest(one, other) == BASES[min(BASES.index(one), BASES.index(other))]


def test_an_unread_field_is_seen_by_the_fast_way_too() -> None:
    unread = compile_document(parse("SELF: v=1 COMPATIBLE: v=1"), unread={"w": "EIO"})
    for rule in RULES:
        for source, target in ((unread, OLD), (OLD, unread)):
            assert decide(source, target, rule) == judge(source, target, rule).outcome == "unknown"
        for source, target in ((unread, NEW), (NEW, unread)):
            assert decide(source, target, rule) == judge(source, target, rule).outcome


PRODUCT = "a={n:int:1..90}*{m:int:1..90}"


@pytest.mark.parametrize(
    ("search", "alone", "outcome"),
    [(9000, 9000, "incompatible"), (50, 9000, "incompatible"), (50, 50, "unknown")],
)
def test_all_objects_of_a_pair_share_what_a_decision_may_cost(
    monkeypatch: pytest.MonkeyPatch, search: int, alone: int, outcome: Outcome
) -> None:
    monkeypatch.setattr(judging, "PAIR_CANDIDATES", search)
    monkeypatch.setattr(judging, "EVIDENCE_CANDIDATES", alone)
    source, target = device("SELF: a=8011"), device(f"SELF: COMPATIBLE: {PRODUCT}")
    assert decide(source, target) == outcome
    more = device(f"SELF: COMPATIBLE: {PRODUCT} COMPATIBLE: {PRODUCT} COMPATIBLE: a=1")
    assert decide(source, more) == ("unknown" if alone == 50 else "incompatible")
    last = device(f"SELF: COMPATIBLE: {PRODUCT} COMPATIBLE: a={{n:int:8011}}")
    assert decide(source, last) == "compatible"


def test_why_a_self_is_refused_is_said_with_few_candidates_too() -> None:
    squares = device("SELF: COMPATIBLE: c={x:int:1..65536}*{x} d={x}*2+{y:int:0..0} e={z:int:1..2}")
    texts = "SELF: c=4 d=6 e=1"
    [failure] = judge(device(texts), squares).judgements[0].failures
    found = refusal(device(texts), squares, 10)
    assert (found.outcome, found.object_index) == ("incompatible", 0)
    assert [(item.code, item.fields) for item in found.failures] == [(failure.code, ("c", "d"))]


def test_a_field_alone_that_is_too_dear_to_search_is_not_allowed() -> None:
    squares = device("SELF: COMPATIBLE: a=1 COMPATIBLE: c={x:int:1..65536}*{x}")
    [failure] = refusal(device("SELF: c=5"), squares, 10).failures
    assert (failure.code, failure.fields, failure.found) == ("value.not-allowed", ("c",), ("5",))


def test_objects_that_are_surely_further_away_are_not_the_nearest() -> None:
    many = device("SELF: COMPATIBLE: a=1 COMPATIBLE: a=2 b=1 COMPATIBLE: a=3 c={x:any}")
    assert judge(device("SELF: a=4"), many).judgements[0].object_index == 0
    assert judge(device("SELF: a=4 b=1"), many).judgements[0].object_index == 1
    assert judge(device("SELF: a=4 c=1 d=1"), many).judgements[0].object_index == 2
