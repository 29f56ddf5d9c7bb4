"""Tests of integer sets: membership, order and equality.

Here belongs what an integer set says about numbers and texts. It must not know descriptors.
"""

import pytest

from devcompat.values.integers import IntegerRange, IntegerSet, read_canonical


def integer_set(*items: tuple[int, int]) -> IntegerSet:
    return IntegerSet(IntegerRange(low, high) for low, high in items)


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), ("7", 7), ("10", 10), ("-1", -1), ("-10", -10), ("9" * 1024, int("9" * 1024))],
)
def test_canonical_decimal_is_an_integer(text: str, number: int) -> None:
    assert read_canonical(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "00", "04", "-0", "-04", "+4", " 4", "4 ", "4\n", "1_0", "1.0", "0x1", "٤", "--1", "-"],
)
def test_any_other_spelling_is_none(text: str) -> None:
    assert read_canonical(text) is None


def test_text_beyond_a_values_length_is_none() -> None:
    assert read_canonical("9" * 1025) is None


def test_both_ends_of_a_range_are_members() -> None:
    found = integer_set((-2, 3))
    assert [number for number in range(-4, 6) if number in found] == [-2, -1, 0, 1, 2, 3]


def test_gap_between_ranges_is_outside() -> None:
    found = integer_set((1, 2), (5, 5))
    assert [number for number in range(8) if number in found] == [1, 2, 5]


def test_sets_are_equal_however_they_were_written() -> None:
    assert integer_set((1, 3)) == integer_set((3, 3), (1, 1), (2, 2), (1, 2))
    assert hash(integer_set((1, 3))) == hash(integer_set((1, 2), (3, 3)))
    assert integer_set((1, 3)) != integer_set((1, 4))


def test_overlaps_count_once() -> None:
    assert integer_set((1, 10), (5, 12), (12, 12)).size == 12


def test_size_of_a_range_of_two_to_the_sixty_is_known() -> None:
    assert integer_set((1, 2**60)).size == 2**60


def test_only_a_single_item_with_two_ends_is_one_range() -> None:
    assert integer_set((1, 2)).is_one_range()
    assert not integer_set((1, 1)).is_one_range()
    assert not integer_set((1, 2), (3, 4)).is_one_range()


def test_a_set_has_at_least_one_item() -> None:
    with pytest.raises(ValueError, match="at least one item"):
        IntegerSet([])


def test_members_come_shortest_text_first_then_smallest() -> None:
    found = integer_set((-11, 11), (100, 101))
    expected = sorted((*range(-11, 12), 100, 101), key=lambda number: (len(str(number)), number))
    assert list(found.within(-11, 101)) == expected


def test_members_within_bounds_leave_out_the_others() -> None:
    assert list(integer_set((-3, 3), (8, 9)).within(-1, 8)) == [0, 1, 2, 3, 8, -1]
    assert list(integer_set((1, 3)).within(4, 9)) == []
    assert list(integer_set((1, 3)).within(3, 2)) == []


def test_first_member_of_an_enormous_range_is_had_at_once() -> None:
    assert next(integer_set((5, 10**1000)).within(5, 10**1000)) == 5


def test_members_of_many_items_and_lengths_are_had_without_a_product_of_both() -> None:
    found = integer_set(*((odd, odd) for odd in range(1, 8000, 2)), (10**1000, 10**1000))
    for _ in range(50):
        assert sum(1 for _ in found.within(1, 10**1000)) == 4001
        assert list(found.within(4001, 4003)) == [4001, 4003]
