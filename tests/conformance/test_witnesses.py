"""Cases of `diff`: what is shown as lost or gained is matched, so a wrong one does not pass."""

from typing import Any

import pytest
from suite.cases import Case
from suite.judging import FAILED, PASSED, run_case

from devcompat.verbs.conformance import answer_request

from .corpus import CASES

NARROWER = next(case for case in CASES if case.name == "diff/range-narrower")


def result(case: Case, *witnesses: dict[str, Any]) -> str:
    """Return what becomes of a case whose answer has these witnesses."""

    def ask(request: dict[str, Any]) -> dict[str, Any]:
        answer: dict[str, Any] = dict(answer_request(request))
        return answer | {"witness": list(witnesses)} if request["op"] == "diff" else answer

    (check,) = run_case(case, ask, frozenset({"diff"}), frozenset({"diff"}))
    return check.result


LOST = {"self": {"a": "4"}, "accepted_by": "old"}
WRONG: list[list[dict[str, Any]]] = [
    [],
    [{"self": {"a": "4"}, "accepted_by": "new"}],
    [{"self": {"a": "3"}, "accepted_by": "old"}],
    [{"self": {"a": "5"}, "accepted_by": "old"}],
    [LOST, {"self": {"a": "1"}, "accepted_by": "new"}],
]


def test_a_true_witness_passes() -> None:
    assert result(NARROWER, LOST) == PASSED


@pytest.mark.parametrize("witnesses", WRONG, ids=str)
def test_a_wrong_or_missing_witness_fails(witnesses: list[dict[str, Any]]) -> None:
    assert result(NARROWER, *witnesses) == FAILED
