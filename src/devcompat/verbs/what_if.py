"""What if: what would become of the VMs of a stored fleet if devices of some hosts changed.

Belongs here: a fleet and an upgrade put together; VMs by what becomes of them, evidence for some.
Must not know: command lines, JSON, how targets or an order are found (planning).
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from devcompat.fleet.classes import class_name
from devcompat.fleet.fleet import Fleet
from devcompat.fleet.hosts import HostEntry
from devcompat.fleet.matrix import members
from devcompat.language.problems import Position
from devcompat.match.judge import Side, judge
from devcompat.match.verdict import (
    COMPATIBLE,
    INCOMPATIBLE,
    TARGET_ACCEPTS,
    UNKNOWN,
    Basis,
    Outcome,
    Rule,
    Verdict,
)
from devcompat.planning.order import Plan
from devcompat.planning.planner import plan
from devcompat.planning.pool import RESERVED, Pool, PoolHost, place_of, pool_host
from devcompat.planning.proofs import positions_of
from devcompat.planning.reach import Reach, reach_of
from devcompat.planning.standing import (
    Hosts,
    Kind,
    Phases,
    Takers,
    draining_of,
    hosts_in,
    standing_of,
    standing_vms,
)
from devcompat.reports.classes import canonical
from devcompat.verbs.fleet_matrix import demand_few_classes, told
from devcompat.verbs.fleet_opening import Vms
from devcompat.verbs.fleet_why import distance
from devcompat.verbs.garbage import no_collection
from devcompat.verbs.upgrade_classes import find_meant
from devcompat.verbs.upgrade_file import UpgradeFile
from devcompat.verbs.what_if_types import OfferedTypes

Concern = Literal["stuck", "lost", "doubtful", "gained"]
"""What an upgrade is to a VM: it cannot be drained; it has no targets afterwards; one of these is
not known; it has targets only afterwards."""
CONCERNS: Final[tuple[Concern, ...]] = ("stuck", "lost", "doubtful", "gained")
"""In the order in which they are listed."""
PHASES: Final = ("before", "during", "after")
_COMPARED: Final = 200
"""Classes that are compared to find the nearest one."""


class ClassChange(NamedTuple):
    """A class and what it becomes; on how many devices of how many hosts.

    `forth` says whether a device as it is may go to one as it will be, `back` the way back.
    """

    old: int
    new: int
    devices: int
    hosts: int
    forth: Verdict
    back: Verdict


class Reason(NamedTuple):
    """Why a VM has no targets: of which of its devices, and the verdict for the nearest class.

    `nearest` is None where each device alone has one somewhere, but no host has all at once, or
    where there is no other device at all.
    """

    address: str
    nearest: int | None = None
    verdict: Verdict | None = None


class VmLine(NamedTuple):
    """A VM that an upgrade concerns; `hosts` has by phase how many others take it.

    Each with whether all of them were counted.
    """

    host: str
    name: str
    addresses: tuple[str, ...]
    kind: Kind
    phases: Phases
    hosts: dict[str, tuple[int, bool]]
    concern: Concern


class WhatIf:
    """The answers; what is listed is put together when it is asked for."""

    def __init__(
        self,
        fleet: Fleet,
        vms: Vms,
        upgrade: UpgradeFile,
        rule: Rule = TARGET_ACCEPTS,
        minimum_basis: Basis | None = None,
    ) -> None:
        """Work out who has targets. Raises InputError `limit.classes`, `upgrade.*`."""
        demand_few_classes(fleet)
        with no_collection():
            self._work_out(fleet, vms, upgrade, rule, minimum_basis)

    def _work_out(
        self,
        fleet: Fleet,
        vms: Vms,
        upgrade: UpgradeFile,
        rule: Rule,
        minimum_basis: Basis | None,
    ) -> None:
        self.rule: Rule = rule
        self._minimum_basis = minimum_basis
        self._fleet = fleet
        self._entries: Sequence[HostEntry] = [*fleet.hosts()]
        self._types = OfferedTypes(fleet, self._entries)
        meant = find_meant(fleet, upgrade, self._types.classes())
        self._reach: Reach = reach_of(fleet.matrix(rule, minimum_basis))
        self._types.begin()
        self.selected = len(meant.hosts)
        self.unmatched = meant.unmatched
        self.unused: Sequence[Position] = meant.unused
        self.pool = Pool(
            [
                pool_host(
                    entry.name,
                    entry.classes,
                    entry.states,
                    vms.get(entry.name, ""),
                    becomes := meant.becomes if entry.name in meant.hosts else {},
                    self._types.creatable(entry, becomes) if entry.offers else None,
                )
                for entry in self._entries
            ],
            meant.becomes,
        )
        self.changing = self.pool.changing()
        reach = self._types.reach(self._reach, meant.becomes, rule, minimum_basis)
        self._devices = Takers(self.pool, self._reach)
        self._takers = self._devices
        if self.pool.can_make:
            self._takers = Takers(self.pool, reach, self._devices)
        self.standing = standing_of(self.pool, self._takers)
        self.concerns: dict[Concern, list[tuple[int, Kind, Phases]]]
        self.concerns = {concern: [] for concern in CONCERNS}
        for key, kind, phases in standing_vms(self.standing):
            concern = _concern(kind, phases)
            if concern is not None:
                self.concerns[concern].append((key, kind, phases))
        for found in self.concerns.values():
            found.sort()
        self.plan: Plan | None = None
        self._names: dict[int, str] = {}
        self._sole: dict[bool, dict[str, int]] = {}
        self._near: dict[tuple[int, int], tuple[int, Verdict]] = {}

    def find_order(self) -> Plan:
        """Return an order of the hosts, or why there is none; remembered as `plan`."""
        if self.plan is None:
            with no_collection():
                standing = self.standing
                if self.pool.can_make:
                    # Moves are made to devices that are there.
                    standing = draining_of(self.pool, self._devices)
                self.plan = plan(self.pool, self._reach, self._devices, standing)
        return self.plan

    # --- numbers

    def vm_count(self) -> int:
        """Return how many VMs there are."""
        return sum(self.standing.numbers.values())

    def device_count(self) -> int:
        """Return how many devices change."""
        return sum(one.devices for one in self.class_changes())

    def type_count(self) -> int:
        """Return how many types hosts could create: targets, but not for the moves of an order."""
        return self._types.count

    def reserved_count(self) -> int:
        """Return how many devices are reserved: nobody's targets."""
        return sum(entry.states.count(RESERVED) for entry in self._entries)

    def class_changes(self) -> list[ClassChange]:
        """Return the classes that change, those of the most devices first."""
        devices: dict[int, int] = {}
        hosts: dict[int, int] = {}
        becomes = self.pool.becomes
        for number in self.changing:
            own = [class_ for class_ in self.pool.hosts[number].before if class_ in becomes]
            for class_ in own:
                devices[class_] = devices.get(class_, 0) + 1
            for class_ in set(own):
                hosts[class_] = hosts.get(class_, 0) + 1
        ordered = sorted(devices, key=lambda one: (-devices[one], self.name_of(one)))
        return [
            ClassChange(
                old,
                becomes[old],
                devices[old],
                hosts[old],
                self._verdict(old, becomes[old]),
                self._verdict(becomes[old], old),
            )
            for old in ordered
        ]

    def outcome(self) -> Outcome:
        """Return whether nobody is stranded, and whether there is an order if one was asked for."""
        results = {None if self.plan is None else self.plan.result}
        if self.concerns["stuck"] or self.concerns["lost"] or "impossible" in results:
            return INCOMPATIBLE
        if self.concerns["doubtful"] or "undecided" in results:
            return UNKNOWN
        return COMPATIBLE

    # --- names

    def sides(self) -> Sequence[Side]:
        """Return what devices of each class are, by the class's number."""
        return self._fleet.classes.sides

    def name_of(self, number: int) -> str:
        """Return the stable name of a class."""
        name = self._names.get(number)
        if name is None:
            side = self._fleet.classes.sides[number]
            name = self._names[number] = class_name(canonical(side))
        return name

    def told(self, number: int) -> str:
        """Return what a class is in a word or two."""
        return told(self._fleet.classes.sides[number])

    def host(self, number: int) -> PoolHost:
        """Return a host of the pool."""
        return self.pool.hosts[number]

    def address(self, host: int, position: int) -> str:
        """Return the address of a device."""
        return self._entries[host].addresses[position]

    def vm_name(self, key: int) -> str:
        """Return what a VM is called: its name, or its device where nobody said one."""
        host, position = place_of(key)
        name = self.pool.hosts[host].vm_name((position,))
        return name or self.address(host, position)

    # --- lists

    def lines(self) -> Iterator[VmLine]:
        """Yield the VMs that the upgrade concerns, worst first, then by host."""
        for concern in CONCERNS:
            for key, kind, phases in self.concerns[concern]:
                host, _ = place_of(key)
                positions = positions_of(self.pool, key)
                hosts = {phase: self._hosts(kind, phase, host) for phase in PHASES}
                if phases.back is not None:
                    hosts["back"] = self._hosts(kind, "back", host)
                addresses = tuple(self.address(host, position) for position in positions)
                name = self.pool.hosts[host].vm_name(positions)
                yield VmLine(
                    self.pool.hosts[host].name, name, addresses, kind, phases, hosts, concern
                )

    def _hosts(self, kind: Kind, phase: str, own: int) -> tuple[int, bool]:
        found: Hosts = hosts_in(self._takers, kind, phase)
        return found.outside(own), found.whole

    def hosts_of_kind(self, kind: Kind, phase: str, own: Collection[int]) -> int:
        """Return how many other hosts take a VM of a kind at most, that is on one of `own`."""
        return max(self._hosts(kind, phase, host)[0] for host in own)

    def reason(self, line: VmLine) -> Reason | None:
        """Return why a VM is stuck, lost or doubtful; None for one that gains."""
        if line.concern == "gained":
            return None
        during = line.concern == "stuck" or (
            line.concern == "doubtful" and line.kind.drains and line.phases.during == UNKNOWN
        )
        classes = line.kind.classes if during else line.kind.later
        there = self._there(line.host, later_only=not during)
        for address, number in zip(line.addresses, classes, strict=True):
            if not self._reach.sure[number] & there:
                return Reason(address, *self._nearest(number, there))
        return Reason(line.addresses[0])

    def nearest(self, host: int, position: int) -> Reason:
        """Return why a device has no target on any other host, in neither form."""
        number = self.pool.hosts[host].before[position]
        there = self._there(self.pool.hosts[host].name, later_only=False)
        address = self.address(host, position)
        if self._reach.sure[number] & there or not there:
            return Reason(address)
        return Reason(address, *self._nearest(number, there))

    def _there(self, own: str, *, later_only: bool) -> int:
        """Return the classes that are on another host, as it will be; or also as it is."""
        sole = self._sole.get(later_only)
        if sole is None:
            found = self._takers.sole_hosts(later_only=later_only)
            sole = {self.pool.hosts[host].name: mask for host, mask in found.items()}
            self._sole[later_only] = sole
        there = self._takers.classes_later | (0 if later_only else self._takers.classes_now)
        known = (1 << len(self._fleet.classes.sides)) - 1
        return there & known & ~sole.get(own, 0)

    def _nearest(self, number: int, there: int) -> tuple[int | None, Verdict | None]:
        """Return the class that is nearest to taking a class over, among those of a mask."""
        known = self._near.get((number, there))
        if known is None and there:
            known = self._near[number, there] = self._find_nearest(number, there)
        return known or (None, None)

    def _find_nearest(self, number: int, there: int) -> tuple[int, Verdict]:
        known = [*members(there)]
        likely = self.pool.becomes.get(number)
        if len(known) > _COMPARED:
            sizes = self._fleet.sizes()
            known.sort(key=lambda one: (one != likely, one != number, -_size(sizes, one), one))
        verdicts = [(one, self._verdict(number, one)) for one in known[:_COMPARED]]
        return min(verdicts, key=lambda found: (*distance(found[1]), found[0] != likely, found[0]))

    def _verdict(self, source: int, target: int) -> Verdict:
        sides = self._fleet.classes.sides
        return judge(sides[source], sides[target], self.rule, self._minimum_basis)


def _size(sizes: Sequence[int], number: int) -> int:
    return sizes[number] if number < len(sizes) else 0


def _concern(kind: Kind, phases: Phases) -> Concern | None:
    """Return what the upgrade is to a VM, None if it takes and gives nothing."""
    before, during, after, _ = phases
    if kind.drains and during == INCOMPATIBLE:
        return "stuck"
    if before == COMPATIBLE and after == INCOMPATIBLE:
        return "lost"
    if kind.drains and during == UNKNOWN:
        return "doubtful"
    if (before, after) in {(COMPATIBLE, UNKNOWN), (UNKNOWN, INCOMPATIBLE)}:
        return "doubtful"
    return "gained" if before == INCOMPATIBLE and after == COMPATIBLE else None
