"""Class index: the outcome of a query for many classes, without a look at each of them.

Belongs here: the indexes put together under a query's demands. Must not know: hosts, devices.

A class that is not found is incompatible. Both what a class accepts and what it is are indexed, so
that every rule, and `returning`, begins with few classes.
"""

from array import array
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from devcompat.fleet.accepting import AcceptanceIndex
from devcompat.fleet.classes import ClassTable
from devcompat.fleet.outcomes import differing, outcome_for
from devcompat.fleet.records import Query
from devcompat.fleet.selves import SelfIndex
from devcompat.match.compiled import Compiled
from devcompat.match.judge import Undescribed, decide
from devcompat.match.verdict import (
    BASES,
    COMPATIBLE,
    INCOMPATIBLE,
    SOURCE_LISTS,
    TARGET_ACCEPTS,
    UNKNOWN,
    Basis,
    Outcome,
    combined,
)

if TYPE_CHECKING:
    Numbers = array[int]


class Listed(NamedTuple):
    """Numbers of classes by outcome, in no order, each of them once."""

    compatible: list[int]
    unknown: list[int]

    def take(self, found: Iterable[tuple[int, Outcome]]) -> None:
        """Take in classes with their outcomes."""
        for number, outcome in found:
            if outcome == COMPATIBLE:
                self.compatible.append(number)
            elif outcome == UNKNOWN:
                self.unknown.append(number)


class ClassIndex:
    """Every class of a table, found by its demands, its texts, its basis and what it lacks."""

    def __init__(self, classes: ClassTable) -> None:
        self._classes = classes
        self._accepting = AcceptanceIndex()
        self._selves = SelfIndex()
        self._movable: list[int] = []
        self._unread: Numbers = array("I")
        self._by_basis: dict[Basis, Numbers] = {}
        self._seen = 0

    def catch_up(self) -> None:
        """Take in the classes that are new."""
        if self._seen == len(self._classes):
            return
        for number in range(self._seen, len(self._classes)):
            side = self._classes.sides[number]
            if isinstance(side, Undescribed) and not side.immovable:
                self._movable.append(number)
                continue
            if side.basis is not None:
                self._by_basis.setdefault(side.basis, array("I")).append(number)
            if isinstance(side, Undescribed):
                continue
            if side.unread:
                self._unread.append(number)
            else:
                self._accepting.add(number, side)
                self._selves.add(number, side)
        self._accepting.settle()
        self._seen = len(self._classes)

    def find(self, query: Query, *, undecided: bool) -> Listed:
        """Return the classes of the outcomes compatible and unknown; all others are incompatible.

        Without `undecided` the second list is empty.
        """
        self.catch_up()
        source = query.source
        listed = Listed([], [])
        if isinstance(source, Undescribed):
            if undecided:
                listed.take(self._asked(query, range(self._seen)))
            return listed
        if not source.unread:
            listed = self._decided(query, source, undecided=undecided)
        elif undecided:
            listed.take(self._asked(query, self._unread_of(query, source)))
        if not undecided:
            listed.unknown.clear()
            return listed
        others = dict.fromkeys(self._undecidable(query, source))
        if others:
            known = {*listed.compatible, *listed.unknown}
            listed.take(self._asked(query, [one for one in others if one not in known]))
        listed.unknown.extend(self._movable)
        return listed

    def _decided(self, query: Query, source: Compiled, *, undecided: bool) -> Listed:
        """Return the outcomes of classes that are wholly known."""
        if query.rule == SOURCE_LISTS and not query.returning:
            there = Listed(list(self._selves.find(source, undecided=undecided)), [])
        else:
            there = self._accepted(source, undecided=undecided)
        lists = query.rule != TARGET_ACCEPTS or query.returning
        if not (lists or query.same or query.minimum_basis):
            return there
        sides = self._classes.sides
        listed = Listed([], [])
        outcomes: tuple[Outcome, ...] = (COMPATIBLE, UNKNOWN)
        for numbers, outcome in zip(there, outcomes, strict=True):
            listed.take(
                (number, _adjusted(query, source, sides[number], outcome, lists=lists))
                for number in numbers
            )
        return listed

    def _accepted(self, source: Compiled, *, undecided: bool) -> Listed:
        found = self._accepting.find(source, undecided=undecided)
        listed = Listed(list(found.accepting), list(found.undecided))
        for number in found.asked:
            side = self._classes.sides[number]
            if isinstance(side, Compiled):
                listed.take(((number, decide(source, side)),))
        return listed

    def _unread_of(self, query: Query, source: Compiled) -> set[int]:
        """Return the classes that are not surely incompatible with a source read in part."""
        if query.rule == SOURCE_LISTS and not query.returning:
            return self._selves.find(source, undecided=True)
        return self._accepting.compare(source)

    def _undecidable(self, query: Query, source: Compiled) -> Iterator[int]:
        """Yield the classes that may be unknown whatever the source is, some of them twice.

        Not those without a descriptor: if they are not immovable, they are surely unknown.
        """
        yield from self._unread
        if query.minimum_basis is not None:
            least = BASES.index(query.minimum_basis)
            for basis, numbers in self._by_basis.items():
                if min(map(BASES.index, (basis, source.basis))) < least:
                    yield from numbers

    def _asked(self, query: Query, numbers: Iterable[int]) -> Iterator[tuple[int, Outcome]]:
        sides = self._classes.sides
        return ((number, outcome_for(query, sides[number])) for number in numbers)


def _adjusted(
    query: Query, source: Compiled, target: object, outcome: Outcome, *, lists: bool
) -> Outcome:
    """Return the outcome of a class, given whether the target accepts: all other demands counted.

    `lists` is whether the source has to list the target: as the rule, or for the way back.
    """
    if not isinstance(target, Compiled) or differing(source, target, query.same):
        return INCOMPATIBLE
    if query.minimum_basis is not None:
        weaker = min(map(BASES.index, (source.basis, target.basis)))
        if weaker < BASES.index(query.minimum_basis):
            return UNKNOWN
    return combined((outcome, decide(target, source))) if lists else outcome
