"""Mediated devices and the types that their parents can create.

Belongs here: sys/bus/mdev and sys/class/mdev_bus. Must not know: which driver checks what.

What a type and a mdev show: Documentation/driver-api/vfio-mediated-device.rst.
"""

import re
from typing import Final

from devcompat.discovery.attributes import Attribute, Reading, read_settled
from devcompat.discovery.bus import MDEV_UUID, find_devices
from devcompat.discovery.found import Found
from devcompat.discovery.links import resolve_in_sys
from devcompat.discovery.tree import Listing, Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.discovery.vfio import DebugListing, read_vfio
from devcompat.inventory import misses
from devcompat.inventory.records import CreatableType, Device, Miss

PARENTS: Final = "sys/class/mdev_bus"
MANDATORY: Final = (Attribute("device_api", "mdev_type/device_api"),)
OPTIONAL: Final = (
    Attribute("type_name", "mdev_type/name"),
    Attribute("type_description", "mdev_type/description"),
    Attribute("driver_version", "driver/module/version"),
)
PARENT_OPTIONAL: Final = (
    Attribute("parent_driver_version", "driver/module/version"),
    Attribute("parent_vendor", "vendor"),
    Attribute("parent_device", "device"),
    Attribute("parent_subsystem_vendor", "subsystem_vendor"),
    Attribute("parent_subsystem_device", "subsystem_device"),
)
_COUNT = re.compile(r"[0-9]{1,18}", re.ASCII)


def discover_mdevs(tree: Tree, debugfs: DebugListing) -> Found:
    """Return the mediated devices, in the order of their UUIDs."""
    bus = find_devices(tree, "mdev", MDEV_UUID)
    devices = tuple(
        _read_mdev(tree, uuid, directory, debugfs) for uuid, directory in bus.directories.items()
    )
    return Found(devices, (*bus.misses, *bus.dangling.values()))


def _read_mdev(tree: Tree, uuid: str, directory: str, debugfs: DebugListing) -> Device:
    parent_directory = directory.rpartition("/")[0]

    def read(reading: Reading) -> None:
        reading.link("mdev_type", "mdev_type", mandatory=True)
        reading.texts(MANDATORY, mandatory=True)
        path = "mdev_type/available_instances"
        available = _count(reading, path)
        if available is not None:
            reading.state("available_instances", available, f"{directory}/{path}")
        reading.link("driver", "driver", mandatory=False)
        reading.texts(OPTIONAL, mandatory=False)
        read_vfio(reading, uuid, debugfs)
        reading.uevent()
        reading.descriptor()

    reading = read_settled(tree, directory, ("driver", "mdev_type"), read)
    parent = Reading(tree, parent_directory)
    parent.link("parent_driver", "driver", mandatory=False)
    parent.texts(PARENT_OPTIONAL, mandatory=False)
    return Device(
        address=uuid,
        kind="mdev",
        parent=parent_directory.rpartition("/")[2],
        facts=(*reading.facts, *parent.facts),
        native=reading.native,
        misses=(*reading.misses, *parent.misses),
    )


def discover_types(tree: Tree) -> tuple[tuple[CreatableType, ...], tuple[Miss, ...]]:
    """Return what each parent can create, by parent and type, and the misses of no type."""
    lost: list[Miss] = []
    types: list[CreatableType] = []
    for parent in _names(tree, PARENTS, lost):
        try:
            directory = resolve_in_sys(tree, f"{PARENTS}/{parent}")
        except Unreadable as error:
            lost.append(error.miss())
            continue
        supported = f"{directory}/mdev_supported_types"
        types.extend(
            _read_type(tree, parent, f"{supported}/{type_id}")
            for type_id in _names(tree, supported, lost)
        )
    return tuple(types), tuple(lost)


def _names(tree: Tree, path: str, lost: list[Miss]) -> tuple[str, ...]:
    """Return a directory's names, () if it is not there; adds what went wrong to `lost`."""
    try:
        listing = tree.list_names(path)
    except Unreadable as error:
        listing = Listing((), () if error.is_absence else (error.miss(),))
    lost.extend(listing.misses)
    return listing.names


def _read_type(tree: Tree, parent: str, directory: str) -> CreatableType:
    reading = Reading(tree, directory)
    name = reading.text("name", "name", mandatory=False)
    description = reading.text("description", "description", mandatory=False)
    device_api = reading.text("device_api", "device_api", mandatory=True)
    available = _count(reading, "available_instances")
    return CreatableType(
        parent=parent,
        type_id=directory.rpartition("/")[2],
        name=name,
        description=description,
        device_api=device_api,
        available_instances=None if available is None else int(available),
        misses=tuple(reading.misses),
    )


def _count(reading: Reading, path: str) -> str | None:
    """Return how many more the file says can be created; a miss if that is no count."""
    written = reading.text("available_instances", path, mandatory=True)
    if written is None:
        return None
    if not _COUNT.fullmatch(written):
        source = f"{reading.directory}/{path}"
        reading.fail(Unreadable(source, misses.MALFORMED), "available_instances")
        return None
    return written
