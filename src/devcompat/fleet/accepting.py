"""Accepting: the classes whose COMPATIBLE takes a SELF over, found by what they want.

Belongs here: objects of all classes by their demands. Must not know: rules of direction, hosts.

Objects are sorted by the names of the texts that they want, then by these texts, then by shape,
then by bounds. A SELF has one text a name, so each step is one look into a table; the bounds are
found through a tree.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from devcompat.fleet.demands import Bounds, Demands, Shape, Shapes
from devcompat.fleet.stabbing import Intervals
from devcompat.match.compiled import Compiled
from devcompat.match.verdict import INCOMPATIBLE

FEW = 64
"""Bounds that are looked at one by one; and, as long as a tree has 16 times as many, new ones."""

if TYPE_CHECKING:
    Numbers = array[int]


def numbers_of(first: int) -> "Numbers":
    """Return a list of numbers of classes, which begins with one."""
    return array("I", (first,))


class Found(NamedTuple):
    """Numbers of classes: that take the SELF over, that cannot be decided, that have to be asked.

    None stands in two of them.
    """

    accepting: set[int]
    undecided: set[int]
    asked: set[int]


class Rows:
    """Objects of one shape that want the same texts: their classes by bounds."""

    __slots__ = ("_axis", "_bounds", "_known", "_numbers", "_tree", "shape")

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self._known: dict[Bounds, Numbers] = {}
        self._bounds: Sequence[Bounds] = ()
        self._numbers: Sequence[Numbers] = ()
        self._tree: Intervals | None = None
        self._axis = 0

    def add(self, bounds: Bounds, number: int) -> None:
        """Take in a class of a number above all that are there."""
        known = self._known.get(bounds)
        if known is None:
            self._known[bounds] = numbers_of(number)
        else:
            known.append(number)

    def settle(self) -> None:
        """Make a tree, if there are more new bounds than are to be looked at one by one."""
        new = len(self._known) - len(self._bounds)
        if new <= FEW + len(self._bounds) // 16 or not self.shape.ranges:
            return
        self._bounds = list(self._known)
        self._numbers = list(self._known.values())
        axes = range(len(self.shape.ranges))
        self._axis = max(axes, key=lambda axis: len({found[axis] for found in self._bounds}))
        self._tree = Intervals(*zip(*map(itemgetter(self._axis), self._bounds), strict=True))

    def at(self, points: tuple[Any, ...]) -> list["Numbers"]:
        """Return the classes whose bounds hold these points."""
        if not points:
            return list(self._known.values())
        found: list[Numbers] = []
        if self._tree is not None:
            indexes = self._tree.containing(points[self._axis])
            if len(points) > 1:
                indexes = [index for index in indexes if _hold(self._bounds[index], points)]
            found = [self._numbers[index] for index in indexes]
        if len(self._known) > len(self._bounds):
            fresh = islice(self._known.items(), len(self._bounds), None)
            found += [numbers for bounds, numbers in fresh if _hold(bounds, points)]
        return found

    def everything(self) -> Iterator["Numbers"]:
        """Yield all classes."""
        yield from self._known.values()


def _hold(bounds: Bounds, points: tuple[Any, ...]) -> bool:
    return all(low <= point <= high for (low, high), point in zip(bounds, points, strict=True))


class _Wanted:
    """The objects that want texts of the same names: their rows by those texts."""

    __slots__ = ("by_texts", "names", "needed", "taken")

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.needed = frozenset(names)
        self.taken = itemgetter(*names) if len(names) > 1 else None
        self.by_texts: dict[Any, Rows | dict[Shape, Rows]] = {}

    def key(self, texts: Any) -> Any:
        """Return under which key objects are that want these texts, by name."""
        if self.taken is not None:
            return self.taken(texts)
        return texts[self.names[0]] if self.names else ""

    def rows(self, key: object) -> Iterable[Rows]:
        found = self.by_texts.get(key)
        if found is None:
            return ()
        return (found,) if isinstance(found, Rows) else found.values()

    def make_rows(self, key: object, shape: Shape) -> Rows:
        found = self.by_texts.get(key)
        if found is None:
            rows = self.by_texts[key] = Rows(shape)
            return rows
        if isinstance(found, Rows):
            if found.shape is shape:
                return found
            found = self.by_texts[key] = {found.shape: found}
        if shape not in found:
            found[shape] = Rows(shape)
        return found[shape]


class AcceptanceIndex:
    """All classes with a descriptor, by what their COMPATIBLE wants."""

    def __init__(self) -> None:
        self._shapes = Shapes()
        self._wanted: dict[tuple[str, ...], _Wanted] = {}
        self._searched: set[int] = set()
        self._changed: dict[int, Rows] = {}

    def add(self, number: int, side: Compiled) -> None:
        """Take in a class; each has a higher number than the one before."""
        found = [self._shapes.demands(item) for item in side.descriptor.compatible]
        if any(demands.shape.is_searched for demands in found):
            self._searched.add(number)
        for demands in found:
            self._add(number, demands)

    def _add(self, number: int, demands: Demands) -> None:
        names, texts, bounds, shape = demands
        wanted = self._wanted.get(names)
        if wanted is None:
            wanted = self._wanted[names] = _Wanted(names)
        rows = wanted.make_rows(wanted.key(dict(zip(names, texts, strict=True))), shape)
        rows.add(bounds, number)
        self._changed[id(rows)] = rows

    def settle(self) -> None:
        """Make ready to be asked."""
        for rows in self._changed.values():
            rows.settle()
        self._changed.clear()

    def find(self, subject: Compiled, *, undecided: bool) -> Found:
        """Return the classes that may accept the SELF: all others do not.

        Without `undecided` those are left out that cannot accept it for sure.
        """
        found = Found(set(), set(), set())
        outcomes: dict[Shape, tuple[Any, ...] | None] = {}
        for wanted in self._wanted.values():
            if not wanted.needed <= subject.names:
                continue
            for rows in wanted.rows(wanted.key(subject.texts)):
                shape = rows.shape
                if shape.is_opaque and not undecided:
                    continue
                if shape not in outcomes:
                    outcomes[shape] = _points(shape, subject)
                points = outcomes[shape]
                if points is not None:
                    self._sort(rows, points, found)
        if found.undecided or found.asked:
            found.asked.difference_update(found.accepting)
            found.undecided.difference_update(found.accepting, found.asked)
        return found

    def _sort(self, rows: Rows, points: tuple[Any, ...], found: Found) -> None:
        if rows.shape.is_searched:
            found.asked.update(*rows.at(points))
            return
        sure = found.undecided if rows.shape.is_opaque else found.accepting
        if not self._searched:
            sure.update(*rows.at(points))
            return
        for numbers in rows.at(points):
            for number in numbers:
                (found.asked if number in self._searched else sure).add(number)

    def compare(self, subject: Compiled) -> set[int]:
        """Return the classes of which some object wants the texts of the SELF, if they are read."""
        found: set[int] = set()
        for wanted in self._wanted.values():
            if not wanted.needed <= subject.names | subject.unread.keys():
                continue
            read = [name for name in wanted.names if name not in subject.unread]
            for key in wanted.by_texts:
                texts = (key,) if wanted.taken is None else key
                own = dict(zip(wanted.names, texts, strict=False))
                if all(own[name] == subject.texts[name] for name in read):
                    for rows in wanted.rows(key):
                        found.update(*rows.everything())
        return found


def _points(shape: Shape, subject: Compiled) -> tuple[Any, ...] | None:
    """Return where a SELF stands in the shape's ranges, None if the shape does not accept it."""
    if not shape.is_searched and shape.outcome(subject) == INCOMPATIBLE:
        return None
    return shape.points(subject)
