"""VM: hosts that can take all devices of a VM over at once.

Belongs here: joining what each device could go to by host, and the assignment there.
Must not know: how devices are indexed, how an outcome is reached.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from devcompat.fleet.fleet import Candidates, Fleet
from devcompat.fleet.hosts import HostEntry
from devcompat.fleet.records import Query, TypeReport
from devcompat.inventory.placing import Options, can_place


def find_hosts(
    fleet: Fleet,
    queries: Sequence[Query],
    limit: int | None = None,
    *,
    creatable: bool = True,
    doubtful: bool = False,
) -> list[str]:
    """Return the first hosts, by name, that give each of a VM's devices a target of its own.

    `queries` ask for one device each. A target is a device that is there, or with `creatable` one
    that a parent could create; what parents share is counted through their pools. The hosts that
    the devices leave are no targets. With `doubtful` a host counts as long as it is not known that
    it cannot: all of them together, the sure ones too.
    """
    if not queries:
        return []
    vm = _Vm(fleet, queries, creatable=creatable, doubtful=doubtful)
    return list(vm.hosts() if limit is None else islice(vm.hosts(), limit))


class _Vm:
    """What each device of a VM could go to."""

    def __init__(
        self, fleet: Fleet, queries: Sequence[Query], *, creatable: bool, doubtful: bool
    ) -> None:
        self._fleet = fleet
        self._candidates = [fleet.candidates(query, doubtful=doubtful) for query in queries]
        self._leaving = {query.leaving.host for query in queries if query.leaving is not None}
        self._creatable = creatable
        self._doubtful = doubtful

    def hosts(self) -> Iterator[str]:
        """Yield the hosts that take all, by name."""
        # A host that takes all has something for the device that has the fewest candidates.
        fewest = min(self._candidates, key=Candidates.size)
        makers = fewest.makers if self._creatable else ()
        for entry in self._fleet.hosts_of([*fewest.devices, *makers]):
            if entry.name not in self._leaving and self._fits(entry):
                yield entry.name

    def _fits(self, entry: HostEntry) -> bool:
        wanted: list[Options] = []
        for found in self._candidates:
            query = found.query
            if not entry.has(query.labels):
                return False
            positions = frozenset(
                str(position)
                for position, number in enumerate(entry.classes)
                if number in found.classes and not (query.free and entry.states[position])
            )
            types = self._types(found, entry)
            if not positions and not types:
                return False
            kinds = frozenset((offered.parent, offered.type_id) for offered in types)
            wanted.append(Options(positions, kinds))
        if len(wanted) == 1 and wanted[0].devices:
            return True
        pools = entry.pools() if entry.offers else {}
        return can_place(wanted, pools, doubtful=self._doubtful)

    def _types(self, found: Candidates, entry: HostEntry) -> Sequence[TypeReport]:
        if not (self._creatable and entry.offers):
            return ()
        return self._fleet.offered(found.query, entry, found.outcomes)
