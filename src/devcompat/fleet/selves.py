"""Selves: the classes whose SELF a COMPATIBLE object may take over, found by their texts.

Belongs here: SELFs of all classes by their fields. Must not know: rules of direction, hosts.

What is found is not decided yet: an object is asked about each, and about no other.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from devcompat.fleet.accepting import numbers_of
from devcompat.fleet.demands import Point, bounds_of
from devcompat.match.compiled import Compiled, CompiledObject

FEW = 32
"""Classes that are not worth another look for fewer of them."""

if TYPE_CHECKING:
    Numbers = array[int]


class _Axis:
    """The texts of a field that are points, in order."""

    __slots__ = ("_point", "points", "seen", "texts")

    def __init__(self, point: Point) -> None:
        self._point = point
        self.points: list[Any] = []
        self.texts: list[str] = []
        self.seen = 0

    def catch_up(self, texts: Collection[str]) -> None:
        """Take in the texts behind those that were seen."""
        if self.seen == len(texts):
            return
        new = list(texts)[self.seen :]
        both = list(zip(self.points, self.texts, strict=True))
        both += [(point, text) for text in new if (point := self._point(text)) is not None]
        both.sort()
        self.points = [point for point, _ in both]
        self.texts = [text for _, text in both]
        self.seen = len(texts)

    def between(self, low: object, high: object) -> list[str]:
        """Return the texts of the points from `low` to `high`."""
        return self.texts[bisect_left(self.points, low) : bisect_right(self.points, high)]


class _Alike:
    """The SELFs that have the same names."""

    __slots__ = ("_axes", "by_text", "numbers")

    def __init__(self, names: frozenset[str]) -> None:
        self.numbers: Numbers = array("I")
        self.by_text: dict[str, dict[str, Numbers]] = {name: {} for name in names}
        self._axes: dict[tuple[str, Point], _Axis] = {}

    def add(self, number: int, side: Compiled) -> None:
        self.numbers.append(number)
        for name, text in side.texts.items():
            column = self.by_text[name]
            known = column.get(text)
            if known is None:
                column[text] = numbers_of(number)
            else:
                known.append(number)

    def least(self, item: CompiledObject, unread: Collection[str]) -> "Iterator[Numbers]":
        """Return the fewest classes that some field of the object leaves."""
        best, size = [self.numbers], len(self.numbers)
        for name, text in item.literals.items():
            if name in unread:
                continue
            found = self.by_text[name].get(text, ()) if name in self.by_text else ()
            if not found:
                return iter(())
            if len(found) < size:
                best, size = [found], len(found)
        for name, variable, _ in item.singles:
            kind = None if name in unread or size <= FEW else bounds_of(variable)
            if kind is None:
                continue
            if name not in self.by_text:
                return iter(())
            point, (low, high) = kind
            column = self.by_text[name]
            pieces = [column[text] for text in self._axis(name, point).between(low, high)]
            total = sum(map(len, pieces))
            if total < size:
                best, size = pieces, total
        return iter(best)

    def _axis(self, name: str, point: Point) -> _Axis:
        found = self._axes.get((name, point))
        if found is None:
            found = self._axes[name, point] = _Axis(point)
        found.catch_up(self.by_text[name])
        return found


class SelfIndex:
    """All classes with a descriptor, by what their SELF has."""

    def __init__(self) -> None:
        self._alike: dict[frozenset[str], _Alike] = {}

    def add(self, number: int, side: Compiled) -> None:
        """Take in a class; each has a higher number than the one before."""
        found = self._alike.get(side.names)
        if found is None:
            found = self._alike[side.names] = _Alike(side.names)
        found.add(number, side)

    def find(self, owner: Compiled, *, undecided: bool) -> set[int]:
        """Return classes, among them all whose SELF some object of the owner may take over.

        Without `undecided` those are left out that it cannot take over for sure.
        """
        found: set[int] = set()
        for item in owner.objects:
            if item.opaque and not undecided:
                continue
            for names, alike in self._alike.items():
                if names - owner.unread.keys() <= item.names:
                    found.update(*alike.least(item, owner.unread))
        return found
