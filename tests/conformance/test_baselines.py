"""Cases of `baseline`: two evaluators agree with them, and a wrong answer does not pass.

Belongs here: the brute-force oracle asked of each member; answers made wrong. One test a case:
test_cases.py.
"""

import json
from typing import Any

import pytest
from suite.baselines import OUTCOMES
from suite.cases import Case, full_request
from suite.judging import FAILED, PASSED, run_case

from devcompat.verbs.conformance import answer_line
from tests.oracle import evaluate

from .corpus import chosen, named

WORST = ("incompatible", "unknown", "compatible")
LONG = {"baseline/range-long", "baseline/coupled-long"}
"""Cases with more values than the oracle tries."""

STATED = [
    case
    for case in chosen("baseline", lambda case: not case.expect.keys() <= {"outcome", "reasons"})
    if "problem" not in case.expect and case.name not in LONG
]


@pytest.mark.parametrize("case", named(STATED))
def test_the_oracle_agrees_with_what_all_members_accept(case: Case) -> None:
    members = [member["text"] for member in full_request(case.request)["members"]]
    for key, wanted in OUTCOMES.items():
        for fields in case.expect.get(key, []):
            assert worst(f"SELF: {fields}", members) == wanted, fields
    for texts in case.expect.get("strongest", []):
        fields = " ".join(f"{name}={text}" for name, text in texts.items())
        assert worst(f"SELF: {fields}", members) == "compatible", fields


def worst(subject: str, members: list[str]) -> str:
    """Return the worst outcome of a SELF over members."""
    outcomes = [evaluate(subject, member).outcome for member in members]
    return min(outcomes, key=WORST.index)


LIMITED = next(case for case in STATED if case.name == "baseline/range-range")
EMPTY = next(case for case in chosen("baseline", bool) if case.name == "baseline/ranges-apart")
RIGHT: dict[str, Any] = {
    "outcome": "written",
    "document": {"text": "SELF: a=4 COMPATIBLE: a=3 COMPATIBLE: a=4", "format": "text"},
    "strongest": {"a": 4},
    "limits": [{"field": "a", "members": [1]}],
    "reasons": [],
}


def result(case: Case, **changed: Any) -> str:
    """Return what becomes of a case whose answer is the right one of LIMITED, but for keys."""

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        if request["op"] == "baseline":
            return RIGHT | changed
        return dict(answer_line(json.dumps({"id": 1, **request}).encode(), ""))

    (check,) = run_case(case, ask, frozenset({"baseline"}), frozenset({"baseline"}))
    return check.result


def text(written: str) -> dict[str, str]:
    return {"text": written, "format": "text"}


def test_another_spelling_passes() -> None:
    assert result(LIMITED) == PASSED
    assert result(LIMITED, document=text("SELF: a=4 COMPATIBLE: a={q:int:4,3}")) == PASSED
    assert result(EMPTY, outcome="nothing", document=None) == PASSED


@pytest.mark.parametrize(
    "changed",
    [
        {"outcome": "nothing"},
        {"outcome": None},
        {"document": None},
        {"document": text("SELF: a=4 COMPATIBLE: a={q:int:3..5}")},
        {"document": text("SELF: a=4 COMPATIBLE: a=4")},
        {"document": text("SELF: a=4 COMPATIBLE: a={x:opaque:q}")},
        {"document": text("SELF: a=3 COMPATIBLE: a={q:int:3,4}")},
        {"document": text("SELF: a=4"), "strongest": {"a": "4"}},
        {"document": text("no document")},
        {"strongest": None},
        {"strongest": {"a": "3"}, "document": text("SELF: a=3 COMPATIBLE: a={q:int:3,4}")},
        {"limits": []},
        {"limits": None},
        {"limits": [{"field": "a", "members": [2]}]},
        {"limits": [{"field": "a", "members": "1"}]},
        {"reasons": None},
    ],
    ids=str,
)
def test_a_wrong_answer_fails(changed: dict[str, Any]) -> None:
    assert result(LIMITED, **changed) == FAILED


def test_a_descriptor_where_there_is_nothing_fails() -> None:
    assert result(EMPTY) == FAILED
    assert result(EMPTY, outcome="nothing") == FAILED
