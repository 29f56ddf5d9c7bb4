"""Devices: those of each class: all of them, the free ones, and those of hosts with a label.

Belongs here: members by class and how many they are, kept up at each change.
Must not know: outcomes, which classes are asked for, how a host comes and goes.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from devcompat.fleet.hosts import HostEntry, HostTable
from devcompat.fleet.labels import LabelIndex
from devcompat.fleet.members import Members

NO_LABELS: Final[Mapping[str, str]] = MappingProxyType({})


class _ByClass:
    """Members by the number of their class, and how many they are: of each class, and in all."""

    __slots__ = ("members", "sizes", "total")

    def __init__(self, members: list[Members]) -> None:
        self.members = members
        self.sizes = [found.size for found in members]
        self.total = sum(self.sizes)

    def grow(self, new: int) -> None:
        """Make room for the classes that are new."""
        self.members += [Members() for _ in range(new)]
        self.sizes += [0] * new

    def add(self, number: int, key: int) -> None:
        members = self.members[number]
        members.add(key)
        self.total += members.size - self.sizes[number]
        self.sizes[number] = members.size

    def discard(self, number: int, key: int) -> None:
        members = self.members[number]
        members.discard(key)
        self.total += members.size - self.sizes[number]
        self.sizes[number] = members.size


class DeviceTable:
    """The devices of all hosts by class.

    Members and sizes that were given out stand for what is there now, as long as `edition` is the
    same. It is another one when there are classes or members that were not there before; not when
    devices only come, go and change their state. There is room for `classes` classes.
    """

    def __init__(self, hosts: HostTable) -> None:
        self.edition = 0
        self.classes = 0
        self._hosts = hosts
        self._every = _ByClass([])
        self._free = _ByClass([])
        self._labels = LabelIndex()

    # --- changes

    def grow(self, classes: int) -> None:
        """Make room for that many classes."""
        new = classes - self.classes
        if new:
            self._every.grow(new)
            self._free.grow(new)
            self.classes = classes
            self.edition += 1

    def put(self, entry: HostEntry) -> None:
        """Take in the devices of a host."""
        made = False
        for position, number in enumerate(entry.classes):
            key = entry.key(position)
            self._every.add(number, key)
            if not entry.states[position]:
                self._free.add(number, key)
            made |= self._labels.put(entry, position)
        self.edition += made

    def take(self, entry: HostEntry) -> None:
        """Take out the devices of a host."""
        for position, number in enumerate(entry.classes):
            key = entry.key(position)
            self._every.discard(number, key)
            self._free.discard(number, key)
            self._labels.take(entry, position)

    def change(self, entry: HostEntry, position: int, state: int) -> None:
        """Let the device at a position be in a state, an index of STATES."""
        number, key = entry.classes[position], entry.key(position)
        self._free.discard(number, key)
        self._labels.take(entry, position, free_only=True)
        entry.states[position] = state
        if not state:
            self._free.add(number, key)
            self.edition += self._labels.put(entry, position, free_only=True)

    def rebuild(self) -> None:
        """Make everything anew from the hosts: keys changed their meaning."""
        self._labels.forget()
        every: list[list[int]] = [[] for _ in range(self.classes)]
        free: list[list[int]] = [[] for _ in range(self.classes)]
        for entry in self._hosts:
            key = entry.key(0)
            for number, state in zip(entry.classes, entry.states, strict=True):
                every[number].append(key)
                if not state:
                    free[number].append(key)
                key += 1
        self._every = _ByClass([Members(keys) for keys in every])
        self._free = _ByClass([Members(keys) for keys in free])
        self.edition += 1

    # --- what is there

    def sizes(self, *, free: bool = False) -> list[int]:
        """Return how many devices each class has, by its number; the list itself, kept up."""
        return self._free.sizes if free else self._every.sizes

    def members(self, number: int) -> Members:
        """Return all devices of a class."""
        return self._every.members[number]

    def groups(
        self, numbers: Iterable[int], *, free: bool, labels: Mapping[str, str]
    ) -> list[Members]:
        """Return the members of these classes that are on hosts with at most one label.

        Some may be empty. Those that are not there at all are left out.
        """
        if not labels:
            members = self._free.members if free else self._every.members
            return [members[number] for number in numbers]
        ((label, value),) = labels.items()
        shelf = self._labels.shelf(label, free, self._hosts)
        some = [shelf.get((number, value)) for number in numbers]
        return [found for found in some if found is not None]

    def shared(
        self, numbers: Iterable[int], *, free: bool, labels: Mapping[str, str]
    ) -> list[Members]:
        """Return the members of these classes that are on hosts with all of several labels.

        They are made for this answer: no change reaches them.
        """
        shelves = [
            (self._labels.shelf(label, free, self._hosts), value) for label, value in labels.items()
        ]
        found: list[Members] = []
        for number in numbers:
            several = [shelf.get((number, value)) for shelf, value in shelves]
            labelled = [members for members in several if members]
            if len(labelled) < len(shelves):
                continue
            least = min(labelled, key=len)
            kept = [key for key in least if self._hosts.entry(key).has(labels)]
            if kept:
                found.append(Members(kept))
        return found

    def total(self, *, free: bool = False, labels: Mapping[str, str] = NO_LABELS) -> int:
        """Return how many devices there are, of all classes together."""
        if not labels:
            return self._free.total if free else self._every.total
        if len(labels) == 1 and self.classes < len(self._hosts):
            return sum(map(len, self.groups(range(self.classes), free=free, labels=labels)))
        return sum(
            entry.states.count(0) if free else len(entry)
            for entry in self._hosts
            if entry.has(labels)
        )
