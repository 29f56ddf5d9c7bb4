"""Inventory reports: what `discover --json` prints, as reports of hosts for a fleet.

Belongs here: telling the two wire forms apart, and each device as `find --in` would take it.
Must not know: how a fleet is kept or asked.
"""

from collections.abc import Iterable, Iterator

from devcompat.catalog.creatable import costs_of, describe_type
from devcompat.fleet.hosts import DEVICES
from devcompat.fleet.records import DeviceReport, HostReport, TypeReport
from devcompat.inventory.records import CreatableType, Host
from devcompat.language.problems import InputError, Problem
from devcompat.match.judge import Undescribed
from devcompat.reports.faults import NAME_LENGTH, is_label, is_name
from devcompat.reports.lines import SCHEMA
from devcompat.reports.sides import Sides
from devcompat.verbs.places import NamedDevice

KERNEL = "kernel"
"""The label that an inventory gives: what `uname -r` says."""
_OPENING = 16
"""Bytes of a first line that is the beginning of JSON on several lines."""


def is_inventory(first: bytes) -> bool:
    """Return whether an input with that first line is an inventory, and no report a line.

    Reports may be bad, the first one too; so what is nothing known is taken for them.
    """
    begin = first.strip()
    if len(begin) <= _OPENING and begin.strip(b"[{ \t") == b"":
        return begin != b""
    return b'"devcompat/inventory/' in first and f'"{SCHEMA}"'.encode() not in first


def iter_inventory_reports(
    hosts: Iterable[Host], sides: Sides
) -> Iterator[HostReport | InputError]:
    """Yield each host's report, or why it cannot be one; the others do not suffer from that.

    States are free, the generation is 0, and the one label is the kernel's release.
    """
    for host in hosts:
        try:
            yield inventory_report(host, sides)
        except InputError as error:
            yield error


def inventory_report(host: Host, sides: Sides) -> HostReport:
    """Return a host as a report: each device as `catalog.describe` sees it, free.

    Raises InputError: `report.host`, `report.address`, `report.address-repeated`,
    `limit.host-devices`.
    """
    problems = tuple(_problems(host))
    if problems:
        raise InputError(problems, host.root or host.name)
    devices = []
    for device in host.devices:
        side = NamedDevice(host, device).describe().side
        if isinstance(side, Undescribed):
            side = side._replace(name="")
        devices.append(DeviceReport(device.address, sides.same(side)))
    labels = {}
    if host.kernel is not None and is_label(KERNEL, host.kernel.value):
        labels[KERNEL] = host.kernel.value
    types = tuple(_type_report(host, offered) for offered in host.types)
    return HostReport(host.name, tuple(devices), labels, types=types)


def _type_report(host: Host, offered: CreatableType) -> TypeReport:
    """Return a type; without a document where a field of it is not known, or it cannot migrate.

    Then it says why.
    """
    told = describe_type(offered, host.kernel, f"{host.name}/{offered.address}")
    costs = costs_of(offered)
    found = TypeReport(
        offered.parent,
        offered.type_id,
        offered.available_instances,
        units=costs.units.get(offered.type_id),
        mixed=costs.mixed,
    )
    if told.refusal is not None:
        return found._replace(refusal=told.refusal._replace(name=""))
    if told.told is None:
        return found
    if told.told.unread:
        detail = f"not read: {', '.join(sorted(told.told.unread))}"
        return found._replace(refusal=Undescribed("", detail))
    return found._replace(document=told.told.document, basis=told.told.basis)


def _problems(host: Host) -> Iterator[Problem]:
    expected = f"1 to {NAME_LENGTH} printable characters, without blanks and /"
    if not is_name(host.name):
        yield Problem("report.host", None, ascii(host.name)[1:-1], expected)
    if len(host.devices) > DEVICES:
        yield Problem("limit.host-devices", None, str(len(host.devices)), f"at most {DEVICES}")
    seen: set[str] = set()
    for device in host.devices:
        address = device.address
        if not is_name(address):
            yield Problem("report.address", None, ascii(address)[1:-1], expected)
        elif address in seen:
            once = "each address once in a host"
            yield Problem("report.address-repeated", None, address, once)
        seen.add(address)
