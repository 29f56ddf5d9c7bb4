"""Tests of what a variable may still stand for: each question beside its answer from a plain list.

Here belong all small sets of numbers with gaps, and texts. It must not know what makes them shrink.
"""

from collections.abc import Iterator
from itertools import combinations

import pytest

from devcompat.language.nodes import Variable
from devcompat.match.choosing.possible import (
    Numbers,
    Possible,
    State,
    after_first,
    among,
    between,
    count,
    is_less,
    known_values,
    one,
    only_value,
    possible_values,
    read,
    sizes,
    union,
    values_in_order,
)
from devcompat.match.verdict import Bound
from devcompat.values.integers import IntegerRange, IntegerSet

GAPS = IntegerSet([IntegerRange(-3, -2), IntegerRange(0, 0), IntegerRange(4, 6)])
MEMBERS = [-3, -2, 0, 4, 5, 6]
AROUND = range(-5, 9)
TEXTS = ("b", "", "4", "a")


def parts() -> Iterator[Numbers]:
    """Yield every run of members, from one member to another."""
    for low in MEMBERS:
        for high in MEMBERS:
            if low <= high:
                yield Numbers(GAPS, low, high)


def members(possible: Possible | None) -> list[Bound]:
    return [] if possible is None else list(values_in_order(possible))


def inside(part: Numbers) -> list[int]:
    return [number for number in MEMBERS if part.low <= number <= part.high]


def test_a_variable_may_stand_for_all_of_its_domain_in_order() -> None:
    assert members(possible_values(Variable("n", "int", GAPS))) == MEMBERS
    assert members(possible_values(Variable("s", "string", TEXTS))) == list(TEXTS)


def test_a_part_has_the_members_between_its_ends() -> None:
    for part in parts():
        assert members(part) == inside(part)
        assert members(part)[0] == part.low
        assert members(part)[-1] == part.high


def test_between_two_numbers_are_the_members_there() -> None:
    for part in parts():
        for low in AROUND:
            for high in AROUND:
                found = between(part, low, high)
                assert members(found) == [n for n in inside(part) if low <= n <= high]
                assert found is None or (found.low in GAPS and found.high in GAPS)
    whole = Numbers(GAPS, -3, 6)
    assert between(whole, -3, 6) is whole


def test_the_only_value_is_the_one_that_is_left() -> None:
    for part in parts():
        assert only_value(part) == (part.low if len(inside(part)) == 1 else None)
    assert only_value(("",)) == ""
    assert only_value(TEXTS) is None
    state: State = {"x": Numbers(GAPS, 0, 0), "y": Numbers(GAPS, 0, 4), "z": ("",), "w": TEXTS}
    assert known_values(state, "xyzw") == {"x": 0, "z": ""}
    assert known_values(state, "yw") == {}


def test_one_value_is_one_value_of_the_same_kind() -> None:
    assert one(4, Numbers(GAPS, -3, 6)) == Numbers(GAPS, 4, 4)
    assert one("4", TEXTS) == ("4",)


def test_after_the_first_come_all_others() -> None:
    for part in parts():
        assert members(after_first(part)) == inside(part)[1:]
    assert after_first(TEXTS) == TEXTS[1:]
    assert after_first(("a",)) is None


def test_less_is_what_lacks_something() -> None:
    for before in parts():
        for part in parts():
            if before.low <= part.low and part.high <= before.high:
                assert is_less(part, before) == (inside(part) != inside(before))
    whole = Numbers(GAPS, -3, 6)
    fewer = among(whole, {-3, 6})
    assert fewer is not None
    assert is_less(fewer, whole)
    assert not is_less(whole, fewer)
    assert is_less(TEXTS[1:], TEXTS)
    assert not is_less(TEXTS, TEXTS)


def test_among_values_are_those_that_are_possible() -> None:
    asked = [set(found) for size in range(4) for found in combinations([-4, -2, 0, 1, 5, 6], size)]
    for part in parts():
        for values in asked:
            found = among(part, values)
            assert members(found) == [n for n in inside(part) if n in values]
            assert found is None or count(found) == len(members(found))
    assert members(among(Numbers(GAPS, -3, 6), {"4", 5})) == [5]
    assert among(TEXTS, {"a", "4", "c", 5}) == ("4", "a")
    assert among(TEXTS, {"c"}) is None


def test_a_text_spells_a_possible_value_or_none() -> None:
    for part in parts():
        for number in AROUND:
            assert read(part, str(number)) == (number if number in inside(part) else None)
        for text in ("", "04", "+4", "-0", "a", " 4"):
            assert read(part, text) is None
    for text in (*TEXTS, "c", "04"):
        assert read(TEXTS, text) == (text if text in TEXTS else None)


def test_there_are_at_most_as_many_as_counted() -> None:
    for part in parts():
        assert len(inside(part)) <= count(part) <= min(len(MEMBERS), part.high - part.low + 1)
    assert count(Numbers(GAPS, 4, 6)) == 3
    assert count(Numbers(GAPS, -3, 6)) == 6
    assert count(TEXTS) == 4


def test_a_union_has_all_of_its_parts_and_nothing_outside_their_ends() -> None:
    whole = Numbers(GAPS, -3, 6)
    every = list(parts())
    for first in every:
        for second in every:
            found = members(union(whole, [first, second]))
            both = {*inside(first), *inside(second)}
            if len(inside(first)) == len(inside(second)) == 1:
                assert found == sorted(both)
            else:
                assert found == [n for n in MEMBERS if min(both) <= n <= max(both)]
    assert union(TEXTS, [("a",), ("b", "4")]) == ("b", "4", "a")


@pytest.mark.parametrize(
    ("possible", "expected"),
    [
        (Numbers(GAPS, -3, 6), (1, 2)),
        (Numbers(GAPS, -3, 0), (1, 2)),
        (Numbers(GAPS, 0, 4), (1, 1)),
        (Numbers(GAPS, -3, -2), (2, 2)),
        (Numbers(IntegerSet([IntegerRange(1, 10)]), 1, 10), (1, 2)),
        (Numbers(IntegerSet([IntegerRange(-10, -1)]), -10, -1), (2, 3)),
        (Numbers(IntegerSet([IntegerRange(-1, 100)]), -1, 100), (1, 3)),
        (Numbers(IntegerSet([IntegerRange(-1000, 9)]), -1000, 9), (1, 5)),
        (("aé", "x"), (1, 3)),
    ],
)
def test_sizes_are_those_of_the_shortest_and_the_longest_text(
    possible: Possible, expected: tuple[int, int]
) -> None:
    assert sizes(possible) == expected
    texts = [str(value).encode() for value in members(possible)]
    assert expected == (min(map(len, texts)), max(map(len, texts)))
