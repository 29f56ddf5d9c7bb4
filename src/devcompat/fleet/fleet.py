"""Fleet: hosts and their devices, asked where a source may go.

Belongs here: everything that a fleet can be told and asked, in one place.
Must not know: how it is kept (standing), how an answer is put together (question), where reports
come from.

One law: each answer is the one that a look at every device with `match.judge` would give.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import repeat
from operator import rshift
from typing import NamedTuple

from devcompat.fleet.hosts import POSITION_BITS, HostEntry
from devcompat.fleet.matrix import Matrix, matrix_of
from devcompat.fleet.members import Members
from devcompat.fleet.question import Question
from devcompat.fleet.records import HostReport, PackedReport, Place, Query, State, TypeReport
from devcompat.fleet.selection import Selections
from devcompat.fleet.standing import Standing
from devcompat.match.verdict import (
    COMPATIBLE,
    INCOMPATIBLE,
    TARGET_ACCEPTS,
    UNKNOWN,
    Basis,
    Outcome,
    Rule,
)


class Candidates(NamedTuple):
    """What could take over one source: classes, their devices, and hosts that could create one."""

    query: Query
    outcomes: tuple[Outcome, ...]
    classes: frozenset[int]
    devices: list[Members]
    makers: list[Members]

    def size(self) -> int:
        """Return how many devices and hosts there are."""
        return sum(map(len, self.devices)) + sum(map(len, self.makers))


class Fleet:
    """Hosts with their devices. A change is seen by the next answer, wholly or not at all."""

    def __init__(self, reports: Iterable[HostReport] = ()) -> None:
        """Take in reports. Raises ReportRefusedError."""
        self._standing = Standing()
        self.classes = self._standing.classes
        self._selections = Selections(self.classes)
        for report in reports:
            self.replace(report)

    # --- changes

    def replace(self, report: HostReport) -> None:
        """Let a report stand for its host, instead of all that was known of it.

        Raises ReportRefusedError, and then nothing has changed.
        """
        self._standing.replace(report)

    def replace_packed(self, report: PackedReport) -> None:
        """Do as `replace` does for a report whose devices stand by column: for many at once."""
        self._standing.replace_packed(report)

    def remove(self, host: str) -> bool:
        """Forget a host; return whether it was there."""
        return self._standing.remove(host)

    def change(self, place: Place, state: State) -> None:
        """Let a device be in that state. Raises KeyError for a device that is not there."""
        self._standing.change(place, state)

    # --- questions

    def ask(self, query: Query, outcome: Outcome = COMPATIBLE) -> Question:
        """Return the query made ready to be asked again and again: each answer is of its moment."""
        return Question(self._standing, self._selections, query, outcome)

    def count(self, query: Query) -> dict[Outcome, int]:
        """Return how many devices there are of each outcome."""
        # What is unknown first: what is compatible is found with it.
        question = self.ask(query, UNKNOWN)
        unknown, able = question.count(), self.ask(query).count()
        others = question.total() - able - unknown
        return {COMPATIBLE: able, INCOMPATIBLE: others, UNKNOWN: unknown}

    def count_of(self, query: Query, outcome: Outcome = COMPATIBLE) -> int:
        """Return how many devices there are of that outcome."""
        if outcome == INCOMPATIBLE:
            return self.count(query)[INCOMPATIBLE]
        return self.ask(query, outcome).count()

    def first(self, query: Query, limit: int, outcome: Outcome = COMPATIBLE) -> list[Place]:
        """Return the first `limit` places of that outcome, by host, then as the host reported."""
        return self.ask(query, outcome).first(limit)

    def iter_places(self, query: Query, outcome: Outcome = COMPATIBLE) -> Iterator[Place]:
        """Return every place of that outcome, one after the other, in the order of `first`."""
        return self.ask(query, outcome).places()

    def offer_outcome(self, query: Query, kind: int) -> Outcome:
        """Return the outcome of the best device that could be made of a type of that kind."""
        return self._standing.offers.outcome(query, kind)

    def iter_classed(
        self, query: Query, outcome: Outcome = COMPATIBLE
    ) -> Iterator[tuple[Place, int]]:
        """Return every place of that outcome with its class's number, in the order of `first`."""
        return self.ask(query, outcome).classed()

    def text(self, query: Query, outcome: Outcome = COMPATIBLE) -> bytes:
        """Return every place of that outcome as `HOST/ADDRESS`, a line each, class by class."""
        return self.ask(query, outcome).text()

    def by_host(self, query: Query, outcome: Outcome = COMPATIBLE) -> dict[str, int]:
        """Return how many places of that outcome each host has that has any, by host."""
        return self.ask(query, outcome).by_host()

    def candidates(self, query: Query, *, doubtful: bool = False) -> Candidates:
        """Return what could take the source over: devices that are there, and types.

        With `doubtful` that of which it is not known counts too.
        """
        outcomes: tuple[Outcome, ...] = (COMPATIBLE, UNKNOWN) if doubtful else (COMPATIBLE,)
        questions = [self.ask(query, outcome) for outcome in outcomes]
        numbers = frozenset().union(*[question.numbers() for question in questions])
        devices = [found for question in questions for found in question.groups()]
        makers = [found for one in outcomes for found in self._standing.offers.hosts(query, one)]
        return Candidates(query, outcomes, numbers, devices, makers)

    def hosts_of(self, groups: Iterable[Members]) -> Iterator[HostEntry]:
        """Yield the hosts of these devices, each once, by name."""
        return self._standing.hosts.of(merge(*groups))

    def offered(
        self, query: Query, entry: HostEntry, outcomes: Sequence[Outcome] = (COMPATIBLE,)
    ) -> list[TypeReport]:
        """Return the types that a host could create for the source, with such an outcome."""
        return [
            found
            for found, kind in entry.offers
            if self._standing.offers.outcome(query, kind) in outcomes
        ]

    def iter_offers(
        self, query: Query, outcome: Outcome = COMPATIBLE
    ) -> Iterator[tuple[HostEntry, TypeReport]]:
        """Yield the types of that outcome with their host, by host.

        Whether any is left is not looked at.
        """
        self._standing.settle()
        for entry in self.hosts_of(self._standing.offers.hosts(query, outcome)):
            if entry.has(query.labels):
                for found, kind in entry.offers:
                    if self._standing.offers.outcome(query, kind) == outcome:
                        yield entry, found

    def count_by_host(self, numbers: Iterable[int]) -> dict[str, int]:
        """Return how many devices of these classes each host has that has any, by host."""
        self._standing.settle()
        ranks: Counter[int] = Counter()
        for number in numbers:
            ranks.update(map(rshift, self._standing.devices.members(number), repeat(POSITION_BITS)))
        entry = self._standing.hosts.entry
        return {entry(rank << POSITION_BITS).name: ranks[rank] for rank in sorted(ranks)}

    def host(self, name: str) -> HostEntry | None:
        """Return what is kept of a host, or None."""
        self._standing.settle()
        return self._standing.hosts.get(name)

    def matrix(self, rule: Rule = TARGET_ACCEPTS, minimum_basis: Basis | None = None) -> Matrix:
        """Return the outcome of each class that was ever seen against each, by their numbers."""
        return matrix_of(self.classes.sides, rule, minimum_basis)

    def hosts(self) -> Iterator[HostEntry]:
        """Yield what is kept of each host, by name."""
        self._standing.settle()
        yield from self._standing.hosts

    def sizes(self) -> list[int]:
        """Return how many devices each class has, by its number."""
        self._standing.settle()
        return list(self._standing.devices.sizes())

    def __len__(self) -> int:
        """Return how many devices there are."""
        self._standing.settle()
        return self._standing.devices.total()
