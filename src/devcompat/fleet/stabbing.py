"""Stabbing: which of many intervals contain a point, found without asking each.

Belongs here: intervals of comparable ends, each with a number of its own. Must not know: what the
ends mean.
"""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

End = Any
"""An end of an interval, or a point; those of one tree can be compared with each other."""

FEW = 16
"""Intervals of a subtree that are looked at one by one."""


class Intervals:
    """Intervals, both ends included, as a tree: those that contain a point cost O(log n) each."""

    __slots__ = ("_highs", "_lows", "_order", "_reach")

    def __init__(self, lows: Sequence[End], highs: Sequence[End]) -> None:
        """Take the ends of intervals; an interval's number is its index."""
        self._order = sorted(range(len(lows)), key=lows.__getitem__)
        self._lows = [lows[number] for number in self._order]
        self._highs = [highs[number] for number in self._order]
        self._reach: list[End] = list(self._highs)
        self._reach_of(0, len(self._order))

    def _reach_of(self, begin: int, end: int) -> End:
        """Set and return the highest end below each inner place: the middle is a subtree's root."""
        if begin >= end:
            return None
        middle = (begin + end) // 2
        reach = self._highs[middle]
        for below in (self._reach_of(begin, middle), self._reach_of(middle + 1, end)):
            if below is not None and below > reach:
                reach = below
        self._reach[middle] = reach
        return reach

    def containing(self, point: End) -> list[int]:
        """Return the numbers of the intervals that contain the point, in no order."""
        highs, reach = self._highs, self._reach
        # Behind this place every interval begins after the point.
        waiting = [(0, len(highs))]
        last = bisect_right(self._lows, point)
        found: list[int] = []
        while waiting:
            begin, end = waiting.pop()
            middle = (begin + end) // 2
            if begin >= last or reach[middle] < point:
                continue
            if end - begin <= FEW:
                inside = range(begin, min(end, last))
                found += [self._order[at] for at in inside if highs[at] >= point]
                continue
            if middle < last and highs[middle] >= point:
                found.append(self._order[middle])
            waiting += ((begin, middle), (middle + 1, end))
        return found
