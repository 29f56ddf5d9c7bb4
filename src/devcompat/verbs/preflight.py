"""Preflight: each assigned device of a VM: whether it can migrate, what blocks it, where it fits.

Belongs here: a domain's devices put to a host and to an inventory. Must not know: command lines.
"""

from collections.abc import Sequence
from typing import NamedTuple

from devcompat.catalog.migratability import Migratability
from devcompat.guest.domain import AssignedDevice, Domain
from devcompat.inventory.records import Device, Host
from devcompat.match.verdict import TARGET_ACCEPTS, Basis, Rule
from devcompat.verbs.find import Findings, find
from devcompat.verbs.inventories import NamedDevice, iter_devices
from devcompat.verbs.lookup import Party


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
    """A domain's devices, and the answer for all of them together."""

    domain: Domain
    answer: str
    devices: tuple[DeviceFlight, ...]


def preflight(
    domain: Domain,
    host: Host,
    targets: Sequence[Host] | None,
    rule: Rule = TARGET_ACCEPTS,
    minimum_basis: Basis | None = None,
) -> Preflight:
    """Return what stands in the way of migrating `domain` away from `host`.

    With `targets`, each device must fit on some device there; the source host is left out.
    """
    flights = tuple(
        _flight(assigned, host, targets, rule, minimum_basis) for assigned in domain.devices
    )
    answers = {flight.answer for flight in flights}
    answer = next((found for found in ("no", "unknown") if found in answers), "yes")
    return Preflight(domain, answer, flights)


def _flight(
    assigned: AssignedDevice,
    host: Host,
    targets: Sequence[Host] | None,
    rule: Rule,
    minimum_basis: Basis | None,
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
    elsewhere = [found for found in targets if found.name != host.name]
    source = Party(named.label, description.side, named)
    findings = find(source, iter_devices(elsewhere), rule, minimum_basis)
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
