"""vDPA: what sysfs shows of vDPA devices, which is little; the rest comes from the vdpa tool.

Belongs here: sys/bus/vdpa, and the devices on other buses that only devlink names.
Must not know: the tools' outputs (facts).
"""

from typing import Final

from devcompat.discovery.attributes import Attribute, Reading, read_settled
from devcompat.discovery.bus import ANY_NAME, PCI_ADDRESS, find_devices
from devcompat.discovery.found import Found
from devcompat.discovery.links import resolve_in_sys
from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.inventory.records import Device

OPTIONAL: Final = (
    Attribute("driver_override", "driver_override"),
    Attribute("driver_version", "driver/module/version"),
)
NODE: Final = "vhost-vdpa-"


def discover_vdpa(tree: Tree) -> Found:
    """Return the vDPA devices, in the order of their names."""
    bus = find_devices(tree, "vdpa", ANY_NAME)
    devices = tuple(_read_vdpa(tree, name, path) for name, path in bus.directories.items())
    return Found(devices, (*bus.misses, *bus.dangling.values()))


def _read_vdpa(tree: Tree, name: str, directory: str) -> Device:
    def read(reading: Reading) -> None:
        reading.link("driver", "driver", mandatory=False)
        reading.texts(OPTIONAL, mandatory=False)
        _read_node(reading)
        reading.uevent()
        reading.descriptor()

    reading = read_settled(tree, directory, ("driver",), read)
    above = directory.split("/")[-2]
    return Device(
        address=name,
        kind="vdpa",
        parent=above if PCI_ADDRESS.fullmatch(above) else "",
        facts=tuple(reading.facts),
        native=reading.native,
        misses=tuple(reading.misses),
    )


def _read_node(reading: Reading) -> None:
    """Add the name of the character device that vhost_vdpa makes (vhost_vdpa_probe)."""
    try:
        names = reading.tree.list_names(reading.directory).names
    except Unreadable as error:
        reading.fail(error, "vhost_vdpa")
        return
    for name in names:
        if name.startswith(NODE):
            reading.state("vhost_vdpa", name, f"{reading.directory}/{name}")


def read_devlink_device(tree: Tree, handle: str) -> Device | None:
    """Return the device that devlink calls `bus/name`, None if sysfs has none of that name."""
    bus, _, name = handle.partition("/")
    try:
        directory = resolve_in_sys(tree, f"sys/bus/{bus}/devices/{name}")
    except Unreadable:
        return None

    def read(reading: Reading) -> None:
        reading.link("driver", "driver", mandatory=False)
        reading.texts((*OPTIONAL, Attribute("sriov_numvfs", "sriov_numvfs")), mandatory=False)
        reading.uevent()

    reading = read_settled(tree, directory, ("driver",), read)
    return Device(name, "devlink", "", tuple(reading.facts), misses=tuple(reading.misses))
