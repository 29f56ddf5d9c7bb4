"""Saving: some reports, one transaction.

Belongs here: which report replaces what, and what is written down of the difference. Must not know:
how a transaction begins and ends, what is in a descriptor.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from sqlalchemy import Connection, Table, insert, select

from devcompat.store.documents import (
    Earlier,
    check_names,
    read_earlier,
    write_document,
    write_labels,
)
from devcompat.store.errors import StoreError
from devcompat.store.reading import pieces
from devcompat.store.records import Change, Outcome, ReportColumns, Saved
from devcompat.store.rows import HostRow, find_hosts
from devcompat.store.tables import CHANGES, CLASSES, DESCRIPTORS

_MOST: Final = 2**63


class Known(NamedTuple):
    """Digests that the store is known to have, of classes and of descriptors."""

    classes: set[str]
    descriptors: set[str]


class Batch(NamedTuple):
    """Hosts whose rows are still to be written, and what has come of each report then.

    `classes` and `descriptors` are the digests that are stored then, with others.
    """

    hosts: Sequence[HostRow]
    outcomes: list[Saved]
    classes: Iterable[str]
    descriptors: Iterable[str]


def prepare_batch(
    connection: Connection, reports: Sequence[ReportColumns], known: Known, name: str
) -> Batch:
    """Write all but the hosts' rows of reports of different hosts, and return these.

    `known` is only read. Raises StoreError `store.value`; `name` is the store's.
    """
    _check(reports, name)
    stored = find_hosts(connection, [report.host for report in reports])
    outcomes: list[Saved] = []
    rows: list[HostRow] = []
    changes: list[Change] = []
    written: list[ReportColumns] = []
    for report in reports:
        old = stored.get(report.host)
        earlier = None if old is None else read_earlier(old.document)
        labels, document = write_labels(report, name), write_document(report, earlier, name)
        found: list[Change] = []
        if old is not None and earlier is not None:
            if report.generation <= old.generation:
                same = document == old.document and labels == old.labels
                if same and report.generation == old.generation:
                    outcomes.append(Saved(report.host, "same", old.generation))
                    continue
                # A host that does not count its reports says 0 each time: the later one counts.
                if report.generation != old.generation or report.generation != 0:
                    outcomes.append(Saved(report.host, "stale", old.generation))
                    continue
            found = _changes(report, earlier, old.generation)
            changes += found
        rows.append(
            HostRow(
                report.host, report.generation, report.received, labels, len(report.addresses),
                len(report.types), document,
            )
        )  # fmt: skip
        written.append(report)
        outcome: Outcome = "new" if old is None else "replaced"
        outcomes.append(Saved(report.host, outcome, report.generation, len(found)))
    classes, descriptors = _classes_of(written), _descriptors_of(written)
    _add(connection, CLASSES, known.classes, classes, name)
    _add(connection, DESCRIPTORS, known.descriptors, descriptors, name)
    if changes:
        connection.execute(insert(CHANGES), [change._asdict() for change in changes])
    return Batch(rows, outcomes, classes, descriptors)


def _classes_of(reports: Sequence[ReportColumns]) -> dict[str, bytes | None]:
    """Return the classes that devices of reports name, None for one that is not given."""
    found: dict[str, bytes | None] = {}
    for report in reports:
        for digest in {*report.digests}.difference(found):
            found[digest] = report.classes.get(digest)
    return found


def _descriptors_of(reports: Iterable[ReportColumns]) -> dict[str, bytes | None]:
    """Return the descriptors that types of reports name, None for one that is not given."""
    return {
        found.descriptor_digest: report.descriptors.get(found.descriptor_digest)
        for report in reports
        for found in report.types
        if found.descriptor_digest
    }


def _check(reports: Sequence[ReportColumns], name: str) -> None:
    """Raise StoreError `store.value` for a report that not every database can hold."""
    together = "".join(chain.from_iterable(map(_names, reports)))
    if not together.isascii() or "\0" in together:
        for report in reports:
            check_names(_names(report), report.host, name)
    for report in reports:
        if not -_MOST <= report.generation < _MOST:
            said = f"the generation of host {report.host!r} is not a number of 64 bits"
            raise StoreError("store.value", said, name)


def _names(report: ReportColumns) -> Iterable[str]:
    """Return all texts of a report that are kept as names."""
    described = [item.descriptor_digest for item in report.types]
    return chain((report.host, report.received), report.addresses, report.digests, described)


def _changes(
    report: ReportColumns, earlier: Mapping[str, Earlier], generation: int
) -> list[Change]:
    """Return the devices that changed their class, appeared or vanished, by address."""
    now = dict(zip(report.addresses, report.digests, strict=True))
    before = {address: found.digest for address, found in earlier.items()}
    return [
        Change(
            report.host, address, report.received, generation, report.generation,
            before.get(address), now.get(address),
        )
        for address in sorted(now.keys() | before.keys())
        if now.get(address) != before.get(address)
    ]  # fmt: skip


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
