"""Tables: the table of devices that somebody would make, in each database and as columns.

Belongs here: one statement an answer and the index that it wants. Must not know: devcompat.

Each peer has `count`, `first` (ten, in the order of hosts) and `text` (all ids, a line each).
"""

import sqlite3
from typing import Any, Protocol

import duckdb
import numpy as np
import polars as pl
import psycopg

from bench.fleet.rows import NOBODY, NOTHING, TEXTS, Rows, Source

_WHERE = "exact = ? AND high >= ? AND low <= ? AND (bits & ?) = ?"
_COLUMNS = "id, exact, low, high, bits, name"
_COUNT = f"SELECT count(*) FROM device WHERE {_WHERE}"  # noqa: S608
_FIRST = f"SELECT name FROM device WHERE {_WHERE} ORDER BY id LIMIT 10"  # noqa: S608


def _values(source: Source) -> tuple[int, int, int, int, int]:
    return (source.exact, source.value, source.value, source.bits, source.bits)


class Table(Protocol):
    """A peer."""

    name: str

    def count(self, source: Source) -> int:
        """Return how many devices take the source over."""

    def first(self, source: Source) -> list[str]:
        """Return the first ten of them."""

    def text(self, source: Source) -> bytes:
        """Return all of them, a line each."""


def _joined(found: str | None) -> bytes:
    return f"{found}\n".encode() if found else b""


class SqliteTable:
    """SQLite in memory, with an index that holds all that is asked for."""

    name = "SQLite, indexed device table"

    def __init__(self, rows: Rows) -> None:
        self._ask = sqlite3.connect(":memory:")
        self._ask.execute(
            "CREATE TABLE device (id INTEGER PRIMARY KEY, exact INT, low INT, high INT, bits INT,"
            " name TEXT)"
        )
        self._ask.executemany("INSERT INTO device VALUES (?, ?, ?, ?, ?, ?)", _devices(rows))
        self._ask.execute("CREATE INDEX wanted ON device (exact, high, low, bits)")
        self._ask.execute("ANALYZE")

    def count(self, source: Source) -> int:
        """Return how many devices take the source over."""
        return self._ask.execute(_COUNT, _values(source)).fetchone()[0]

    def first(self, source: Source) -> list[str]:
        """Return the first ten of them."""
        return [name for (name,) in self._ask.execute(_FIRST, _values(source))]

    def text(self, source: Source) -> bytes:
        """Return all of them, a line each."""
        asked = f"SELECT group_concat(name, char(10)) FROM device WHERE {_WHERE}"  # noqa: S608
        return _joined(self._ask.execute(asked, _values(source)).fetchone()[0])


class SqliteColumns:
    """SQLite in memory, a column for each text that is wanted, an index for each of them."""

    name = "SQLite, a column and an index a field"

    def __init__(self, rows: Rows) -> None:
        self._texts = dict(zip(rows.sources, rows.texts, strict=True))
        self._ask = sqlite3.connect(":memory:")
        columns = ", ".join(TEXTS)
        self._ask.execute(
            f"CREATE TABLE device (id INTEGER PRIMARY KEY, {columns}, sure INT, low INT, high INT,"
            " bits INT, name TEXT)"
        )
        self._ask.executemany(
            "INSERT INTO device VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (number, *rows.texts[found], want.exact != NOTHING, *want[1:], name)
                for number, (found, name) in enumerate(zip(rows.classes, rows.names, strict=True))
                for want in (rows.wants[found],)
            ),
        )
        for column in TEXTS:
            self._ask.execute(f"CREATE INDEX of_{column} ON device ({column})")
        self._ask.execute("ANALYZE")

    def _run(self, asked: str, source: Source) -> list[Any]:
        texts = [*zip(TEXTS, self._texts[source], strict=True)]
        named = "".join(
            f" AND {name} = ?" if text else f" AND {name} IS NULL" for name, text in texts
        )
        where = f"high >= ? AND low <= ? AND (bits & ?) = ? AND sure AND ?{named}"
        values = [
            *_values(source)[1:],
            source.exact != NOBODY,
            *(text for _, text in texts if text),
        ]
        return self._ask.execute(asked.format(where), values).fetchall()

    def count(self, source: Source) -> int:
        """Return how many devices take the source over."""
        found: int = self._run("SELECT count(*) FROM device WHERE {}", source)[0][0]
        return found

    def first(self, source: Source) -> list[str]:
        """Return the first ten of them."""
        asked = "SELECT name FROM device WHERE {} ORDER BY id LIMIT 10"
        return [row[0] for row in self._run(asked, source)]

    def text(self, source: Source) -> bytes:
        """Return all of them, a line each."""
        asked = "SELECT group_concat(name, char(10)) FROM device WHERE {}"
        return _joined(self._run(asked, source)[0][0])


class PostgresqlTable:
    """PostgreSQL over a socket, statements prepared."""

    name = "PostgreSQL, indexed device table"

    def __init__(self, rows: Rows, url: str) -> None:
        self._ask = psycopg.connect(url, autocommit=True, prepare_threshold=0)
        run = self._ask.execute
        run("DROP TABLE IF EXISTS device")
        run("CREATE TABLE device (id INT, exact INT, low INT, high INT, bits INT, name TEXT)")
        with self._ask.cursor().copy(f"COPY device ({_COLUMNS}) FROM STDIN") as copy:
            for row in _devices(rows):
                copy.write_row(row)
        run("CREATE INDEX wanted ON device (exact, high, low, bits) INCLUDE (id)")
        run("ALTER TABLE device ADD PRIMARY KEY (id)")
        run("VACUUM ANALYZE device")
        self._count, self._first = (found.replace("?", "%s") for found in (_COUNT, _FIRST))
        where = _WHERE.replace("?", "%s")
        self._text = f"SELECT string_agg(name, chr(10)) FROM device WHERE {where}"  # noqa: S608

    def count(self, source: Source) -> int:
        """Return how many devices take the source over."""
        row: Any = self._ask.execute(self._count, _values(source)).fetchone()
        return row[0]

    def first(self, source: Source) -> list[str]:
        """Return the first ten of them."""
        return [row[0] for row in self._ask.execute(self._first, _values(source))]

    def text(self, source: Source) -> bytes:
        """Return all of them, a line each."""
        row: Any = self._ask.execute(self._text, _values(source)).fetchone()
        return _joined(row[0])


class DuckTable:
    """DuckDB in memory: columns, all processors."""

    name = "DuckDB"

    def __init__(self, rows: Rows) -> None:
        self._ask = duckdb.connect()
        frame = _frame(rows)
        columns = {name: frame[name].to_numpy() for name in ("id", "exact", "low", "high", "bits")}
        self._ask.register("given", {**columns, "name": np.array(rows.names, dtype=object)})
        self._ask.execute("CREATE TABLE device AS SELECT * FROM given")
        self._ask.unregister("given")
        self._ask.execute("CREATE INDEX wanted ON device (exact)")

    def _one(self, asked: str, source: Source) -> list[Any]:
        return self._ask.execute(asked, list(_values(source))).fetchall()

    def count(self, source: Source) -> int:
        """Return how many devices take the source over."""
        return self._one(_COUNT, source)[0][0]

    def first(self, source: Source) -> list[str]:
        """Return the first ten of them."""
        return [row[0] for row in self._one(_FIRST, source)]

    def text(self, source: Source) -> bytes:
        """Return all of them, a line each."""
        asked = f"SELECT string_agg(name, chr(10)) FROM device WHERE {_WHERE}"  # noqa: S608
        return _joined(self._one(asked, source)[0][0])


class Masks:
    """numpy: a mask over all devices a question."""

    name = "numpy masks"

    def __init__(self, rows: Rows) -> None:
        wants = np.array([tuple(want) for want in rows.wants], dtype=np.int32)
        columns = wants[np.array(rows.classes, dtype=np.int64)]
        self._exact, self._low, self._high, self._bits = (
            np.ascontiguousarray(columns[:, index]) for index in range(4)
        )
        self._names = np.array(rows.names, dtype=object)

    def _mask(self, source: Source) -> Any:
        value, bits = np.int32(source.value), np.int32(source.bits)
        mask = self._exact == np.int32(source.exact)
        mask &= self._high >= value
        mask &= self._low <= value
        if source.bits:
            mask &= (self._bits & bits) == bits
        return mask

    def count(self, source: Source) -> int:
        """Return how many devices take the source over."""
        return int(np.count_nonzero(self._mask(source)))

    def first(self, source: Source) -> list[str]:
        """Return the first ten of them."""
        return list(self._names[np.flatnonzero(self._mask(source))[:10]])

    def text(self, source: Source) -> bytes:
        """Return all of them, a line each."""
        names = self._names[self._mask(source)]
        return _joined("\n".join(names))


class Frame:
    """polars: a filter over a frame."""

    name = "polars"

    def __init__(self, rows: Rows) -> None:
        self._frame = _frame(rows)

    def _found(self, source: Source) -> pl.DataFrame:
        value, bits = source.value, source.bits
        asked = (pl.col("exact") == source.exact) & (pl.col("high") >= value)
        asked &= pl.col("low") <= value
        if bits:
            asked &= (pl.col("bits") & bits) == bits
        return self._frame.lazy().filter(asked).select("name").collect()

    def count(self, source: Source) -> int:
        """Return how many devices take the source over."""
        return self._found(source).height

    def first(self, source: Source) -> list[str]:
        """Return the first ten of them."""
        return self._found(source).head(10)["name"].to_list()

    def text(self, source: Source) -> bytes:
        """Return all of them, a line each."""
        return _joined("\n".join(self._found(source)["name"].to_list()))


def _devices(rows: Rows) -> Any:
    for number, (found, name) in enumerate(zip(rows.classes, rows.names, strict=True)):
        yield (number, *rows.wants[found], name)


def _frame(rows: Rows) -> pl.DataFrame:
    columns = list(zip(*(rows.wants[found] for found in rows.classes), strict=True))
    named = dict(zip(("exact", "low", "high", "bits"), columns, strict=True))
    small = dict.fromkeys(named, pl.Int32)
    return pl.DataFrame(
        {"id": range(len(rows.names)), **named, "name": rows.names},
        schema={"id": pl.Int32, **small, "name": pl.String},
    )
