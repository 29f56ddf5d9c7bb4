"""Block: all fields of an object whose variables are ranges, an axis for each variable.

Belongs here: the axes once all ways are known, and texts for their cells.
Must not know: which objects are compared; how ways are found (ways).
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod

from devcompat.algebra.boxes import Box
from devcompat.algebra.cells.field import indexes
from devcompat.algebra.parts import Texts
from devcompat.algebra.ranges.axis import Axis, is_separate
from devcompat.algebra.ranges.joint import Joint
from devcompat.algebra.ranges.ways import Way
from devcompat.algebra.work import Work
from devcompat.language.arithmetic import references
from devcompat.language.nodes import Expression, Value
from devcompat.match.component import rendered
from devcompat.values.integers import IntegerSet

_TRIED = 40


class RangeBlock:
    """Fields of the covered object in which variables with many values stand."""

    def __init__(
        self, values: Mapping[str, Value], domains: Mapping[str, IntegerSet], work: Work
    ) -> None:
        self.values = values
        self.names = tuple(values)
        self._domains = domains
        self._work = work
        self._joint = Joint(values.values(), domains, work)
        self._ways: list[Way] = []
        self._axes: list[Axis] = []

    def add(self, way: Way) -> int | None:
        """Note a way in which the fields may be accepted; return its place.

        None if a condition is about several variables, and it is not known whether it holds. Raises
        Never where one never holds.
        """
        way = self._joint.settled(way)
        if not is_separate(way):
            return None
        self._ways.append(way)
        return len(self._ways) - 1

    def settle(self) -> Box:
        """Make the axes, after all ways were added; return all of their cells."""
        expressions = [value for value in self.values.values() if isinstance(value, Expression)]
        for name, domain in self._domains.items():
            own = [found for found in expressions if set(references(found)) == {name}]
            self._axes.append(Axis(name, domain, own, self._ways, self._work))
        return tuple(axis.whole for axis in self._axes)

    def bits(self, place: int) -> Box | None:
        """Return the cells in which a way holds; None if that is not known."""
        found: list[int] = []
        for axis in self._axes:
            bits = axis.bits[place]
            if bits is None:
                return None
            found.append(bits)
        return tuple(found)

    def count(self, box: Box) -> int:
        """Return how many bindings there are in cells of a box."""
        return prod(
            sum(axis.cells[at].high - axis.cells[at].low + 1 for at in indexes(bits))
            for axis, bits in zip(self._axes, box, strict=True)
        )

    def every(self, box: Box) -> Iterator[Texts]:
        """Yield the texts of all bindings in cells of a box, of those that have a text."""
        choices = [
            [
                cell.progression.first + cell.progression.step * number
                for cell in (axis.cells[at] for at in indexes(bits))
                for number in range(cell.low, cell.high + 1)
            ]
            for axis, bits in zip(self._axes, box, strict=True)
        ]
        for numbers in product(*choices):
            self._work.spend(2 + len(self.names))
            binding = dict(zip(self._domains, numbers, strict=True))
            texts = [rendered(value, binding) for value in self.values.values()]
            if None not in texts:
                yield tuple(text for text in texts if text is not None)

    def samples(self, box: Box) -> Iterator[Texts]:
        """Yield texts of cells in a box."""
        work = self._work
        ends = [[indexes(bits)[0], indexes(bits)[-1]] for bits in box]
        tried = 0
        for places in _places(len(box)):
            for chosen in product(*ends):
                tried += 1
                if tried > _TRIED:
                    return
                work.spend(2 + len(self.names))
                binding = {
                    name: axis.cells[cell].number(place)
                    for name, axis, cell, place in zip(
                        self._domains, self._axes, chosen, places, strict=True
                    )
                }
                texts = [rendered(value, binding) for value in self.values.values()]
                if None not in texts:
                    yield tuple(text for text in texts if text is not None)


def _places(count: int) -> Iterator[Sequence[int]]:
    """Yield which number of its cell each variable takes: all the first, then not all the same."""
    yield [0] * count
    yield from islice((places for places in product(range(4), repeat=count) if any(places)), _TRIED)
