"""Tests of finding parameters' values where a case of the conformance suite cannot say it.

Here belong evidence, bounds of work and what a caller in Python relies on. Whether the first choice
is found is asked of the oracle (tests/laws/test_parameters.py).
"""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from devcompat.language.nodes import Document
from devcompat.language.parser import parse
from devcompat.match import judge as judging
from devcompat.match import solver
from devcompat.match.budget import EVIDENCE_CANDIDATES, PAIR_CANDIDATES, WORK_PER_CANDIDATE
from devcompat.match.compiled import compile_document
from devcompat.match.fixing import fix_parameters
from devcompat.match.judge import judge
from devcompat.match.solver import Solution, solve
from devcompat.match.verdict import Failure, Rule
from devcompat.wording.sentences import failure_sentence, in_brief
from tests.match.counted import Counted

LARGE = f"1..{2**60}"
FACTOR = f"2..{2**60}"
TYPE = (
    "PARAMETERS: aggregator={aggr:int:1..8} SELF: mdev_type=V5_{aggr} "
    "COMPATIBLE: mdev_type=V5_{n:int:1..8} aggregator={n}-{aggr}"
)


def solved(described: str, source: str, rule: Rule = "target-accepts", name: str = "") -> Solution:
    return solve(parse(described, name), compile_document(parse(source)), rule, name=name)


def reasons(found: Solution) -> list[tuple[str, tuple[str, ...]]]:
    failures = [failure for one in found.verdict.judgements for failure in one.failures]
    return [(failure.code, failure.fields) for failure in failures]


def test_the_answer_has_the_descriptor_and_its_verdict() -> None:
    source = compile_document(parse("SELF: mdev_type=V5_7 aggregator=4"))
    document = parse(TYPE, "type")
    found = solve(document, source)
    assert (found.outcome, found.values) == ("compatible", {"aggr": 3})
    assert found.document == fix_parameters(document, {"aggr": 3})
    assert judge(source, compile_document(found.document)) == found.verdict


def test_a_document_without_parameters_has_the_ordinary_verdict() -> None:
    source, target = parse("SELF: a=1"), parse("SELF: COMPATIBLE: a={n:int:1..8}")
    found = solve(target, compile_document(source))
    assert (found.outcome, found.values, found.document) == ("compatible", {}, target)
    assert found.verdict == judge(compile_document(source), compile_document(target))


def test_basis_and_unread_fields_are_the_targets() -> None:
    source = compile_document(parse("SELF: mdev_type=V5_7 aggregator=4 fw=1"), "read")
    found = solve(parse(TYPE), source, "target-accepts", "document", {"fw": "EACCES"}, "the type")
    assert found.outcome == "unknown"
    assert found.values == {"aggr": 3}
    assert found.verdict.basis == "document"
    (undecided,) = found.verdict.judgements[0].undecided
    assert (undecided.code, undecided.fields, undecided.detail, undecided.document) == (
        "field.unread", ("fw",), "EACCES", "the type",
    )  # fmt: skip


def test_the_evidence_has_parameters_as_variables() -> None:
    described = "PARAMETERS: g={p:int:1..8} SELF: COMPATIBLE: t=V5_{p} g={p}"
    beyond = solved(described, "SELF: t=V5_9 g=3")
    assert (beyond.outcome, beyond.values, beyond.document) == ("incompatible", None, None)
    assert reasons(beyond) == [("value.out-of-range", ("t",))]
    assert "from 1 to 8" in in_brief(beyond.verdict)
    assert reasons(solved(described, "SELF: t=V5_4 g=3")) == [("variables.conflict", ("t", "g"))]


def test_the_evidence_stands_where_the_type_descriptor_says_it() -> None:
    described = "PARAMETERS:\n g={p:int:1..8}\nSELF:\nCOMPATIBLE:\n  t=V5_{p}"
    unnamed = solve(parse(described, "file"), compile_document(parse("SELF: t=W")))
    (failure,) = unnamed.verdict.judgements[0].failures
    assert failure.document == "file"
    (failure,) = solved(described, "SELF: t=W", name="type").verdict.judgements[0].failures
    assert failure.document == "type"
    (demand,) = failure.demands
    assert demand is not None
    assert demand.position == (5, 3)


def test_the_nearest_object_is_told_with_the_values_that_meet_most_of_it() -> None:
    described = "PARAMETERS: g={p:int:1..8} SELF: t=V_{p} mode=x COMPATIBLE: z=1"
    source = "SELF: COMPATIBLE: t=V_9 mode=z COMPATIBLE: t=V_4 mode=y"
    found = solved(described, source, "source-lists")
    assert reasons(found) == [("value.differs", ("mode",))]
    assert found.verdict.judgements[0].object_index == 1


def test_of_two_demands_that_cannot_hold_together_the_first_is_met() -> None:
    described = "PARAMETERS: g={p:int:1..8} SELF: t=V_{p} g={p} COMPATIBLE: z=1"
    found = solved(described, "SELF: COMPATIBLE: t=V_4 g=3", "source-lists")
    (failure,) = found.verdict.judgements[0].failures
    assert (failure.code, failure.fields, failure.found) == ("value.differs", ("g",), ("4",))


def test_directions_that_hold_only_under_different_choices_are_no_match() -> None:
    described = "PARAMETERS: g={p:int:1..8} SELF: t={p} COMPATIBLE: t={p}"
    found = solved(described, "SELF: t=2 COMPATIBLE: t=3", "both")
    assert found.outcome == "incompatible"
    assert found.verdict.outcome == "incompatible"
    assert len(reasons(found)) == 1


def test_a_self_without_a_value_is_told_as_such() -> None:
    found = solved("PARAMETERS: g={p:int:1..8} SELF: g={p}/9 COMPATIBLE: t=1", "SELF: t=1")
    assert found.outcome == "incompatible"
    (judgement,) = found.verdict.judgements
    assert [failure.code for failure in judgement.failures] == ["parameters.none"]
    assert in_brief(found.verdict) == "parameters.none: no values of its parameters will do"
    said = failure_sentence(Failure("parameters.none", document="type V"))
    assert said == "type V: no values of its parameters give a descriptor that will do"


def test_objects_that_would_match_where_self_has_no_value_are_no_match() -> None:
    described = "PARAMETERS: g={p:int:1..8} SELF: g={p}/2 COMPATIBLE: t={p}"
    found = solved(described, "SELF: t=3")
    assert (found.outcome, found.verdict.outcome) == ("incompatible", "incompatible")
    assert reasons(found) == [("value.differs", ("t",))]


OPEN_PRODUCT = (
    "PARAMETERS: a={p:int:1..5000} SELF: "
    "COMPATIBLE: x={a:int:1..250}%{b:int:1..250}+{p}*{p} y={p}%7"
)
HOSTILE: dict[str, tuple[str, str, Rule]] = {
    "remainders that contradict": (
        f"PARAMETERS: a={{p:int:{LARGE}}} SELF: COMPATIBLE: t={{p}}%2 g={{p}}%4",
        "SELF: t=1 g=2", "target-accepts"),
    "factors of a prime": (
        f"PARAMETERS: a={{p:int:{FACTOR}}} b={{q:int:{FACTOR}}} SELF: COMPATIBLE: t={{p}}*{{q}}",
        "SELF: t=1000000007", "target-accepts"),
    "a version far away": (
        f"PARAMETERS: a={{p:int:{LARGE}}} SELF: t={{p}} COMPATIBLE: z=1",
        "SELF: COMPATIBLE: t={v:version:>=500000000000}", "source-lists"),
    "two sides with many texts": (
        f"PARAMETERS: a={{p:int:{LARGE}}} b={{q:int:{LARGE}}} SELF: t={{p}}_{{q}}x COMPATIBLE: z=1",
        "SELF: COMPATIBLE: t={n:int:1..1000}_{m:int:1..1000}", "source-lists"),
    "a product that is open": (
        OPEN_PRODUCT,
        "SELF: x=1000001 y=3", "target-accepts"),
    "numbers in a long text": (
        "PARAMETERS: "
        + " ".join(f"a{i}={{p{i}:int:0..{10**300}}}" for i in range(4))
        + " SELF: COMPATIBLE: x={p0}1{p1}1{p2}1{p3}z",
        f"SELF: x={'1' * 1000}", "target-accepts"),
    "numbers in a long text, both directions": (
        "PARAMETERS: "
        + " ".join(f"a{i}={{p{i}:int:0..{10**300}}}" for i in range(4))
        + " SELF: t={p0} COMPATIBLE: x={p0}1{p1}1{p2}1{p3}z",
        f"SELF: x={'1' * 1000} COMPATIBLE: t=1", "both"),
}  # fmt: skip


@pytest.fixture
def budgets() -> Iterator[list[Counted]]:
    made: list[Counted] = []

    def counted(candidates: int) -> Counted:
        made.append(Counted(candidates))
        return made[-1]

    with patch.object(solver, "Budget", counted), patch.object(judging, "Budget", counted):
        yield made


@pytest.mark.parametrize("case", HOSTILE)
def test_work_is_bounded_and_nothing_is_claimed_that_is_not_known(
    case: str, budgets: list[Counted]
) -> None:
    described, source, rule = HOSTILE[case]
    found = solved(described, source, rule)
    assert found.outcome in {"unknown", "incompatible"}
    assert found.verdict.outcome == found.outcome
    most = (PAIR_CANDIDATES + 2 * EVIDENCE_CANDIDATES) * WORK_PER_CANDIDATE
    assert sum(budget.asked for budget in budgets) <= 1.1 * most


def test_what_was_given_up_says_so() -> None:
    found = solved(*HOSTILE["remainders that contradict"])
    assert (found.outcome, found.values, found.document) == ("unknown", None, None)
    (judgement,) = found.verdict.judgements
    assert [failure.code for failure in judgement.undecided] == ["match.budget"]
    assert "given up" in in_brief(found.verdict)


def test_a_mismatch_is_seen_though_a_search_was_given_up() -> None:
    described, source, rule = HOSTILE["remainders that contradict"]
    found = solved(described + " x=1", source + " x=2", rule)
    assert found.outcome == "incompatible"
    assert reasons(found) == [("value.differs", ("x",))]


def test_an_object_that_takes_all_the_work_does_not_hide_another() -> None:
    described, source, _ = HOSTILE["remainders that contradict"]
    found = solved(f"{described} COMPATIBLE: t=1 g={{n:int:1..9}}-{{p}}+{{p}}", source)
    assert (found.outcome, found.values) == ("compatible", {"p": 1})


def test_a_mismatch_that_holds_under_every_choice_is_seen_after_the_search_was_given_up() -> None:
    """The search ends at the factors; that no number fits t and g shows to the matcher."""
    described = (
        f"PARAMETERS: a={{p:int:{FACTOR}}} b={{q:int:{FACTOR}}} c={{r:int:1..50}} SELF: "
        "COMPATIBLE: x={p}*{q} t={r}%2 g={r}%4"
    )
    found = solved(described, "SELF: x=1000000007 t=1 g=2")
    assert (found.outcome, reasons(found)) == ("incompatible", [("variables.conflict", ("t", "g"))])


def test_the_same_question_gets_the_same_answer() -> None:
    for described, source, rule in HOSTILE.values():
        first, again = (solved(described, source, rule) for _ in range(2))
        assert first == again


def test_a_choice_that_passes_a_limit_is_no_choice() -> None:
    long = "x" * 1000
    described = (
        f"PARAMETERS: a={{p:string:{'y' * 25},{'y' * 24}}} SELF: t={long}{{p}} COMPATIBLE: z=1"
    )
    found = solved(described, "SELF: z=1")
    assert (found.outcome, found.values) == ("compatible", {"p": "y" * 24})


def test_an_object_that_is_left_out_passes_no_limit() -> None:
    """Where its expression has no value the object is left out, however long its other values."""
    long = "x" * 1000
    described = (
        f"PARAMETERS: a={{p:int:3..8}} b={{q:string:{'y' * 25}}} SELF: "
        f"COMPATIBLE: z=1 COMPATIBLE: g={{p}}/4 t={long}{{q}}"
    )
    found = solved(described, "SELF: z=1")
    assert found.values == {"p": 3, "q": "y" * 25}
    assert solved(described.replace("3..8", "4,8"), "SELF: z=1").outcome == "incompatible"


def test_a_long_expression_counts_as_it_is_written() -> None:
    tail = "+1" * 500
    described = (
        f"PARAMETERS: a={{p:int:1111111111111111111,222,-33}} SELF: "
        f"COMPATIBLE: z=1 COMPATIBLE: g={{n:int:1..9}}-{{p}}-{{p}}{tail}"
    )
    document = parse(described)
    found = solve(document, compile_document(parse("SELF: z=1")))
    assert (found.outcome, found.values) == ("compatible", {"p": -33})
    narrower = parse(described.replace(",-33", "").replace(",222", ""))
    assert solve(narrower, compile_document(parse("SELF: z=1"))).outcome == "incompatible"


def test_numbers_too_long_for_a_value_are_passed_over() -> None:
    long = "x" * 1000
    low = -(10**900)
    described = f"PARAMETERS: a={{p:int:{low}..5}} SELF: t={long}{{p}} COMPATIBLE: z=1"
    found = solved(described, "SELF: z=1")
    assert found.values == {"p": -(10**23) + 1}


def test_every_case_that_is_decided_early_stops_there() -> None:
    objects = " ".join("COMPATIBLE: z=1" for _ in range(64))
    source = parse("SELF: z=1 " + objects.replace("z=1", "t={n:int:1..9}"))
    document: Document = parse(f"PARAMETERS: a={{p:int:{LARGE}}} SELF: t={{p}} {objects}")
    found = solve(document, compile_document(source), "both")
    assert (found.outcome, found.values) == ("compatible", {"p": 1})


def test_a_direction_that_no_choice_can_have_is_seen_before_pairs_of_objects_are_searched() -> None:
    objects = " ".join("COMPATIBLE: t={n:int:1..9} u={m:int:1..9}" for _ in range(64))
    accepted = " ".join(f"COMPATIBLE: z={{p}}*{{q}}-{number}" for number in range(64))
    described = f"PARAMETERS: a={{p:int:{LARGE}}} b={{q:int:{LARGE}}} SELF: t=V u={{p}} {accepted}"
    found = solved(described, f"SELF: z=5 {objects}", "both")
    assert found.outcome == "incompatible"
    assert ("value.malformed", ("t",)) in reasons(found)
