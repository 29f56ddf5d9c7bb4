"""The mdev types that parents can create devices of.

Belongs here: sys/class/mdev_bus and `mdev_supported_types`.
Must not know: which driver checks what.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from devcompat.discovery.attributes import Attribute, Reading
from devcompat.discovery.links import resolve_in_sys
from devcompat.discovery.tree import Listing, Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.inventory import misses
from devcompat.inventory.records import CreatableType, Device, Fact, Miss

PARENTS: Final = "sys/class/mdev_bus"
PARENT_OPTIONAL: Final = (
    Attribute("parent_driver_version", "driver/module/version"),
    Attribute("parent_vendor", "vendor"),
    Attribute("parent_device", "device"),
    Attribute("parent_subsystem_vendor", "subsystem_vendor"),
    Attribute("parent_subsystem_device", "subsystem_device"),
)
_COUNT = re.compile(r"[0-9]{1,18}", re.ASCII)


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
        shared = read_parent(tree, directory)
        types.extend(
            _read_type(tree, parent, f"{supported}/{type_id}", shared)
            for type_id in _names(tree, supported, lost)
        )
    return tuple(types), tuple(lost)


def read_parent(tree: Tree, directory: str) -> Reading:
    """Return what is read of a parent for each of its devices and types."""
    parent = Reading(tree, directory)
    parent.link("parent_driver", "driver", mandatory=False)
    parent.texts(PARENT_OPTIONAL, mandatory=False)
    return parent


def _names(tree: Tree, path: str, lost: list[Miss]) -> tuple[str, ...]:
    """Return a directory's names, () if it is not there; adds what went wrong to `lost`."""
    try:
        listing = tree.list_names(path)
    except Unreadable as error:
        listing = Listing((), () if error.is_absence else (error.miss(),))
    lost.extend(listing.misses)
    return listing.names


def _read_type(tree: Tree, parent: str, directory: str, shared: Reading) -> CreatableType:
    reading = Reading(tree, directory)
    name = reading.text("name", "name", mandatory=False)
    description = reading.text("description", "description", mandatory=False)
    device_api = reading.text("device_api", "device_api", mandatory=True)
    available = read_count(reading, "available_instances")
    reading.descriptor(of_type=True)
    return CreatableType(
        parent=parent,
        type_id=directory.rpartition("/")[2],
        name=name,
        description=description,
        device_api=device_api,
        available_instances=None if available is None else int(available),
        misses=(*reading.misses, *shared.misses),
        facts=tuple(shared.facts),
        native=reading.native,
    )


def read_count(reading: Reading, path: str) -> str | None:
    """Return how many more the file says can be created; a miss if that is no count."""
    written = reading.text("available_instances", path, mandatory=True)
    if written is None:
        return None
    if not _COUNT.fullmatch(written):
        source = f"{reading.directory}/{path}"
        reading.fail(Unreadable(source, misses.MALFORMED), "available_instances")
        return None
    return written


def with_drivers(
    types: Iterable[CreatableType], devices: Sequence[Device]
) -> tuple[CreatableType, ...]:
    """Return the types, each with the fact `driver` if a device of its parent shows it.

    All devices of a parent have one driver: the one that it registered its types with, to which
    the kernel attaches each new device (mdev_device_create).
    """
    shown: dict[str, Fact] = {}
    for device in devices:
        driver = device.fact("driver")
        if device.kind == "mdev" and driver is not None:
            shown.setdefault(device.parent, driver)
    return tuple(
        offered._replace(facts=(shown[offered.parent], *offered.facts))
        if offered.parent in shown
        else offered
        for offered in types
    )
