"""Places: devices and creatable types of an inventory, by the names that users give them.

Belongs here: looking them up, and listing them. Must not know: what any takes over (catalog).
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from devcompat.catalog.creatable import TypeDescription, describe_type, would_be_device
from devcompat.catalog.describe import Description, describe
from devcompat.inventory.records import CreatableType, Device, Host
from devcompat.language.problems import input_error

CREATABLE: Final = "creatable"
_SHOWN = 5


class NamedDevice(NamedTuple):
    """A device with the host that has it."""

    host: Host
    device: Device

    @property
    def label(self) -> str:
        """Return `HOST/DEVICE`."""
        return f"{self.host.name}/{self.device.address}"

    @property
    def address(self) -> str:
        """Return the device's address."""
        return self.device.address

    @property
    def kind(self) -> str:
        """Return what the device is: one of `records.KINDS`."""
        return self.device.kind

    @property
    def driver(self) -> str | None:
        """Return the driver that is bound, None if none is or it is not known."""
        return self.device.value("driver")

    def describe(self) -> Description:
        """Return what is known of the device."""
        return describe(self.device, self.host.kernel, self.label)


class NamedType(NamedTuple):
    """A type that could be created, with the host that offers it."""

    host: Host
    offered: CreatableType

    @property
    def label(self) -> str:
        """Return `HOST/PARENT/TYPE`."""
        return f"{self.host.name}/{self.offered.address}"

    @property
    def address(self) -> str:
        """Return `PARENT/TYPE`."""
        return self.offered.address

    @property
    def kind(self) -> str:
        """Return `creatable`: there is no device yet."""
        return CREATABLE

    @property
    def driver(self) -> str | None:
        """Return the driver that a device of it would get, None if that is not known."""
        return would_be_device(self.offered).value("driver")

    def describe(self) -> TypeDescription:
        """Return what is known of a device of the type."""
        return describe_type(self.offered, self.host.kernel, self.label)


Place = NamedDevice | NamedType
"""Where a device's state could go: to a device that is there, or to one that would be created."""


def iter_devices(hosts: Sequence[Host]) -> Iterator[NamedDevice]:
    """Yield every device of every host."""
    for host in hosts:
        for device in host.devices:
            yield NamedDevice(host, device)


def iter_types(hosts: Sequence[Host]) -> Iterator[NamedType]:
    """Yield every type that could be created on any host."""
    for host in hosts:
        for offered in host.types:
            yield NamedType(host, offered)


def iter_places(hosts: Sequence[Host]) -> Iterator[Place]:
    """Yield every device of every host, then every type that could be created."""
    yield from iter_devices(hosts)
    yield from iter_types(hosts)


def find_named(hosts: Sequence[Host], reference: str) -> NamedDevice | None:
    """Return the device named `HOST/DEVICE`, or `DEVICE` where only one host has it, or None.

    Raises InputError `reference.ambiguous` if several fit.
    """
    host_name, _, address = reference.rpartition("/")
    found = [
        NamedDevice(host, device)
        for host in hosts
        if host_name in {"", host.name} and (device := host.find_device(address)) is not None
    ]
    _demand_one(found, reference, "device")
    return found[0] if found else None


def find_named_type(hosts: Sequence[Host], reference: str) -> NamedType | None:
    """Return the type named `HOST/PARENT/TYPE`, or `PARENT/TYPE` where one host has it, or None.

    Raises InputError `reference.ambiguous` if several fit.
    """
    found = [kind for kind in iter_types(hosts) if reference in {kind.label, kind.address}]
    _demand_one(found, reference, "type")
    return found[0] if found else None


def _demand_one(found: Sequence[Place], reference: str, noun: str) -> None:
    """Raise InputError `reference.ambiguous` if there is more than one."""
    if len(found) > 1:
        labels = list(dict.fromkeys(place.label for place in found))
        expected = f"one {noun}, as in {', '.join(labels[:_SHOWN])}"
        if len(labels) == 1:
            expected = f"one host called {found[0].host.name}; the inventory has several"
        raise input_error("reference.ambiguous", reference, expected)
