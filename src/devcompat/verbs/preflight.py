"""Preflight: each assigned device of a VM: whether it can migrate, what blocks it, where it fits.

Belongs here: a domain's devices put to a host and to an inventory. Must not know: command lines.
"""

from collections.abc import Sequence
from typing import NamedTuple

from devcompat.catalog.creatable import pools_on
from devcompat.catalog.migratability import Migratability
from devcompat.guest.domain import AssignedDevice, Domain
from devcompat.inventory.placing import Kind, Options, can_place
from devcompat.inventory.records import Device, Host
from devcompat.match.verdict import TARGET_ACCEPTS, UNKNOWN, Basis, Rule
from devcompat.verbs.find import Candidate, Findings, find
from devcompat.verbs.lookup import Party
from devcompat.verbs.places import NamedDevice, NamedType, iter_places
from devcompat.verbs.vocabularies import Chosen


class DeviceFlight(NamedTuple):
    """One assigned device: the host's device behind it, whether it migrates, and where it fits.

    `answer` is "yes", "no" or "unknown" for the device as a whole: no if it cannot migrate or fits
    nowhere; yes without a look if libvirt unplugs it before migrating (a transient teaming).
    `device` is None if the host has no such device; `migration` is None then, and for devices that
    devcompat does not cover. `findings` is None without targets to look at.
    """

    assigned: AssignedDevice
    answer: str
    device: NamedDevice | None = None
    migration: Migratability | None = None
    findings: Findings | None = None


class Preflight(NamedTuple):
    """A domain's devices, and the answer for all of them together.

    `host` is the host's name; `hosts` are those that have a target of its own for every device at
    once, None if no targets were given.
    """

    domain: Domain
    host: str
    answer: str
    devices: tuple[DeviceFlight, ...]
    hosts: tuple[str, ...] | None = None


def preflight(
    domain: Domain,
    host: Host,
    targets: Sequence[Host] | None,
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
    vocabulary: Chosen | None = None,
) -> Preflight:
    """Return what stands in the way of migrating `domain` away from `host`.

    With `targets`, one host there must have a target of its own for each device: a VM goes to one
    host. The source host is left out. Devices that do not say what they take over are judged by
    `vocabulary`, if there is one. Raises InputError `limit.*` if too much follows from it.
    """
    flights = tuple(
        _flight(assigned, host, targets, rule, minimum_basis, vocabulary)
        for assigned in domain.devices
    )
    answers = {flight.answer for flight in flights}
    answer = next((found for found in ("no", "unknown") if found in answers), "yes")
    if targets is None or all(flight.assigned.transient for flight in flights):
        return Preflight(domain, host.name, answer, flights)
    elsewhere = _elsewhere(targets, host)
    hosts = _hosts_for_all(flights, elsewhere, doubtful=False)
    if answer == "yes" and not hosts:
        answer = "unknown" if _hosts_for_all(flights, elsewhere, doubtful=True) else "no"
    return Preflight(domain, host.name, answer, flights, hosts)


def _elsewhere(targets: Sequence[Host], host: Host) -> list[Host]:
    return [found for found in targets if found.name != host.name]


def _hosts_for_all(
    flights: Sequence[DeviceFlight], targets: Sequence[Host], *, doubtful: bool
) -> tuple[str, ...]:
    """Return the hosts that have a target of its own for each device that needs one.

    With `doubtful`, places about which nothing is known count as targets too, and parents of which
    it is not known whether they can make as many.
    """
    wanted = [_places(flight, doubtful=doubtful) for flight in flights if _needs_place(flight)]
    names = {}
    for index, host in enumerate(targets):
        options = [places.get(id(host), _NOWHERE) for places in wanted]
        if not all(one.devices or one.types for one in options):
            continue
        pools = {pool.parent: pool for pool in pools_on(host)} if host.types else {}
        if can_place(options, pools, doubtful=doubtful):
            names[host.name] = index
    return tuple(names)


_NOWHERE = Options(frozenset(), frozenset())


def _needs_place(flight: DeviceFlight) -> bool:
    return not flight.assigned.transient


def _places(flight: DeviceFlight, *, doubtful: bool) -> dict[int, Options]:
    """Return where a device could go, by the identity of the host."""
    devices: dict[int, set[str]] = {}
    types: dict[int, set[Kind]] = {}
    for found in _possible(flight, doubtful=doubtful):
        place = found.place
        if isinstance(place, NamedType):
            kind = (place.offered.parent, place.offered.type_id)
            types.setdefault(id(place.host), set()).add(kind)
        else:
            devices.setdefault(id(place.host), set()).add(place.address)
    return {
        host: Options(frozenset(devices.get(host, ())), frozenset(types.get(host, ())))
        for host in (*devices, *types)
    }


def _possible(flight: DeviceFlight, *, doubtful: bool) -> Sequence[Candidate]:
    if flight.findings is None:
        return ()
    unknown = [found for found in flight.findings.others if found.verdict.outcome == UNKNOWN]
    return (*flight.findings.targets, *(unknown if doubtful else ()))


def _flight(
    assigned: AssignedDevice,
    host: Host,
    targets: Sequence[Host] | None,
    rule: Rule,
    minimum_basis: Basis | None,
    vocabulary: Chosen | None,
) -> DeviceFlight:
    if assigned.kind == "other" and not assigned.transient:
        return DeviceFlight(assigned, "unknown")
    device = _host_device(assigned, host)
    if assigned.transient:
        return DeviceFlight(assigned, "yes", device and NamedDevice(host, device))
    if device is None:
        return DeviceFlight(assigned, "unknown")
    named = NamedDevice(host, device)
    description = named.describe()
    migration = description.migration
    if targets is None or migration.answer == "no":
        return DeviceFlight(assigned, migration.answer, named, migration)
    source = Party(named.label, description.side, named)
    findings = find(
        source, iter_places(_elsewhere(targets, host)), rule, minimum_basis, None, vocabulary
    )
    answer = "yes" if findings.targets else "unknown" if findings.counts["unknown"] else "no"
    if migration.answer == "unknown" and answer == "yes":
        answer = "unknown"
    return DeviceFlight(assigned, answer, named, migration, findings)


def _host_device(assigned: AssignedDevice, host: Host) -> Device | None:
    """Return the host's device that is assigned, or None."""
    if assigned.kind == "vdpa":
        node = assigned.address.rpartition("/")[2]
        return next((found for found in host.devices if found.value("vhost_vdpa") == node), None)
    return host.find_device(assigned.address)
