"""What-if types: what hosts of a stored fleet could create, before and after, as classes.

Belongs here: from types to numbers of classes, and whom those take over. Must not know: VMs, how
targets are found, command lines.

A type without parameters is the class that a device of it would be, and becomes what the upgrade
file says of that class. One with parameters takes over what the solver finds values for; nobody
says what it becomes: on a host that is upgraded it may take over what it does now, and what that
becomes. A type of which it is not known how many are left may take over what it would if there are
some.
"""

from collections.abc import Iterable, Mapping, Sequence

from devcompat.fleet.fleet import Fleet
from devcompat.fleet.hosts import HostEntry, Offer
from devcompat.fleet.records import Query, TypeReport
from devcompat.inventory.placing import Kind
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side, Undescribed
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, Basis, Rule
from devcompat.planning.creatable import Creatable, mirrored
from devcompat.planning.reach import Reach

_Shape = tuple[Sequence[int], Sequence[int], Sequence[Kind]]


class OfferedTypes:
    """The types of all hosts. First their classes are asked for, then what each host could create.

    `count` is how many there are.
    """

    def __init__(self, fleet: Fleet, entries: Iterable[HostEntry]) -> None:
        """Give the types classes: the fleet learns those that it has no device of."""
        self._fleet = fleet
        self.count = 0
        reports: dict[int, TypeReport] = {}
        for entry in entries:
            self.count += len(entry.offers)
            for report, kind in entry.offers:
                reports.setdefault(kind, report)
        self._plain: dict[int, int] = {}
        self._solved: list[int] = []
        for kind, report in reports.items():
            side = _side(report)
            if side is None:
                self._solved.append(kind)
            else:
                self._plain[kind] = fleet.classes.number(side)
        self._reports = reports
        self._own: dict[int, int] = {}
        self._twins: dict[int, int] = {}
        self._shapes: dict[tuple[object, ...], _Shape] = {}
        self._next = 0

    def classes(self) -> set[int]:
        """Return the classes of the types that have no parameters."""
        return set(self._plain.values())

    def begin(self) -> None:
        """Give numbers to what is no class, after all classes: none may be learned any more."""
        self._next = len(self._fleet.classes.sides)
        for kind in self._solved:
            self._own[kind] = self._new()

    def creatable(self, entry: HostEntry, becomes: Mapping[int, int]) -> Creatable | None:
        """Return what a host could create; `becomes` is empty for one that is not upgraded."""
        offers = [offer for offer in entry.offers if offer.report.available != 0]
        if not offers:
            return None
        key = (
            bool(becomes),
            *(
                (kind, report.parent, report.type_id, report.available is None)
                for report, kind in offers
            ),
        )
        shape = self._shapes.get(key)
        if shape is None:
            shape = self._shapes[key] = self._shape(offers, becomes)
        return Creatable(*shape, entry.pools)

    def reach(
        self,
        found: Reach,
        becomes: Mapping[int, int],
        rule: Rule,
        minimum_basis: Basis | None,
    ) -> Reach:
        """Return who takes over whom, with what hosts could create."""
        sure, possible = list(found.sure), list(found.possible)
        sides = self._fleet.classes.sides
        for kind, number in self._own.items():
            for source in range(len(sure)):
                query = Query(sides[source], rule, minimum_basis)
                outcome = self._fleet.offer_outcome(query, kind)
                if outcome == COMPATIBLE:
                    sure[source] |= 1 << number
                if outcome != INCOMPATIBLE:
                    possible[source] |= 1 << number
        mirrored(possible, self._twins)
        for number in self._own.values():
            twin = 1 << self._twins[number] if number in self._twins else 0
            for old, new in becomes.items():
                if possible[old] & twin:
                    possible[new] |= twin
        more = [0] * (self._next - len(sure))
        return Reach([*sure, *more], [*possible, *more])

    def _shape(self, offers: Sequence[Offer], becomes: Mapping[int, int]) -> _Shape:
        before: list[int] = []
        after: list[int] = []
        for report, kind in offers:
            own = self._own.get(kind)
            number = later = self._plain[kind] if own is None else own
            if becomes:
                later = becomes.get(number, number) if own is None else self._twin(number)
            if report.available is None:
                number, later = self._twin(number), self._twin(later)
            before.append(number)
            after.append(later)
        kinds = [(report.parent, report.type_id) for report, _ in offers]
        return before, before if after == before else after, kinds

    def _twin(self, number: int) -> int:
        """Return the class that may take over what that one does, and nothing for sure."""
        if number in self._twins.values():
            return number
        found = self._twins.get(number)
        if found is None:
            found = self._twins[number] = self._new()
        return found

    def _new(self) -> int:
        self._next += 1
        return self._next - 1


def _side(report: TypeReport) -> Side | None:
    """Return what a device of a type would be; None for one with parameters."""
    if report.refusal is not None:
        return report.refusal
    if report.document is None:
        return Undescribed("", "")
    if report.document.descriptor.parameters:
        return None
    return compile_document(report.document, report.basis)
