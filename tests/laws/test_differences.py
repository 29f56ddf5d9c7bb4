"""Laws: differences are those that the brute-force oracle finds by writing every SELF out.

Here belongs the comparison of both over pairs of small documents. It must not know how either of
them comes to its answer.
"""

from collections.abc import Iterator
from unittest.mock import patch

import pytest

from devcompat.algebra import cover, parts
from devcompat.algebra.cover import spoken
from devcompat.algebra.diff import diff
from devcompat.algebra.parts import Texts
from devcompat.algebra.ranges import ways
from devcompat.algebra.work import Work
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.component import Component
from devcompat.match.judge import judge
from tests.oracle import OracleTooBig, differ
from tests.strategies.couplings import couplings
from tests.strategies.differences import Pair, pairs
from tests.strategies.lines import lines

CASES = 400


def compiled(text: str) -> Compiled:
    return compile_document(parse(text))


@pytest.mark.parametrize("seed", [2026])
def test_what_is_lost_and_gained_is_the_oracles(seed: int) -> None:
    asked = 0
    for pair in pairs(CASES, seed):
        try:
            expected = differ(pair.old, pair.new)
        except OracleTooBig:
            continue
        found = diff(compiled(pair.old), compiled(pair.new))
        answers = (expected.lost.answer, expected.gained.answer)
        assert (found.lost, found.gained, found.relation) == (*answers, expected.relation), pair
        asked += 1
    assert asked > CASES * 0.95


def test_the_matcher_says_of_every_witness_what_was_said() -> None:
    shown = 0
    for pair in pairs(CASES, seed=7):
        old, new = compiled(pair.old), compiled(pair.new)
        for witness in diff(old, new).witnesses:
            accepting, other = (old, new) if witness.accepted_by == "old" else (new, old)
            assert judge(spoken(witness.texts), accepting).outcome == "compatible"
            assert judge(spoken(witness.texts), other).outcome == "incompatible"
            shown += 1
    assert shown > CASES / 3


def test_the_other_way_round_it_is_the_mirror_image_and_a_device_equals_itself() -> None:
    for pair in pairs(CASES, seed=8):
        old, new = compiled(pair.old), compiled(pair.new)
        found, mirrored = diff(old, new), diff(new, old)
        assert (found.lost, found.gained) == (mirrored.gained, mirrored.lost)
        assert diff(old, compiled(pair.old)).relation == "equal"


def nothing_written_out(component: Component, _most: int, _work: Work) -> tuple[Texts, ...] | None:
    return None


@pytest.fixture
def _as_ranges() -> Iterator[None]:
    """Take every coupled field for one with too many bindings to be written out."""
    with (
        patch.object(parts, "written_out", nothing_written_out),
        patch.object(cover, "TUPLES", 1),
        patch.object(cover, "COMBINATIONS", 1),
    ):
        yield


def told(pair: Pair) -> list[tuple[bool | None, bool | None]]:
    """Return what is said and what the oracle says, of lost and gained: the same, or not known.

    Raises OracleTooBig, InputError.
    """
    old, new = compiled(pair.old), compiled(pair.new)
    expected, found = differ(pair.old, pair.new), diff(old, new)
    answers = [(found.lost, expected.lost.answer), (found.gained, expected.gained.answer)]
    for said, answer in answers:
        assert said == answer or said is None, pair
    return answers


@pytest.mark.usefixtures("_as_ranges")
@pytest.mark.parametrize("small", [1, 64])
def test_as_ranges_the_answers_are_the_same_or_not_known(small: int) -> None:
    open_sides = 0
    with patch.object(ways, "SMALL", small):
        for pair in pairs(CASES, seed=3):
            try:
                answers = told(pair)
            except OracleTooBig:
                continue
            for said, answer in answers:
                open_sides += said is None and answer is not None
    assert open_sides < CASES * (0.25 if small == 1 else 0.01)


@pytest.mark.usefixtures("_as_ranges")
def test_what_several_wide_variables_couple_is_told_as_the_oracle_tells_it_or_not_at_all() -> None:
    known = open_sides = 0
    with patch.object(ways, "SMALL", 1):
        for pair in couplings(CASES, seed=5):
            try:
                answers = told(pair)
            except OracleTooBig:
                continue
            for said, answer in answers:
                known += said is not None
                open_sides += said is None and answer is not None
    assert known > 1.5 * CASES
    assert open_sides < known / 10


@pytest.mark.usefixtures("_as_ranges")
def test_arithmetic_near_64_bits_is_told_as_the_oracle_tells_it_or_not_at_all() -> None:
    known = open_sides = 0
    with patch.object(ways, "SMALL", 1):
        for pair in lines(CASES, seed=5):
            try:
                answers = told(pair)
            except InputError:  # a value that is no number of 64 bits, or too many combinations
                continue
            for said, _ in answers:
                known += said is not None
                open_sides += said is None
    assert known > CASES
    assert open_sides < known / 10
