"""Occupancy: which VM is on which devices while hosts are emptied, and which devices are free.

Belongs here: the state of a pool between two moves, and each move of it, forth and back.
Must not know: who should go where, and when.

Only what differs from the pool at the beginning is kept, so that a few hosts of a large pool cost
little. Lists of places are lazy: a place may stand in one that is not free any more, or twice.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import compress
from typing import Final

from devcompat.planning.order import Move, Vm
from devcompat.planning.pool import FREE, USED, Pool, Positions, key_of, place_of

_FREE_BYTE: Final = bytes((FREE,))
_IS_FREE: Final = bytes(number == FREE for number in range(256))


class Occupancy:
    """The pool's devices and VMs now; hosts of `draining` are to be emptied, others stay."""

    def __init__(self, pool: Pool, draining: Sequence[int]) -> None:
        self._pool = pool
        hosts = pool.hosts
        self.classes: list[Sequence[int]] = [host.before for host in hosts]
        self._states: dict[int, bytearray] = {}
        self._moved: dict[Vm, tuple[int, Positions]] = {}
        self._arrived: dict[int, dict[int, Vm]] = {}
        self.waiting = set(draining)
        self.lasting: defaultdict[int, list[int]] = defaultdict(list)
        """Free places by class that need not be emptied again."""
        self.passing: defaultdict[int, list[int]] = defaultdict(list)
        """Free places by class on hosts that are to be emptied: those of the fullest come last."""
        for number, host in enumerate(hosts):
            if number not in self.waiting:
                self._list_free(number, host.states, self.lasting)
        for number in sorted(draining, key=lambda one: (len(hosts[one].vms), one)):
            self._list_free(number, hosts[number].states, self.passing)

    def _list_free(
        self, number: int, states: bytes | bytearray, lists: defaultdict[int, list[int]]
    ) -> None:
        base = key_of(number, 0)
        flags = states.translate(_IS_FREE)
        places = compress(enumerate(self.classes[number], base), flags)
        for key, class_ in places:
            lists[class_].append(key)

    # --- questions

    def states(self, host: int) -> bytes | bytearray:
        """Return the states of a host's devices."""
        return self._states.get(host) or self._pool.hosts[host].states

    def is_free(self, key: int, number: int) -> bool:
        """Return whether a place is free, and of that class."""
        host, position = place_of(key)
        return self.states(host)[position] == FREE and self.classes[host][position] == number

    def lasts(self, host: int) -> bool:
        """Return whether VMs may stay on a host."""
        return host not in self.waiting

    def where(self, vm: Vm) -> tuple[int, Positions]:
        """Return the host and the devices of a VM."""
        found = self._moved.get(vm)
        if found is not None:
            return found
        host, first = place_of(vm)
        positions = next(one for one in self._pool.hosts[host].vms if one[0] == first)
        return host, positions

    def on(self, host: int) -> list[tuple[Vm, Positions]]:
        """Return the VMs on a host with their devices there."""
        base = key_of(host, 0)
        moved = self._moved
        found = [
            (base + positions[0], positions)
            for positions in self._pool.hosts[host].vms
            if base + positions[0] not in moved
        ]
        came = self._arrived.get(host)
        if came:
            found += [(vm, moved[vm][1]) for vm in dict.fromkeys(came.values())]
        return found

    def alone_at(self, key: int) -> Vm | None:
        """Return the VM that has the device at a place and no other, or None."""
        host, position = place_of(key)
        came = self._arrived.get(host, {}).get(position)
        if came is not None:
            return came if len(self._moved[came][1]) == 1 else None
        if key in self._moved or (position,) not in self._pool.hosts[host].vms:
            return None
        return key

    def free_on(self, host: int) -> Iterator[tuple[int, int]]:
        """Yield the class and the position of each free device of a host."""
        states, classes = self.states(host), self.classes[host]
        position = states.find(_FREE_BYTE)
        while position >= 0:
            yield classes[position], position
            position = states.find(_FREE_BYTE, position + 1)

    # --- changes

    def move(
        self, vm: Vm, target: int, taking: Positions, now: tuple[int, Positions] | None = None
    ) -> Move:
        """Let a VM go to free devices of another host, and return that as a move.

        `now` is where it is, if that is known.
        """
        source, leaving = now or self.where(vm)
        self._set(source, leaving, FREE)
        self._set(target, taking, USED)
        came = self._arrived.get(source)
        if came:
            for position in leaving:
                came.pop(position, None)
        self._moved[vm] = (target, taking)
        arrived = self._arrived.setdefault(target, {})
        for position in taking:
            arrived[position] = vm
        lists = self.lasting if source not in self.waiting else self.passing
        for position in leaving:
            lists[self.classes[source][position]].append(key_of(source, position))
        return Move(vm, source, leaving, target, taking)

    def undo(self, move: Move) -> None:
        """Take a move back: the last one that was made."""
        self.move(move.vm, move.source, move.leaving)

    def upgrade(self, host: int) -> list[int]:
        """Let an empty host be as it will be, and return the classes of its free devices."""
        self.waiting.discard(host)
        self.classes[host] = self._pool.hosts[host].after
        self._list_free(host, self.states(host), self.lasting)
        return [number for number, _ in self.free_on(host)]

    def _set(self, host: int, positions: Positions, state: int) -> None:
        states = self._states.get(host)
        if states is None:
            states = self._states[host] = bytearray(self._pool.hosts[host].states)
        for position in positions:
            states[position] = state
