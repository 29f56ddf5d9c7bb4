"""Devices: what people call a device's type.

Belongs here: words for inventory records. Must not know: whether anything matches.
"""

from devcompat.inventory.records import Device


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
