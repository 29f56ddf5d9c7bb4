"""Masks: the SELFs that one COMPATIBLE object takes over, found for all classes at once.

Belongs here: SELFs by the texts of their fields, demands as unions and intersections of masks.
Must not know: targets, rules of direction, bases.

A mask is an int whose bit N stands for class N. For each field the classes are sorted by its text,
so that a demand is a union of masks and an object an intersection. A range is cut out of running
unions over the texts in order. Whatever several objects demand alike is looked up, not worked out:
texts that they want, domains, tables.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from itertools import accumulate
from operator import and_, or_
from typing import Any, Final

from devcompat.match.compiled import Compiled, CompiledObject, Single
from devcompat.match.domains import Allowed
from devcompat.match.interned import Item
from devcompat.match.judge import Side
from devcompat.values.integers import IntegerSet, read_canonical
from devcompat.values.versions import VersionRange, read_version

_FEW: Final = 32
"""Classes of a mask that is quicker put together bit by bit than written as digits."""


def mask_of(numbers: Sequence[int], count: int) -> int:
    """Return the mask of these classes out of `count`."""
    if len(numbers) < _FEW:
        return sum([1 << number for number in numbers])
    digits = bytearray(b"0") * count
    for number in numbers:
        digits[-1 - number] = 49  # "1"
    return int(digits, 2)


class _Axis:
    """A field's texts that are points, in order; `_below[N]` has the classes of the first N."""

    __slots__ = ("_below", "points")

    def __init__(self, read: Callable[[str], Any], texts: Iterable[tuple[str, int]]) -> None:
        found = [(point, mask) for text, mask in texts if (point := read(text)) is not None]
        found.sort(key=lambda one: one[0])
        self.points = [point for point, _ in found]
        self._below = [0, *accumulate([mask for _, mask in found], or_)]

    def within(self, domain: IntegerSet | VersionRange) -> int:
        """Return the classes whose point the domain has."""
        points = self.points
        if isinstance(domain, IntegerSet):
            return _union([
                self._between(bisect_left(points, low), bisect_right(points, high))
                for low, high in domain.ranges
            ])  # fmt: skip
        low, low_open, high, high_open = domain.bounds()
        first = bisect_right(points, low) if low_open else bisect_left(points, low)
        if high is None:
            return self._between(first, len(points))
        last = bisect_left(points, high) if high_open else bisect_right(points, high)
        return self._between(first, last)

    def _between(self, first: int, last: int) -> int:
        return self._below[last] ^ self._below[first] if first < last else 0


class SelfMasks:
    """The classes by the texts of their SELFs.

    `all` has those of which every field is known; the others are in no mask.
    """

    def __init__(self, sides: Sequence[Side]) -> None:
        self._by_name: dict[str, dict[str, int]] = {}
        self._with: dict[str, int] = {}
        self._axes: dict[tuple[str, Callable[[str], Any]], _Axis] = {}
        self._naming: dict[frozenset[str], int] = {}
        self._wanting: dict[tuple[frozenset[str], frozenset[Item]], int] = {}
        self._allowing: dict[tuple[str, Allowed], int] = {}
        self._listing: dict[int, int] = {}
        """By a table's identity: whoever shares one shares its fields."""
        count = len(sides)
        known: list[int] = []
        columns: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, side in enumerate(sides):
            if isinstance(side, Compiled) and not side.unread:
                known.append(number)
                for name, text in side.texts.items():
                    columns[name][text].append(number)
        self.all = mask_of(known, count)
        for name, column in columns.items():
            texts = {text: mask_of(numbers, count) for text, numbers in column.items()}
            self._with[name] = _union(texts.values())
            self._by_name[name] = {"": self.all ^ self._with[name], **texts}

    def accepted(self, item: CompiledObject) -> int:
        """Return the classes that meet all demands of an object but opaque and searched ones."""
        texts = (item.names, item.literal_items)
        found = self._wanting.get(texts)
        if found is None:
            found = self._wanting[texts] = self._wanted(item)
        for single in item.singles:
            field = (single[0], single[2])
            allowed = self._allowing.get(field)
            if allowed is None:
                allowed = self._allowing[field] = self._allowed(single)
            found &= allowed
        for component in item.components:
            table = component.table
            if table is not None:
                listed = self._listing.get(id(table))
                if listed is None:
                    listed = self._listing[id(table)] = self._listed(component.names, table)
                found &= listed
        return found

    def _wanted(self, item: CompiledObject) -> int:
        """Return the classes that have the texts that an object wants, and none but its fields."""
        found = self._naming.get(item.names)
        if found is None:
            others = [mask for name, mask in self._with.items() if name not in item.names]
            found = self._naming[item.names] = self.all & ~_union(others)
        for name, text in item.literals.items():
            found &= self._having(name, text)
        return found

    def _having(self, name: str, text: str) -> int:
        """Return the classes of that text; without the field, if it is empty."""
        texts = self._by_name.get(name)
        if texts is None:
            return 0 if text else self.all
        return texts.get(text, 0)

    def _allowed(self, single: Single) -> int:
        """Return the classes whose text of the field is in the domain."""
        domain = single.variable.domain
        if isinstance(domain, IntegerSet):
            return self._axis(single.name, read_canonical).within(domain)
        if isinstance(domain, VersionRange):
            return self._axis(single.name, read_version).within(domain)
        if domain is None:
            return self.all
        texts = self._by_name.get(single.name) or {"": self.all}
        return _union([mask for text, mask in texts.items() if single.allowed[text]])

    def _axis(self, name: str, read: Callable[[str], Any]) -> _Axis:
        known = self._axes.get((name, read))
        if known is None:
            texts = self._by_name.get(name, {})
            known = self._axes[name, read] = _Axis(read, texts.items())
        return known

    def _listed(self, names: tuple[str, ...], table: Iterable[tuple[str, ...]]) -> int:
        """Return the classes whose texts of these fields stand in a table."""
        return _union([reduce(and_, map(self._having, names, texts)) for texts in table])


def _union(masks: Iterable[int]) -> int:
    return reduce(or_, masks, 0)
