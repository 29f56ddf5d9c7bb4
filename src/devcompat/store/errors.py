"""Errors: what a database says when something goes wrong, as our codes.

Belongs here: the tables from a database's codes to ours. Must not know: what was being done.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import msgspec
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from devcompat.language.problems import InputError, Problem


class StoreError(InputError):
    """A store that cannot be used, or not now. What was saved before is still there.

    Its one problem has a code `store.*`, and as `found` a sentence; `source` names the store.
    """

    def __init__(self, code: str, found: str, name: str) -> None:
        super().__init__((Problem(code, None, found, ""),), name)


_SQLITE: Final = {
    sqlite3.SQLITE_BUSY: ("store.busy", "another program is writing to it"),
    sqlite3.SQLITE_LOCKED: ("store.busy", "another program is writing to it"),
    sqlite3.SQLITE_READONLY: ("store.read-only", "it may not be written"),
    sqlite3.SQLITE_FULL: ("store.full", "there is no room left"),
    sqlite3.SQLITE_CANTOPEN: ("store.cannot-open", "it cannot be opened"),
    sqlite3.SQLITE_PERM: ("store.cannot-open", "it may not be opened"),
    sqlite3.SQLITE_NOTADB: ("store.not-a-store", "it is no SQLite file"),
    sqlite3.SQLITE_CORRUPT: ("store.damaged", "the file is damaged"),
    sqlite3.SQLITE_IOERR: ("store.failed", "the file cannot be read or written"),
}
"""By SQLite's primary result code."""

_POSTGRESQL: Final = (
    ("53100", "store.full", "the server has no room left"),
    ("25006", "store.read-only", "the server takes no writes"),
    ("42501", "store.read-only", "this user has not the rights that are needed"),
    ("55P03", "store.busy", "another program is writing to it"),
    ("40", "store.busy", "another program is writing to it"),
    ("XX001", "store.damaged", "the server says that its data are damaged"),
    ("XX002", "store.damaged", "the server says that its data are damaged"),
    ("08", "store.gone", "the server is gone"),
    ("57P", "store.gone", "the server is gone"),
)
"""By the beginning of a SQLSTATE, the first that fits; without one the connection is gone."""


@contextmanager
def told(name: str, *, opening: bool = False) -> Iterator[None]:
    """Raise StoreError for whatever a database raises within; `name` is the store's.

    While `opening`, a server that does not answer is one that cannot be opened, not one that is
    gone.
    """
    try:
        yield
    except DBAPIError as error:
        raise _told(error, name, opening=opening) from error
    except PoolTimeout as error:
        said = "too many calls at once: no connection was free in time"
        raise StoreError("store.busy", said, name) from error
    except msgspec.DecodeError as error:
        raise StoreError("store.damaged", f"a row cannot be read: {error}", name) from error
    except SQLAlchemyError as error:
        raise StoreError("store.failed", _line(error), name) from error


def _told(error: DBAPIError, name: str, *, opening: bool) -> StoreError:
    cause = error.orig
    code, said = _code(cause, disconnected=error.connection_invalidated)
    if opening and code == "store.gone":
        code, said = "store.cannot-open", "it cannot be opened"
    return StoreError(code, f"{said}: {_line(cause or error)}", name)


def _code(cause: BaseException | None, *, disconnected: bool) -> tuple[str, str]:
    if isinstance(cause, sqlite3.Error):
        # Errors of the sqlite3 module's own have no code: they are not the database's.
        number = getattr(cause, "sqlite_errorcode", 0)
        return _SQLITE.get(number & 0xFF, ("store.failed", "SQLite failed"))
    state = getattr(cause, "sqlstate", None)
    if state is None:
        known = disconnected or type(cause).__name__ == "OperationalError"
        return ("store.gone", "the server is gone") if known else ("store.failed", "it failed")
    found = ((code, said) for begin, code, said in _POSTGRESQL if state.startswith(begin))
    return next(found, ("store.failed", f"the server failed ({state})"))


def _line(error: BaseException) -> str:
    """Return what an error says, on one line."""
    return " ".join(str(error).split()) or type(error).__name__
