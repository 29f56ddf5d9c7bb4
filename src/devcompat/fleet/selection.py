"""Selection: the classes that a source's class can go to, worked out once and kept up.

Belongs here: outcomes of classes against a source under a query's rule, without evidence.
Must not know: hosts, devices, states, labels.

New classes are looked at when they are asked for, so that a load is never quadratic.
"""

from collections.abc import Hashable, Iterable

from devcompat.fleet.classes import ClassTable
from devcompat.fleet.records import Query
from devcompat.match.compiled import Compiled
from devcompat.match.judge import Side, outcome_of
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Outcome, combined

REMEMBERED = 4096
"""Selections that are kept; the oldest is forgotten first."""


class Selection:
    """For one source and one way to ask: the outcome of each class, as lists of numbers."""

    __slots__ = ("_query", "by_outcome", "seen")

    def __init__(self, query: Query) -> None:
        self._query = query
        self.by_outcome: dict[Outcome, list[int]] = {COMPATIBLE: [], INCOMPATIBLE: [], UNKNOWN: []}
        self.seen = 0

    def look_at(self, sides: Iterable[Side]) -> None:
        """Take in classes in the order of their numbers, each of them once."""
        for side in sides:
            self.by_outcome[outcome_for(self._query, side)].append(self.seen)
            self.seen += 1


def outcome_for(query: Query, target: Side) -> Outcome:
    """Return the outcome for a target of that class, all demands on classes counted.

    A target that differs in a field of `same` is incompatible, and one that does not show the
    field is as if it were empty. With `returning` the worse of both ways counts.
    """
    source = query.source
    if query.same and not are_same(source, target, query.same):
        return INCOMPATIBLE
    forth = outcome_of(source, target, query.rule, query.minimum_basis)
    if not query.returning or forth == INCOMPATIBLE:
        return forth
    return combined((forth, outcome_of(target, source, query.rule, query.minimum_basis)))


def are_same(source: Side, target: Side, fields: Iterable[str]) -> bool:
    """Return whether two sides have equal texts in all of the fields; one without SELF has none."""
    if not (isinstance(source, Compiled) and isinstance(target, Compiled)):
        return False
    return all(source.texts[name] == target.texts[name] for name in fields)


class Selections:
    """The selections that were asked for last."""

    def __init__(self, classes: ClassTable) -> None:
        self._classes = classes
        self._kept: dict[Hashable, Selection] = {}

    def select(self, query: Query) -> Selection:
        """Return the query's selection, with every class that there is."""
        key = (
            query.source, query.rule, query.minimum_basis, query.same, query.returning,
        )  # fmt: skip
        found = self._kept.get(key)
        if found is None:
            if len(self._kept) >= REMEMBERED:
                del self._kept[next(iter(self._kept))]
            found = self._kept[key] = Selection(query)
        if found.seen < len(self._classes):
            found.look_at(self._classes.sides[found.seen :])
        return found
