"""Hosts: a report's line as the record that a fleet takes in.

Belongs here: a host wholly or not at all. Must not know: how a line is cut, how a fleet is asked.
"""

from collections.abc import Sequence

from devcompat.fleet.classes import ClassTable
from devcompat.fleet.records import (
    STATE_NUMBERS,
    DeviceReport,
    HostReport,
    PackedReport,
    TypeReport,
)
from devcompat.language.problems import InputError
from devcompat.match.judge import Side
from devcompat.reports.lines import ReportLine, TypeLine
from devcompat.reports.sides import Sides


def host_report(line: ReportLine, sides: Sides, place: str = "") -> HostReport:
    """Return the host that a line reports, every descriptor read; `place` says where the line is.

    Raises InputError with the problems of the first descriptor that cannot be read, its type's or
    its device's: then nothing of the report counts. Its `source` names the place and the device;
    positions are within the descriptor's text.
    """
    found, types = _read(line, sides, place)
    devices = [
        DeviceReport(one.address, side, one.state)
        for one, side in zip(line.devices, found, strict=True)
    ]
    return HostReport(line.host, tuple(devices), line.labels, line.generation, types)


def packed_report(
    line: ReportLine, sides: Sides, classes: ClassTable, place: str = ""
) -> PackedReport:
    """Return the same by column: for loading many, as nothing is made per device.

    `classes` is that of the fleet that takes the report in. Raises InputError as `host_report`.
    """
    found, types = _read(line, sides, place)
    devices = line.devices
    return PackedReport(
        line.host,
        [device.address for device in devices],
        classes.numbers(found),
        bytes([STATE_NUMBERS[device.state] for device in devices]),
        line.labels,
        line.generation,
        types,
    )


def _read(
    line: ReportLine, sides: Sides, place: str
) -> tuple[Sequence[Side], tuple[TypeReport, ...]]:
    """Return what the devices are, and the types. Raises InputError."""
    try:
        found = sides.sides(line.devices)
        return found, tuple([_type_report(offered, sides) for offered in line.types])
    except InputError as error:
        subject = _unreadable(line, sides)
        where = ", ".join(filter(None, (place, f"{line.host}/{subject}")))
        raise InputError(error.problems, where, error.text, error.unreported) from None


def _type_report(offered: TypeLine, sides: Sides) -> TypeReport:
    return TypeReport(
        offered.parent,
        offered.type_id,
        offered.available,
        sides.document(offered),
        offered.basis,
        offered.cost,
        offered.mixed,
    )


def _unreadable(line: ReportLine, sides: Sides) -> str:
    """Return the address of the first device, or the first type, whose descriptor is wrong."""
    for device in line.devices:
        try:
            sides.sides((device,))
        except InputError:
            return device.address
    for offered in line.types:
        try:
            sides.document(offered)
        except InputError:
            break
    return f"{offered.parent}/{offered.type_id}"
