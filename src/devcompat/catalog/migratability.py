"""Migratability: can this device migrate at all? Yes, no or unknown, with a coded reason.

Belongs here: the order in which evidence counts: a probe, a descriptor, the driver and kernel.
Must not know: targets, how facts were read.

sysfs does not show whether a device can migrate: the same tree answers ENOTTY on one kernel and
migrates on another. So the answer comes from the driver's entry in the catalog and the kernel's
release, unless the device itself was asked.
"""

from typing import NamedTuple

from devcompat.catalog.drivers import Driver, find_driver
from devcompat.catalog.kernels import has_backports, read_release
from devcompat.inventory.records import Device, Fact
from devcompat.match.verdict import Basis

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


def migratability(device: Device, kernel: Fact | None) -> Migratability:
    """Return whether `device` can migrate on a host with that kernel release."""
    return _probed(device) or _described(device) or _by_driver(device, kernel)


def _probed(device: Device) -> Migratability | None:
    flags = device.value("probe_migration_flags")
    errno_name = device.value("probe_migration_errno")
    if errno_name is not None:
        detail = f"VFIO_DEVICE_FEATURE_MIGRATION answered {errno_name}"
        return Migratability("no", "probe.refuses", detail, "executed")
    if flags is not None:
        detail = f"VFIO_DEVICE_FEATURE_MIGRATION answered flags {flags}"
        return Migratability("yes", "probe.migrates", detail, "executed")
    listed = device.value("vfio_debugfs_migration")
    if listed is not None:
        answer, code = ("yes", "probe.migrates") if listed == "yes" else ("no", "probe.refuses")
        said = "lists" if listed == "yes" else "does not list"
        return Migratability(answer, code, f"debugfs {said} migration for the device", "executed")
    return None


def _described(device: Device) -> Migratability | None:
    if device.stated is not None:
        return Migratability("yes", "descriptor.stated", device.stated.source, "operator")
    if device.native is not None:
        return Migratability("yes", "descriptor.published", device.native.path, "native")
    return None


def _by_driver(device: Device, kernel: Fact | None) -> Migratability:
    name = device.value("driver")
    if name is None:
        miss = device.miss("driver")
        if miss is not None:
            detail = f"driver: {miss.errno_name} {miss.path}"
            return Migratability("unknown", "fact.missing", detail)
        return Migratability("unknown", "driver.none", "")
    bus = BUSES.get(device.kind, "")
    driver = find_driver(bus, name)
    if driver is not None:
        return _known(driver, kernel)
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
