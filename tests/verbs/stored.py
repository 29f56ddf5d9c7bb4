"""Stores that the verbs are asked about: reports of hosts put into one."""

import hashlib
from collections.abc import Iterable

from devcompat.fleet.records import HostReport, TypeReport
from devcompat.reports.classes import canonical
from devcompat.reports.types import refusal_form, type_form
from devcompat.store.records import StoredDevice, StoredReport, StoredType
from devcompat.store.store import Store

AT = "2026-11-28T00:00:00Z"


def digest_of(form: bytes) -> str:
    return hashlib.sha256(form).hexdigest()


def form_of(offered: TypeReport) -> bytes:
    document = offered.document
    if offered.refusal is not None:
        return refusal_form(offered.refusal)
    return b"" if document is None else type_form(document.descriptor, offered.basis)


def stored(report: HostReport) -> StoredReport:
    """Return a host's report as a store takes it."""
    forms = [canonical(device.side) for device in report.devices]
    types = [(found, form_of(found)) for found in report.types]
    return StoredReport(
        report.host,
        report.generation,
        report.labels,
        tuple(
            StoredDevice(device.address, digest_of(form), device.state)
            for device, form in zip(report.devices, forms, strict=True)
        ),
        tuple(
            StoredType(
                found.parent,
                found.type_id,
                found.available,
                digest_of(form) if form else "",
                found.units,
                None,
                found.mixed,
            )
            for found, form in types
        ),
        AT,
        {digest_of(form): form for form in forms},
        {digest_of(form): form for _, form in types if form},
    )


def put(store: Store, reports: Iterable[HostReport]) -> None:
    """Save reports."""
    assert all(saved.outcome == "new" for saved in store.save(map(stored, reports)))
