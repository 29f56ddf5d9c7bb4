"""Exhausting: all ways of emptying the hosts of a small pool, those that are alike looked at once.

Belongs here: states of a pool, what can follow each, the search among them. Must not know: quick
ways, bounds.

Any VM may be moved at any time; a host that is empty may be upgraded. Two states are alike if they
differ only in the names of hosts that are alike, of VMs, or of devices of one class on one host. If
the search ends without an order there is none.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import Final, NamedTuple

from devcompat.planning.order import Move, Step, Vm
from devcompat.planning.pool import FREE, USED, Classes, Pool, Positions, key_of

STATES: Final = 40_000
"""States that are looked at."""
WORK: Final = 1_000_000
"""Choices of a device for a device that are looked at."""
VMS: Final = 200
"""VMs, and hosts, of a pool that is small enough."""
DEVICES: Final = 32
"""Devices of one VM there."""


class _TooMuchWork(Exception):
    """The work that is allowed is done."""


class _State(NamedTuple):
    """Which hosts are upgraded, as a mask, and where each VM is: its host, its devices' classes."""

    upgraded: int
    vms: tuple[tuple[int, Classes], ...]


class Exhausted(NamedTuple):
    """What came of it: `steps`, or that there are none (`complete`), or neither.

    `never` are the hosts that are not upgraded in any state, or else in the state with the most of
    them; each with the number of a VM that is there in that state, and the place of its device.
    """

    steps: tuple[Step, ...] | None
    complete: bool
    states: int
    never: tuple[tuple[int, Vm], ...] = ()


def exhaust(pool: Pool, draining: Sequence[int], targets: Sequence[int]) -> Exhausted:
    """Look for an order through all states; gives up where there are too many."""
    return _Search(pool, draining, targets).run()


class _Search:
    def __init__(self, pool: Pool, draining: Sequence[int], targets: Sequence[int]) -> None:
        self._pool = pool
        self._draining = list(draining)
        self._targets = targets
        self._vms = list(pool.vms())
        self._looked_at = self._work = 0
        offered = [
            tuple(
                tuple(sorted(class_ for class_, _ in host.open_places(classes)))
                for classes in (host.before, host.after)
            )
            for host in pool.hosts
        ]
        self._offered = [tuple(map(Counter, forms)) for forms in offered]
        kinds: dict[object, int] = {}
        drained = set(draining)
        self._kinds = [
            kinds.setdefault((forms, number in drained), len(kinds))
            for number, forms in enumerate(offered)
        ]

    def run(self) -> Exhausted:
        """Return what came of it."""
        try:
            return self._run()
        except _TooMuchWork:
            return Exhausted(None, complete=False, states=self._looked_at)

    def _run(self) -> Exhausted:
        """Look at the states with most upgraded hosts first, of these at those of fewest moves."""
        goal = sum(1 << number for number in self._draining)
        begin = _State(
            0,
            tuple(
                (vm.host, tuple(self._pool.hosts[vm.host].before[p] for p in vm.positions))
                for vm in self._vms
            ),
        )
        came_from: dict[_State, _State | None] = {begin: None}
        seen = {self._alike(begin)}
        waiting = [(0, 0, 0, begin)]
        ever, best, following = 0, begin, 0
        while waiting:
            _, length, _, state = heappop(waiting)
            self._looked_at += 1
            ever |= state.upgraded
            if state.upgraded.bit_count() > best.upgraded.bit_count():
                best = state
            if state.upgraded == goal:
                return Exhausted(
                    self._steps(state, came_from), complete=True, states=self._looked_at
                )
            for after in self._following(state):
                following += 1
                if len(seen) > STATES:
                    raise _TooMuchWork
                alike = self._alike(after)
                if alike not in seen:
                    seen.add(alike)
                    came_from[after] = state
                    rank = -after.upgraded.bit_count()
                    heappush(waiting, (rank, length + 1, following, after))
        never = [number for number in self._draining if not ever >> number & 1]
        if never:
            told = self._held(never, begin)
        else:
            left = [number for number in self._draining if not best.upgraded >> number & 1]
            told = self._held(left, best)
        return Exhausted(None, complete=True, states=self._looked_at, never=tuple(told))

    def _held(self, hosts: Sequence[int], state: _State) -> Iterator[tuple[int, Vm]]:
        """Yield these hosts with a VM that is there; they are not empty, or they were upgraded."""
        for host in hosts:
            for vm, (at, _) in zip(self._vms, state.vms, strict=True):
                if at == host:
                    yield host, key_of(vm.host, vm.positions[0])
                    break

    def _alike(self, state: _State) -> object:
        on: list[list[Classes]] = [[] for _ in self._kinds]
        for host, classes in state.vms:
            on[host].append(tuple(sorted(classes)))
        return tuple(
            sorted(
                (kind, state.upgraded >> number & 1, tuple(sorted(on[number])))
                for number, kind in enumerate(self._kinds)
            )
        )

    def _following(self, state: _State) -> Iterator[_State]:
        free = [forms[state.upgraded >> at & 1].copy() for at, forms in enumerate(self._offered)]
        used = 0
        for host, classes in state.vms:
            used |= 1 << host
            free[host].subtract(classes)
        for host in self._draining:
            if not (used | state.upgraded) >> host & 1:
                yield state._replace(upgraded=state.upgraded | 1 << host)
        tried: set[tuple[int, Classes, int]] = set()
        for index, (host, classes) in enumerate(state.vms):
            for target, there in enumerate(free):
                key = (host, classes, target)
                if target == host or key in tried:
                    continue
                tried.add(key)
                for taken in self._assigned(classes, there, ()):
                    vms = (*state.vms[:index], (target, taken), *state.vms[index + 1 :])
                    yield _State(state.upgraded, vms)

    def _assigned(self, classes: Classes, free: Counter[int], taken: Classes) -> Iterator[Classes]:
        """Yield the classes that devices could get of those that are free, one of its own each."""
        self._work += 1
        if self._work > WORK:
            raise _TooMuchWork
        if len(taken) == len(classes):
            yield taken
            return
        mask = self._targets[classes[len(taken)]]
        for number in [one for one, left in free.items() if left > 0 and mask >> one & 1]:
            free[number] -= 1
            yield from self._assigned(classes, free, (*taken, number))
            free[number] += 1

    def _steps(self, state: _State, came_from: dict[_State, _State | None]) -> tuple[Step, ...]:
        path = [state]
        while (before := came_from[path[-1]]) is not None:
            path.append(before)
        path.reverse()
        states = [bytearray(host.states) for host in self._pool.hosts]
        where: list[tuple[int, Positions]] = [(vm.host, vm.positions) for vm in self._vms]
        steps: list[Step] = []
        moves: list[Move] = []
        for before, after in pairwise(path):
            new = after.upgraded & ~before.upgraded
            if new:
                steps.append(Step(new.bit_length() - 1, tuple(moves)))
                moves = []
                continue
            pairs = zip(before.vms, after.vms, strict=True)
            index = next(at for at, (old, now) in enumerate(pairs) if old != now)
            source, leaving = where[index]
            target, classes = after.vms[index]
            taking = self._places(target, classes, states[target], after.upgraded)
            for position in leaving:
                states[source][position] = FREE
            where[index] = (target, taking)
            vm = self._vms[index]
            moves.append(Move(key_of(vm.host, vm.positions[0]), source, leaving, target, taking))
        return tuple(steps)

    def _places(self, target: int, classes: Classes, states: bytearray, upgraded: int) -> Positions:
        """Take free devices of these classes."""
        host = self._pool.hosts[target]
        there = host.after if upgraded >> target & 1 else host.before
        taken: list[int] = []
        for number in classes:
            position = next(
                at for at, one in enumerate(there) if one == number and states[at] == FREE
            )
            states[position] = USED
            taken.append(position)
        return tuple(taken)


def is_small(pool: Pool) -> bool:
    """Return whether a pool is small enough for a search through all states to be tried."""
    if len(pool.hosts) > VMS or sum(len(host.vms) for host in pool.hosts) > VMS:
        return False
    return all(len(positions) <= DEVICES for host in pool.hosts for positions in host.vms)
