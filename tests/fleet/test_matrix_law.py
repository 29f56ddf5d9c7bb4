"""The law of the matrix: each of its outcomes is the one that the matcher gives for the pair."""

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devcompat.fleet.fleet import Fleet
from devcompat.fleet.matrix import Matrix, matrix_of, members
from devcompat.fleet.records import DeviceReport, HostReport
from devcompat.language.parser import parse
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import Side, Undescribed, judge, outcome_of
from devcompat.match.verdict import BASES, COMPATIBLE, RULES, UNKNOWN, Basis, Rule
from tests.fleet.sides import some_sides
from tests.strategies.pairs import DocumentPair, document_pairs

SLOW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
MINIMA = st.none() | st.sampled_from(BASES)


def _sides(pair: DocumentPair, basis: Basis, unread: bool) -> list[Side]:
    missing = {"a": "EIO"} if unread else {}
    return [
        compile_document(parse(pair.source), basis),
        compile_document(parse(pair.target), "native", missing),
    ]


GROUPS = st.lists(
    st.builds(
        _sides, document_pairs(), st.sampled_from(BASES), st.sampled_from([True, *[False] * 5])
    ),
    min_size=1,
    max_size=5,
).map(lambda groups: [side for group in groups for side in group])
UNDESCRIBED = st.lists(
    st.builds(Undescribed, st.just(""), st.just("d"), st.booleans(), MINIMA), max_size=2
)


def hold(matrix: Matrix, sides: Sequence[Side], rule: Rule, minimum: Basis | None) -> None:
    """Fail unless every outcome is the pair's own."""
    for target, accepting in enumerate(sides):
        for source, asking in enumerate(sides):
            wanted = outcome_of(asking, accepting, rule, minimum)
            assert matrix.outcome(source, target) == wanted, (source, target)
    assert not any(map(int.__and__, matrix.compatible, matrix.unknown))
    assert all(row >> len(sides) == 0 for row in (*matrix.compatible, *matrix.unknown))


@SLOW
@given(GROUPS, UNDESCRIBED, st.sampled_from(RULES), MINIMA)
def test_any_classes(
    described: list[Side], others: list[Side], rule: Rule, minimum: Basis | None
) -> None:
    sides = [*others, *described]
    hold(matrix_of(sides, rule, minimum), sides, rule, minimum)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("minimum", [None, *BASES])
def test_classes_of_every_kind(rule: Rule, minimum: Basis | None) -> None:
    sides = some_sides()
    hold(matrix_of(sides, rule, minimum), sides, rule, minimum)
    for accepting in sides:
        for asking in sides:
            alone = matrix_of((asking, accepting), rule, minimum).outcome(0, 1)
            assert alone == judge(asking, accepting, rule, minimum).outcome


SEARCHED = (
    "SELF: v=12x34 w=12 COMPATIBLE: v={a:int:0..9999}x{b:int:0..9999} w={a}",
    "SELF: v=12x34 w=34 COMPATIBLE: v={a:int:0..9999}x{b:int:0..9999} w={b}",
    "SELF: v=12x34 COMPATIBLE: v={x:any} COMPATIBLE: v={a:int:0..9999}x{b:int:0..9999} w={a}",
    "SELF: v=1 w=2 COMPATIBLE: v={x:any} w={y:opaque:s} COMPATIBLE: v={a:int:0..9999} w={a}*2",
)


@pytest.mark.parametrize("rule", RULES)
def test_bindings_that_have_to_be_searched_for(rule: Rule) -> None:
    sides: list[Side] = [compile_document(parse(text)) for text in SEARCHED]
    assert any(item.searched for side in sides if isinstance(side, Compiled)
               for item in side.objects)  # fmt: skip
    hold(matrix_of(sides, rule), sides, rule, None)


def test_no_classes() -> None:
    assert matrix_of([]) == Matrix((), ())
    assert matrix_of([], "both", "read") == Matrix((), ())


def test_a_fleets_matrix_goes_by_the_numbers_of_its_classes() -> None:
    sides = some_sides()
    devices = tuple(DeviceReport(f"d{number}", side) for number, side in enumerate(sides))
    fleet = Fleet([HostReport("h", devices)])
    matrix = fleet.matrix("both", "read")
    assert len(matrix.compatible) == len(fleet.classes) < len(sides)
    hold(matrix, fleet.classes.sides, "both", "read")


def test_members_are_the_bits_in_order() -> None:
    assert [*members(0)] == []
    assert [*members(1 << 70 | 0b1010)] == [1, 3, 70]


def test_the_sides_of_this_law_have_every_outcome() -> None:
    matrix = matrix_of(some_sides())
    outcomes = [matrix.outcome(s, t) for s in range(len(matrix.compatible)) for t in range(s)]
    assert {COMPATIBLE, UNKNOWN} < set(outcomes)
