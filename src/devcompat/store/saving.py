"""Saving: some reports, one transaction.

Belongs here: which report replaces what, and what is written down of the difference. Must not know:
how a transaction begins and ends, what is in a descriptor.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from devcompat.store.documents import (
    Earlier,
    check_names,
    read_earlier,
    write_document,
    write_labels,
)
from devcompat.store.errors import StoreError
from devcompat.store.reading import pieces
from devcompat.store.records import Saved, StoredReport
from devcompat.store.tables import CHANGES, CLASSES, DESCRIPTORS, HOSTS

_MOST: Final = 2**63
_NEW: Final = insert(HOSTS)
_REPLACED: Final = (
    update(HOSTS)
    .where(HOSTS.c.host == bindparam("named"))
    .values(
        {
            column.name: bindparam(column.name)
            for column in HOSTS.columns
            if column is not HOSTS.c.host
        }
    )
)


class Known(NamedTuple):
    """Digests that the store is known to have, of classes and of descriptors."""

    classes: set[str]
    descriptors: set[str]


def save_batch(
    connection: Connection, reports: Sequence[StoredReport], known: Known, name: str
) -> list[Saved]:
    """Write reports of different hosts; return what came of each, true once this is committed.

    `known` is only read. Raises StoreError `store.value`; `name` is the store's.
    """
    for report in reports:
        _check(report, name)
    stored = _stored(connection, [report.host for report in reports])
    outcomes, new, replaced, changes = [], [], [], []
    written: list[StoredReport] = []
    for report in reports:
        old = stored.get(report.host)
        earlier = {} if old is None else read_earlier(old.document)
        row = _row(report, earlier, name)
        if old is None:
            new.append(row)
            written.append(report)
            outcomes.append(Saved(report.host, "new", report.generation))
            continue
        if report.generation <= old.generation:
            same = row["document"] == old.document and row["labels"] == old.labels
            if same and report.generation == old.generation:
                outcomes.append(Saved(report.host, "same", old.generation))
                continue
            # A host that does not count its reports says 0 each time: the later one counts.
            if report.generation != old.generation or report.generation != 0:
                outcomes.append(Saved(report.host, "stale", old.generation))
                continue
        found = _changes(report, earlier, old.generation)
        changes += found
        replaced.append({**row, "named": report.host})
        written.append(report)
        outcomes.append(Saved(report.host, "replaced", report.generation, len(found)))
    _add(connection, CLASSES, known.classes, classes_of(written), name)
    _add(connection, DESCRIPTORS, known.descriptors, descriptors_of(written), name)
    for statement, rows in ((_NEW, new), (_REPLACED, replaced), (insert(CHANGES), changes)):
        if rows:
            connection.execute(statement, rows)
    return outcomes


def classes_of(reports: Iterable[StoredReport]) -> dict[str, bytes | None]:
    """Return the classes that devices of reports name, None for one that is not given."""
    return {
        digest: report.classes.get(digest)
        for report in reports
        for digest in {device.class_digest for device in report.devices}
    }


def descriptors_of(reports: Iterable[StoredReport]) -> dict[str, bytes | None]:
    """Return the descriptors that types of reports name, None for one that is not given."""
    return {
        found.descriptor_digest: report.descriptors.get(found.descriptor_digest)
        for report in reports
        for found in report.types
        if found.descriptor_digest
    }


def _check(report: StoredReport, name: str) -> None:
    """Raise StoreError `store.value` for a report that not every database can hold."""
    names = [report.host, report.received]
    names += [device.address for device in report.devices]
    names += [device.class_digest for device in report.devices]
    names += [item.descriptor_digest for item in report.types]
    check_names(names, report.host, name)
    if not -_MOST <= report.generation < _MOST:
        said = f"the generation of host {report.host!r} is not a number of 64 bits"
        raise StoreError("store.value", said, name)


class _Stored(NamedTuple):
    generation: int
    labels: str
    document: str


def _stored(connection: Connection, hosts: list[str]) -> dict[str, _Stored]:
    """Return what the store has of these hosts."""
    columns = (HOSTS.c.host, HOSTS.c.generation, HOSTS.c.labels, HOSTS.c.document)
    return {
        row[0]: _Stored(row[1], row[2], row[3])
        for piece in pieces(hosts)
        for row in connection.execute(select(*columns).where(HOSTS.c.host.in_(piece)))
    }


def _row(report: StoredReport, earlier: Mapping[str, Earlier], name: str) -> dict[str, object]:
    return {
        "host": report.host,
        "generation": report.generation,
        "received": report.received,
        "labels": write_labels(report, name),
        "devices": len(report.devices),
        "types": len(report.types),
        "document": write_document(report, earlier, name),
    }


def _changes(
    report: StoredReport, earlier: Mapping[str, Earlier], generation: int
) -> list[dict[str, object]]:
    """Return the rows for devices that changed their class, appeared or vanished, by address."""
    now = {device.address: device.class_digest for device in report.devices}
    before = {address: found.digest for address, found in earlier.items()}
    return [
        {
            "host": report.host,
            "address": address,
            "at": report.received,
            "from_generation": generation,
            "to_generation": report.generation,
            "old_digest": before.get(address),
            "new_digest": now.get(address),
        }
        for address in sorted(now.keys() | before.keys())
        if now.get(address) != before.get(address)
    ]


def _add(
    connection: Connection,
    table: Table,
    known: set[str],
    wanted: Mapping[str, bytes | None],
    name: str,
) -> None:
    """Add the rows that a table lacks. Raises StoreError `store.value` if one is not given."""
    missing = {digest: document for digest, document in wanted.items() if digest not in known}
    if not missing:
        return
    for piece in pieces(list(missing)):
        for digest in connection.scalars(select(table.c.digest).where(table.c.digest.in_(piece))):
            del missing[digest]
    lacking = sorted(digest for digest, document in missing.items() if document is None)
    if lacking:
        said = f"a report names what is neither given nor known: {lacking[0]}"
        raise StoreError("store.value", said, name)
    rows = [{"digest": digest, "document": missing[digest]} for digest in sorted(missing)]
    if rows:
        connection.execute(insert(table), rows)
