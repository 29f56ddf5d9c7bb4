"""Made: fleets in memory and their rows, from reports or from nodes.

Belongs here: how the two fleets of the run come to be. Must not know: peers, clocks.

A million different descriptors would take minutes to read, and reading is measured elsewhere; so
the fleet whose devices are all distinct is made of nodes, which are checked to be those that a
reader would make.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bench.fleet.rows import Rows
from devcompat.fleet.classes import class_key
from devcompat.fleet.fleet import Fleet
from devcompat.fleet.records import DeviceReport, HostReport, Place, Query
from devcompat.formats import json as json_format
from devcompat.language.nodes import (
    Descriptor,
    Document,
    Domain,
    Expression,
    Field,
    Object,
    Reference,
    Template,
    Value,
    Variable,
)
from devcompat.match.compiled import compile_document
from devcompat.match.judge import Side, Undescribed
from devcompat.reports.families import keys_of
from devcompat.reports.generate import generate
from devcompat.reports.hosts import host_report
from devcompat.reports.lines import DescriptorLine, DeviceLine, decode_report
from devcompat.reports.sides import Sides
from devcompat.values.integers import IntegerRange, IntegerSet
from devcompat.values.versions import Comparator, VersionRange

CLASSES = 500
DEVICES_PER_HOST = 10
ZONES = 20


class Made:
    """A fleet, its rows, and the class of each source that can be asked for."""

    def __init__(self) -> None:
        self.fleet = Fleet()
        self.rows = Rows()

    def sources(self, most: int) -> list[int]:
        """Return classes that have a descriptor, evenly taken."""
        described = [
            number
            for number, side in enumerate(self.fleet.classes.sides)
            if not isinstance(side, Undescribed)
        ]
        step = max(1, len(described) // most)
        # A prime beside the twenty of a round, so that all families come in turn.
        return [described[place * step % len(described)] for place in range(most)][:most]

    def query(self, number: int, **more: Any) -> Query:
        """Return where a device of a class may go."""
        return Query(self.fleet.classes.sides[number], **more)

    def take(self, report: HostReport, keys: Iterable[dict[str, Any]]) -> None:
        """Take in a host; `keys` are its devices' as they were reported."""
        self.fleet.replace(report)
        zone = int(report.labels["zone"][1:])
        for device, own in zip(report.devices, keys, strict=True):
            number = self.fleet.classes.number(device.side)
            if number == len(self.rows.wants):
                self.rows.add_class(own)
            name = str(Place(report.host, device.address))
            self.rows.add_device(number, device.state, zone, name)


def realistic(devices: int) -> Made:
    """Return a fleet of 500 classes, most of its devices of few of them."""
    made, sides = Made(), Sides()
    for line in generate(devices // DEVICES_PER_HOST, CLASSES):
        read = decode_report(line)
        report = host_report(read, sides)
        made.take(report, _Lazily(read.devices, made))
    return made


class _Lazily:
    """The devices' keys, read only where the class is new."""

    def __init__(self, devices: Iterable[DeviceLine], made: Made) -> None:
        self._devices = devices
        self._made = made

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for device in self._devices:
            yield _Keys(device)


class _Keys(dict[str, Any]):
    """One device's keys."""

    def __init__(self, device: DeviceLine) -> None:
        super().__init__()
        self._device = device

    def get(self, key: str, default: Any = None) -> Any:
        """Return the descriptor as plain values."""
        found = self._device.descriptor
        if key != "descriptor" or not isinstance(found, DescriptorLine):
            return default
        return {
            "self": json.loads(bytes(found.self_object)),
            "compatible": json.loads(bytes(found.compatible)),
        }

    def __getitem__(self, key: str) -> Any:
        return self.get(key)


def distinct(devices: int) -> Made:
    """Return a fleet in which no two devices are alike."""
    made = Made()
    _check_nodes()
    number = 0
    for host in range(devices // DEVICES_PER_HOST):
        keys = [keys_of(number + place) for place in range(DEVICES_PER_HOST)]
        reported = [
            DeviceReport(f"0000:41:01.{place}", side_of_keys(own),
                         "free" if (number + place) % 3 == 0 else "used")
            for place, own in enumerate(keys)
        ]  # fmt: skip
        labels = {"zone": f"z{host % ZONES:02d}"}
        made.take(HostReport(f"h{host:06d}", tuple(reported), labels), keys)
        number += DEVICES_PER_HOST
    return made


def side_of_keys(keys: dict[str, Any]) -> Side:
    """Return the side that a reader would make of a device's keys."""
    descriptor = keys.get("descriptor")
    if descriptor is None:
        told = keys["undescribed"]
        return Undescribed("", told["detail"], told["immovable"], told["basis"])
    objects = tuple(_object(found) for found in descriptor["compatible"])
    own = tuple(_field(name, text) for name, text in descriptor["self"].items())
    return compile_document(Document(Descriptor(Object(own), objects)), keys["basis"])


_FIELDS: dict[object, Field] = {}
_VARIABLES: dict[object, Variable] = {}


def _object(found: dict[str, Any]) -> Object:
    fields = tuple(_field(name, value) for name, value in found["fields"].items())
    declared = found.get("variables", {}).items()
    return Object(fields, tuple(_variable(name, told) for name, told in declared))


def _field(name: str, value: Any) -> Field:
    key = (name, value if isinstance(value, str) else value["expr"], isinstance(value, str))
    known = _FIELDS.get(key)
    if known is None:
        known = Field(name, _value(value))
        if len(_FIELDS) < 1 << 16:
            _FIELDS[key] = known
    return known


def _value(value: Any) -> Value:
    if not isinstance(value, str):  # the one expression that there is: ${val1}/2
        return Expression((Reference("val1"), 2, "/"))
    before, begun, name = value.partition("${")
    if begun:
        return Template((*([before] if before else []), Reference(name[:-1])))
    return Template((value,) if value else ())


def _variable(name: str, told: dict[str, Any]) -> Variable:
    key = (name, told["type"], str(told["domain"]))
    known = _VARIABLES.get(key)
    if known is None:
        known = Variable(name, told["type"], _domain(told["type"], told["domain"]))
        if len(_VARIABLES) < 1 << 16:
            _VARIABLES[key] = known
    return known


def _domain(kind: str, written: Any) -> Domain:
    if kind == "int":
        return IntegerSet(
            IntegerRange(found, found) if isinstance(found, int)
            else IntegerRange(found["from"], found["to"])
            for found in written
        )  # fmt: skip
    if kind == "version":
        return VersionRange(tuple(Comparator(text[:2], text[2:]) for text in written))
    return written if kind == "opaque" else tuple(written)


def _check_nodes() -> None:
    """Raise AssertionError if a side made of nodes is not the one that is read."""
    for number in range(200):
        keys = keys_of(number)
        if "descriptor" not in keys:
            continue
        document = json_format.read(json.dumps(keys["descriptor"]).encode())
        assert class_key(compile_document(document)) == class_key(side_of_keys(keys)), number
