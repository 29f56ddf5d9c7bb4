"""Every case of the conformance suite, asked of the function behind `devcompat conformance`.

Belongs here: one test a case, in this process. The same through the command: test_ours.py.
"""

import json

import pytest
from suite.cases import LEVELS, Case
from suite.judging import PASSED, run_case

from devcompat.verbs.conformance import LEVELS as CLAIMED
from devcompat.verbs.conformance import answer_line
from tests.conformance.corpus import CASES, named

ALL = frozenset(LEVELS)


def ask(request: dict[str, object]) -> dict[str, object]:
    answer = answer_line(json.dumps({"id": 1, **request}).encode(), "")
    return dict(json.loads(json.dumps(answer)))


@pytest.mark.parametrize("case", named(CASES))
def test_a_case_is_answered_as_it_expects(case: Case) -> None:
    checks = run_case(case, ask, ALL, frozenset(CLAIMED))
    assert checks
    assert [check for check in checks if check.result != PASSED] == []
