"""Reading: reports out of a store, a piece at a time.

Belongs here: rows to records. Must not know: how a transaction begins and ends.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Table, func, select

from devcompat.store.documents import read_columns, read_document, read_labels
from devcompat.store.records import Change, HostColumns, Status, StoredHost, StoredReport
from devcompat.store.tables import CHANGES, CLASSES, DESCRIPTORS, HOSTS, REVISION

_PIECE: Final = 500
"""Hosts that are in memory at a time, and values that a statement asks for."""
_HELD: Final = 50_000
"""Classes and descriptors that are kept for hosts to come."""


_REPORTS: Final = select(
    HOSTS.c.host, HOSTS.c.generation, HOSTS.c.labels, HOSTS.c.received, HOSTS.c.document
)
_PIECES: Final = _REPORTS.order_by(HOSTS.c.host).limit(_PIECE)


def pieces(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield values some at a time: a statement takes no more of them on some builds of SQLite."""
    for begin in range(0, len(values), _PIECE):
        yield values[begin : begin + _PIECE]


class _Documents:
    """Classes or descriptors by digest, fetched when a host names them."""

    def __init__(self, connection: Connection, table: Table) -> None:
        self._connection = connection
        self._table = table
        self._found: dict[str, bytes] = {}

    def fetch(self, digests: set[str]) -> Mapping[str, bytes]:
        """Return a map that has these, and perhaps more."""
        if len(self._found) > _HELD:
            self._found = {}
        columns = (self._table.c.digest, self._table.c.document)
        for piece in pieces(sorted(digests - self._found.keys())):
            rows = self._connection.execute(select(*columns).where(self._table.c.digest.in_(piece)))
            self._found.update((row[0], row[1]) for row in rows)
        return self._found


def iter_stored(connection: Connection) -> Iterator[StoredReport]:
    """Yield the reports of all hosts in the order of their names, fetched piece by piece.

    Each piece begins after the last host of the one before; the transaction sees to it that all are
    of one moment. So no cursor is open on the server, which could not be closed if it went away.
    """
    classes, descriptors = _Documents(connection, CLASSES), _Documents(connection, DESCRIPTORS)
    for rows in _iter_pieces(connection):
        yield from _reports(rows, classes, descriptors)


def iter_columns(connection: Connection) -> Iterator[HostColumns]:
    """Yield what questions need of all hosts, in the order of their names, as `iter_stored` does.

    `documents` and `descriptors` are the same for many hosts, and have more than each names.
    """
    classes, descriptors = _Documents(connection, CLASSES), _Documents(connection, DESCRIPTORS)
    for rows in _iter_pieces(connection):
        columns = [read_columns(row[4]) for row in rows]
        known = classes.fetch(set().union(*[found.digests for found in columns]))
        offered = [item for found in columns for item in found.types]
        described = descriptors.fetch({item.descriptor_digest for item in offered} - {""})
        for row, found in zip(rows, columns, strict=True):
            host, generation, labels, received, _ = row
            yield HostColumns(
                host,
                generation,
                read_labels(labels),
                found.addresses,
                found.digests,
                found.classes,
                found.states,
                found.types,
                known,
                described,
                received,
                bytes(found.vms),
            )


def _iter_pieces(connection: Connection) -> Iterator[Sequence[Sequence[Any]]]:
    """Yield the rows of hosts, some at a time."""
    rows = connection.execute(_PIECES).all()
    while rows:
        yield rows
        rows = connection.execute(_PIECES.where(HOSTS.c.host > rows[-1][0])).all()


def find_stored(connection: Connection, host: str) -> StoredReport | None:
    """Return the report of a host, or None if there is none."""
    classes, descriptors = _Documents(connection, CLASSES), _Documents(connection, DESCRIPTORS)
    rows = connection.execute(_REPORTS.where(HOSTS.c.host == host)).all()
    return next(_reports(rows, classes, descriptors), None)


def _reports(
    rows: Sequence[Sequence[Any]], classes: _Documents, descriptors: _Documents
) -> Iterator[StoredReport]:
    """Yield the reports that rows hold, each with the classes and descriptors that it names."""
    documents = [read_document(row[4]) for row in rows]
    known = classes.fetch({digest for found in documents for digest in found[0]})
    of_types = [{item.descriptor_digest for item in found[2]} - {""} for found in documents]
    described = descriptors.fetch(set().union(*of_types))
    for row, found, named in zip(rows, documents, of_types, strict=True):
        host, generation, labels, received, _ = row
        digests, devices, types = found
        yield StoredReport(
            host,
            generation,
            read_labels(labels),
            devices,
            types,
            received,
            {digest: known[digest] for digest in digests},
            {digest: described[digest] for digest in sorted(named)},
        )


def read_classes(connection: Connection) -> dict[str, bytes]:
    """Return the canonical JSON of every class by digest, in the order of digests."""
    rows = connection.execute(
        select(CLASSES.c.digest, CLASSES.c.document).order_by(CLASSES.c.digest)
    )
    return {row.digest: row.document for row in rows}


def find_documents(connection: Connection, digests: set[str]) -> dict[str, bytes]:
    """Return the canonical JSON of these classes by digest."""
    found = _Documents(connection, CLASSES).fetch(digests)
    return {digest: found[digest] for digest in sorted(digests)}


def read_hosts(connection: Connection) -> list[StoredHost]:
    """Return every host without its devices, in the order of names."""
    rows = connection.execute(
        select(
            HOSTS.c.host,
            HOSTS.c.generation,
            HOSTS.c.labels,
            HOSTS.c.received,
            HOSTS.c.devices,
            HOSTS.c.types,
        ).order_by(HOSTS.c.host)
    )
    return [StoredHost(row[0], row[1], read_labels(row[2]), *row[3:]) for row in rows]


def read_changes(connection: Connection, host: str, address: str | None) -> list[Change]:
    """Return what changed on a host, or of one device there, oldest first."""
    asked = select(*(CHANGES.c[name] for name in Change._fields)).where(CHANGES.c.host == host)
    if address is not None:
        asked = asked.where(CHANGES.c.address == address)
    return [Change(*row) for row in connection.execute(asked.order_by(CHANGES.c.number))]


def read_status(connection: Connection, name: str) -> Status:
    """Return what there is, counted; `name` is the store's."""
    sums = [func.coalesce(func.sum(column), 0) for column in (HOSTS.c.devices, HOSTS.c.types)]
    hosts, devices, types = connection.execute(select(func.count(HOSTS.c.host), *sums)).one()
    classes = connection.execute(select(func.count(CLASSES.c.digest))).scalar_one()
    changes = connection.execute(select(func.count(CHANGES.c.number))).scalar_one()
    return Status(name, REVISION, hosts, int(devices), int(types), classes, changes)
