"""VM: hosts that can take all devices of a VM over at once.

Belongs here: joining what each device could go to by host, and the assignment there.
Must not know: how devices are indexed, how an outcome is reached.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from devcompat.fleet.fleet import Candidates, Fleet
from devcompat.fleet.hosts import HostEntry
from devcompat.fleet.records import Query
from devcompat.inventory.placing import Options, can_place


def find_hosts(
    fleet: Fleet, queries: Sequence[Query], limit: int | None = None, *, creatable: bool = True
) -> list[str]:
    """Return the first hosts, by name, that give each of a VM's devices a target of its own.

    `queries` ask for one device each. A target is a device that is there, or with `creatable` one
    that a parent could create; what parents share is counted through their pools. The hosts that
    the devices leave are no targets.
    """
    if not queries:
        return []
    candidates = [fleet.candidates(query) for query in queries]
    leaving = {query.leaving.host for query in queries if query.leaving is not None}
    fitting = (
        entry.name
        for entry in _joined(fleet, candidates, creatable=creatable)
        if entry.name not in leaving and _fits(fleet, candidates, entry, creatable=creatable)
    )
    return list(fitting if limit is None else islice(fitting, limit))


def _joined(
    fleet: Fleet, candidates: Sequence[Candidates], *, creatable: bool
) -> Iterator[HostEntry]:
    """Yield the hosts with something for the device that has the fewest candidates."""
    fewest = min(candidates, key=Candidates.size)
    return fleet.hosts_of([*fewest.devices, *(fewest.makers if creatable else ())])


def _fits(
    fleet: Fleet, candidates: Sequence[Candidates], entry: HostEntry, *, creatable: bool
) -> bool:
    wanted: list[Options] = []
    for found in candidates:
        query = found.query
        if not entry.has(query.labels):
            return False
        positions = frozenset(
            str(position)
            for position, number in enumerate(entry.classes)
            if number in found.classes and not (query.free and entry.states[position])
        )
        types = fleet.offered(query, entry) if creatable and entry.offers else []
        if not positions and not types:
            return False
        wanted.append(
            Options(positions, frozenset((offered.parent, offered.type_id) for offered in types))
        )
    if len(wanted) == 1 and wanted[0].devices:
        return True
    return can_place(wanted, entry.pools() if entry.offers else {})
