"""Draining: a quick search for an order in which hosts are emptied and upgraded.

Belongs here: which host is next, where its VMs go, making room by moving others. Must not know:
proofs that no order exists.

The emptiest host is next. A VM goes to a device that need not be emptied again if there is one (on
a host that is upgraded, or is not to be), preferably of its own class, then of one that can go on
to many. If there is none, to a fuller host that still has to be emptied, but never to a class from
which no way leads on. If nothing is free, one that is in use is made free by moving its VM, and so
on, as a chain. What is given back at the end can be done; what is left may still be possible.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import heapify, heappop, heappush
from typing import Final

from devcompat.fleet.matrix import members
from devcompat.planning.fitting import fit
from devcompat.planning.occupancy import Occupancy
from devcompat.planning.order import Move, Step, Vm
from devcompat.planning.pool import Pool, Positions, key_of, place_of
from devcompat.planning.reach import leading_to, mask_of

TRIED: Final = 2000
"""Hosts that are looked at for a VM with several devices."""
CHAINED: Final = 400
"""VMs that are looked at for making room for one."""
ALIKE: Final = 3
"""VMs of a class among them."""


def drain(
    pool: Pool, draining: Sequence[int], targets: Sequence[int]
) -> tuple[list[Step], dict[int, Vm]]:
    """Return steps, and the hosts that are left with the VM that was in the way.

    `targets` are masks of the classes that a class may go to.
    """
    search = _Search(pool, draining, targets)
    search.run()
    return search.steps, search.left


def lasting_classes(pool: Pool, draining: Sequence[int]) -> int:
    """Return the mask of the classes that VMs may stay on in the end."""
    drained = set(draining)
    found: set[int] = set()
    for number, host in enumerate(pool.hosts):
        found |= host.offered(host.after if number in drained else host.before)
    return mask_of(found)


class _Search:
    def __init__(self, pool: Pool, draining: Sequence[int], targets: Sequence[int]) -> None:
        self._pool = pool
        self._targets = targets
        self._now = Occupancy(pool, draining)
        self._draining = draining
        self._preferred: dict[int, list[int]] = {}
        self._queue = [(len(pool.hosts[one].vms), one) for one in draining]
        self._sitting: dict[int, list[int]] | None = None
        self.steps: list[Step] = []
        self.left: dict[int, Vm] = {}

    @cached_property
    def _going_on(self) -> int:
        """The classes from which a way leads on; most searches need no device to pass over."""
        # Such a device is on a host that is to be emptied.
        used = {number for one in self._draining for number in self._pool.hosts[one].before}
        return leading_to(lasting_classes(self._pool, self._draining), self._targets, used)

    def run(self) -> None:
        """Empty one host after the other, and those that were left again if others were not."""
        heapify(self._queue)
        done = -1
        while len(self.steps) > done and self._queue:
            done = len(self.steps)
            self._once()
            self._queue = [(len(self._now.on(host)), host) for host in self.left]
            heapify(self._queue)

    def _once(self) -> None:
        """Try each host; one that was in the way of itself is tried again when places are free."""
        waits: dict[int, list[int]] = {}
        while self._queue:
            size, host = heappop(self._queue)
            if self._now.lasts(host):
                continue
            there = self._now.on(host)
            if len(there) > size:
                heappush(self._queue, (len(there), host))
                continue
            moves, stuck = self._emptied(host, there)
            if stuck is not None:
                self.left[host] = stuck
                for position in self._now.where(stuck)[1]:
                    waits.setdefault(self._now.classes[host][position], []).append(host)
                continue
            self.left.pop(host, None)
            self.steps.append(Step(host, tuple(moves)))
            places = self._now.upgrade(host)
            if waits:
                self._wake(waits, places)

    def _wake(self, waits: dict[int, list[int]], places: Sequence[int]) -> None:
        """Try hosts again that waited for such places: no more of them than there are places."""
        free = mask_of(set(places))
        for number in [one for one in waits if self._targets[one] & free]:
            hosts = waits[number]
            for again in hosts[: len(places)]:
                if again in self.left:
                    heappush(self._queue, (len(self._now.on(again)), again))
            del hosts[: len(places)]
            if not hosts:
                del waits[number]

    def _emptied(
        self, host: int, there: Sequence[tuple[Vm, Positions]]
    ) -> tuple[list[Move], Vm | None]:
        """Move all VMs away, or none: then return the one that could not go."""
        moves: list[Move] = []
        for vm, positions in self._hardest_first(host, there):
            where = self._place_for(host, positions)
            if where is not None:
                moves.append(self._now.move(vm, *where, (host, positions)))
            elif len(positions) > 1 or not self._chain(host, vm, positions, moves):
                for move in reversed(moves):
                    self._now.undo(move)
                return [], vm
        return moves, None

    def _hardest_first(
        self, host: int, there: Sequence[tuple[Vm, Positions]]
    ) -> Sequence[tuple[Vm, Positions]]:
        if len(there) < 2:
            return there
        classes = self._now.classes[host]
        return sorted(
            there, key=lambda one: (-len(one[1]), len(self._choices(classes[one[1][0]])), one[0])
        )

    def _choices(self, number: int) -> list[int]:
        """Return the targets of a class, the best one first."""
        found = self._preferred.get(number)
        if found is None:
            targets = self._targets
            found = self._preferred[number] = sorted(
                members(targets[number]),
                key=lambda one: (one != number, -targets[one].bit_count(), one),
            )
        return found

    # --- places

    def _place_for(self, host: int, positions: Positions) -> tuple[int, Positions] | None:
        """Return free devices of another host for a VM, None if there are none."""
        classes = self._now.classes[host]
        if len(positions) > 1:
            return self._place_together(host, [classes[position] for position in positions])
        key = self._free_place(classes[positions[0]], host)
        if key is None:
            return None
        target, position = place_of(key)
        return target, (position,)

    def _free_place(self, number: int, *without: int) -> int | None:
        now = self._now
        choices = self._choices(number)
        for one in choices:
            listed = now.lasting.get(one)
            if listed:
                key = self._last(listed, one, without, lasting=True)
                if key is not None:
                    return key
        for one in choices:
            listed = now.passing.get(one)
            if listed and self._going_on >> one & 1:
                key = self._last(listed, one, without, lasting=False)
                if key is not None:
                    return key
        return None

    def _last(
        self, listed: list[int], number: int, without: tuple[int, ...], *, lasting: bool
    ) -> int | None:
        """Return the last of the places that is free, and forget those that are not."""
        now = self._now
        at = len(listed) - 1
        while at >= 0:
            key = listed[at]
            host, _ = place_of(key)
            if not now.is_free(key, number) or now.lasts(host) != lasting:
                listed[at] = listed[-1]
                listed.pop()
            elif host not in without:
                return key
            at -= 1
        return None

    def _place_together(self, host: int, classes: Sequence[int]) -> tuple[int, Positions] | None:
        targets = [self._targets[number] for number in classes]
        fewest = min(classes, key=lambda one: len(self._choices(one)))
        tried = {host}
        for lists, lasting in ((self._now.lasting, True), (self._now.passing, False)):
            wanted = targets if lasting else [mask & self._going_on for mask in targets]
            for number in self._choices(fewest):
                for key in reversed(lists.get(number, ())):
                    target, _ = place_of(key)
                    if target in tried or self._now.lasts(target) != lasting:
                        continue
                    tried.add(target)
                    found = fit(wanted, [*self._now.free_on(target)])
                    if found is not None:
                        return target, tuple(found)
                    if len(tried) > TRIED:
                        return None
        return None

    # --- making room

    def _chain(self, host: int, vm: Vm, positions: Positions, moves: list[Move]) -> bool:
        """Make room for a VM by moving others, the shortest chain of them; add to `moves`."""
        begin = (vm, host, self._now.classes[host][positions[0]])
        came_from: dict[Vm, tuple[Vm, int]] = {}
        seen: dict[int, int] = {}
        waiting = [begin]
        for one, its_host, number in waiting:
            key = None if one == vm else self._free_place(number, host, its_host)
            if key is not None:
                self._shift(one, key, came_from, moves)
                return True
            if len(waiting) > CHAINED:
                continue
            for other, key, its_class in self._neighbours(number, (host, its_host), seen):
                if other != vm and other not in came_from:
                    came_from[other] = (one, key)
                    waiting.append((other, place_of(key)[0], its_class))
        return False

    def _neighbours(
        self, number: int, without: tuple[int, int], seen: dict[int, int]
    ) -> Iterator[tuple[Vm, int, int]]:
        """Yield VMs of one device on which such a class could go, some of each class."""
        now = self._now
        if self._sitting is None:
            self._sitting = self._where_they_sit()
        for one in self._choices(number):
            for key in reversed(self._sitting.get(one, ())):
                if seen.get(one, 0) >= ALIKE:
                    break
                target, position = place_of(key)
                if target in without or now.classes[target][position] != one:
                    continue
                if not (now.lasts(target) or self._going_on >> one & 1):
                    continue
                vm = now.alone_at(key)
                if vm is not None:
                    seen[one] = seen.get(one, 0) + 1
                    yield vm, key, one

    def _where_they_sit(self) -> dict[int, list[int]]:
        """Return by class the places that VMs of one device may have, now or later."""
        found: dict[int, list[int]] = {}
        for number, host in enumerate(self._pool.hosts):
            forms = (host.before, host.after) if host.changes else (host.before,)
            for position in range(len(host.before)):
                for classes in forms:
                    found.setdefault(classes[position], []).append(key_of(number, position))
        return found

    def _shift(
        self, last: Vm, key: int, came_from: dict[Vm, tuple[Vm, int]], moves: list[Move]
    ) -> None:
        """Let each VM of the chain take the place of the next, beginning with the last."""
        vm = last
        while True:
            target, position = place_of(key)
            moves.append(self._now.move(vm, target, (position,)))
            before = came_from.get(vm)
            if before is None:
                return
            vm, key = before
