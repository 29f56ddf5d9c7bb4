"""Tests of what cannot be decided, and of how sure a verdict is.

Here belong unread fields, devices without a descriptor, the basis and its minimum. It must not
repeat what the vectors say.
"""

import pytest

from devcompat.language.parser import parse
from devcompat.language.problems import InputError, Position
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import Side, Undescribed, decide, judge, outcome_of
from devcompat.match.verdict import BASES, RULES, Basis, Rule, Verdict


def device(
    text: str, name: str = "", basis: Basis = "native", unread: dict[str, str] | None = None
) -> Compiled:
    return compile_document(parse(text, name), basis, unread)


def accepting(*objects: str) -> Compiled:
    return device("SELF: other=1" + "".join(f"\nCOMPATIBLE: {item}" for item in objects))


def codes(verdict: Verdict) -> tuple[list[str], list[str]]:
    (judgement,) = verdict.judgements
    return (
        [found.code for found in judgement.failures],
        [found.code for found in judgement.undecided],
    )


def judged(source: Compiled, target: Compiled) -> tuple[str, list[str], list[str]]:
    verdict = judge(source, target)
    assert decide(source, target) == verdict.outcome
    return (verdict.outcome, *codes(verdict))


def test_unread_field_of_the_source_makes_a_match_unknown() -> None:
    source = device("SELF: a=1", unread={"b": "EIO"})
    verdict = judge(source, accepting("a=1 b=2"))
    (judgement,) = verdict.judgements
    (undecided,) = judgement.undecided
    assert verdict.outcome == "unknown"
    assert (undecided.code, undecided.fields, undecided.detail) == ("field.unread", ("b",), "EIO")


def test_unread_field_is_not_taken_for_absent() -> None:
    source = device("SELF: a=1", unread={"b": "EIO"})
    assert judged(source, accepting('a=1 b=""')) == ("unknown", [], ["field.unread"])
    assert judged(source, accepting("a=1")) == ("unknown", [], ["field.unread"])


def test_unread_field_is_unknown_even_where_anything_goes() -> None:
    source = device("SELF: a=1", unread={"b": "EIO"})
    assert judged(source, accepting("a=1 b={x:any}"))[0] == "unknown"


def test_unread_field_never_hides_a_mismatch() -> None:
    source = device("SELF: a=1", unread={"b": "EIO"})
    outcome, failures, undecided = judged(source, accepting("a=2 b=2"))
    assert (outcome, failures, undecided) == ("incompatible", ["value.differs"], ["field.unread"])


def test_what_a_target_wants_of_an_unread_field_is_unknown_too() -> None:
    target = device("SELF: a=1\nCOMPATIBLE: a=1 b=2", unread={"b": "EACCES"})
    assert judged(device("SELF: a=1"), target) == ("unknown", [], ["field.unread"])
    assert judged(device("SELF: a=1 b=3"), target) == ("unknown", [], ["field.unread"])
    assert judged(device("SELF: a=3 b=3"), target)[0] == "incompatible"


def test_unread_field_leaves_its_variable_to_the_fields_that_were_read() -> None:
    source = device("SELF: t=V4", unread={"g": "EIO"})
    assert judged(source, accepting("t=V{n:int:1,2,4} g={n}/2"))[0] == "unknown"
    assert judged(source, accepting("t=V{n:int:1,2} g={n}/2"))[0] == "incompatible"


def test_conflict_of_fields_that_were_read_is_seen_beside_an_unread_one() -> None:
    source = device("SELF: a=1 b=2", unread={"c": "EIO"})
    outcome, failures, _ = judged(source, accepting("a={n:int:1..9} b={n} c={n}"))
    assert (outcome, failures) == ("incompatible", ["variables.conflict"])


def test_unread_field_that_is_opaque_too_is_named_once() -> None:
    source = device("SELF: a=1", unread={"b": "EIO"})
    assert judged(source, accepting("a=1 b={x:opaque:fw}")) == ("unknown", [], ["field.unread"])


def test_both_directions_are_judged_with_unread_fields() -> None:
    source = device("SELF: a=1\nCOMPATIBLE: a=1", unread={"b": "EIO"})
    target = device("SELF: a=1\nCOMPATIBLE: a=1")
    assert judge(source, target, "both").outcome == "unknown"
    assert decide(source, target, "both") == "unknown"


@pytest.mark.parametrize("rule", RULES)
def test_device_without_a_descriptor_is_unknown_under_every_rule(rule: Rule) -> None:
    missing = Undescribed("b", "no driver publishes one")
    known = device("SELF: a=1\nCOMPATIBLE: a=1", "a")
    for source, target in ((known, missing), (missing, known)):
        verdict = judge(source, target, rule)
        assert verdict.outcome == "unknown"
        assert codes(verdict) == ([], ["descriptor.missing"])
        (found,) = verdict.judgements[0].undecided
        assert (found.document, found.detail) == ("b", "no driver publishes one")


def test_two_devices_without_a_descriptor_are_both_named() -> None:
    verdict = judge(Undescribed("a", "x"), Undescribed("b", "y"))
    assert codes(verdict) == ([], ["descriptor.missing", "descriptor.missing"])


def test_device_that_cannot_move_is_incompatible_whatever_the_other_is() -> None:
    immovable = Undescribed("a", "no migration in this driver", immovable=True)
    verdict = judge(immovable, Undescribed("b", "y"))
    assert verdict.outcome == "incompatible"
    assert codes(verdict) == (["device.immovable"], ["descriptor.missing"])
    assert judge(device("SELF: a=1"), immovable).outcome == "incompatible"


def test_verdict_carries_the_weakest_basis() -> None:
    for index, weak in enumerate(BASES):
        for strong in BASES[index:]:
            one = device("SELF: a=1\nCOMPATIBLE: a=1", basis=weak)
            other = device("SELF: a=1\nCOMPATIBLE: a=1", basis=strong)
            assert judge(one, other).basis == judge(other, one).basis == weak


def test_basis_from_the_weakest_is_operator_document_read_executed_native() -> None:
    assert BASES == ("operator", "document", "read", "executed", "native")


@pytest.mark.parametrize("text", ["a=1", "a=2"])
def test_weaker_basis_than_asked_for_is_unknown_match_or_not(text: str) -> None:
    source = device(f"SELF: {text}", basis="document")
    target = accepting("a=1")
    assert judge(source, target, minimum_basis="document").outcome != "unknown"
    assert judge(source, target, minimum_basis="operator").outcome != "unknown"
    verdict = judge(source, target, minimum_basis="read")
    assert verdict.outcome == "unknown"
    assert "basis.weak" in codes(verdict)[1]
    assert verdict.basis == "document"


def test_type_descriptor_is_refused_at_its_first_parameter() -> None:
    text = "SELF: a={n}\nPARAMETERS: p={n:int:1..8} q={m:string:x}"
    with pytest.raises(InputError) as raised:
        device(text, "types")
    (problem,) = raised.value.problems
    assert (problem.code, problem.position) == ("parameters.unset", Position(2, 13))
    assert problem.found == "p, q"
    assert raised.value.source == "types"


def test_parameters_without_any_are_no_type_descriptor() -> None:
    assert judge(device("SELF: a=1 PARAMETERS:"), accepting("a=1"))


def test_failure_says_what_was_wanted_where() -> None:
    target = device("SELF: b=1\nCOMPATIBLE: a=1\r\n  b={n:int:1..8}", "target.txt")
    (judgement,) = judge(device("SELF: a=1 b=9"), target).judgements
    (failure,) = judgement.failures
    (demand,) = failure.demands
    assert demand is not None
    assert (demand.name, demand.position) == ("b", Position(3, 3))
    assert demand.variables["n"].type == "int"
    assert (failure.found, failure.document) == (("9",), "target.txt")


def test_unexpected_field_has_no_demand_and_a_missing_one_nothing_found() -> None:
    (judgement,) = judge(device("SELF: x=9"), accepting("a=1")).judgements
    missing, unexpected = judgement.failures
    assert (missing.code, missing.found) == ("field.missing", (None,))
    assert (unexpected.code, unexpected.demands) == ("field.unexpected", (None,))


def test_descriptor_that_was_built_and_not_read_has_no_positions() -> None:
    document = parse("SELF: b=1\nCOMPATIBLE: a=1")._replace(source=None)
    (judgement,) = judge(device("SELF: a=2"), compile_document(document)).judgements
    (demand,) = judgement.failures[0].demands
    assert demand is not None
    assert demand.position is None


SIDES: tuple[Side, ...] = (
    device("SELF: a=1 COMPATIBLE: a=1"),
    device("SELF: a=2 COMPATIBLE: a=1", basis="read"),
    device("SELF: a=1 COMPATIBLE: a={x:opaque:fw}", basis="operator"),
    device("SELF: a=1", basis="executed", unread={"b": "EIO"}),
    Undescribed("u", "nothing"),
    Undescribed("i", "immovable", immovable=True, basis="document"),
)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("minimum", [None, *BASES])
def test_the_outcome_alone_is_the_verdicts(rule: Rule, minimum: Basis | None) -> None:
    outcomes = set()
    for source in SIDES:
        for target in SIDES:
            verdict = judge(source, target, rule, minimum)
            assert outcome_of(source, target, rule, minimum) == verdict.outcome
            outcomes.add(verdict.outcome)
    assert "unknown" in outcomes
    assert minimum is not None or len(outcomes) == 3
