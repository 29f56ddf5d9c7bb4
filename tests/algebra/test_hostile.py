"""Hostile: documents within all limits get an answer, and never more than their budget."""

from unittest.mock import patch

import pytest

from devcompat.algebra.cover import spoken
from devcompat.algebra.diff import diff
from devcompat.algebra.work import WORK, Work
from devcompat.match.judge import decide

from .hostile import MADE, pair
from .texts import device

UNDECIDED = {"many_sets", "clauses", "combinations", "coupled_wide", "long_numbers", "divisors"}
"""Kinds of which the default budget does not decide all."""


@pytest.mark.parametrize("name", MADE)
def test_a_hostile_pair_gets_an_answer_with_witnesses_that_hold(name: str) -> None:
    old, new = (device(*texts) for texts in pair(name))
    found = diff(old, new)
    assert found.relation in {"different", "equal"} or name in UNDECIDED
    assert all(reason.code == "diff.budget" for reason in found.reasons)
    for only in found.witnesses[:8]:
        sides = (old, new) if only.accepted_by == "old" else (new, old)
        outcomes = [decide(spoken(only.texts), side) for side in sides]
        assert outcomes == ["compatible", "incompatible"]


@pytest.mark.parametrize("name", MADE)
def test_no_more_is_spent_than_the_budget(name: str) -> None:
    old, new = (device(*texts) for texts in pair(name))
    spent: list[int] = []
    spend, claim = Work.spend, Work.claim

    def spent_now(work: Work, units: int) -> None:
        spent.append(min(units, work.left))
        spend(work, units)

    def claimed(work: Work, units: int) -> None:
        claim(work, units)
        spent.append(units)

    with patch.object(Work, "spend", spent_now), patch.object(Work, "claim", claimed):
        diff(old, new)
    assert sum(spent) <= WORK
