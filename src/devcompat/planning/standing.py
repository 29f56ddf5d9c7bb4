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

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from devcompat.fleet.matrix import members
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Outcome
from devcompat.planning.fitting import fit
from devcompat.planning.pool import Classes, Pool, PoolHost, key_of
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
    """All VMs, by what they are and by what becomes of them: as places of their first devices."""

    vms: Mapping[tuple[Kind, Phases], Sequence[int]]

    def counts(self, phase: str) -> dict[Outcome, int]:
        """Return how many VMs have targets in a phase: `before`, `during` or `after`."""
        found: dict[Outcome, int] = {COMPATIBLE: 0, INCOMPATIBLE: 0, UNKNOWN: 0}
        for (_, phases), keys in self.vms.items():
            found[getattr(phases, phase)] += len(keys)
        return found


class Takers:
    """The hosts that take VMs, found by the masks of hosts that each class is on."""

    def __init__(self, pool: Pool, reach: Reach) -> None:
        """Index the hosts of a pool as they are and as they will be."""
        self._pool = pool
        self._reach = reach
        hosts = pool.hosts
        offered = [host.offered(host.before) for host in hosts]
        self.now = _by_class(enumerate(offered), len(hosts))
        later = [
            host.offered(host.after) if host.changes else there
            for host, there in zip(hosts, offered, strict=True)
        ]
        changed = bool(pool.changing())
        self.later = _by_class(enumerate(later), len(hosts)) if changed else self.now
        self.classes_now, self.classes_later = mask_of(self.now), mask_of(self.later)
        self._unions: dict[tuple[bool, int], int] = {}
        self._known: dict[tuple[Classes, bool, bool], Hosts] = {}
        self._left = FITS

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
    listed: dict[int, list[int]] = {}
    for host, classes in offered:
        for number in classes:
            known = listed.get(number)
            if known is None:
                listed[number] = [host]
            else:
                known.append(host)
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
    found: dict[tuple[Kind, Phases], list[int]] = {}
    for kind, keys in _kinds(pool).items():
        hosts = _Asked(takers, kind)
        alike = hosts.alike()
        if alike is not None:
            found.setdefault((kind, alike), []).extend(keys)
            continue
        known: dict[int, Phases] = {}
        for key in keys:
            own = key >> _SHIFT
            if own not in known:
                known[own] = hosts.phases(own)
            found.setdefault((kind, known[own]), []).append(key)
    return Standing(found)


_SHIFT: Final = key_of(1, 0).bit_length() - 1


def _kinds(pool: Pool) -> dict[Kind, list[int]]:
    """Return the VMs by what they are."""
    alone: tuple[dict[tuple[int, int], list[int]], ...] = ({}, {})
    found: dict[Kind, list[int]] = {}
    for number, host in enumerate(pool.hosts):
        before, after, drains = host.before, host.after, host.changes
        group = alone[drains]
        base = key_of(number, 0)
        for positions in host.vms:
            if len(positions) == 1:
                position = positions[0]
                pair = (before[position], after[position])
                known = group.get(pair)
                if known is None:
                    group[pair] = [base + position]
                else:
                    known.append(base + position)
                continue
            kind = Kind(
                tuple([before[position] for position in positions]),
                tuple([after[position] for position in positions]),
                drains,
            )
            found.setdefault(kind, []).append(base + positions[0])
    for drained, group in zip((False, True), alone, strict=True):
        for (old, new), keys in group.items():
            found[Kind((old,), (new,), drained)] = keys
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
