"""Standing: which VMs have targets before, during and after an upgrade, and which could go back.

Belongs here: hosts that take a whole VM, as bit masks over hosts; VMs that fare alike, counted.
Must not know: who is moved when, free capacity, evidence, names of classes.

A target is a device that is there and not reserved, free or not: whether there is room is a
question of its own; or one that the host could create now, as far as its parents' pools go. A host
takes a VM if each of its devices gets one of its own there. What a VM leaves is no target.

* before: the VM's devices and all hosts as they are.
* during: the VM's devices as they are; another host as it is, or as it will be.
* after: all as it will be, the VM's own devices too.
* back: the VM's devices as they will be, all hosts as they are.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
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


class Span(NamedTuple):
    """The first and the last of the hosts that take a VM, -1 if there are none.

    Whether there is one beside the VM's own host needs no more than these.
    """

    first: int
    last: int
    whole: bool = True

    def is_any(self, own: int) -> bool:
        """Return whether a host other than the VM's own takes it; -1 for a VM that is nowhere."""
        return self.last >= 0 and not self.first == self.last == own

    def joined(self, other: "Span") -> "Span":
        """Return the span of both together."""
        whole = self.whole and other.whole
        if self.last < 0 or other.last < 0:
            return max(self, other)._replace(whole=whole)
        return Span(min(self.first, other.first), max(self.last, other.last), whole)


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

    def __init__(self, pool: Pool, reach: Reach, devices: "Takers | None" = None) -> None:
        """Index the hosts of a pool as they are and as they will be.

        With `devices`, which has the devices that are there, what hosts could create counts too.
        """
        self._pool = pool
        self._reach = reach
        self._creatable = devices is not None
        if devices is None:
            self._now = _by_class(enumerate(host.offered(host.before) for host in pool.hosts))
            self._later = self._changed(pool.changing())
        else:
            self._now = _added(devices._now, pool.creatable(later=False))
            self._later = _added(devices._later, pool.creatable(later=True))
        self.classes_now, self.classes_later = mask_of(self._now), mask_of(self._later)
        self._masks: dict[tuple[int, bool], int] = {}
        self._unions: dict[tuple[int, bool], int] = {}
        self._spans: dict[tuple[int, bool], Span] = {}
        self._known: dict[tuple[Classes, bool, bool], Hosts] = {}
        self._left = FITS

    def _changed(self, changing: Sequence[int]) -> Mapping[int, list[int]]:
        """Return by class the hosts that will have it."""
        if not changing:
            return self._now
        hosts = self._pool.hosts
        new = _by_class((one, hosts[one].offered(hosts[one].after)) for one in changing)
        old = {number for one in changing for number in hosts[one].before}
        gone = set(changing)
        found = dict(self._now)
        for number in old & found.keys():
            found[number] = [host for host in found[number] if host not in gone]
        for number, there in new.items():
            found[number] = sorted([*found.get(number, ()), *there])
        return {number: there for number, there in found.items() if there}

    def sole_hosts(self, *, later_only: bool) -> dict[int, int]:
        """Return by host the classes that are on no other, as it will be; or also as it is."""
        found: dict[int, int] = {}
        for number in self._later.keys() | (set() if later_only else self._now.keys()):
            there = self._later.get(number, [])
            if not later_only:
                there = [*there, *self._now.get(number, ())]
            if min(there) == max(there):
                found[there[0]] = found.get(there[0], 0) | 1 << number
        return found

    def span(self, classes: Classes, *, later: bool, doubtful: bool = False) -> Span:
        """Return the first and the last of the hosts that `on` returns."""
        if len(classes) > 1:
            mask, whole = self.on(classes, later=later, doubtful=doubtful)
            return Span((mask & -mask).bit_length() - 1, mask.bit_length() - 1, whole)
        targets = self._targets(doubtful=doubtful)[classes[0]]
        targets &= self.classes_later if later else self.classes_now
        found = self._spans.get((targets, later))
        if found is None:
            lists = self._later if later else self._now
            there = [lists[number] for number in members(targets)]
            found = Span(-1, -1)
            if there:
                found = Span(min(one[0] for one in there), max(one[-1] for one in there))
            self._spans[targets, later] = found
        return found

    def _targets(self, *, doubtful: bool) -> Sequence[int]:
        return self._reach.possible if doubtful else self._reach.sure

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
        targets = self._targets(doubtful=doubtful)
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
            if self._fits(wanted, self._pool.hosts[number], later=later, doubtful=doubtful):
                found |= 1 << number
        return Hosts(found)

    def _union(self, targets: int, *, later: bool) -> int:
        """Return the hosts that have one of these classes."""
        targets &= self.classes_later if later else self.classes_now
        found = self._unions.get((targets, later))
        if found is None:
            found = 0
            for number in members(targets):
                found |= self._mask(number, later=later)
            self._unions[targets, later] = found
        return found

    def _mask(self, number: int, *, later: bool) -> int:
        """Return the hosts that have a class."""
        there = (self._later if later else self._now)[number]
        if later and there is self._now.get(number):
            later = False
        found = self._masks.get((number, later))
        if found is None:
            bits = bytearray(len(self._pool.hosts) // 8 + 1)
            for host in there:
                bits[host >> 3] |= 1 << (host & 7)
            found = self._masks[number, later] = int.from_bytes(bits, "little")
        return found

    def _fits(self, wanted: Sequence[int], host: PoolHost, *, later: bool, doubtful: bool) -> bool:
        there = [*host.open_places(host.after if later else host.before)]
        if fit(wanted, there) is not None:
            return True
        if not self._creatable or host.creatable is None:
            return False
        return host.creatable.takes(wanted, there, later=later, doubtful=doubtful)


def _by_class(offered: Iterable[tuple[int, Iterable[int]]]) -> dict[int, list[int]]:
    """Return by class the hosts that offer it, ascending."""
    listed: defaultdict[int, list[int]] = defaultdict(list)
    for host, classes in offered:
        for number in classes:
            listed[number].append(host)
    return dict(listed)


def _added(
    lists: Mapping[int, list[int]], offered: Iterable[tuple[int, Iterable[int]]]
) -> dict[int, list[int]]:
    """Return the hosts by class with those that offer it besides, ascending."""
    found = dict(lists)
    for number, hosts in _by_class(offered).items():
        found[number] = sorted({*found.get(number, ()), *hosts})
    return found


def draining_of(pool: Pool, takers: Takers) -> Standing:
    """Return how the VMs on the hosts that change fare: of all others nothing is said."""
    found = _Found(takers)
    draining: dict[Kind, list[int]] = {}
    for number in pool.changing():
        _list_draining(number, pool.hosts[number], draining)
    for kind, keys in draining.items():
        found.add(kind, keys)
    return Standing(found.numbers, found.vms)


def standing_of(pool: Pool, takers: Takers) -> Standing:
    """Return how all VMs of the pool fare."""
    found = _Found(takers)
    together: Counter[Classes] = Counter()
    draining: dict[Kind, list[int]] = {}
    resting = Counter(chain.from_iterable(_alone(pool, together, draining)))
    for kind, keys in draining.items():
        found.add(kind, keys)
    apart: set[Classes] = {
        (number,) for number, count in resting.items() if not found.count((number,), count)
    }
    apart |= {classes for classes, count in together.items() if not found.count(classes, count)}
    for classes, keys in _places(pool, apart).items():
        found.add(Kind(classes, classes, drains=False), keys)
    return Standing(found.numbers, found.vms)


def _alone(
    pool: Pool, together: Counter[Classes], draining: dict[Kind, list[int]]
) -> Iterator[Iterable[int]]:
    """Yield the classes of VMs with one device on hosts that stay as they are.

    What is `together` there is counted, and those on hosts that change are listed.
    """
    for number, host in enumerate(pool.hosts):
        before = host.before
        if host.after is not before:
            _list_draining(number, host, draining)
            continue
        alone = host.used_alone()
        if alone is not None:
            yield alone
        else:
            together.update(tuple([before[at] for at in positions]) for positions in host.vms)


def _list_draining(number: int, host: PoolHost, draining: dict[Kind, list[int]]) -> None:
    before, after = host.before, host.after
    for positions in host.vms:
        kind = Kind(
            tuple([before[position] for position in positions]),
            tuple([after[position] for position in positions]),
            drains=True,
        )
        draining.setdefault(kind, []).append(key_of(number, positions[0]))


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
    """Where VMs of a kind could go in each phase; who may is only looked for where needed."""

    def __init__(self, takers: Takers, kind: Kind) -> None:
        self._takers = takers
        self._kind = kind
        self._sure = [self._span(phase, doubtful=False) for phase in _PHASES]
        self._possible: dict[str, Span] = {}

    def alike(self) -> Phases | None:
        """Return the phases of all such VMs, None where they depend on the VM's own host."""
        for phase, sure in zip(_PHASES, self._sure, strict=True):
            span = sure if sure.last >= 0 else self._may(phase)
            if span.first == span.last >= 0:
                return None
        return self.phases(-1)

    def phases(self, own: int) -> Phases:
        """Return the phases of a VM on that host; with -1 on any."""
        before, during, after, back = (
            self._outcome(name, span, own) for name, span in zip(_PHASES, self._sure, strict=True)
        )
        changes = self._kind.classes != self._kind.later
        return Phases(before, during, after, back if changes else None)

    def _outcome(self, phase: str, sure: Span, own: int) -> Outcome:
        if sure.is_any(own):
            return COMPATIBLE
        may = self._may(phase)
        if may.is_any(own) or not may.whole or not sure.whole:
            return UNKNOWN
        return INCOMPATIBLE

    def _may(self, phase: str) -> Span:
        found = self._possible.get(phase)
        if found is None:
            found = self._possible[phase] = self._span(phase, doubtful=True)
        return found

    def _span(self, phase: str, *, doubtful: bool) -> Span:
        classes, later = _asked_in(self._kind, phase)
        found = self._takers.span(classes, later=later, doubtful=doubtful)
        if phase != "during":
            return found
        return found.joined(self._takers.span(classes, later=True, doubtful=doubtful))


_PHASES: Final = ("before", "during", "after", "back")


def hosts_in(takers: Takers, kind: Kind, phase: str, *, doubtful: bool = False) -> Hosts:
    """Return the hosts that take VMs of a kind in a phase, their own perhaps among them."""
    classes, later = _asked_in(kind, phase)
    found = takers.on(classes, later=later, doubtful=doubtful)
    if phase != "during":
        return found
    other = takers.on(classes, later=True, doubtful=doubtful)
    return Hosts(found.mask | other.mask, found.whole and other.whole)


def _asked_in(kind: Kind, phase: str) -> tuple[Classes, bool]:
    """Return what the VM's devices are in a phase, and whether hosts are as they will be."""
    return kind.later if phase in {"after", "back"} else kind.classes, phase == "after"


def standing_vms(standing: Standing) -> Iterator[tuple[int, Kind, Phases]]:
    """Yield every VM as the place of its first device, with what it is and how it fares."""
    for (kind, phases), keys in standing.vms.items():
        for key in keys:
            yield key, kind, phases
