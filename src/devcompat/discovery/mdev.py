"""Mediated devices.

Belongs here: sys/bus/mdev. Must not know: which driver checks what.

What a type and a mdev show: Documentation/driver-api/vfio-mediated-device.rst.
"""

from typing import Final

from devcompat.discovery.attributes import DESCRIPTOR, Attribute, Reading, read_settled
from devcompat.discovery.bus import MDEV_UUID, find_devices
from devcompat.discovery.found import Found
from devcompat.discovery.mdev_types import read_count, read_parent
from devcompat.discovery.native import read_type_layout
from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.discovery.vfio import DebugListing, read_vfio
from devcompat.formats.mdev_type import RESOURCES, split_members
from devcompat.inventory import misses
from devcompat.inventory.records import Device
from devcompat.language.tokens import name_problem

LINK: Final = "mdev_type"
MANDATORY: Final = (Attribute("device_api", "mdev_type/device_api"),)
OPTIONAL: Final = (
    Attribute("type_name", "mdev_type/name"),
    Attribute("type_description", "mdev_type/description"),
    Attribute("driver_version", "driver/module/version"),
)


def discover_mdevs(tree: Tree, debugfs: DebugListing) -> Found:
    """Return the mediated devices, in the order of their UUIDs."""
    bus = find_devices(tree, "mdev", MDEV_UUID)
    devices = tuple(
        _read_mdev(tree, uuid, directory, debugfs) for uuid, directory in bus.directories.items()
    )
    return Found(devices, (*bus.misses, *bus.dangling.values()))


def _read_mdev(tree: Tree, uuid: str, directory: str, debugfs: DebugListing) -> Device:
    parent_directory = directory.rpartition("/")[0]
    parent = read_parent(tree, parent_directory)

    def read(reading: Reading) -> None:
        reading.link(LINK, LINK, mandatory=True)
        reading.texts(MANDATORY, mandatory=True)
        path = f"{LINK}/available_instances"
        available = read_count(reading, path)
        if available is not None:
            reading.state("available_instances", available, f"{directory}/{path}")
        reading.link("driver", "driver", mandatory=False)
        reading.texts(OPTIONAL, mandatory=False)
        read_vfio(reading, uuid, debugfs)
        reading.uevent()
        reading.descriptor()
        _read_from_type(reading)

    reading = read_settled(tree, directory, ("driver", LINK), read)
    return Device(
        address=uuid,
        kind="mdev",
        parent=parent_directory.rpartition("/")[2],
        facts=(*reading.facts, *parent.facts),
        native=reading.native,
        misses=(*reading.misses, *parent.misses),
    )


def _read_from_type(reading: Reading) -> None:
    """Take what the device's type says of all its devices, where it has the layout `type`.

    Its descriptor is the device's, if that has none; the attributes that it names in
    `dynamic_resources` are facts of the device, for they are copied to one that takes it over.
    """
    tree = reading.tree
    try:
        directory = "" if LINK in reading.refused else tree.resolve(f"{reading.directory}/{LINK}")
    except Unreadable:  # a miss of the link, or of what is mandatory behind it
        return
    if not directory:
        return
    try:
        found = read_type_layout(tree, directory)
    except Unreadable as error:
        reading.fail(error, DESCRIPTOR)
        return
    if found is None:
        return
    if reading.native is None and not any(miss.name == DESCRIPTOR for miss in reading.misses):
        reading.native = found
    _read_resources(reading, dict(found.files).get(RESOURCES, ""))


def _read_resources(reading: Reading, text: str) -> None:
    """Add the value of each attribute that a type names in `dynamic_resources`."""
    for name in split_members(text):
        if name_problem(name) is None:
            reading.texts((Attribute(f"{RESOURCES}.{name}", name),), mandatory=True)
        else:
            path = f"{reading.directory}/{LINK}/{RESOURCES}"
            reading.fail(Unreadable(path, misses.MALFORMED), RESOURCES)
