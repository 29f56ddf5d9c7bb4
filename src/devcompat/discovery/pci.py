"""PCI: SR-IOV physical and virtual functions, and the few other devices that matter.

Belongs here: sys/bus/pci. Must not know: which driver checks what.

What a function shows: Documentation/ABI/testing/sysfs-bus-pci. Its ids come from their files,
because the vendor and device registers in the `config` of a virtual function read ffff.
"""

import re
from typing import Final

from devcompat.discovery.attributes import Attribute, Reading, read_settled
from devcompat.discovery.bus import PCI_ADDRESS, BusDevices, find_devices
from devcompat.discovery.found import Found
from devcompat.discovery.links import find_end
from devcompat.discovery.native import has_native
from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.discovery.vfio import DebugListing, read_vfio
from devcompat.inventory import misses
from devcompat.inventory.records import Device, Kind, Miss

MANDATORY: Final = tuple(
    Attribute(name, name)
    for name in (
        "vendor",
        "device",
        "subsystem_vendor",
        "subsystem_device",
        "class",
        "revision",
    )
)
PF_MANDATORY: Final = (
    Attribute("sriov_totalvfs", "sriov_totalvfs"),
    Attribute("sriov_numvfs", "sriov_numvfs"),
    Attribute("sriov_vf_device", "sriov_vf_device"),
)
OPTIONAL: Final = (
    Attribute("driver_override", "driver_override"),
    Attribute("driver_version", "driver/module/version"),
    Attribute("numa_node", "numa_node"),
)
VF_OPTIONAL: Final = (
    Attribute("nvidia_vgpu_type", "nvidia/current_vgpu_type"),
    Attribute("nvidia_creatable_vgpu_types", "nvidia/creatable_vgpu_types"),
)
_DRIVERS = "sys/bus/pci/drivers"
_VIRTFN = re.compile(r"virtfn([0-9]{1,5})", re.ASCII)


def discover_pci(tree: Tree, named: frozenset[str], debugfs: DebugListing) -> Found:
    """Return the PCI devices that matter, in the order of their addresses.

    These are SR-IOV functions, devices on a vfio driver, devices with a native descriptor, and
    those in `named`, about which somebody stated something.
    """
    bus = find_devices(tree, "pci", PCI_ADDRESS)
    numbers = VirtualFunctions(tree, bus)
    devices: list[Device] = []
    for address, directory in bus.directories.items():
        kind = _kind(tree, directory, listed=address in named)
        if kind is not None:
            devices.append(_read_function(tree, kind, address, directory, (numbers, debugfs)))
    parents = {device.parent for device in devices if device.kind == "vf"}
    unseen = [address for address in bus.dangling if address in parents]
    devices.extend(_unseen_parent(tree, address, bus.dangling[address]) for address in unseen)
    lost = (miss for address, miss in bus.dangling.items() if address not in parents)
    devices.sort(key=lambda device: device.address)
    return Found(tuple(devices), (*bus.misses, *lost))


class VirtualFunctions:
    """The numbers of virtual functions: each physical function's `virtfn<N>` links, read once."""

    def __init__(self, tree: Tree, bus: BusDevices) -> None:
        self._tree = tree
        self._directories = bus.directories
        self._known: dict[str, dict[str, str]] = {}

    def read_number(self, reading: Reading, parent: str, address: str) -> None:
        """Add the function's number, or the miss if its parent does not show it."""
        if parent not in self._directories:
            path = f"sys/bus/pci/devices/{parent}"
            reading.fail(Unreadable(path, misses.LINK_DANGLING), "vf_index")
            return
        directory = self._directories[parent]
        try:
            if parent not in self._known:
                self._known[parent] = self._links(directory)
        except Unreadable as error:
            reading.fail(error, "vf_index")
            return
        name = self._known[parent].get(address)
        if name is None:
            reading.fail(Unreadable(f"{directory}/virtfn*", misses.ABSENT), "vf_index")
            return
        reading.state("vf_index", name.removeprefix("virtfn"), f"{directory}/{name}")

    def _links(self, directory: str) -> dict[str, str]:
        """Return the names of the links, by the address that each leads to."""
        links: dict[str, str] = {}
        for name in self._tree.list_names(directory).names:
            if _VIRTFN.fullmatch(name):
                links[find_end(self._tree, f"{directory}/{name}") or ""] = name
        return links


def _kind(tree: Tree, directory: str, *, listed: bool) -> Kind | None:
    """Return what the device is, None if it does not matter; in doubt it does."""
    try:
        if tree.has(f"{directory}/physfn"):
            return "vf"
        if tree.has(f"{directory}/sriov_totalvfs"):
            return "pf"
        driver = find_end(tree, f"{directory}/driver") or ""
        matters = listed or "vfio" in driver or has_native(tree, directory)
    except Unreadable:
        return "pci"
    return "pci" if matters else None


def _read_function(
    tree: Tree,
    kind: Kind,
    address: str,
    directory: str,
    around: tuple[VirtualFunctions, DebugListing],
) -> Device:
    numbers, debugfs = around

    def read(reading: Reading) -> None:
        reading.texts(MANDATORY, mandatory=True)
        reading.link("driver", "driver", mandatory=False)
        reading.texts(OPTIONAL, mandatory=False)
        if kind == "vf":
            parent = reading.link("physfn", "physfn", mandatory=True)
            if parent is not None:
                numbers.read_number(reading, parent, address)
            elif "physfn" in reading.refused:
                reading.fail(reading.refused["physfn"], "vf_index")
            reading.texts(VF_OPTIONAL, mandatory=False)
        if kind == "pf":
            reading.texts(PF_MANDATORY, mandatory=True)
        read_vfio(reading, address, debugfs)
        reading.uevent()
        reading.descriptor()

    reading = read_settled(tree, directory, ("driver", "physfn"), read)
    return Device(
        address=address,
        kind=kind,
        parent=next((fact.value for fact in reading.facts if fact.name == "physfn"), ""),
        facts=tuple(reading.facts),
        native=reading.native,
        misses=tuple(reading.misses),
    )


def _unseen_parent(tree: Tree, address: str, miss: Miss) -> Device:
    """Return a physical function that is known only because its virtual functions name it.

    Its driver's directory, which a capture may hold, has a link for each device that is bound.
    """
    lost = [miss]
    facts = []
    try:
        for driver in tree.list_names(_DRIVERS).names:
            reading = Reading(tree, f"{_DRIVERS}/{driver}")
            if tree.has(f"{reading.directory}/{address}"):
                reading.state("driver", driver, f"{reading.directory}/{address}")
                facts.extend(reading.facts)
                break
    except Unreadable as error:
        if not error.is_absence:
            lost.append(error.miss("driver"))
    return Device(address, "pf", "", tuple(facts), misses=tuple(lost))
