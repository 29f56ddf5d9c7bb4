"""Store: a fleet on disk, opened by its name.

Belongs here: the calls, each one transaction or several, and what outlives it. Must not know: what
rows look like.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Final, Self

from sqlalchemy import Connection, delete

from devcompat.store.connecting import Engines, connect, lock_writers
from devcompat.store.documents import by_column
from devcompat.store.errors import StoreError, told
from devcompat.store.reading import (
    find_documents,
    find_stored,
    iter_columns,
    iter_stored,
    read_changes,
    read_classes,
    read_hosts,
    read_status,
)
from devcompat.store.records import (
    Change,
    HostColumns,
    ReportColumns,
    Saved,
    Status,
    StoredHost,
    StoredReport,
)
from devcompat.store.revisions import prepare
from devcompat.store.tables import CHANGES, HOSTS
from devcompat.store.writing import Writer, release

PATIENCE: Final = 10.0
"""Seconds to wait for another writer."""
BATCH: Final = 1000
"""Hosts written in one transaction."""
_MOST_DEVICES: Final = 50_000
"""Devices after which a transaction takes no more hosts: what is in memory at a time."""


def open_store(url: str, *, must_exist: bool = False, patience: float = PATIENCE) -> "Store":
    """Return the store of that name: a path, `sqlite:///PATH` or `postgresql://...`.

    One that is not there is made, unless it `must_exist`; an older schema is migrated. Raises
    StoreError.
    """
    engines = connect(url, patience)
    try:
        with told(engines.name, opening=True):
            prepare(engines, must_exist=must_exist)
    except BaseException:
        engines.writing.dispose()
        raise
    return Store(engines)


def named_store(url: str, *, patience: float = PATIENCE) -> "Store":
    """Return the store of that name without a look at it: nothing is made, opened or migrated.

    It is for saying its name. Raises StoreError `store.url`, `store.driver`.
    """
    return Store(connect(url, patience))


class Store:
    """A fleet on disk. Each call raises StoreError if the database fails, and can be made again.

    Several processes may have it open: one writes at a time, and readers wait for nobody.
    """

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    @property
    def name(self) -> str:
        """Return the store's name as a user may see it: without a password."""
        return self._engines.name

    @property
    def kind(self) -> str:
        """Return which database it is: `sqlite` or `postgresql`."""
        return self._engines.writing.dialect.name

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def save(self, reports: Iterable[StoredReport], *, batch: int = BATCH) -> Iterator[Saved]:
        """Save reports as `save_columns` does."""
        name = self.name
        return self.save_columns((by_column(report, name) for report in reports), batch=batch)

    def save_columns(
        self, reports: Iterable[ReportColumns], *, batch: int = BATCH
    ) -> Iterator[Saved]:
        """Save reports; yield what came of each, in their order, when it is written durably.

        Nothing is saved until the iterator is asked. A transaction takes up to `batch` hosts, each
        of which is wholly old or wholly new whatever happens; the next reports are asked for while
        the database writes. A report that is older than what the store has is `stale`; one of the
        same generation is the `same` or, with other content, `stale` too, unless its generation is
        0: hosts that do not count are believed.
        """
        writer = Writer(self._engines)
        try:
            for full in _batches(reports, batch):
                if full or writer.is_ready():
                    yield from writer.finish()
                if full:
                    writer.begin(full)
            yield from writer.finish()
        except GeneratorExit:
            with suppress(StoreError):
                writer.finish()
            raise
        except BaseException:
            yield from writer.finish()  # what is written is told, whatever happened after that
            raise

    def iter_reports(self) -> Iterator[StoredReport]:
        """Yield the reports of all hosts by name, as they were at one moment; few are in memory."""
        with self._reading() as connection:
            yield from iter_stored(connection)

    def iter_columns(self) -> Iterator[HostColumns]:
        """Yield what questions need of all hosts by name, as they were at one moment."""
        with self._reading() as connection:
            yield from iter_columns(connection)

    def find_host(self, host: str) -> StoredReport | None:
        """Return the report of a host, or None if there is none."""
        with self._reading() as connection:
            return find_stored(connection, host)

    def classes(self) -> dict[str, bytes]:
        """Return the canonical JSON of every class that the store ever saw, by digest."""
        with self._reading() as connection:
            return read_classes(connection)

    def find_classes(self, digests: set[str]) -> dict[str, bytes]:
        """Return the canonical JSON of these classes, which the store has seen, by digest."""
        with self._reading() as connection:
            return find_documents(connection, digests)

    def hosts(self) -> list[StoredHost]:
        """Return all hosts by name, without their devices."""
        with self._reading() as connection:
            return read_hosts(connection)

    def forget(self, host: str) -> bool:
        """Remove a host and its history; return whether it was there."""
        with self._writing() as connection:
            connection.execute(delete(CHANGES).where(CHANGES.c.host == host))
            return connection.execute(delete(HOSTS).where(HOSTS.c.host == host)).rowcount > 0

    def status(self) -> Status:
        """Return what the store has, counted."""
        with self._reading() as connection:
            return read_status(connection, self.name)

    def changes(self, host: str, address: str | None = None) -> list[Change]:
        """Return what changed on a host, or of one device there, oldest first."""
        with self._reading() as connection:
            return read_changes(connection, host, address)

    def close(self) -> None:
        """Close all connections. A closed store opens them again when it is used."""
        self._engines.writing.dispose()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(self.name):
            connection = self._engines.reading.connect()
            try:
                yield connection
            finally:
                release(connection)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told(self.name), self._engines.writing.begin() as connection:
            lock_writers(connection)
            yield connection


def _batches(reports: Iterable[ReportColumns], most: int) -> Iterator[list[ReportColumns] | None]:
    """Yield reports of different hosts together, at most so many; None while they are gathered."""
    pending: dict[str, ReportColumns] = {}
    devices = 0
    for report in reports:
        full = len(pending) >= most or devices >= _MOST_DEVICES
        if pending and (full or report.host in pending):
            yield list(pending.values())
            pending, devices = {}, 0
        pending[report.host] = report
        devices += len(report.addresses)
        yield None
    if pending:
        yield list(pending.values())
