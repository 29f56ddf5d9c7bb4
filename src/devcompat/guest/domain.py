"""Domain: the devices that a libvirt domain has assigned, in the order of its XML.

Belongs here: the records, and which elements assign a device of the host.
Must not know: how XML is read (elements), whether a device is there or can migrate.

What the elements mean: https://libvirt.org/formatdomain.html ("Host device assignment", "Network
interfaces", "Hard drives").
"""

import re
from collections.abc import Callable, Iterator
from typing import Final, Literal, NamedTuple

from devcompat.guest.elements import Contents, DomainError, Element, read_elements
from devcompat.language.problems import Problem

AssignedKind = Literal["mdev", "pci", "vdpa", "other"]
"""What is assigned: a mdev by UUID, a PCI device by address, a vDPA device by its node, or
something that QEMU passes through in another way."""

_UUID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_NUMBER = re.compile(r"0[xX][0-9a-fA-F]{1,8}|[0-9]{1,10}", re.ASCII)
_RAW_ASSIGNMENT = re.compile(r"\bvfio-|\bvhost-vdpa\b|\biommufd\b")
_SHOWN: Final = 80
_PCI_PARTS: Final = (
    ("domain", 0xFFFFFFFF, "0"),
    ("bus", 0xFF, None),
    ("slot", 0x1F, None),
    ("function", 7, "0"),
)


class AssignedDevice(NamedTuple):
    """One device of the host that the domain holds.

    `address` is a mdev's UUID in lower case, a PCI address `dddd:bb:dd.f`, the path of a vDPA
    device's node such as `/dev/vhost-vdpa-0`, or for "other" what names it, possibly "". `element`
    is the XML's, such as `hostdev mdev`; `model` is its `model`, such as vfio-pci, or "". `line`
    counts from 1. `managed` says that libvirt binds and unbinds the driver. `transient` says that
    libvirt unplugs it before a migration (`<teaming type='transient'>`), so it need not migrate.
    """

    kind: AssignedKind
    address: str
    element: str
    line: int
    model: str = ""
    managed: bool = False
    transient: bool = False


class Domain(NamedTuple):
    """A domain's name and UUID, "" where the XML has none, and its assigned devices in order."""

    name: str
    uuid: str
    devices: tuple[AssignedDevice, ...]


def read_domain(data: bytes, name: str) -> Domain:
    """Return the domain that libvirt's XML describes: `<domain>`, or `<domstatus>` around it.

    `name` names the input in errors. Raises DomainError with all that is wrong.
    """
    contents = read_elements(data, name)
    problems: list[Problem] = []
    devices: list[AssignedDevice] = []
    for element in contents.devices:
        try:
            devices.extend(_assigned(element))
        except _Malformed as malformed:
            problems.append(malformed.problem)
    devices.extend(_raw_arguments(contents))
    if problems:
        raise DomainError(tuple(problems), name)
    devices.sort(key=lambda device: device.line)
    return Domain(contents.name, contents.uuid, tuple(devices))


class _Malformed(Exception):
    """An element that assigns a device and does not say which."""

    def __init__(self, code: str, element: Element, found: str, expected: str) -> None:
        super().__init__(code)
        self.problem = Problem(code, element.position, found[:_SHOWN], expected)


def _assigned(element: Element) -> Iterator[AssignedDevice]:
    """Yield the device that the element assigns, if it does."""
    read = _ELEMENTS.get(element.name)
    if read is not None:
        yield from read(element)


def _read_hostdev(element: Element) -> Iterator[AssignedDevice]:
    mode, what = element.get("mode", "subsystem"), element.get("type")
    source = element.find("source")
    if mode == "subsystem" and what == "mdev":
        yield _device(element, "mdev", _uuid(source), "hostdev mdev")
    elif mode == "subsystem" and what == "pci":
        yield _device(element, "pci", _pci_address(source), "hostdev pci")
    else:
        label = "hostdev " + (what if mode == "subsystem" else f"{mode} {what}")
        yield _device(element, "other", _label(source), label.strip())


def _read_interface(element: Element) -> Iterator[AssignedDevice]:
    """Yield the device of an interface; a live one's `<actual>` says what a network gave it."""
    actual = element.children("actual")
    what = element.get("type")
    inner = actual[0] if actual and what == "network" else element
    if inner.get("type") == "hostdev":
        device = _device(element, "pci", _pci_address(inner.find("source")), "interface hostdev")
        managed = inner.get("managed", element.get("managed"))
        yield device._replace(managed=managed == "yes")
    elif inner.get("type") == "vdpa":
        yield _device(element, "vdpa", _node(inner.find("source")), "interface vdpa")


def _read_disk(element: Element) -> Iterator[AssignedDevice]:
    what = element.get("type")
    if what == "vhostvdpa":
        yield _device(element, "vdpa", _node(element.find("source")), "disk vhostvdpa")
    elif what == "nvme":
        yield _device(element, "other", _pci_address(element.find("source")), "disk nvme")


_ELEMENTS: Final[dict[str, Callable[[Element], Iterator[AssignedDevice]]]] = {
    "hostdev": _read_hostdev,
    "interface": _read_interface,
    "disk": _read_disk,
}


def _raw_arguments(contents: Contents) -> Iterator[AssignedDevice]:
    """Yield what is assigned behind libvirt's back, by `<qemu:commandline>`."""
    for argument in contents.arguments:
        value = argument.get("value")
        if _RAW_ASSIGNMENT.search(value):
            yield AssignedDevice("other", value[:_SHOWN], "qemu:arg", argument.position.line)


def _device(element: Element, kind: AssignedKind, address: str, label: str) -> AssignedDevice:
    teaming = element.children("teaming")
    return AssignedDevice(
        kind=kind,
        address=address,
        element=label,
        line=element.position.line,
        model=element.get("model"),
        managed=element.get("managed") == "yes",
        transient=bool(teaming) and teaming[0].get("type") == "transient",
    )


def _uuid(source: Element) -> str:
    """Return the UUID of a mdev's source; libvirt takes it with and without dashes."""
    address = source.find("address")
    written = address.get("uuid")
    digits = written.replace("-", "").lower()
    if not written:
        raise _Malformed("domain.address-missing", address, "", "an address with a uuid")
    if not _UUID.fullmatch(digits):
        raise _Malformed("domain.address-malformed", address, written, "a UUID")
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return "-".join(parts)


def _pci_address(source: Element) -> str:
    """Return the PCI address of a source; numbers as libvirt reads them: 0x1f, 037 or 31."""
    address = source.find("address")
    numbers: list[int] = []
    for key, highest, default in _PCI_PARTS:
        written = address.get(key) or default
        if written is None:
            raise _Malformed("domain.address-missing", address, "", f"an address with a {key}")
        number = _number(written)
        if number is None or number > highest:
            expected = f"{key} from 0 to {highest:#x}"
            raise _Malformed("domain.address-malformed", address, written, expected)
        numbers.append(number)
    domain, bus, slot, function = numbers
    return f"{domain:04x}:{bus:02x}:{slot:02x}.{function}"


def _number(written: str) -> int | None:
    if not _NUMBER.fullmatch(written):
        return None
    if written[:2] in {"0x", "0X"}:
        return int(written, 16)
    octal = written.startswith("0") and len(written) > 1
    if octal and not set(written) <= set("01234567"):
        return None
    return int(written, 8 if octal else 10)


def _node(source: Element) -> str:
    path = source.get("dev")
    if not path:
        raise _Malformed("domain.address-missing", source, "", "a source with dev")
    return path


def _label(source: Element) -> str:
    """Return what names a device that is not covered: its source's attributes, as written."""
    parts: list[str] = []
    for element in (source, *source.inner):
        parts.extend(f"{key}={value}" for key, value in element.attributes)
        if element.text:
            parts.append(element.text)
    return " ".join(parts)[:_SHOWN]
