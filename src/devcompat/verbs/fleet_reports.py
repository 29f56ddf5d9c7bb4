"""Fleet reports: what hosts say of themselves, as the records that a store keeps.

Belongs here: lines and inventories to records, each class and type written once. Must not know:
files, stores, what is asked of a fleet.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from msgspec import Raw

from devcompat.catalog.creatable import costs_of
from devcompat.fleet.records import TypeReport
from devcompat.formats.structured_writer import to_plain
from devcompat.inventory.records import Host
from devcompat.language.nodes import Document
from devcompat.language.parser import parse
from devcompat.language.problems import InputError
from devcompat.match.judge import Side
from devcompat.match.verdict import Basis
from devcompat.reports.classes import digest_of
from devcompat.reports.hosts import host_report
from devcompat.reports.lines import DescriptorLine, ReportLine
from devcompat.reports.sides import Sides, part_text
from devcompat.reports.types import refusal_form, type_form
from devcompat.store.records import ReportColumns, StoredType
from devcompat.verbs.inventory_reports import inventory_report
from devcompat.verbs.places import NamedDevice

FORMS: Final = 1 << 16
"""Classes and types whose forms are remembered."""

_encode = msgspec.json.Encoder().encode


class StoredForms:
    """Makes records for a store. A class or a type that many hosts have is written once."""

    def __init__(self) -> None:
        self.sides = Sides()
        self._classes = _Forms({})
        self._types: dict[Basis, _Forms] = {}
        self._type_forms: dict[str, bytes] = {}

    def of_line(self, line: ReportLine, received: str, place: str = "") -> ReportColumns:
        """Return the record of a report, received at that time; `place` says where the line is.

        Raises InputError like `reports.hosts.host_report`.
        """
        devices = line.devices
        try:
            sides = self.sides.sides(devices)
            documents = [self.sides.document(offered) for offered in line.types]
        except InputError:
            host_report(line, self.sides, place)  # says of which device it is
            raise
        self._make_room()
        types = [
            StoredType(
                one.parent, one.type_id, one.available, self._described(document, one.basis),
                one.cost, one.pool, one.mixed,
            )
            for one, document in zip(line.types, documents, strict=True)
        ]  # fmt: skip
        descriptors = [device.descriptor for device in devices]
        return ReportColumns(
            line.host,
            line.generation,
            line.labels,
            [device.address for device in devices],
            self._digests(sides),
            [device.state for device in devices],
            [device.vm for device in devices],
            [device.kind for device in devices],
            [device.parent for device in devices],
            [one.info if type(one) is DescriptorLine else _info(one) for one in descriptors],
            types,
            received,
            self._classes.forms,
            self._type_forms,
        )

    def of_host(self, host: Host, received: str) -> ReportColumns:
        """Return the record of a host of an inventory. Raises InputError as `inventory_report`."""
        report = inventory_report(host, self.sides)
        self._make_room()
        devices = host.devices
        infos = [_info_of(NamedDevice(host, device).describe().document) for device in devices]
        types = [
            self._type(found, costs_of(offered).unit)
            for found, offered in zip(report.types, host.types, strict=True)
        ]
        return ReportColumns(
            report.host,
            report.generation,
            report.labels,
            [device.address for device in devices],
            self._digests([found.side for found in report.devices]),
            ["free"] * len(devices),
            [""] * len(devices),
            [device.kind for device in devices],
            [device.parent for device in devices],
            infos,
            types,
            received,
            self._classes.forms,
            self._type_forms,
        )

    def _type(self, found: TypeReport, pool: str) -> StoredType:
        digest = self._described(found.document, found.basis)
        if found.refusal is not None:
            form = refusal_form(found.refusal)
            digest = digest_of(form)
            self._type_forms[digest] = form
        return StoredType(
            found.parent, found.type_id, found.available, digest, found.units, pool or None,
            found.mixed,
        )  # fmt: skip

    def _make_room(self) -> None:
        """Begin anew where too much is remembered; what was made before keeps what it names."""
        if len(self._classes.digests) > FORMS:
            self._classes = _Forms({})
        if sum(len(found.digests) for found in self._types.values()) > FORMS:
            self._types, self._type_forms = {}, {}

    def _digests(self, sides: Sequence[Side]) -> list[str]:
        known = self._classes.digests
        try:
            return [known[id(side)] for side in sides]
        except KeyError:
            for side in sides:
                if id(side) not in known:
                    self._classes.add(side, self.sides.form(side))
        return [known[id(side)] for side in sides]

    def _described(self, document: Document | None, basis: Basis) -> str:
        """Return the digest of a type's descriptor, "" if it has none."""
        if document is None:
            return ""
        known = self._types.get(basis)
        if known is None:
            known = self._types[basis] = _Forms(self._type_forms)
        if id(document) not in known.digests:
            known.add(document, type_form(document.descriptor, basis))
        return known.digests[id(document)]


class _Forms:
    """Forms by digest, and digests by the `id` of what they are of, which is kept alive."""

    def __init__(self, forms: dict[str, bytes]) -> None:
        self.forms = forms
        self.digests: dict[int, str] = {}
        self._kept: list[object] = []

    def add(self, of: object, form: bytes) -> None:
        digest = digest_of(form)
        self.forms[digest] = form
        self.digests[id(of)] = digest
        self._kept.append(of)


def _info(descriptor: DescriptorLine | str | None) -> Mapping[str, str | int] | Raw | None:
    """Return a descriptor's INFO, None where there is none."""
    if isinstance(descriptor, DescriptorLine):
        return descriptor.info
    if descriptor is None:
        return None
    text = part_text(descriptor).info
    return _info_of(parse(f"SELF:\n{text}" if text else descriptor))


def _info_of(document: Document | None) -> Raw | None:
    info: object = None if document is None else to_plain(document.descriptor).get("info")
    return Raw(_encode(info)) if isinstance(info, Mapping) else None
