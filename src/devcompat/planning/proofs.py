"""Proofs: why no order can exist, from what holds in every order.

Belongs here: bounds that no order can get around, each with the device that shows it.
Must not know: how an order is found.

All of them are about what *may* be possible: what is not known counts as compatible here. And all
hold for any moves of any VMs, also of such on hosts that stay as they are.

* No target: no other host takes a VM, neither as it is nor as it will be.
* Dead end: whatever moves a device's VM makes, it never comes to a device that stays in the end.
* Capacity: from the devices of a set of classes moves never lead out of that set. While a host is
  empty all VMs with devices of the set are elsewhere, where there are at most as many devices of
  the set as each host has in the better of its two forms. The same in the end, with all upgraded.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from devcompat.fleet.matrix import members
from devcompat.match.verdict import INCOMPATIBLE, UNKNOWN
from devcompat.planning.order import Blocked, Vm
from devcompat.planning.pool import RESERVED, USED, Pool, PoolHost, key_of, place_of
from devcompat.planning.reach import Reach, closed, leading_to
from devcompat.planning.standing import Kind, Standing, Takers

COUNTED: Final = 5_000_000
"""Devices, once for each set that they count for, that a bound may look at."""


class Hindered:
    """The VMs on hosts to be emptied that cannot leave, or of which that is not known.

    `blocked` has a proof for each host with one that surely cannot; `doubtful` are the other hosts
    from which it is not sure that all can.
    """

    def __init__(
        self, pool: Pool, reach: Reach, takers: Takers, standing: Standing, draining: Sequence[int]
    ) -> None:
        """Look at each VM of the pool alone, with room for all others.

        `draining` are all hosts that change.
        """
        self.blocked: dict[int, Blocked] = {}
        self.doubtful: dict[int, Vm] = {}
        there = takers.classes_now | takers.classes_later
        lasting = takers.classes_later
        numbers = [*members(there)]
        sure = leading_to(lasting, _within(reach.sure, there), numbers)
        may = leading_to(lasting, _within(reach.possible, there), numbers)
        self._takers = takers
        wanted = set(draining)
        for (kind, phases), keys in standing.vms.items():
            if not kind.drains:
                continue
            if phases.during == INCOMPATIBLE:
                for key in keys:
                    self._block(pool, key, kind, wanted)
            elif not all(may >> number & 1 for number in kind.classes):
                place = next(at for at, one in enumerate(kind.classes) if not may >> one & 1)
                for key in keys:
                    self._dead_end(pool, key, place, wanted)
            elif phases.during == UNKNOWN or not all(sure >> one & 1 for one in kind.classes):
                for key in keys:
                    self.doubtful.setdefault(place_of(key)[0], key)
        for host in self.blocked:
            self.doubtful.pop(host, None)

    def _block(self, pool: Pool, key: Vm, kind: Kind, wanted: set[int]) -> None:
        host, _ = place_of(key)
        if host in wanted and host not in self.blocked:
            positions = positions_of(pool, key)
            # The device that alone has no target, if there is one.
            alone = (
                place
                for place, number in enumerate(kind.classes)
                if not any(
                    self._takers.on((number,), later=later, doubtful=True).outside(host)
                    for later in (False, True)
                )
            )
            place = next(alone, 0)
            self.blocked[host] = Blocked(host, "drain.no-target", key, positions[place])

    def _dead_end(self, pool: Pool, key: Vm, place: int, wanted: set[int]) -> None:
        host, _ = place_of(key)
        if host in wanted and host not in self.blocked:
            position = positions_of(pool, key)[place]
            self.blocked[host] = Blocked(host, "drain.dead-end", key, position)


def _within(targets: Sequence[int], there: int) -> list[int]:
    return [mask & there for mask in targets]


def positions_of(pool: Pool, vm: Vm) -> tuple[int, ...]:
    """Return the devices that a VM has in the beginning."""
    host, first = place_of(vm)
    return next(one for one in pool.hosts[host].vms if one[0] == first)


def too_few(pool: Pool, reach: Reach, draining: Sequence[int]) -> list[Blocked]:
    """Return the hosts that cannot be emptied for lack of devices; [] if no bound shows that."""
    sets = _Sets(pool, reach, draining)
    return [] if sets.work > COUNTED else list(sets.lacking(pool, draining))


class _Sets:
    """Sets of classes that moves do not lead out of: how many devices need one, how many it has."""

    def __init__(self, pool: Pool, reach: Reach, draining: Sequence[int]) -> None:
        drained = set(draining)
        used: dict[int, int] = {}
        present: set[int] = set()
        for number, host in enumerate(pool.hosts):
            for class_, state in zip(host.before, host.states, strict=True):
                if state == USED:
                    used[class_] = used.get(class_, 0) + 1
            present |= host.offered(host.before)
            if number in drained:
                present |= host.offered(host.after)
        there = 0
        for class_ in present:
            there |= 1 << class_
        targets = reach.possible
        found = {closed(1 << class_, lambda one: targets[one] & there) for class_ in used}
        self.sets = sorted(found, key=lambda mask: (mask.bit_count(), mask))
        self.of: dict[int, list[int]] = {}
        for index, mask in enumerate(self.sets):
            for class_ in members(mask):
                self.of.setdefault(class_, []).append(index)
        self.needed = [sum(used.get(class_, 0) for class_ in members(mask)) for mask in self.sets]
        self.work = sum(
            len(self.of.get(class_, ())) for host in pool.hosts for class_ in host.before
        )

    def _counts(self, host: PoolHost, classes: Sequence[int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for class_, state in zip(classes, host.states, strict=True):
            if state != RESERVED:
                for index in self.of.get(class_, ()):
                    found[index] = found.get(index, 0) + 1
        return found

    def lacking(self, pool: Pool, draining: Sequence[int]) -> Iterator[Blocked]:
        """Yield the hosts that a bound blocks; with the first device of the set that is there."""
        drained = set(draining)
        best, last = [0] * len(self.sets), [0] * len(self.sets)
        of_host: dict[int, dict[int, int]] = {}
        for number, host in enumerate(pool.hosts):
            counts = self._counts(host, host.before)
            if number not in drained:
                _add(best, counts.items())
                _add(last, counts.items())
                continue
            later = self._counts(host, host.after)
            _add(last, later.items())
            better = {
                index: max(counts.get(index, 0), later.get(index, 0))
                for index in counts.keys() | later.keys()
            }
            _add(best, better.items())
            of_host[number] = better
        first: dict[int, int] = {
            index: number for number in reversed(draining) for index in of_host[number]
        }
        for index, needed in enumerate(self.needed):
            if last[index] < needed and index in first:
                yield self._blocked(pool, first[index], index, last[index])
        for number in draining:
            for index, here in of_host[number].items():
                if best[index] - here < self.needed[index]:
                    yield self._blocked(pool, number, index, best[index] - here)
                    break

    def _blocked(self, pool: Pool, number: int, index: int, there: int) -> Blocked:
        """Return a proof with a VM of the set: on the host itself, or else the first elsewhere."""
        mask = self.sets[index]
        for at in (number, *range(len(pool.hosts))):
            host = pool.hosts[at]
            for positions in host.vms:
                for position in positions:
                    if mask >> host.before[position] & 1:
                        vm = key_of(at, positions[0])
                        needed = self.needed[index]
                        return Blocked(number, "drain.capacity", vm, position, needed, there)
        raise AssertionError("a set that is needed has a device in use")


def _add(sums: list[int], counts: Iterable[tuple[int, int]]) -> None:
    for index, count in counts:
        sums[index] += count
