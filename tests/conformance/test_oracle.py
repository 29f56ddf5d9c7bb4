"""The brute-force oracle, which imports nothing of devcompat, passes what it does of the suite.

Belongs here: run.py against tests/oracle. Where both pass a case, two evaluators that share no code
agree with what it expects.
"""

import sys

import pytest

from tests.conformance.process import report

ORACLE = (sys.executable, "-m", "tests.oracle")

LEAST = {"core": 350, "evidence": 150, "rules": 10}
"""How many checks of each level it has to pass: what it does not do is not counted."""

POSITIONS = (".line", ".column")
"""What the oracle does not keep of a demand."""


@pytest.mark.parametrize("level", LEAST)
def test_the_oracle_agrees_with_every_case_that_it_answers(level: str) -> None:
    levels = ("--level", level) if level != "evidence" else ("--level", "core", "--level", level)
    _, found = report(*levels, "--timeout", "60", "--", *ORACLE)
    differences = [one for failure in found["failures"] for one in failure["differences"]]
    assert [one for one in differences if not one["where"].endswith(POSITIONS)] == []
    assert found["levels"][level]["passed"] >= LEAST[level]
