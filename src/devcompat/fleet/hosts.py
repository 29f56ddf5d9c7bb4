"""Hosts: what is kept of each host, small; keys that say where a device stands.

Belongs here: packing a report; the order of hosts. Must not know: classes' members, queries.

A device's key is its host's rank and its position there: sorting keys sorts devices by their host's
name, then as the host reported them.
"""

from array import array
from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from devcompat.fleet.records import (
    STATE_NUMBERS,
    STATES,
    HostReport,
    PackedReport,
    Place,
    State,
    TypeReport,
)
from devcompat.inventory.pools import Costs, Pool

POSITION_BITS = 12
DEVICES = 1 << POSITION_BITS
"""Devices of one host, at most."""
_GAP = 1 << 20
"""Ranks between two hosts when they are set, so that others fit between them later."""
REMEMBERED = 4096
"""Places that are kept as they were told last."""
_HIGHEST = 1 << (63 - POSITION_BITS)


class Offer(NamedTuple):
    """A type that a host could create, with the number of what a device of it would be."""

    report: TypeReport
    kind: int


class HostEntry:
    """One host: its devices' classes, states and addresses by position; its rank, -1 for none."""

    __slots__ = (
        "_addresses", "classes", "generation", "labels", "name", "offers", "rank", "states",
    )  # fmt: skip

    def __init__(self, report: PackedReport, offers: tuple[Offer, ...] = ()) -> None:
        self.name = report.host
        self.generation = report.generation
        self.labels = report.labels
        self.classes = array("I", report.classes)
        self.states = bytearray(report.states)
        self._addresses = "\n".join(report.addresses)
        self.offers = offers
        self.rank = -1

    def __len__(self) -> int:
        return len(self.classes)

    @property
    def addresses(self) -> Sequence[str]:
        """Return the addresses by position."""
        return self._addresses.split("\n") if self.classes else []

    def address(self, position: int) -> str:
        """Return the address of the device at a position."""
        return self._addresses.split("\n", position + 1)[position]

    def position(self, address: str) -> int:
        """Return where the device of that address is. Raises KeyError."""
        try:
            return list(self.addresses).index(address)
        except ValueError:
            raise KeyError(address) from None

    def key(self, position: int) -> int:
        """Return the key of the device at a position."""
        return self.rank << POSITION_BITS | position

    def has(self, labels: Mapping[str, str]) -> bool:
        """Return whether the host has all of these labels."""
        return all(self.labels.get(name) == value for name, value in labels.items())

    def pools(self) -> dict[str, Pool]:
        """Return what each parent of the host can still create, by parent."""
        found: dict[str, list[TypeReport]] = {}
        for report, _ in self.offers:
            found.setdefault(report.parent, []).append(report)
        return {parent: _pool(parent, types) for parent, types in found.items()}

    def state(self, position: int) -> State:
        """Return the state of the device at a position."""
        return STATES[self.states[position]]


def _pool(parent: str, types: Sequence[TypeReport]) -> Pool:
    counts: dict[str, int | None] = {}
    for offered in types:
        before = counts.get(offered.type_id, offered.available)
        known = offered.available is not None and before is not None
        counts[offered.type_id] = min(offered.available or 0, before or 0) if known else None
    units = {found.type_id: found.units for found in types if found.units is not None}
    return Pool(parent, counts, Costs(units, mixed=all(found.mixed for found in types)))


def packed(report: HostReport, classes: Iterable[int]) -> PackedReport:
    """Return a report by columns; `classes` are the numbers of its devices' classes."""
    return PackedReport(
        report.host,
        [device.address for device in report.devices],
        classes,
        [STATE_NUMBERS[device.state] for device in report.devices],
        report.labels,
        report.generation,
        report.types,
    )


class HostTable:
    """The hosts by name, and by rank."""

    def __init__(self) -> None:
        self._by_name: dict[str, HostEntry] = {}
        self._by_rank: dict[int, HostEntry] = {}
        self._names: list[str] = []
        self._said: dict[int, Place] = {}

    def __len__(self) -> int:
        return len(self._by_name)

    def __iter__(self) -> Iterator[HostEntry]:
        """Yield the hosts by name."""
        return (self._by_name[name] for name in self._names)

    def get(self, name: str) -> HostEntry | None:
        """Return the host of that name, or None."""
        return self._by_name.get(name)

    def place(self, key: int) -> Place:
        """Return where the device with that key is."""
        entry = self._by_rank[key >> POSITION_BITS]
        return Place(entry.name, entry.address(key & (DEVICES - 1)))

    def places(self, keys: Sequence[int]) -> list[Place]:
        """Return where the devices with these keys are; what was said is remembered for a while."""
        said = self._said
        if len(said) > REMEMBERED:
            said.clear()
        try:
            return [said[key] for key in keys]
        except KeyError:
            said.update([(key, self.place(key)) for key in keys if key not in said])
        return [said[key] for key in keys]

    def entry(self, key: int) -> HostEntry:
        """Return the host of the device with that key."""
        return self._by_rank[key >> POSITION_BITS]

    def of(self, keys: Iterable[int]) -> Iterator[HostEntry]:
        """Yield the hosts of the devices with these keys, each once; the keys are in order."""
        last = -1
        for key in keys:
            rank = key >> POSITION_BITS
            if rank != last:
                last = rank
                yield self._by_rank[rank]

    def lines(self, keys: Iterable[int]) -> bytes:
        """Return `HOST/ADDRESS` of the devices with these keys, a line each."""
        lines: list[str] = []
        for key in keys:
            entry = self._by_rank[key >> POSITION_BITS]
            lines.append(f"{entry.name}/{entry.address(key & (DEVICES - 1))}\n")
        return "".join(lines).encode()

    def insert(self, entry: HostEntry) -> bool:
        """Put a host in its place; return false if all have to be ranked anew (`rank_all`)."""
        before = self._by_name.get(entry.name)
        if before is not None:
            entry.rank = before.rank
            self._forget_places(before)
        else:
            insort(self._names, entry.name)
            entry.rank = self._free_rank(entry.name)
        self._by_name[entry.name] = entry
        if entry.rank < 0:
            return False
        self._by_rank[entry.rank] = entry
        return True

    def insert_all(self, entries: Iterable[HostEntry]) -> None:
        """Put hosts in their places and rank all anew."""
        self._by_name.update((entry.name, entry) for entry in entries)
        self._names = sorted(self._by_name)
        self.rank_all()

    def rank_all(self) -> None:
        """Give every host a rank anew, with gaps; keys made before mean nothing any more."""
        self._said.clear()
        gap = min(_GAP, _HIGHEST // (len(self._names) + 1))
        self._by_rank = {}
        for number, entry in enumerate(self, start=1):
            entry.rank = number * gap
            self._by_rank[entry.rank] = entry

    def remove(self, name: str) -> None:
        """Take a host out. Raises KeyError."""
        entry = self._by_name.pop(name)
        self._by_rank.pop(entry.rank, None)
        self._forget_places(entry)
        del self._names[bisect_left(self._names, name)]

    def _forget_places(self, entry: HostEntry) -> None:
        for position in range(len(entry)):
            self._said.pop(entry.key(position), None)

    def _free_rank(self, name: str) -> int:
        """Return a rank between the neighbours of a host that was put among the names, or -1."""
        at = bisect_left(self._names, name)
        low = self._by_name[self._names[at - 1]].rank if at else 0
        if at + 1 == len(self._names):
            rank = low + _GAP
            return rank if low >= 0 and rank < _HIGHEST else -1
        high = self._by_name[self._names[at + 1]].rank
        return (low + high) // 2 if low >= 0 and high - low > 1 else -1


def first_repeated(addresses: Sequence[str]) -> str | None:
    """Return the first address that stands twice, or None."""
    if len(set(addresses)) == len(addresses):
        return None
    seen: set[str] = set()
    for address in addresses:
        if address in seen:
            return address
        seen.add(address)
    return None
