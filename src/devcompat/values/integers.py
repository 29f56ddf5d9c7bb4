"""Integer sets: the domain of an `int` variable (section 5, table of types).

Belongs here: membership, size and order of sets written as integers and inclusive ranges.
Must not know: how a domain is spelled in any format, or what a variable is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

CANONICAL = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)
"""The one way to write an integer as a value: no leading zeros, no plus sign, no minus zero."""

MAX_DIGITS = 1024
"""Digits beyond which a text is not taken for an integer (a value has at most 1024 bytes)."""


class IntegerRange(NamedTuple):
    """The integers from `low` to `high`, both included."""

    low: int
    high: int


class IntegerSet:
    """A set of integers that remembers the items it was written with.

    Equal sets are equal however they were written: `1,2,3` equals `1..3`.
    """

    __slots__ = ("_bands", "_lows", "items", "ranges", "size")

    items: tuple[IntegerRange, ...]
    ranges: tuple[IntegerRange, ...]
    size: int

    def __init__(self, items: Iterable[IntegerRange]) -> None:
        self.items = tuple(items)
        if not self.items:
            raise ValueError("an integer set has at least one item")
        self.ranges = _merged(self.items)
        self.size = len(self.ranges)
        for low, high in self.ranges:
            self.size += high - low
        self._lows: list[int] = []
        self._bands: tuple[IntegerRange, ...] = ()

    @property
    def longest(self) -> int:
        """How many characters the longest text of a member has."""
        return max(len(str(self.ranges[0].low)), len(str(self.ranges[-1].high)))

    def _starts(self) -> list[int]:
        """Return where the ranges begin; worked out when it is first asked for."""
        if not self._lows:
            self._lows = [found.low for found in self.ranges]
        return self._lows

    def __contains__(self, number: int) -> bool:
        index = bisect_right(self._lows or self._starts(), number) - 1
        return index >= 0 and number <= self.ranges[index].high

    def first_from(self, low: int) -> int | None:
        """Return the smallest member that is not below `low`, or None."""
        index = bisect_right(self._starts(), low) - 1
        if index >= 0 and low <= self.ranges[index].high:
            return low
        return self.ranges[index + 1].low if index + 1 < len(self.ranges) else None

    def last_to(self, high: int) -> int | None:
        """Return the largest member that is not above `high`, or None."""
        index = bisect_right(self._starts(), high) - 1
        return min(high, self.ranges[index].high) if index >= 0 else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, IntegerSet) and self.ranges == other.ranges

    def __hash__(self) -> int:
        return hash(self.ranges)

    def __repr__(self) -> str:
        return f"IntegerSet({self.items!r})"

    def is_one_range(self) -> bool:
        """Return whether the set was written as a single range such as `1..64`."""
        return len(self.items) == 1 and self.items[0].low != self.items[0].high

    def accepts_text(self, text: str) -> bool:
        """Return whether `text` is the canonical decimal of a member."""
        number = read_canonical(text)
        return number is not None and number in self

    def within(self, low: int, high: int) -> Iterator[int]:
        """Yield the members from `low` to `high`, shortest text first, then the smallest number."""
        if low <= self.ranges[0].low and high >= self.ranges[-1].high:
            if not self._bands:
                self._bands = tuple(_by_length(self.ranges))
            bands: Iterable[IntegerRange] = self._bands
        else:
            first = max(0, bisect_right(self._starts(), low) - 1)
            last = bisect_right(self._starts(), high)
            bands = _by_length(
                IntegerRange(max(low, found.low), min(high, found.high))
                for found in self.ranges[first:last]
            )
        for band in bands:
            yield from range(band.low, band.high + 1)


def read_canonical(text: str) -> int | None:
    """Return the integer that `text` is the canonical decimal of, or None."""
    if len(text) > MAX_DIGITS or CANONICAL.fullmatch(text) is None:
        return None
    return int(text)


def _merged(items: Iterable[IntegerRange]) -> tuple[IntegerRange, ...]:
    """Return the same integers as ascending ranges with gaps between them."""
    first, *others = sorted(items)
    merged = [first]
    highest = first.high
    for found in others:
        low, high = found
        if low > highest + 1:
            merged.append(found)
        elif high > highest:
            merged[-1] = IntegerRange(merged[-1].low, high)
        else:
            continue
        highest = high
    return tuple(merged)


def _by_length(ranges: Iterable[IntegerRange]) -> list[IntegerRange]:
    """Return ascending ranges cut where the length of the text changes, shortest text first."""
    bands: list[tuple[int, int, int]] = []
    for low, high in ranges:
        while low <= high:
            length = len(str(low))
            # Of three characters are -99..-10 and 100..999.
            last = -(10 ** (length - 2)) if low < 0 else 10**length - 1
            end = min(high, last)
            bands.append((length, low, end))
            low = end + 1
    return [IntegerRange(low, high) for _, low, high in sorted(bands)]
