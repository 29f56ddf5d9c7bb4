"""Agreement: the laws that hold matcher and solver against the oracle, on samples drawn once.

Belongs here: the oracle's answers kept for all mutants. Must not know: what the laws say.
The oracle knows nothing of devcompat, so its answers are the same for every mutant.
"""

import inspect
from collections.abc import Callable, Sequence
from functools import cache
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from tests.laws import test_oracle_agrees, test_parameters
from tests.oracle import choose, evaluate
from tests.strategies import distinct_pairs, distinct_type_cases

PARTS = 8


class Sample(NamedTuple):
    """Laws of one module, what they ask the oracle, and the cases that they are asked of."""

    laws: ModuleType
    question: str
    answer: Callable[..., object]
    cases: Callable[[], Sequence[Any]]


PAIRS = Sample(test_oracle_agrees, "evaluate", cache(evaluate), cache(lambda: distinct_pairs(400)))
TYPES = Sample(test_parameters, "choose", cache(choose), cache(lambda: distinct_type_cases(400)))


def _laws(sample: Sample) -> dict[str, Callable[[Any], None]]:
    """Return the laws about one case and nothing else that is drawn, or assumed of it."""
    found = {
        name: law.hypothesis.inner_test
        for name, law in vars(sample.laws).items()
        if getattr(law, "is_hypothesis_test", False)
    }
    return {
        name: law
        for name, law in found.items()
        if len(inspect.signature(law).parameters) == 1 and "assume(" not in inspect.getsource(law)
    }


LAWS = [(sample, name) for sample in (PAIRS, TYPES) for name in _laws(sample)]


def prepare() -> None:
    """Draw the samples and ask the oracle, before mutants are made."""
    for pair in PAIRS.cases():
        for rule in test_oracle_agrees.RULES:
            PAIRS.answer(pair.source, pair.target, rule)
    for case in TYPES.cases():
        TYPES.answer(*case)


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(("sample", "name"), LAWS, ids=[name for _, name in LAWS])
def test_the_law_holds_on_the_sample(
    sample: Sample, name: str, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hold one part of the sample to one law."""
    law = _laws(sample)[name]
    monkeypatch.setattr(sample.laws, sample.question, sample.answer)
    for case in sample.cases()[part::PARTS]:
        law(case)
