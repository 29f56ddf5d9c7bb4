"""Laws of values: integer sets and version ranges against sets and comparisons written out.

Here belongs what holds for all of them. It must not know descriptors.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from devcompat.values.features import is_within, read_members
from devcompat.values.integers import IntegerRange, IntegerSet, read_canonical
from devcompat.values.masks import read_mask
from devcompat.values.versions import OPERATORS, Comparator, VersionRange, read_version

LAW = settings(deadline=None, max_examples=150)
ITEMS = st.lists(st.tuples(st.integers(-120, 120), st.integers(0, 40)), min_size=1, max_size=5)
PARTS = st.lists(st.integers(0, 3), min_size=1, max_size=4)
COMPARISONS = st.lists(st.tuples(st.sampled_from(OPERATORS), PARTS), min_size=1, max_size=4)


def padded(parts: list[int]) -> list[int]:
    return parts + [0] * (4 - len(parts))


def satisfied(version: list[int], operator: str, wanted: list[int]) -> bool:
    """Say what one comparator says, written out."""
    found, bound = padded(version), padded(wanted)
    if operator == "~=":
        kept = max(1, len(wanted) - 1)
        return found >= bound and found[:kept] == bound[:kept]
    return {
        ">=": found >= bound,
        "<=": found <= bound,
        "==": found == bound,
        ">": found > bound,
        "<": found < bound,
    }[operator]


@LAW
@given(ITEMS)
def test_integer_set_holds_what_its_items_hold(items: list[tuple[int, int]]) -> None:
    found = IntegerSet(IntegerRange(low, low + more) for low, more in items)
    expected = {n for low, more in items for n in range(low, low + more + 1)}
    assert {n for n in range(-200, 200) if n in found} == expected
    assert found.size == len(expected)
    assert {n for n in range(-200, 200) if found.accepts_text(str(n))} == expected
    assert found == IntegerSet(IntegerRange(n, n) for n in expected)
    assert found.longest == max(len(str(n)) for n in expected)


@LAW
@given(ITEMS, st.integers(-150, 150), st.integers(-150, 150))
def test_members_within_bounds_come_in_their_order(
    items: list[tuple[int, int]], low: int, high: int
) -> None:
    found = IntegerSet(IntegerRange(first, first + more) for first, more in items)
    members = {n for first, more in items for n in range(first, first + more + 1)}
    expected = [n for n in members if low <= n <= high]
    assert list(found.within(low, high)) == sorted(expected, key=lambda n: (len(str(n)), n))


@LAW
@given(st.integers())
def test_canonical_decimal_of_a_number_is_that_number(number: int) -> None:
    assert read_canonical(str(number)) == number


@LAW
@given(st.text("0123456789-+ ", max_size=5))
def test_text_is_canonical_only_if_it_is_what_its_number_writes(text: str) -> None:
    number = read_canonical(text)
    assert number is None or str(number) == text


@LAW
@given(COMPARISONS, PARTS)
def test_version_range_holds_what_satisfies_each_comparator(
    comparisons: list[tuple[str, list[int]]], version: list[int]
) -> None:
    written = [(operator, ".".join(map(str, parts))) for operator, parts in comparisons]
    found = VersionRange(tuple(Comparator(*each) for each in written))
    number = read_version(".".join(map(str, version)))
    assert number is not None
    expected = all(satisfied(version, operator, parts) for operator, parts in comparisons)
    assert (number in found) == expected


@LAW
@given(
    st.lists(st.text("ab+", max_size=3), max_size=4).map("+".join),
    st.sets(st.text("ab", max_size=2)),
)
def test_feature_set_is_within_if_each_member_is(text: str, domain: set[str]) -> None:
    members = text.split("+") if text else []
    expected = all(member and member in domain for member in members)
    assert is_within(text, frozenset(domain)) == expected
    assert read_members(text) in {None, tuple(members)}


@LAW
@given(st.integers(0, 2**100), st.integers(0, 3))
def test_mask_is_the_same_number_in_each_spelling(bits: int, zeros: int) -> None:
    for text in (f"{'0' * zeros}{bits}", f"0x{'0' * zeros}{bits:x}", f"0x{bits:X}"):
        assert read_mask(text) == bits


@LAW
@given(COMPARISONS, COMPARISONS, PARTS)
def test_equal_version_ranges_are_written_alike_and_hold_the_same(
    one: list[tuple[str, list[int]]], other: list[tuple[str, list[int]]], version: list[int]
) -> None:
    ranges = [
        VersionRange(tuple(Comparator(operator, ".".join(map(str, p))) for operator, p in found))
        for found in (one, other, list(reversed(one)))
    ]
    normal = [found.normal_comparators() for found in ranges]
    number = read_version(".".join(map(str, version)))
    assert number is not None
    for found, written in zip(ranges, normal, strict=True):
        again = VersionRange(written)
        assert (number in again) == (number in found)
        assert again.normal_comparators() == written
    for left in range(3):
        for right in range(3):
            if ranges[left] == ranges[right]:
                assert normal[left] == normal[right]
