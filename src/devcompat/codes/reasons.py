"""Reason codes: why a device can migrate at all, cannot, or why that is not known.

Belongs here: the table. Must not know: how the answer is found (catalog).
"""

from typing import NamedTuple


class ReasonCode(NamedTuple):
    """One reason for the answer to "can this device migrate at all?": yes, no or unknown."""

    code: str
    answer: str
    meaning: str
    next_step: str


REASONS: tuple[ReasonCode, ...] = (
    ReasonCode("probe.migrates", "yes", "The device itself answered that it can migrate.",
               "Find targets with: devcompat find."),
    ReasonCode("probe.refuses", "no", "The device itself answered that it cannot migrate.",
               "See the errno; another driver or kernel may be needed."),
    ReasonCode("descriptor.published", "yes", "The device, or its type, publishes a descriptor.",
               "Find targets with: devcompat find."),
    ReasonCode("descriptor.stated", "yes", "An operator states a descriptor for the device or its type.",
               "Find targets with: devcompat find."),
    ReasonCode("driver.migrates", "yes", "The driver migrates on this kernel.",
               "Find targets with: devcompat find."),
    ReasonCode("kernel.too-old", "no", "The driver migrates, but only from a newer kernel on.",
               "Upgrade the host's kernel."),
    ReasonCode("kernel.backports", "unknown",
               "The kernel is older than the driver's migration, but its distributor carries "
               "newer drivers back.",
               "Look at the distributor's notes, or probe the device."),
    ReasonCode("driver.no-migration", "no", "The driver is known not to migrate.",
               "Detach the device before migrating, or restart the VM on the target."),
    ReasonCode("driver.generic", "no",
               "Bound to plain vfio-pci, which moves no device state: a variant driver is needed.",
               "Bind the device to its vendor's VFIO variant driver, if there is one."),
    ReasonCode("driver.host", "unknown",
               "Bound to a driver of the host: the device is given to no VM now, and what it can do "
               "depends on the driver that it is bound to then.",
               "Bind it, or for a PF one of its VFs, to a VFIO variant driver before giving it to a VM, "
               "then look again."),
    ReasonCode("driver.none", "unknown", "No driver is bound to the device.",
               "Bind it to a VFIO variant driver."),
    ReasonCode("driver.untold", "unknown",
               "The type does not tell which driver its devices get: none of the parent's is there yet.",
               "Create one and look again, or state the fact driver for the type in an overlay."),
    ReasonCode("driver.unknown", "unknown", "The catalog does not know the driver.",
               "Probe the device, or state what you know in an overlay."),
    ReasonCode("driver.conditional", "unknown",
               "The driver migrates on this kernel, but only devices with a capability that was not "
               "read.",
               "Probe the device, or capture the tool's output that shows the capability."),
    ReasonCode("driver.disabled", "no",
               "The driver migrates, but the device's capability to do so is switched off.",
               "Switch it on with the tool that shows it, before the device is bound."),
    ReasonCode("descriptor.unusable", "unknown",
               "The device or its type has a descriptor that cannot be used.",
               "See what is wrong with it below, or with --json."),
    ReasonCode("driver.delegated", "unknown",
               "Whether the device migrates is decided below the driver, by device or management.",
               "Probe the device, or state what you know in an overlay."),
    ReasonCode("fact.missing", "unknown", "A fact that the answer needs could not be read.",
               "Read again with sufficient rights, or state the fact in an overlay."),
)  # fmt: skip
