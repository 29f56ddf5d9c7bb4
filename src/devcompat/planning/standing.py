"""Standing: which VMs have targets before, during and after an upgrade, and which could go back.

Belongs here: hosts that take a whole VM, as bit masks over hosts; VMs that fare alike, counted.
Must not know: who is moved when, free capacity, evidence, names of classes.

A target is a device that is there and not reserved, free or not: whether there is room is a
question of its own. A host takes a VM if each of its devices gets one of its own there. What a VM
leaves is no target.

* before: the VM's devices and all hosts as they are.
* during: the VM's devices as they are; another host as it is, or as it will be.
* after: all as it will be, the VM's own devices too.
* back: the VM's devices as they will be, all hosts as they are.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from devcompat.fleet.matrix import members
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Outcome
from devcompat.planning.fitting import fit
from devcompat.planning.pool import Classes, Pool, PoolHost, key_of, place_of
from devcompat.planning.reach import Reach, mask_of

FITS: Final = 400_000
"""Assignments of VMs with several devices that are looked at for all answers together."""


class Hosts(NamedTuple):
    """Hosts that take a VM, as a mask over the pool's hosts; `whole` if all were looked at."""

    mask: int
    whole: bool = True

    def outside(self, own: int) -> int:
        """Return how many there are, the VM's own left out."""
        return self.mask.bit_count() - (self.mask >> own & 1)


class Phases(NamedTuple):
    """Whether a VM has targets in each phase; `back` is None if nothing changes for it."""

    before: Outcome
    during: Outcome
    after: Outcome
    back: Outcome | None


class Kind(NamedTuple):
    """What VMs are that fare alike: their devices' classes, what these become, whether they drain.

    `drains` is true on a host that the upgrade changes.
    """

    classes: Classes
    later: Classes
    drains: bool


class Standing(NamedTuple):
    """How many VMs fare in which way, and which of them the upgrade concerns.

    `vms` has those on hosts that change and those whose targets change, as the places of their
    first devices; `numbers` all of them.
    """

    numbers: Mapping[Phases, int]
    vms: Mapping[tuple[Kind, Phases], Sequence[int]]

    def counts(self, phase: str) -> dict[Outcome, int]:
        """Return how many VMs have targets in a phase: `before`, `during` or `after`."""
        found: dict[Outcome, int] = {COMPATIBLE: 0, INCOMPATIBLE: 0, UNKNOWN: 0}
        for phases, number in self.numbers.items():
            found[getattr(phases, phase)] += number
        return found


class Takers:
    """The hosts that take VMs, found by the masks of hosts that each class is on."""

    def __init__(self, pool: Pool, reach: Reach) -> None:
        """Index the hosts of a pool as they are and as they will be."""
        self._pool = pool
        self._reach = reach
        hosts = pool.hosts
        self.now = _by_class(
            ((number, host.offered(host.before)) for number, host in enumerate(hosts)), len(hosts)
        )
        self.later = self._changed(pool.changing())
        self.classes_now, self.classes_later = mask_of(self.now), mask_of(self.later)
        self._unions: dict[tuple[bool, int], int] = {}
        self._known: dict[tuple[Classes, bool, bool], Hosts] = {}
        self._left = FITS

    def _changed(self, changing: Sequence[int]) -> Mapping[int, int]:
        """Return by class the hosts that will have it."""
        if not changing:
            return self.now
        hosts = self._pool.hosts
        count = len(hosts)
        new = _by_class(((one, hosts[one].offered(hosts[one].after)) for one in changing), count)
        old = {number for one in changing for number in hosts[one].before}
        (all_of_them,) = _by_class(((one, (0,)) for one in changing), count).values()
        found = dict(self.now)
        for number in old & found.keys():
            found[number] &= ~all_of_them
        for number, mask in new.items():
            found[number] = found.get(number, 0) | mask
        return {number: mask for number, mask in found.items() if mask}

    def on(self, classes: Classes, *, later: bool, doubtful: bool = False) -> Hosts:
        """Return the hosts that take devices of these classes, as they are or as they will be.

        With `doubtful` those too of which it is not known.
        """
        key = (tuple(sorted(classes)), later, doubtful)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(key[0], later=later, doubtful=doubtful)
        return found

    def _find(self, classes: Classes, *, later: bool, doubtful: bool) -> Hosts:
        targets = self._reach.possible if doubtful else self._reach.sure
        wanted = [targets[number] for number in classes]
        mask = -1
        for one in set(wanted):
            mask &= self._union(one, later=later)
        if len(wanted) == 1 or not mask:
            return Hosts(mask)
        found = 0
        for number in members(mask):
            self._left -= 1
            if self._left < 0:
                return Hosts(found, whole=False)
            if self._fits(wanted, self._pool.hosts[number], later=later):
                found |= 1 << number
        return Hosts(found)

    def _union(self, targets: int, *, later: bool) -> int:
        """Return the hosts that have one of these classes."""
        found = self._unions.get((later, targets))
        if found is None:
            there = self.later if later else self.now
            found = 0
            for number in members(targets & (self.classes_later if later else self.classes_now)):
                found |= there[number]
            self._unions[later, targets] = found
        return found

    @staticmethod
    def _fits(wanted: Sequence[int], host: PoolHost, *, later: bool) -> bool:
        classes = host.after if later else host.before
        return fit(wanted, [*host.open_places(classes)]) is not None


def _by_class(offered: Iterable[tuple[int, Iterable[int]]], hosts: int) -> dict[int, int]:
    """Return by class the mask of the hosts that offer it."""
    listed: dict[int, list[int]] = defaultdict(list)
    for host, classes in offered:
        for number in classes:
            listed[number].append(host)
    size = hosts // 8 + 1
    found: dict[int, int] = {}
    for number, there in listed.items():
        bits = bytearray(size)
        for host in there:
            bits[host >> 3] |= 1 << (host & 7)
        found[number] = int.from_bytes(bits, "little")
    return found


def standing_of(pool: Pool, takers: Takers) -> Standing:
    """Return how all VMs of the pool fare."""
    found = _Found(takers)
    resting: Counter[int] = Counter()
    together: Counter[Classes] = Counter()
    draining: dict[Kind, list[int]] = {}
    for number, host in enumerate(pool.hosts):
        before, after = host.before, host.after
        if host.changes:
            for positions in host.vms:
                kind = Kind(
                    tuple([before[position] for position in positions]),
                    tuple([after[position] for position in positions]),
                    drains=True,
                )
                draining.setdefault(kind, []).append(key_of(number, positions[0]))
            continue
        alone = host.used_alone()
        if alone is not None:
            resting.update(alone)
            continue
        together.update(tuple([before[place] for place in positions]) for positions in host.vms)
    for kind, keys in draining.items():
        found.add(kind, keys)
    apart: set[Classes] = {
        (number,) for number, count in resting.items() if not found.count((number,), count)
    }
    apart |= {classes for classes, count in together.items() if not found.count(classes, count)}
    for classes, keys in _places(pool, apart).items():
        found.add(Kind(classes, classes, drains=False), keys)
    return Standing(found.numbers, found.vms)


class _Found:
    """VMs that were asked about."""

    def __init__(self, takers: Takers) -> None:
        self._takers = takers
        self.numbers: dict[Phases, int] = {}
        self.vms: dict[tuple[Kind, Phases], list[int]] = {}

    def count(self, classes: Classes, count: int) -> bool:
        """Count VMs on hosts that stay as they are; false if they have to be looked at one by one.

        Those have to of which it depends on their host, or of which somebody wants to know which
        they are.
        """
        alike = _Asked(self._takers, Kind(classes, classes, drains=False)).alike()
        if alike is None or alike.before != alike.after:
            return False
        self.numbers[alike] = self.numbers.get(alike, 0) + count
        return True

    def add(self, kind: Kind, keys: Sequence[int]) -> None:
        """Take in VMs of a kind."""
        hosts = _Asked(self._takers, kind)
        alike = hosts.alike()
        known: dict[int, Phases] = {}
        for key in keys:
            own, _ = place_of(key)
            phases = known.get(own)
            if phases is None:
                phases = known[own] = alike or hosts.phases(own)
            self.numbers[phases] = self.numbers.get(phases, 0) + 1
            if kind.drains or phases.before != phases.after:
                self.vms.setdefault((kind, phases), []).append(key)


def _places(pool: Pool, wanted: Collection[Classes]) -> dict[Classes, list[int]]:
    """Return the VMs with devices of these classes on hosts that stay as they are."""
    found: dict[Classes, list[int]] = {}
    numbers = {number for classes in wanted for number in classes}
    for number, host in enumerate(pool.hosts):
        before = host.before
        if host.changes or numbers.isdisjoint(before):
            continue
        for positions in host.vms:
            classes = tuple([before[position] for position in positions])
            if classes in wanted:
                found.setdefault(classes, []).append(key_of(number, positions[0]))
    return found


class _Asked:
    """The hosts that take VMs of a kind in each phase; who may is only looked for where needed."""

    def __init__(self, takers: Takers, kind: Kind) -> None:
        self._takers = takers
        self._kind = kind
        self._sure = [self._hosts(phase, doubtful=False) for phase in _PHASES]
        self._possible: dict[str, Hosts] = {}

    def alike(self) -> Phases | None:
        """Return the phases of all such VMs, None where they depend on the VM's own host."""
        if any(hosts.mask.bit_count() < 2 for hosts in self._sure if hosts.mask):
            return None
        doubtful = [name for name, hosts in zip(_PHASES, self._sure, strict=True) if not hosts.mask]
        for name in doubtful:
            if 0 < self._may(name).mask.bit_count() < 2:
                return None
        return self.phases(-1)

    def phases(self, own: int) -> Phases:
        """Return the phases of a VM on that host; with -1 on any."""
        before, during, after, back = (
            self._outcome(name, hosts, own) for name, hosts in zip(_PHASES, self._sure, strict=True)
        )
        changes = self._kind.classes != self._kind.later
        return Phases(before, during, after, back if changes else None)

    def _outcome(self, phase: str, sure: Hosts, own: int) -> Outcome:
        if _any(sure, own):
            return COMPATIBLE
        may = self._may(phase)
        if _any(may, own) or not may.whole or not sure.whole:
            return UNKNOWN
        return INCOMPATIBLE

    def _may(self, phase: str) -> Hosts:
        found = self._possible.get(phase)
        if found is None:
            found = self._possible[phase] = self._hosts(phase, doubtful=True)
        return found

    def _hosts(self, phase: str, *, doubtful: bool) -> Hosts:
        return hosts_in(self._takers, self._kind, phase, doubtful=doubtful)


_PHASES: Final = ("before", "during", "after", "back")


def hosts_in(takers: Takers, kind: Kind, phase: str, *, doubtful: bool = False) -> Hosts:
    """Return the hosts that take VMs of a kind in a phase, their own perhaps among them."""
    classes = kind.later if phase in {"after", "back"} else kind.classes
    found = takers.on(classes, later=phase == "after", doubtful=doubtful)
    if phase != "during":
        return found
    later = takers.on(classes, later=True, doubtful=doubtful)
    return Hosts(found.mask | later.mask, found.whole and later.whole)


def _any(hosts: Hosts, own: int) -> bool:
    return bool(hosts.mask if own < 0 else hosts.mask & ~(1 << own))


def standing_vms(standing: Standing) -> Iterator[tuple[int, Kind, Phases]]:
    """Yield every VM as the place of its first device, with what it is and how it fares."""
    for (kind, phases), keys in standing.vms.items():
        for key in keys:
            yield key, kind, phases
