"""Selection: the classes that a source's class can go to, worked out once and kept up.

Belongs here: what is remembered of a query, and when the index takes over.
Must not know: hosts, devices, states, labels.

New classes are looked at when they are asked for, so that a load is never quadratic. While there
are few classes each is asked once a query; when there are many they are found by index, and what is
found is worked out anew when there are new ones.
"""

from collections.abc import Callable, Hashable, Sequence
from itertools import islice
from operator import itemgetter

from devcompat.fleet.class_index import ClassIndex
from devcompat.fleet.classes import ClassTable
from devcompat.fleet.outcomes import outcome_for
from devcompat.fleet.records import Query
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Outcome

REMEMBERED = 4096
"""Selections that are kept; the oldest is forgotten first."""

INDEXED = 2000
"""Classes above which they are found by index. To ask each of them takes a query about two
microseconds a class, and the first one 80, in which COMPATIBLE objects are compiled; to index them
takes 50 once, and nothing is compiled."""

LISTED = 1 << 22
"""Numbers that the lists may have together, about, until all are forgotten."""

Listed = dict[Outcome, list[int]]
Taking = Callable[[list[int]], Sequence[int]]
"""What takes out of a list, which has a value for each class, those of some classes."""


class Selection:
    """For one source and one way to ask: the numbers of the classes of each outcome."""

    __slots__ = ("_classes", "_known", "_listed", "_query", "_seen", "_takings")

    def __init__(self, query: Query, classes: ClassTable) -> None:
        self._query = query
        self._classes = classes
        self._listed: Listed = {COMPATIBLE: [], UNKNOWN: []}
        self._known: tuple[Outcome, ...] = (COMPATIBLE, UNKNOWN, INCOMPATIBLE)
        self._seen = 0
        self._takings: dict[Outcome, Taking] = {}

    def size(self) -> int:
        """Return how many numbers are kept."""
        return sum(map(len, self._listed.values()))

    def numbers(self, outcome: Outcome) -> Sequence[int]:
        """Return the classes of an outcome, ascending."""
        if self._seen != len(self._classes.sides) or outcome not in self._known:
            self._catch_up(outcome)
        listed = self._listed.get(outcome)
        if listed is not None:
            return listed
        others = {*self._listed[COMPATIBLE], *self._listed[UNKNOWN]}
        return [number for number in range(len(self._classes)) if number not in others]

    def taking(self, outcome: Outcome) -> Taking:
        """Return what takes the values of the classes of an outcome out of a list of all."""
        if self._seen != len(self._classes.sides) or outcome not in self._known:
            self._catch_up(outcome)
        found = self._takings.get(outcome)
        if found is None:
            found = self._takings[outcome] = _taking(self.numbers(outcome))
        return found

    def _catch_up(self, outcome: Outcome) -> None:  # noqa: ARG002  (what only an index needs)
        """Take in classes in the order of their numbers, each of them once."""
        self._takings.clear()
        listed, query = self._listed, self._query
        for side in islice(self._classes.sides, self._seen, None):
            found = outcome_for(query, side)
            if found != INCOMPATIBLE:
                listed[found].append(self._seen)
            self._seen += 1


def _taking(numbers: Sequence[int]) -> Taking:
    if len(numbers) > 1:
        return itemgetter(*numbers)
    return itemgetter(slice(numbers[0], numbers[0] + 1) if numbers else slice(0))


class IndexedSelection(Selection):
    """The same by index; what is unknown is looked for only if it is asked for."""

    __slots__ = ("_index",)

    def __init__(self, query: Query, classes: ClassTable, index: ClassIndex) -> None:
        super().__init__(query, classes)
        self._index = index
        self._known = ()

    def _catch_up(self, outcome: Outcome) -> None:
        self._takings.clear()
        undecided = outcome != COMPATIBLE
        found = self._index.find(self._query, undecided=undecided)
        self._listed = {COMPATIBLE: sorted(found.compatible), UNKNOWN: sorted(found.unknown)}
        self._seen = len(self._classes)
        self._known = (COMPATIBLE, UNKNOWN, INCOMPATIBLE) if undecided else (COMPATIBLE,)


class Selections:
    """The selections that were asked for last."""

    def __init__(self, classes: ClassTable) -> None:
        self._classes = classes
        self._kept: dict[Hashable, Selection] = {}
        self._index: ClassIndex | None = None
        self._last: Selection | None = None
        self._listed = 0

    def select(self, query: Query) -> Selection:
        """Return the query's selection."""
        if self._index is None and len(self._classes.sides) > INDEXED:
            self._index = ClassIndex(self._classes)
            self._kept.clear()
        source, rule, minimum_basis, _, _, same, returning, _ = query
        key = (source, rule, minimum_basis, same, returning)
        found = self._kept.get(key)
        if found is None:
            found = self._kept[key] = self._made(query)
        return found

    def _made(self, query: Query) -> Selection:
        if self._last is not None:
            self._listed += self._last.size()
        if self._listed > LISTED:
            self._kept.clear()
            self._listed = 0
        elif len(self._kept) >= REMEMBERED:
            del self._kept[next(iter(self._kept))]
        if self._index is None:
            self._last = Selection(query, self._classes)
        else:
            self._last = IndexedSelection(query, self._classes, self._index)
        return self._last
