"""Fleet: hosts and their devices, asked where a source may go.

Belongs here: the state of a fleet and each change of it, as one step; answers put together.
Must not know: how an outcome is reached (selection), where reports come from.

One law: each answer is the one that a look at every device with `match.judge` would give.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import repeat
from operator import attrgetter, rshift
from typing import NamedTuple

from devcompat.fleet.classes import ClassTable
from devcompat.fleet.hosts import (
    DEVICES,
    POSITION_BITS,
    HostEntry,
    HostTable,
    Offer,
    first_repeated,
    packed,
)
from devcompat.fleet.labels import LabelIndex
from devcompat.fleet.matrix import Matrix, matrix_of
from devcompat.fleet.members import Members
from devcompat.fleet.offers import OfferTable
from devcompat.fleet.records import (
    STATES,
    HostReport,
    PackedReport,
    Place,
    Query,
    State,
    TypeReport,
)
from devcompat.fleet.selection import Selections
from devcompat.match.verdict import (
    COMPATIBLE,
    INCOMPATIBLE,
    TARGET_ACCEPTS,
    UNKNOWN,
    Basis,
    Outcome,
    Rule,
)

NO_KEY = 1 << 64
"""More than any key."""
_size = attrgetter("size")
FEW = 256
"""Hosts that are put in one by one; more of them at once are sorted in."""


class ReportRefusedError(ValueError):
    """A report that cannot be taken in: an address stands twice, or there are too many devices."""


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
        self.classes = ClassTable()
        self._hosts = HostTable()
        self._members: list[Members] = []
        self._free: list[Members] = []
        self._sizes = [0, 0]
        self._labels = LabelIndex()
        self._offers = OfferTable()
        self._selections = Selections(self.classes)
        self._waiting: dict[str, HostEntry] = {}
        for report in reports:
            self.replace(report)

    # --- changes

    def replace(self, report: HostReport) -> None:
        """Let a report stand for its host, instead of all that was known of it.

        Raises ReportRefusedError, and then nothing has changed.
        """
        self._demand_addresses([device.address for device in report.devices])
        classes = self.classes.numbers([device.side for device in report.devices])
        self._take_in(packed(report, classes))

    def replace_packed(self, report: PackedReport) -> None:
        """Do as `replace` does for a report whose devices stand by column: for many at once."""
        self._demand_addresses(report.addresses)
        self._take_in(report)

    def remove(self, host: str) -> bool:
        """Forget a host; return whether it was there."""
        self._settle()
        entry = self._hosts.get(host)
        if entry is None:
            return False
        self._take_devices(entry)
        self._hosts.remove(host)
        return True

    def change(self, place: Place, state: State) -> None:
        """Let a device be in that state. Raises KeyError for a device that is not there."""
        self._settle()
        entry = self._hosts.get(place.host)
        if entry is None:
            raise KeyError(str(place))
        position = entry.position(place.address)
        number, key = entry.classes[position], entry.key(position)
        if not entry.states[position]:
            self._free[number].discard(key)
            self._sizes[True] -= 1
        self._labels.take(entry, position, free_only=True)
        entry.states[position] = STATES.index(state)
        if not entry.states[position]:
            self._free[number].add(key)
            self._sizes[True] += 1
            self._labels.put(entry, position, free_only=True)

    # --- answers

    def count(self, query: Query) -> dict[Outcome, int]:
        """Return how many devices there are of each outcome."""
        able = self.count_of(query)
        unknown = self.count_of(query, UNKNOWN)
        own = self._own(query)
        total = self._total(query) - (own is not None and self._is_asked_for(query, own))
        return {COMPATIBLE: able, INCOMPATIBLE: total - able - unknown, UNKNOWN: unknown}

    def count_of(self, query: Query, outcome: Outcome = COMPATIBLE) -> int:
        """Return how many devices there are of that outcome."""
        if outcome == INCOMPATIBLE:
            return self.count(query)[INCOMPATIBLE]
        numbers = self._numbers(query, outcome)
        if query.labels:
            count = sum([found.size for found in self._groups(query, numbers)])
        else:
            groups = self._free if query.free else self._members
            count = sum([groups[number].size for number in numbers])
        own = None if query.leaving is None else self._own(query)
        if own is not None and self._is_asked_for(query, own):
            entry, position = own
            count -= entry.classes[position] in numbers
        return count

    def first(self, query: Query, limit: int, outcome: Outcome = COMPATIBLE) -> list[Place]:
        """Return the first `limit` places of that outcome, by host, then as the host reported."""
        own = None if query.leaving is None else self._own_key(query)
        wanted = limit + (own is not None)
        groups = self._groups(query, self._numbers(query, outcome))
        if not groups or not wanted:
            return []
        most = max(groups, key=_size)
        keys = list(most.first(wanted))
        ceiling = keys[-1] if len(keys) == wanted else NO_KEY
        for found in groups:
            if found is not most:
                keys += found.first_below(ceiling, wanted)
        keys.sort()
        return self._hosts.places([key for key in keys[:wanted] if key != own][:limit])

    def iter_places(self, query: Query, outcome: Outcome = COMPATIBLE) -> Iterator[Place]:
        """Return every place of that outcome, one after the other, in the order of `first`."""
        return map(self._hosts.place, self._keys(query, outcome))

    def text(self, query: Query, outcome: Outcome = COMPATIBLE) -> bytes:
        """Return every place of that outcome as `HOST/ADDRESS`, a line each, class by class."""
        pieces: list[bytes] = []
        for found in self._groups(query, self._numbers(query, outcome)):
            pieces += found.text(self._hosts.lines)
        if self._own_key(query) is not None:
            own = f"{query.leaving}\n".encode()
            pieces = [_without(piece, own) for piece in pieces]
        return b"".join(pieces)

    def by_host(self, query: Query, outcome: Outcome = COMPATIBLE) -> dict[str, int]:
        """Return how many places of that outcome each host has that has any, by host."""
        counts: dict[str, int] = {}
        for key in self._keys(query, outcome):
            name = self._hosts.entry(key).name
            counts[name] = counts.get(name, 0) + 1
        return counts

    def candidates(self, query: Query, *, doubtful: bool = False) -> Candidates:
        """Return what could take the source over: devices that are there, and types.

        With `doubtful` that of which it is not known counts too.
        """
        outcomes: tuple[Outcome, ...] = (COMPATIBLE, UNKNOWN) if doubtful else (COMPATIBLE,)
        numbers = [n for outcome in outcomes for n in self._numbers(query, outcome)]
        makers = [found for outcome in outcomes for found in self._offers.hosts(query, outcome)]
        groups = self._groups(query, numbers)
        return Candidates(query, outcomes, frozenset(numbers), groups, makers)

    def hosts_of(self, groups: Iterable[Members]) -> Iterator[HostEntry]:
        """Yield the hosts of these devices, each once, by name."""
        last = -1
        for key in merge(*groups):
            rank = key >> POSITION_BITS
            if rank != last:
                last = rank
                yield self._hosts.entry(key)

    def offered(
        self, query: Query, entry: HostEntry, outcomes: Sequence[Outcome] = (COMPATIBLE,)
    ) -> list[TypeReport]:
        """Return the types that a host could create for the source, with such an outcome."""
        return [
            found for found, kind in entry.offers if self._offers.outcome(query, kind) in outcomes
        ]

    def iter_classed(
        self, query: Query, outcome: Outcome = COMPATIBLE
    ) -> Iterator[tuple[Place, int]]:
        """Yield every place of that outcome with its class's number, in the order of `first`."""
        for key in self._keys(query, outcome):
            entry = self._hosts.entry(key)
            yield self._hosts.place(key), entry.classes[key & (DEVICES - 1)]

    def iter_offers(
        self, query: Query, outcome: Outcome = COMPATIBLE
    ) -> Iterator[tuple[HostEntry, TypeReport]]:
        """Yield the types of that outcome with their host, by host.

        Whether any is left is not looked at.
        """
        self._settle()
        for entry in self.hosts_of(self._offers.hosts(query, outcome)):
            if entry.has(query.labels):
                for found, kind in entry.offers:
                    if self._offers.outcome(query, kind) == outcome:
                        yield entry, found

    def count_by_host(self, numbers: Iterable[int]) -> dict[str, int]:
        """Return how many devices of these classes each host has that has any, by host."""
        self._settle()
        ranks: Counter[int] = Counter()
        for number in numbers:
            ranks.update(map(rshift, self._members[number], repeat(POSITION_BITS)))
        entry = self._hosts.entry
        return {entry(rank << POSITION_BITS).name: ranks[rank] for rank in sorted(ranks)}

    def host(self, name: str) -> HostEntry | None:
        """Return what is kept of a host, or None."""
        self._settle()
        return self._hosts.get(name)

    def matrix(self, rule: Rule = TARGET_ACCEPTS, minimum_basis: Basis | None = None) -> Matrix:
        """Return the outcome of each class that was ever seen against each, by their numbers."""
        return matrix_of(self.classes.sides, rule, minimum_basis)

    def hosts(self) -> Iterator[HostEntry]:
        """Yield what is kept of each host, by name."""
        self._settle()
        yield from self._hosts

    def sizes(self) -> list[int]:
        """Return how many devices each class has, by its number."""
        self._settle()
        return [len(found) for found in self._members]

    def __len__(self) -> int:
        """Return how many devices there are."""
        return sum(self.sizes())

    # --- inside

    def _take_in(self, report: PackedReport) -> None:
        """Let a report wait for the next answer. Its addresses were looked at."""
        offers = tuple([Offer(found, self._offers.number(found)) for found in report.types])
        self._waiting[report.host] = HostEntry(report, offers)

    @staticmethod
    def _demand_addresses(addresses: Sequence[str]) -> None:
        """Raise ReportRefusedError if there are too many addresses, or one stands twice."""
        if len(addresses) > DEVICES:
            raise ReportRefusedError(f"{len(addresses)} devices, at most {DEVICES}")
        twice = first_repeated(addresses)
        if twice is not None:
            raise ReportRefusedError(f"{twice} stands twice")

    def _numbers(self, query: Query, outcome: Outcome) -> Sequence[int]:
        """Return the classes of that outcome."""
        self._settle()
        return self._selections.select(query).numbers(outcome)

    def _keys(self, query: Query, outcome: Outcome) -> Iterator[int]:
        """Yield the keys of all devices of that outcome in order, the source's own left out."""
        own = self._own_key(query)
        for key in merge(*self._groups(query, self._numbers(query, outcome))):
            if key != own:
                yield key

    def _total(self, query: Query) -> int:
        """Return how many devices a query asks about."""
        if not query.labels:
            return self._sizes[query.free]
        if len(self.classes) < len(self._hosts):
            return sum(map(len, self._groups(query, range(len(self.classes)))))
        return sum(
            entry.states.count(0) if query.free else len(entry)
            for entry in self._hosts
            if entry.has(query.labels)
        )

    def _groups(self, query: Query, numbers: Iterable[int]) -> list[Members]:
        """Return the members of these classes that the query asks for, without empty ones."""
        if not query.labels:
            groups = self._free if query.free else self._members
            return [found for number in numbers if (found := groups[number])]
        shelves = [
            (self._labels.shelf(label, query.free, self._hosts), value)
            for label, value in query.labels.items()
        ]
        if len(shelves) == 1:
            ((shelf, value),) = shelves
            some = [shelf.get((number, value)) for number in numbers]
            return [found for found in some if found]
        shared: list[Members] = []
        for number in numbers:
            several = [shelf.get((number, value)) for shelf, value in shelves]
            labelled = [members for members in several if members]
            if len(labelled) < len(shelves):
                continue
            if len(labelled) == 1:
                shared.append(labelled[0])
                continue
            least = min(labelled, key=len)
            kept = [key for key in least if self._hosts.entry(key).has(query.labels)]
            if kept:
                shared.append(Members(kept))
        return shared

    def _own(self, query: Query) -> tuple[HostEntry, int] | None:
        """Return the source's own host and position, if it is in the fleet."""
        if query.leaving is None:
            return None
        entry = self._hosts.get(query.leaving.host)
        try:
            return None if entry is None else (entry, entry.position(query.leaving.address))
        except KeyError:
            return None

    def _own_key(self, query: Query) -> int | None:
        own = self._own(query)
        return None if own is None else own[0].key(own[1])

    def _is_asked_for(self, query: Query, own: tuple[HostEntry, int]) -> bool:
        entry, position = own
        return entry.has(query.labels) and not (query.free and entry.states[position])

    def _settle(self) -> None:
        """Put the hosts that wait in their places."""
        if not self._waiting and len(self._members) == len(self.classes.sides):
            return
        waiting, self._waiting = self._waiting, {}
        new = len(self.classes) - len(self._members)
        self._members += [Members() for _ in range(new)]
        self._free += [Members() for _ in range(new)]
        if len(waiting) > FEW:
            self._hosts.insert_all(waiting.values())
            self._rebuild()
            return
        for entry in waiting.values():
            before = self._hosts.get(entry.name)
            if before is not None:
                self._take_devices(before)
            if self._hosts.insert(entry):
                self._put_devices(entry)
            else:
                self._hosts.rank_all()
                self._rebuild()

    def _take_devices(self, entry: HostEntry) -> None:
        for position, number in enumerate(entry.classes):
            key = entry.key(position)
            self._members[number].discard(key)
            self._free[number].discard(key)
            self._labels.take(entry, position)
        self._sizes[False] -= len(entry)
        self._sizes[True] -= entry.states.count(0)
        self._offers.take(entry)

    def _put_devices(self, entry: HostEntry) -> None:
        for position, number in enumerate(entry.classes):
            key = entry.key(position)
            self._members[number].add(key)
            if not entry.states[position]:
                self._free[number].add(key)
            self._labels.put(entry, position)
        self._sizes[False] += len(entry)
        self._sizes[True] += entry.states.count(0)
        self._offers.put(entry)

    def _rebuild(self) -> None:
        """Make all members anew from the hosts."""
        self._labels.forget()
        self._offers.forget()
        every: list[list[int]] = [[] for _ in self._members]
        free: list[list[int]] = [[] for _ in self._members]
        for entry in self._hosts:
            key = entry.key(0)
            for number, state in zip(entry.classes, entry.states, strict=True):
                every[number].append(key)
                if not state:
                    free[number].append(key)
                key += 1
            self._offers.put(entry)
        self._members = [Members(keys) for keys in every]
        self._free = [Members(keys) for keys in free]
        self._sizes = [sum(map(len, every)), sum(map(len, free))]


def _without(piece: bytes, line: bytes) -> bytes:
    """Return the lines without that one."""
    if piece.startswith(line):
        return piece[len(line) :]
    before, found, after = piece.partition(b"\n" + line)
    return before + b"\n" + after if found else piece
