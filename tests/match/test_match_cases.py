"""Laws about the pairs of the conformance suite, which its protocol cannot ask.

Belongs here: that both ways to a verdict agree on every pair there. Must not hold documents.
"""

import pytest
from suite.cases import Case

from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.match.judge import decide, judge
from devcompat.match.verdict import RULES
from tests.conformance.corpus import chosen, is_text, named, text_of

PAIRS = chosen("match", lambda case: is_text(case) and "outcome" in case.expect)


@pytest.mark.parametrize("case", named(PAIRS))
def test_deciding_gives_the_outcome_that_judging_gives(case: Case) -> None:
    source, target = (compile_document(parse(text_of(case, key))) for key in ("source", "target"))
    for rule in RULES:
        verdict = judge(source, target, rule)
        assert decide(source, target, rule) == verdict.outcome
        assert verdict.rule == rule
        assert bool(verdict) == (verdict.outcome == "compatible")
