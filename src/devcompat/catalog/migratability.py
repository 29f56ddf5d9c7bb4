"""Migratability: can this device migrate at all? Yes, no or unknown, with a coded reason.

Belongs here: the order in which evidence counts: a probe, a descriptor, the driver and kernel.
Must not know: targets, how facts were read.

sysfs does not show whether a device can migrate: the same tree answers ENOTTY on one kernel and
migrates on another. So the answer comes from the driver's entry in the catalog and the kernel's
release, unless the device itself was asked.
"""

import re
from typing import NamedTuple

from devcompat.catalog.drivers import Driver, find_driver
from devcompat.catalog.kernels import has_backports, read_release
from devcompat.inventory.records import Device, Fact, Miss
from devcompat.match.verdict import Basis, weakest

BUSES = {"mdev": "mdev", "vf": "pci", "pf": "pci", "pci": "pci", "vdpa": "vdpa"}
"""The bus of a device's driver, by the device's kind."""


class Migratability(NamedTuple):
    """An answer ("yes", "no" or "unknown"), the code of its reason, and the facts behind it.

    `basis` says how the reason is known, None where nothing is known; `source` where it stands.
    """

    answer: str
    code: str
    detail: str
    basis: Basis | None = None
    source: str = ""


def migratability(device: Device, kernel: Fact | None, problem: str | None = None) -> Migratability:
    """Return whether `device` can migrate on a host with that kernel release.

    `problem` is the code of what is wrong with the descriptor that the device has, if it cannot be
    used. A probe counts most; then what the device publishes; then the driver. An operator's
    descriptor says what fits, not that a driver moves state: a driver's "no" yields to it only if
    the overlay says `override: true`.
    """
    probed = _probed(device)
    if probed is not None and probed.answer != "unknown":
        return probed
    by_driver = _by_driver(device, kernel)
    if by_driver.answer == "no" and not _overrules(device, problem):
        return by_driver
    return probed or _described(device, problem) or by_driver


def _overrules(device: Device, problem: str | None) -> bool:
    """Return whether the device's descriptor counts more than what is known of its driver."""
    if problem is not None:
        return False
    if device.stated is not None:
        return device.stated.override
    return device.native is not None


def _probed(device: Device) -> Migratability | None:
    """Return what the device itself says; "unknown" if it was asked and the question failed."""
    failed = device.fact("probe_migration_errno")
    if failed is not None:
        detail = f"VFIO_DEVICE_FEATURE_MIGRATION answered {failed.value}"
        if failed.value != _NO_SUCH_FEATURE:
            return Migratability("unknown", "fact.missing", detail)
        return Migratability("no", "probe.refuses", detail, _basis(failed))
    flags = device.fact("probe_migration_flags")
    if flags is not None and _NUMBER.fullmatch(flags.value):
        detail = f"VFIO_DEVICE_FEATURE_MIGRATION answered flags {flags.value}"
        if int(flags.value) & _STOP_COPY:
            return Migratability("yes", "probe.migrates", detail, _basis(flags))
        return Migratability("no", "probe.refuses", detail, _basis(flags))
    miss = device.miss("probe_migration_flags")
    if miss is not None and miss.name == "probe_migration_flags":
        detail = f"the probe's result: {miss.errno_name} {miss.path}"
        return Migratability("unknown", "fact.missing", detail)
    listed = device.fact("vfio_debugfs_migration")
    if listed is not None and listed.value in _LISTED:
        answer, code, said = _LISTED[listed.value]
        detail = f"debugfs {said} migration for the device"
        return Migratability(answer, code, detail, _basis(listed))
    return None


_NO_SUCH_FEATURE = "ENOTTY"
"""How the kernel says that a device does not migrate; any other errno says that asking failed."""
_STOP_COPY = 1
_NUMBER = re.compile(r"[0-9]{1,20}", re.ASCII)
_LISTED = {
    "yes": ("yes", "probe.migrates", "lists"),
    "no": ("no", "probe.refuses", "does not list"),
}


def _basis(*facts: Fact | None, rule: Basis = "executed") -> Basis:
    """Return the basis of an answer that rests on a rule and on facts."""
    stated = any(fact is not None and fact.origin == "operator" for fact in facts)
    return weakest(rule, "operator") if stated else rule


def _described(device: Device, problem: str | None) -> Migratability | None:
    """Return what the device's descriptor says, None if it has none."""
    if problem is not None:
        return Migratability("unknown", "descriptor.unusable", problem)
    if device.stated is not None:
        return Migratability("yes", "descriptor.stated", device.stated.source, "operator")
    if device.native is not None:
        return Migratability("yes", "descriptor.published", device.native.path, "native")
    miss = unread_descriptor(device)
    if miss is not None:
        detail = f"the descriptor that it publishes: {miss.errno_name} {miss.path}"
        return Migratability("unknown", "fact.missing", detail)
    return None


def unread_descriptor(device: Device) -> Miss | None:
    """Return why the descriptor that a device publishes could not be read, None if it has none."""
    if device.native is not None:
        return None
    return next((miss for miss in device.misses if miss.name == "migration_compatible"), None)


def _by_driver(device: Device, kernel: Fact | None) -> Migratability:
    bound = device.fact("driver")
    if bound is None:
        miss = device.miss("driver")
        if miss is not None:
            detail = f"driver: {miss.errno_name} {miss.path}"
            return Migratability("unknown", "fact.missing", detail)
        return Migratability("unknown", "driver.none", "")
    name, bus = bound.value, BUSES.get(device.kind, "")
    driver = find_driver(bus, name)
    if driver is not None:
        known = driver._replace(basis=_basis(bound, kernel, rule=driver.basis))
        answer = _known(known, kernel)
        return _conditional(known, answer, device) if answer.answer == "yes" else answer
    if bus == "pci" and "vfio" not in name:
        return Migratability("unknown", "driver.host", name)
    if bus == "vdpa" and name == "virtio_vdpa":
        return Migratability("unknown", "driver.host", name)
    return Migratability("unknown", "driver.unknown", name)


_SIMPLE = {
    "no": ("no", "driver.no-migration"),
    "generic": ("no", "driver.generic"),
    "delegated": ("unknown", "driver.delegated"),
}


def _known(driver: Driver, kernel: Fact | None) -> Migratability:
    """Return the answer for a driver that the catalog has."""
    if driver.migrates in _SIMPLE:
        answer, code = _SIMPLE[driver.migrates]
        return Migratability(answer, code, driver.name, driver.basis, driver.source)
    since = driver.since or (0, 0)
    wanted = f"{driver.name} migrates from {since[0]}.{since[1]} on"
    if kernel is None:
        detail = f"{wanted}; the kernel release is not known"
        return Migratability("unknown", "fact.missing", detail)
    release = read_release(kernel.value)
    if release is None:
        detail = f"{wanted}; {kernel.value!r} is no kernel release"
        return Migratability("unknown", "fact.missing", detail)
    detail = f"{wanted}; this is {kernel.value}"
    if release >= since:
        return Migratability("yes", "driver.migrates", detail, driver.basis, driver.source)
    if has_backports(kernel.value):
        return Migratability("unknown", "kernel.backports", detail)
    return Migratability("no", "kernel.too-old", detail, driver.basis, driver.source)


def _conditional(driver: Driver, answer: Migratability, device: Device) -> Migratability:
    """Return the answer of a driver that migrates only where the device has a capability."""
    if not driver.condition:
        return answer
    fact = device.fact(driver.condition_fact)
    if fact is None:
        detail = f"{driver.name} migrates only {driver.condition}"
        return Migratability("unknown", "driver.conditional", detail, None, driver.source)
    basis = _basis(fact, rule=driver.basis)
    detail = f"{answer.detail}; {driver.condition_fact} is {fact.value}"
    if fact.value == driver.condition_value:
        return answer._replace(detail=detail, basis=basis)
    return Migratability("no", "driver.disabled", detail, basis, driver.source)
