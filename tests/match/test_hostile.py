"""Tests that hostile documents get a verdict for a bounded amount of work.

Here belongs what is counted: candidates and operations, never time. It must not know how a search
goes.
"""

from collections.abc import Iterator
from itertools import pairwise
from unittest.mock import patch

import pytest

from devcompat.language.nodes import Expression, Value
from devcompat.language.parser import parse
from devcompat.match import component, evidence, solving
from devcompat.match import judge as judging
from devcompat.match.budget import EVIDENCE_CANDIDATES, PAIR_CANDIDATES, Budget
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.component import TABULATED_OPERATIONS, rendered
from devcompat.match.domains import CaptureReader
from devcompat.match.judge import decide, judge
from devcompat.match.program import run
from devcompat.match.verdict import Binding
from tests.match.hostile import (
    BULK,
    DEEP,
    PAIRS,
    PRODUCTS,
    SPLITS,
    Pair,
    declared,
    fields,
    pair,
    texts,
)

GIVEN_UP = {
    "numbers in two texts, backwards",
    "numbers in a text, then arithmetic",
    "sixty texts that nearly all agree",
    "64 objects of 65,536 combinations",
    "sixty-two fields that are checked for every combination",
    "an expression of 800 operations",
    "an expression of 400 divisions",
    "multiplication by zero twice over",
}


class Counts:
    """What was really done: numbers and texts read, expressions evaluated, budgets made."""

    def __init__(self) -> None:
        self.read = 0
        self.evaluated = 0
        self.budgets: list[Budget] = []


@pytest.fixture
def counts() -> Iterator[Counts]:
    found = Counts()
    read = CaptureReader.read

    def counted_read(self: CaptureReader, text: str) -> object:
        found.read += 1
        return read(self, text)

    def counted_run(*arguments: object) -> object:
        found.evaluated += 1
        return run(*arguments)  # type: ignore[arg-type]

    def counted_budget(candidates: int) -> Budget:
        found.budgets.append(Budget(candidates))
        return found.budgets[-1]

    with (
        patch.object(CaptureReader, "read", counted_read),
        patch.object(solving, "run", counted_run),
        patch.object(judging, "Budget", counted_budget),
        patch.object(evidence, "Budget", counted_budget),
    ):
        yield found


def compiled(documents: Pair) -> tuple[Compiled, Compiled]:
    return (
        compile_document(parse(documents.source)),
        compile_document(parse(documents.target)),
    )


def test_the_corpus_has_every_kind() -> None:
    assert SPLITS
    assert PRODUCTS
    assert BULK
    assert DEEP
    assert PAIRS.keys() > GIVEN_UP


@pytest.mark.parametrize("name", PAIRS)
def test_deciding_and_judging_agree_and_stay_within_the_budget(name: str, counts: Counts) -> None:
    source, target = compiled(PAIRS[name])
    outcome = decide(source, target)
    assert len(counts.budgets) <= 2
    assert all(budget.left >= -1 for budget in counts.budgets)
    assert max(counts.read, counts.evaluated) <= 6 * PAIR_CANDIDATES
    assert (outcome == "unknown") == (name in GIVEN_UP)

    verdict = judge(source, target)
    assert len(counts.budgets) <= 2 + 3
    assert max(counts.read, counts.evaluated) <= 14 * PAIR_CANDIDATES
    assert verdict.outcome == outcome
    if name in GIVEN_UP:
        (judgement,) = verdict.judgements
        assert {found.code for found in judgement.undecided} == {"match.budget"}
        assert judgement.failures == ()


def test_a_pair_may_cost_a_hundred_thousand_candidates_and_evidence_less() -> None:
    assert PAIR_CANDIDATES >= 100_000
    assert EVIDENCE_CANDIDATES <= PAIR_CANDIDATES // 10


def test_all_combinations_that_a_document_may_leave_open_are_tried() -> None:
    last = pair("a=300", f"a={declared('a', '1..256')}%{declared('b', '1..256')}")
    assert decide(*compiled(last)) == "incompatible"
    found = pair("a=255", f"a={declared('a', '1..256')}%{declared('b', '1..256')}")
    assert judge(*compiled(found)).judgements[0].binding == {"a": 255, "b": 256}


@pytest.mark.parametrize("operators", [2, 18, 40])
def test_all_combinations_are_tried_where_the_expression_has_up_to_forty_operators(
    operators: int,
) -> None:
    longer = "+1-1" * ((operators - 2) // 2)
    documents = pair("g=-1", f"g={{a:int:1..256}}*{{b:int:1..256}}%65537{longer}")
    assert decide(*compiled(documents)) == "incompatible"
    assert judge(*compiled(documents)).outcome == "incompatible"


def test_tables_of_a_descriptor_take_a_bounded_number_of_operations() -> None:
    operations = 0

    def counted(value: Value, binding: Binding) -> str | None:
        nonlocal operations
        operations += len(value.postfix) if isinstance(value, Expression) else len(value.parts)
        return rendered(value, binding)

    _, target = compiled(BULK["64 objects of 15 expressions of 64 bindings"])
    with patch.object(component, "rendered", counted):
        objects = target.objects
    assert TABULATED_OPERATIONS // 2 < operations <= TABULATED_OPERATIONS
    assert objects[0].searched == []
    assert len(objects[-1].searched) == 15


def test_sixteen_variables_of_two_values_are_tried_in_all_combinations() -> None:
    names = "abcdefghijklmnop"
    chain = " ".join(
        f"f{index}=({{{left}}}*0+{declared(right, '0,1')}*0)%5"
        for index, (left, right) in enumerate(pairwise(names))
    ).replace("{a}", declared("a", "0,1"), 1)
    documents = pair(f"{fields('f', 15, '0')} z=2", f"{chain} z=({{a}}+{{p}})%9")
    judgement = judge(*compiled(documents)).judgements[0]
    assert judgement.binding == {name: int(name in "ap") for name in names}


def test_ninety_thousand_splits_that_all_fail_are_tried(counts: Counts) -> None:
    documents = pair(
        f"a={'x' * 91} b={'x' * 92}", f"a={texts('x', 'abcd', 60)} b={{d}}x{{c}}x{{b}}x{{a}}"
    )
    assert decide(*compiled(documents)) == "incompatible"
    assert PAIR_CANDIDATES - counts.budgets[0].left >= 90_000


def test_budget_is_shared_by_the_objects_of_a_pair() -> None:
    one = f"a={declared('a', '1..256')}%{declared('b', '1..256')}"
    assert decide(*compiled(pair("a=300", one))) == "incompatible"
    assert decide(*compiled(pair("a=300", *[one] * 2))) == "unknown"


def test_object_that_is_reached_with_the_budget_used_up_still_matches_without_a_search() -> None:
    one = f"a={declared('a', '1..256')}%{declared('b', '1..256')}"
    documents = pair("a=300", *[one] * 3, "a={n:int:300}")
    judgement = judge(*compiled(documents)).judgements[0]
    assert (judgement.outcome, judgement.object_index) == ("compatible", 3)


def test_field_that_fails_alone_is_a_mismatch_though_the_search_was_given_up() -> None:
    late = fields("f", 40, "({a}*0+{b}*0)%5")
    for name in "ab":
        late = late.replace(f"{{{name}}}", declared(name, "1..256"), 1)
    documents = pair(f"{fields('f', 40, '0')} z=x", f"{late} z={{a}}%{{b}}*0")
    verdict = judge(*compiled(documents))
    assert verdict.outcome == decide(*compiled(documents)) == "incompatible"
    assert [found.code for found in verdict.judgements[0].failures] == ["value.malformed"]


def test_mismatch_of_another_field_outweighs_a_search_that_is_given_up() -> None:
    found = PRODUCTS["an expression of 800 operations"]
    documents = Pair(found.source + " c=1", found.target + " c=2")
    verdict = judge(*compiled(documents))
    assert verdict.outcome == decide(*compiled(documents)) == "incompatible"
    assert "value.differs" in {failure.code for failure in verdict.judgements[0].failures}


def test_the_same_pair_gets_the_same_answer_again() -> None:
    documents = PRODUCTS["64 objects of 65,536 combinations"]
    assert judge(*compiled(documents)) == judge(*compiled(documents))
