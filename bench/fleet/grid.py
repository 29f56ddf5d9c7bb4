"""Grid: every class against every other, beside a loop and a join.

Belongs here: the matrix and its peers. Must not know: devices, hosts.
"""

import re
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import duckdb

from bench.fleet.made import side_of_keys
from bench.fleet.questions import UnequalAnswersError
from bench.fleet.results import Goal, Part, seconds, table
from bench.fleet.rows import Rows
from devcompat.fleet.matrix import matrix_of
from devcompat.match.judge import Side
from devcompat.reports.families import keys_of

ROUNDS = 5


def of_matrix(classes: int) -> Part:
    """Return how long the outcomes of all pairs of classes take."""
    keys = [keys_of(number) for number in range(classes)]
    loop, join = _Loop(keys), _Join(keys)
    sides = [side_of_keys(found) for found in keys]

    def ours() -> tuple[int, int]:
        found = matrix_of(sides)
        return sum(map(int.bit_count, found.compatible)), sum(map(int.bit_count, found.unknown))

    counts = {"devcompat": ours(), "naive dict and re loop": loop.count(), "DuckDB": join.count()}
    if len(set(counts.values())) > 1:
        raise UnequalAnswersError(f"matrix: {counts}")
    fresh: list[list[Side]] = [[side_of_keys(found) for found in keys] for _ in range(ROUNDS)]
    times = {
        "devcompat": _times(ours),
        "naive dict and re loop": _times(loop.count, 1),
        "DuckDB": _times(join.count),
        "devcompat, classes never seen": [
            _taken(lambda sides=sides: matrix_of(sides)) for sides in fresh
        ],
    }
    mine = median(times["devcompat"])
    shown = [
        (name, seconds(median(found)), f"{median(found) / mine:.1f}")
        for name, found in times.items()
    ]
    goals = [
        Goal(f"matrix of {classes:,} classes", mine * 1e3, 30, " ms", True),
        Goal("matrix beside naive", median(times["naive dict and re loop"]) / mine, 100, "x"),
        Goal("matrix beside DuckDB", median(times["DuckDB"]) / mine, 2, "x"),
    ]
    note = (
        f"{classes * classes:,} pairs: {counts['devcompat'][0]:,} compatible,"
        f" {counts['devcompat'][1]:,} unknown. Never seen: descriptors are compiled first."
    )
    return Part([table(("matrix", "all pairs", "times ours"), shown)], goals, [note])


def _taken(run: Callable[[], object]) -> float:
    begun = time.perf_counter()
    run()
    return time.perf_counter() - begun


def _times(run: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    return [_taken(run) for _ in range(rounds)]


class _Join:
    """DuckDB: joins of what classes are with what they want, for yes and for unknown."""

    def __init__(self, keys: list[dict[str, Any]]) -> None:
        rows = Rows()
        self._ask = duckdb.connect()
        run, many = self._ask.execute, self._ask.executemany
        run("CREATE TABLE want (number INT, exact INT, low INT, high INT, bits INT, sure BOOL)")
        run("CREATE TABLE source (number INT, exact INT, value INT, bits INT)")
        run("CREATE TABLE side (number INT, described BOOL, immovable BOOL)")
        for number, found in enumerate(keys):
            rows.add_class(found)
            told = found.get("undescribed")
            side = (number, told is None, told is not None and told["immovable"])
            many("INSERT INTO side VALUES (?, ?, ?)", [side])
        wants = [(number, *want, True) for number, want in enumerate(rows.wants)]
        wants += [(number, *want, False) for number, want in rows.undecided.items()]
        sources = [(number, *found[:3]) for number, found in enumerate(rows.sources)]
        sources += [(number, *found[:3]) for number, found in rows.unsure.items()]
        many("INSERT INTO want VALUES (?, ?, ?, ?, ?, ?)", wants)
        many("INSERT INTO source VALUES (?, ?, ?, ?)", sources)

    def count(self) -> tuple[int, int]:
        """Return how many pairs are compatible and how many unknown."""
        found = self._ask.execute(
            "SELECT s.number AS source, w.number AS target, w.sure FROM want w JOIN source s"
            " ON w.exact = s.exact AND w.low <= s.value AND w.high >= s.value"
            " AND (w.bits & s.bits) = s.bits"
            " UNION ALL SELECT a.number, b.number, false FROM side a, side b"
            " WHERE NOT (a.described AND b.described) AND NOT (a.immovable OR b.immovable)"
        ).fetchnumpy()
        sure = int(found["sure"].sum())
        return sure, len(found["sure"]) - sure


class _Loop:
    """What one would write: equal texts, else a pattern a field, else arithmetic."""

    def __init__(self, keys: list[dict[str, Any]]) -> None:
        self._sides = [_side(found) for found in keys]

    def count(self) -> tuple[int, int]:
        """Return how many pairs are compatible and how many unknown."""
        outcomes = [0, 0, 0]
        for source in self._sides:
            for target in self._sides:
                outcomes[_outcome(source, target)] += 1
        return outcomes[_YES], outcomes[_UNKNOWN]


_NO, _UNKNOWN, _YES = range(3)
_Plain = tuple[bool, dict[str, str] | None, list[tuple[Any, ...]]]
"""Whether a device is immovable, its SELF (None: no descriptor) and what it wants."""


def _side(keys: dict[str, Any]) -> _Plain:
    descriptor = keys.get("descriptor")
    if descriptor is None:
        return keys["undescribed"]["immovable"], None, []
    return False, descriptor["self"], [_demands(found) for found in descriptor["compatible"]]


def _outcome(source: _Plain, target: _Plain) -> int:
    own, best = source[1], _NO
    if own is None or target[1] is None:
        return _NO if source[0] or target[0] else _UNKNOWN
    for demands in target[2]:
        if _accepts(demands, own):
            if not demands[4]:
                return _YES
            best = _UNKNOWN
    return best


def _demands(item: dict[str, Any]) -> tuple[Any, ...]:
    variables, literals, tests = item["variables"], {}, []
    coupled = opaque = False
    for name, value in item["fields"].items():
        if not isinstance(value, str):
            coupled = True
        elif value.startswith("${"):
            told = variables[value[2:-1]]
            if told["type"] == "opaque":
                opaque = True
                continue
            tests.append((name, _test(told["type"], told["domain"])))
        elif "${" not in value and value:
            literals[name] = value
    return frozenset(item["fields"]), literals, tests, coupled, opaque


_SIZE = re.compile(r"i915-GVTg_V5_(1|2|4|8)")


def _test(kind: str, domain: list[Any]) -> Callable[[str], object]:
    if kind == "int":
        low, high = domain[0]["from"], domain[0]["to"]
        return lambda text: text.isdigit() and low <= int(text) <= high
    if kind == "version":
        low, high = (tuple(map(int, text[2:].split("."))) for text in domain)
        return lambda text: low <= tuple(map(int, text.split("."))) <= high if text else False
    if kind == "set":
        members = frozenset(domain)
        return lambda text: members.issuperset(text.split("+"))
    return frozenset(domain).__contains__


def _accepts(demands: tuple[Any, ...], own: dict[str, str]) -> bool:
    names, literals, tests, coupled, _ = demands
    if not own.keys() <= names:
        return False
    for name, text in literals.items():
        if own.get(name) != text:
            return False
    for name, test in tests:
        if not test(own.get(name, "")):
            return False
    if not coupled:
        return True
    found = _SIZE.fullmatch(own.get("mdev_type", ""))
    return found is not None and own.get("aggregator") == str(int(found[1]) // 2)
