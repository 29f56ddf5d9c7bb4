"""Classes: SQLite given devcompat's classes and counters: the fair fight.

Belongs here: tables that somebody would make who has had the same idea. Must not know: devcompat.

It is given which class can go to which, how many devices each class has, and the members of each
class in order, clustered. What keeps the counters right at a change is not counted. An index made
for one question about one label is a second peer: devcompat makes its own for any label.
"""

import sqlite3
from collections.abc import Mapping, Sequence

from bench.fleet.rows import Rows

LIMIT = 10


class SqliteClasses:
    """SQLite in memory with classes, pairs of them and counters."""

    name = "SQLite given our classes and counters"

    def __init__(self, rows: Rows, targets: Mapping[int, Sequence[int]]) -> None:
        self._targets = targets
        self._ask = sqlite3.connect(":memory:", cached_statements=1000)
        self._ask.executescript(
            "CREATE TABLE pair (source INT, target INT, same INT, PRIMARY KEY (source, target))"
            " WITHOUT ROWID;"
            "CREATE TABLE counter (class INTEGER PRIMARY KEY, devices INT, free INT);"
            "CREATE TABLE member (class INT, id INT, name TEXT, zone INT, free INT,"
            " PRIMARY KEY (class, id)) WITHOUT ROWID;"
        )
        kinds = [source.kind for source in rows.sources]
        every, free = _sizes(rows)
        for source, found in targets.items():
            pairs = [(source, target, kinds[source] == kinds[target]) for target in found]
            self._ask.executemany("INSERT INTO pair VALUES (?, ?, ?)", pairs)
        counters = zip(range(len(every)), every, free, strict=True)
        self._ask.executemany("INSERT INTO counter VALUES (?, ?, ?)", counters)
        members = zip(rows.classes, range(len(rows.names)), rows.names, rows.zones, rows.free,
                      strict=True)  # fmt: skip
        self._ask.executemany("INSERT INTO member VALUES (?, ?, ?, ?, ?)", members)
        self._ask.execute("ANALYZE")

    def add_index(self) -> None:
        """Make the index that answers `first_free` and nothing else."""
        self._ask.execute("CREATE INDEX wanted ON member (class, zone, free, id, name)")
        self._ask.execute("ANALYZE")

    def count(self, source: int) -> int:
        """Return how many devices take a class over."""
        found = self._ask.execute(
            "SELECT total(devices) FROM pair JOIN counter ON class = target WHERE source = ?",
            (source,),
        )
        return int(found.fetchone()[0])

    def first(self, source: int) -> list[str]:
        """Return the first ten of them."""
        return self._merged(self._targets[source], "class = ?", ())

    def first_free(self, source: int, zone: int) -> list[str]:
        """Return the first ten that are free, in a zone, and of the source's type."""
        found = self._ask.execute("SELECT target FROM pair WHERE source = ? AND same", (source,))
        where = "class = ? AND zone = ? AND free = 1"
        return self._merged([target for (target,) in found], where, (zone,))

    def _merged(self, targets: Sequence[int], where: str, more: tuple[int, ...]) -> list[str]:
        """Return the first names of several classes, each class's from its place in the index."""
        if not targets:
            return []
        one = f"SELECT * FROM (SELECT id, name FROM member WHERE {where} ORDER BY id LIMIT 10)"  # noqa: S608
        asked = " UNION ALL ".join([one] * len(targets)) + " ORDER BY id LIMIT 10"
        values = [value for target in targets for value in (target, *more)]
        return [name for _, name in self._ask.execute(asked, values)]

    def text(self, source: int) -> bytes:
        """Return all of them, a line each."""
        found = self._ask.execute(
            "SELECT group_concat(name, char(10)) FROM pair JOIN member ON class = target"
            " WHERE source = ?",
            (source,),
        ).fetchone()[0]
        return f"{found}\n".encode() if found else b""


def _sizes(rows: Rows) -> tuple[list[int], list[int]]:
    every, free = [0] * len(rows.wants), [0] * len(rows.wants)
    for number, is_free in zip(rows.classes, rows.free, strict=True):
        every[number] += 1
        free[number] += is_free
    return every, free
