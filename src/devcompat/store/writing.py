"""Writing: a batch of reports after the other, each in a transaction that ends in the background.

Belongs here: what goes on beside what, and who waits for whom. Must not know: rows, which report
replaces what.

What takes long at the end of a transaction is the disk and the server, not Python: so the next
reports are read meanwhile. One transaction is open at a time.
"""

from collections.abc import Sequence
from threading import Thread
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from devcompat.store.connecting import Engines, lock_writers
from devcompat.store.errors import told
from devcompat.store.records import ReportColumns, Saved
from devcompat.store.rows import write_hosts
from devcompat.store.saving import Batch, Known, prepare_batch

_MOST_KNOWN: Final = 200_000
"""Digests remembered as stored."""


def release(connection: Connection) -> None:
    """Give back a connection, its transaction undone if it is open.

    If that fails, nothing is lost but the connection.
    """
    try:
        connection.close()
    except SQLAlchemyError:
        if not connection.closed:
            connection.invalidate()
            connection.close()


class Writer:
    """Writes batches. Each call raises StoreError if the database fails."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._known = Known(set(), set())
        self._thread: Thread | None = None
        self._written: Batch | None = None
        self._error: BaseException | None = None

    def is_ready(self) -> bool:
        """Return whether a batch was begun and can be finished without waiting."""
        return self._written is not None or self._error is not None

    def begin(self, reports: Sequence[ReportColumns]) -> None:
        """Begin to write reports of different hosts; the batch before must be finished."""
        name = self._engines.name
        try:
            with told(name):
                connection = self._engines.writing.connect()
                try:
                    connection.begin()
                    lock_writers(connection)
                    batch = prepare_batch(connection, reports, self._known, name)
                except BaseException:
                    release(connection)
                    raise
        except BaseException:
            self._forget()
            raise
        if batch.hosts:
            self._thread = Thread(target=self._end, args=(connection, batch))
            self._thread.start()
        else:
            release(connection)
            self._written = batch

    def finish(self) -> list[Saved]:
        """Wait until the batch that was begun is written; return what came of its reports.

        Without one there is nothing to wait for, and nothing came. If waiting is interrupted, this
        can be called again.
        """
        if self._thread is not None and self._thread.ident is not None:
            self._thread.join()
        batch, error = self._written, self._error
        self._written = self._thread = self._error = None
        if error is not None:
            self._forget()
            raise error
        if batch is None:
            return []
        for known, found in zip(self._known, (batch.classes, batch.descriptors), strict=True):
            if len(known) > _MOST_KNOWN:
                known.clear()
            known.update(found)
        return batch.outcomes

    def _end(self, connection: Connection, batch: Batch) -> None:
        """Write the hosts' rows and end the transaction, in a thread of its own."""
        try:
            with told(self._engines.name):
                write_hosts(connection, batch.hosts)
                connection.commit()
            self._written = batch
        except BaseException as error:  # noqa: BLE001  (it is raised by who waits)
            self._error = error
        finally:
            release(connection)

    def _forget(self) -> None:
        """Forget what is known: the database may be another one when it is back, from a backup."""
        self._known = Known(set(), set())
