"""Pool: the hosts with their devices before and after an upgrade, and the VMs that use them.

Belongs here: what is kept of a host for planning; which devices are one VM's. Must not know: who
takes over whose state, how an upgrade is written down.

A VM is what has a name on a host: the same name on two hosts is two VMs. A device in use of which
nobody said by whom is a VM of its own. Devices that are reserved are nobody's target, and they
are no VM's either: there is no state that would have to move.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from typing import Final, NamedTuple

from devcompat.fleet.hosts import DEVICES, POSITION_BITS
from devcompat.fleet.records import STATES
from devcompat.planning.creatable import Creatable

FREE: Final = STATES.index("free")
USED: Final = STATES.index("used")
RESERVED: Final = STATES.index("reserved")

Positions = tuple[int, ...]
"""Where a VM's devices are on its host, ascending."""
Classes = tuple[int, ...]
"""The classes of a VM's devices, in the order of their positions."""

_IS_USED: Final = bytes(number == USED for number in range(256))
_IS_OPEN: Final = bytes(number != RESERVED for number in range(256))
_ALONE: Final[tuple[Positions, ...]] = tuple((position,) for position in range(DEVICES))


class PoolHost:
    """One host: its devices' classes by position, before and after; who uses them.

    `after` is `before` itself if the upgrade changes nothing here. `states` are indexes of STATES;
    `vm_names` are the VMs' names by position, or one text for all positions. `creatable` is what it
    could create, None for nothing.
    """

    __slots__ = ("_vms", "after", "before", "creatable", "name", "states", "vm_names")

    def __init__(
        self,
        name: str,
        before: Sequence[int],
        after: Sequence[int],
        states: bytes | bytearray,
        vm_names: str | Sequence[str] = "",
        creatable: Creatable | None = None,
    ) -> None:
        self.name = name
        self.before = before
        self.after = after
        self.states = states
        self.vm_names = vm_names
        self.creatable = creatable
        self._vms: Sequence[Positions] | None = None

    @property
    def changes(self) -> bool:
        """Return whether the upgrade changes a device of this host."""
        return self.after is not self.before

    @property
    def vms(self) -> Sequence[Positions]:
        """Return the positions of each VM's devices; most hosts of a large pool are not asked."""
        if self._vms is None:
            self._vms = _vms(self.states, self.vm_names)
        return self._vms

    def used_alone(self) -> Iterator[int] | None:
        """Return the classes of the VMs' devices, None if a VM has several."""
        flags = self.states.translate(_IS_USED)
        names = self.vm_names
        if isinstance(names, str):
            if names and flags.count(1) > 1:
                return None
        else:
            used = [*compress(names, flags)]
            if len({*used}) < len(used) and len(self.vms) < len(used):
                return None
        return compress(self.before, flags)

    def vm_name(self, positions: Positions) -> str:
        """Return the name of a VM, "" if nobody said it."""
        return self.vm_names if isinstance(self.vm_names, str) else self.vm_names[positions[0]]

    def open_places(self, classes: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield the class and the position of each device that is not reserved, in one form."""
        for position, state in enumerate(self.states):
            if state != RESERVED:
                yield classes[position], position

    def offered(self, classes: Sequence[int]) -> set[int]:
        """Return which classes there are, in one of the two forms, that a VM could be given."""
        if RESERVED not in self.states:
            return set(classes)
        return set(compress(classes, self.states.translate(_IS_OPEN)))


class VmKey(NamedTuple):
    """A VM: the number of its host in the pool, and where its devices are there."""

    host: int
    positions: Positions


class Pool:
    """The hosts by name; `becomes` says which classes change, on the hosts that change.

    Numbers of classes are those of the fleet, what devices become included.
    """

    def __init__(self, hosts: Sequence[PoolHost], becomes: Mapping[int, int]) -> None:
        self.hosts = hosts
        self.becomes = becomes
        self._changing = [
            number for number, host in enumerate(hosts) if host.after is not host.before
        ]
        self.can_make = any(host.creatable is not None for host in hosts)

    def vms(self) -> Iterator[VmKey]:
        """Yield every VM, by host."""
        for number, host in enumerate(self.hosts):
            for positions in host.vms:
                yield VmKey(number, positions)

    def changing(self) -> list[int]:
        """Return the numbers of the hosts that the upgrade changes."""
        return list(self._changing)

    def creatable(self, *, later: bool) -> Iterator[tuple[int, Sequence[int]]]:
        """Yield the hosts that could create something, with its classes in one of the forms."""
        for number, host in enumerate(self.hosts):
            if host.creatable is not None:
                yield number, host.creatable.after if later else host.creatable.before


def pool_host(
    name: str,
    classes: Sequence[int],
    states: bytes | bytearray,
    vm_names: str | Sequence[str],
    becomes: Mapping[int, int],
    creatable: Creatable | None = None,
) -> PoolHost:
    """Return a host for a pool; without `becomes` the upgrade leaves it as it is."""
    after = classes
    if becomes and not becomes.keys().isdisjoint(classes):
        after = [becomes.get(number, number) for number in classes]
    return PoolHost(name, classes, after, states, vm_names, creatable)


def _vms(states: Iterable[int], names: str | Sequence[str]) -> list[Positions]:
    used = [position for position, state in enumerate(states) if state == USED]
    if isinstance(names, str):
        if names and used:
            return [tuple(used)]
        return [_ALONE[position] for position in used]
    named = [names[position] for position in used]
    if len(set(named)) == len(named):
        return [_ALONE[position] for position in used]
    found: list[Positions] = []
    together: dict[str, list[int]] = {}
    for position, vm in zip(used, named, strict=True):
        if vm:
            together.setdefault(vm, []).append(position)
        else:
            found.append(_ALONE[position])
    return sorted([*found, *map(tuple, together.values())])


def key_of(host: int, position: int) -> int:
    """Return the number of a place: sorting such numbers sorts by host, then by position."""
    return host << POSITION_BITS | position


def place_of(key: int) -> tuple[int, int]:
    """Return the host and the position of a place."""
    return key >> POSITION_BITS, key & (DEVICES - 1)
