"""VFIO: what sysfs shows of a device that VFIO may give to a guest.

Belongs here: IOMMU group, VFIO group and device node, the driver's migration operations in debugfs.
Must not know: mdevs, PCI.
"""

from typing import Final, NamedTuple

from devcompat.discovery.attributes import Attribute, Reading
from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.inventory.records import Miss

DEBUGFS: Final = "sys/kernel/debug/vfio"
_GROUPS = "sys/class/vfio"


class DebugListing(NamedTuple):
    """The devices that VFIO shows in debugfs; empty without VFIO_DEBUGFS."""

    addresses: frozenset[str]
    misses: tuple[Miss, ...]


def list_debugfs(tree: Tree) -> DebugListing:
    """Return which devices have a directory in debugfs; one miss if it may not be looked at."""
    try:
        listing = tree.list_names(DEBUGFS)
    except Unreadable as error:
        return DebugListing(frozenset(), () if error.is_absence else (error.miss(),))
    return DebugListing(frozenset(listing.names), listing.misses)


def read_vfio(reading: Reading, address: str, debugfs: DebugListing) -> None:
    """Add the facts about the device's IOMMU group and VFIO nodes."""
    group = reading.link("iommu_group", "iommu_group", mandatory=False)
    if group is not None:
        reading.texts(
            (
                Attribute("iommu_group_type", "iommu_group/type"),
                Attribute("iommu_group_name", "iommu_group/name"),
            ),
            mandatory=False,
        )
        _read_group_node(reading, group)
    elif "iommu_group" in reading.refused:
        reading.fail(reading.refused["iommu_group"], "vfio_group")
    _read_device_node(reading)
    if address in debugfs.addresses:
        _read_operations(reading, address)


def _read_group_node(reading: Reading, group: str) -> None:
    path = f"{_GROUPS}/{group}"
    try:
        if reading.tree.has(path):
            reading.state("vfio_group", group, path)
    except Unreadable as error:
        reading.fail(error, "vfio_group")


def _read_device_node(reading: Reading) -> None:
    """Add the VFIO device, and its character device where the kernel makes one.

    The entry is there since 6.1; `dev` below it only with VFIO_DEVICE_CDEV (vfio_device_add).
    """
    folder = f"{reading.directory}/vfio-dev"
    try:
        names = reading.tree.list_names(folder).names
        for name in names[:1]:
            reading.state("vfio_device", name, f"{folder}/{name}")
            if reading.tree.has(f"{folder}/{name}/dev"):
                reading.state("vfio_cdev", f"/dev/vfio/devices/{name}", f"{folder}/{name}/dev")
    except Unreadable as error:
        if not error.is_absence:
            reading.fail(error, "vfio_device")


def _read_operations(reading: Reading, address: str) -> None:
    """Add whether the driver registered migration operations.

    vfio_device_debugfs_init makes a directory for each device, and `migration` in it only if the
    device has `mig_ops`.
    """
    path = f"{DEBUGFS}/{address}"
    try:
        answer = "yes" if reading.tree.has(f"{path}/migration") else "no"
        reading.state("vfio_debugfs_migration", answer, path)
    except Unreadable as error:
        reading.fail(error, "vfio_debugfs_migration")
