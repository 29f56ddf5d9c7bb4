"""Question: a query put to a fleet: what there is of one outcome, asked as often as wanted.

Belongs here: answers about devices, from the classes of the outcome and the members of these.
Must not know: how an outcome is reached (selection), how hosts and devices change (standing).
"""

from collections.abc import Iterator, Sequence
from heapq import merge
from operator import attrgetter

from devcompat.fleet.hosts import DEVICES, HostEntry
from devcompat.fleet.members import NO_KEY, Members
from devcompat.fleet.records import Place, Query
from devcompat.fleet.selection import Selection, Selections, Taking
from devcompat.fleet.standing import Standing
from devcompat.match.verdict import COMPATIBLE, Outcome

_lowest = attrgetter("lowest")


class Question:
    """A query and an outcome, made ready, as a database prepares a statement.

    Every answer is that of the moment. What is kept are the classes of the outcome and where their
    devices stand, until there are new ones; no answer.
    """

    __slots__ = (
        "_devices", "_edition", "_groups", "_selection", "_selections", "_sizes", "_standing",
        "_taking", "outcome", "query",
    )  # fmt: skip
    _groups: list[Members] | None
    _selection: Selection
    _sizes: list[int]
    _taking: Taking | None

    def __init__(
        self,
        standing: Standing,
        selections: Selections,
        query: Query,
        outcome: Outcome = COMPATIBLE,
    ) -> None:
        self.query = query
        self.outcome: Outcome = outcome
        self._standing = standing
        self._devices = standing.devices
        self._selections = selections
        self._edition = -1

    # --- answers

    def count(self) -> int:
        """Return how many devices there are."""
        if self._edition != self._devices.edition:
            self._renew()
        if self._taking is not None:
            return sum(self._taking(self._sizes))
        count = sum([found.size for found in self.groups()])
        own = self._own()
        if own is not None and self._is_asked_for(own):
            entry, position = own
            count -= entry.classes[position] in self.numbers()
        return count

    def total(self) -> int:
        """Return how many devices there are of any outcome."""
        if self._edition != self._devices.edition:
            self._renew()
        total = self._devices.total(free=self.query.free, labels=self.query.labels)
        own = self._own()
        return total - (own is not None and self._is_asked_for(own))

    def first(self, limit: int) -> list[Place]:
        """Return the first `limit` places, by host, then as the host reported them."""
        groups = self.groups()
        own = self._own_key()
        wanted = limit + (own is not None)
        if not wanted:
            return []
        keys: list[int] = []
        for found in sorted(groups, key=_lowest):
            if found.lowest == NO_KEY or (len(keys) == wanted and keys[-1] < found.lowest):
                break
            keys += found.first(wanted)
            keys.sort()
            del keys[wanted:]
        if own is not None:
            keys = [key for key in keys if key != own]
        return self._standing.hosts.places(keys[:limit])

    def keys(self) -> Iterator[int]:
        """Yield the keys of all devices in the order of `first`."""
        groups = self.groups()
        own = self._own_key()
        for key in merge(*[found for found in groups if found.size]):
            if key != own:
                yield key

    def places(self) -> Iterator[Place]:
        """Return every place, one after the other, in the order of `first`."""
        return map(self._standing.hosts.place, self.keys())

    def classed(self) -> Iterator[tuple[Place, int]]:
        """Yield every place with its class's number, in the order of `first`."""
        hosts = self._standing.hosts
        for key in self.keys():
            yield hosts.place(key), hosts.entry(key).classes[key & (DEVICES - 1)]

    def text(self) -> bytes:
        """Return every place as `HOST/ADDRESS`, a line each, class by class."""
        lines = self._standing.hosts.lines
        pieces: list[bytes] = []
        for found in self.groups():
            pieces += found.text(lines)
        if self._own_key() is not None:
            own = f"{self.query.leaving}\n".encode()
            pieces = [_without(piece, own) for piece in pieces]
        return b"".join(pieces)

    def by_host(self) -> dict[str, int]:
        """Return how many of the places each host has that has any, by host."""
        counts: dict[str, int] = {}
        entry = self._standing.hosts.entry
        for key in self.keys():
            name = entry(key).name
            counts[name] = counts.get(name, 0) + 1
        return counts

    # --- what answers are made of

    def numbers(self) -> Sequence[int]:
        """Return the classes of the outcome, ascending."""
        if self._edition != self._devices.edition:
            self._renew()
        return self._selection.numbers(self.outcome)

    def groups(self) -> list[Members]:
        """Return the devices that are asked for by class, the source's own too; some are empty."""
        if self._edition != self._devices.edition:
            self._renew()
        if self._groups is not None:
            return self._groups
        numbers, free, labels = self.numbers(), self.query.free, self.query.labels
        if len(labels) > 1:
            return self._devices.shared(numbers, free=free, labels=labels)
        self._groups = self._devices.groups(numbers, free=free, labels=labels)
        return self._groups

    def _own(self) -> tuple[HostEntry, int] | None:
        """Return the source's own host and position, if it is in the fleet."""
        leaving = self.query.leaving
        if leaving is None:
            return None
        entry = self._standing.hosts.get(leaving.host)
        try:
            return None if entry is None else (entry, entry.position(leaving.address))
        except KeyError:
            return None

    def _is_asked_for(self, own: tuple[HostEntry, int]) -> bool:
        """Return whether a device has the state and the labels that are wanted."""
        entry, position = own
        return entry.has(self.query.labels) and not (self.query.free and entry.states[position])

    def _own_key(self) -> int | None:
        own = self._own()
        return None if own is None else own[0].key(own[1])

    def _renew(self) -> None:
        """Look anew which classes there are, and where their devices stand."""
        self._standing.settle()
        query = self.query
        self._selection = self._selections.select(query)
        self._groups = None
        self._taking = None
        if not query.labels and query.leaving is None:
            self._taking = self._selection.taking(self.outcome)
            self._sizes = self._devices.sizes(free=query.free)
        self._edition = self._devices.edition


def _without(piece: bytes, line: bytes) -> bytes:
    """Return the lines without that one."""
    if piece.startswith(line):
        return piece[len(line) :]
    before, found, after = piece.partition(b"\n" + line)
    return before + b"\n" + after if found else piece
