"""Devices: what people call a device's type, and a device that is yet to be created.

Belongs here: words for inventory records and for what could be created.
Must not know: whether anything matches.
"""

from collections.abc import Mapping

from devcompat.inventory.records import Device
from devcompat.match.verdict import Bound
from devcompat.wording.sentences import binding_words


def type_of(device: Device) -> str:
    """Return what people call the device's type: the mdev type, vGPU type, PCI id or vDPA class."""
    for name in ("mdev_type", "nvidia_vgpu_type", "vdpa_type"):
        value = device.value(name)
        if value is not None:
            return value
    vendor, number = device.value("vendor"), device.value("device")
    if vendor is not None and number is not None:
        return f"{vendor.removeprefix('0x')}:{number.removeprefix('0x')}"
    return "-"


def creation_words(
    left: int | None, values: Mapping[str, Bound] | None, *, counted: bool = True
) -> str:
    """Return that a device is yet to be created, with which parameters, and how many could be.

    The latter is left out if the type was not counted: its descriptor is all there is.
    """
    chosen = f" with {binding_words(values)}" if values else ""
    number = "?" if left is None else left
    return f"to be created{chosen}" + (f", {number} left" if counted else "")
