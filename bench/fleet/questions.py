"""Questions: where a device can go, asked of a fleet, of tables and of classes.

Belongs here: the two fleets' questions beside the peers'. Must not know: how a peer answers.
"""

from collections.abc import Callable, Mapping, Sequence
from random import Random
from time import perf_counter
from typing import Any

from bench.fleet.classes import SqliteClasses
from bench.fleet.clock import Times, in_turn, once, times_of
from bench.fleet.made import ZONES, Made, distinct, realistic
from bench.fleet.results import Goal, Part, seconds, table
from bench.fleet.tables import (
    DuckTable,
    Frame,
    Masks,
    PostgresqlTable,
    SqliteColumns,
    SqliteTable,
    Table,
)
from devcompat.fleet.records import Place, Query
from devcompat.fleet.vm import find_hosts

OURS = "devcompat"
AGAIN = "devcompat, a new question each time"
SOURCES = 100
FEW = 15
"""Sources that the slow peers are asked for."""
ANSWERS = ("count", "first", "text")
_SAID = {"count": "count", "first": "first 10", "text": "all ids"}


class UnequalAnswersError(Exception):
    """Two peers do not answer alike, so that there is nothing to compare."""


class Ours:
    """A fleet asked as the tables are, each time with a query alone."""

    def __init__(self, made: Made, sources: Sequence[int]) -> None:
        self._fleet = made.fleet
        self._queries = {number: made.query(number) for number in sources}

    def count(self, number: int) -> int:
        """Return how many devices take a class over."""
        return self._fleet.count_of(self._queries[number])

    def first(self, number: int) -> list[Place]:
        """Return the first ten of them."""
        return self._fleet.first(self._queries[number], 10)

    def text(self, number: int) -> bytes:
        """Return all of them, a line each."""
        return self._fleet.text(self._queries[number])


class Prepared(Ours):
    """The same with questions made ready once, as the databases' statements are."""

    def __init__(self, made: Made, sources: Sequence[int]) -> None:
        super().__init__(made, sources)
        self._questions = {number: made.fleet.ask(made.query(number)) for number in sources}

    def count(self, number: int) -> int:
        """Return how many devices take a class over."""
        return self._questions[number].count()

    def first(self, number: int) -> list[Place]:
        """Return the first ten of them."""
        return self._questions[number].first(10)

    def text(self, number: int) -> bytes:
        """Return all of them, a line each."""
        return self._questions[number].text()


def _check(
    made: Made, ours: Ours, peers: Sequence[Table], fair: SqliteClasses | None,
    sources: Sequence[int],
) -> None:  # fmt: skip
    """Raise UnequalAnswersError where two differ."""
    for number in sources:
        count, text = ours.count(number), sorted(ours.text(number).splitlines())
        first = [str(place) for place in ours.first(number)]
        if len(text) != count:
            raise UnequalAnswersError(f"{OURS} counts {count} and lists {len(text)}")
        asked: list[tuple[Any, Any]] = [(peer, made.rows.sources[number]) for peer in peers]
        asked += [(fair, number)] if fair is not None else []
        for peer, source in asked:
            said = (peer.count(source), peer.first(source), sorted(peer.text(source).splitlines()))
            if said != (count, first, text):
                raise UnequalAnswersError(
                    f"{peer.name}, source {number}: {said[0]}, {OURS}: {count}; first"
                    f" {said[1]} and {first}"
                )


def _measured(
    made: Made, ours: Ours, peers: Sequence[Table], fair: SqliteClasses, sources: Sequence[int],
    rounds: int,
) -> dict[str, dict[str, Times]]:  # fmt: skip
    """Return by peer and answer how long it takes."""
    found: dict[str, dict[str, Times]] = {}
    again = Ours(made, sources)
    for answer in ANSWERS:
        quick: dict[str, Callable[[int], object]] = {
            OURS: getattr(ours, answer), AGAIN: getattr(again, answer),
            fair.name: getattr(fair, answer),
        }  # fmt: skip
        slow: dict[str, Callable[[int], object]] = {}
        for peer in peers:
            slow[peer.name] = _by_number(made, getattr(peer, answer))
        for contenders, asked, turns in ((quick, sources, rounds), (slow, sources[:FEW], 2)):
            for name, times in in_turn(contenders, asked, turns).items():
                found.setdefault(name, {})[answer] = times
    return found


def _by_number(made: Made, ask: Callable[[Any], object]) -> Callable[[int], object]:
    sources = made.rows.sources
    return lambda number: ask(sources[number])


def _shown(found: Mapping[str, Mapping[str, Times]]) -> str:
    rows = [
        (name, *(seconds(times[answer].median) for answer in ANSWERS),
         *(seconds(times[answer].p99) for answer in ANSWERS))
        for name, times in found.items()
    ]  # fmt: skip
    head = [*(f"{_SAID[answer]}" for answer in ANSWERS), *(f"{_SAID[a]}, p99" for a in ANSWERS)]
    return table(("one question, median", *head), rows)


def _faster(found: Mapping[str, Mapping[str, Times]], peer: str, answer: str) -> float:
    return found[peer][answer].median / found[OURS][answer].median


def of_realistic(devices: int, url: str) -> Part:
    """Return the questions to a fleet of few classes."""
    made = realistic(devices)
    sources = made.sources(SOURCES)
    targets = {
        number: sorted(made.fleet.candidates(made.query(number)).classes) for number in sources
    }
    fair = SqliteClasses(made.rows, targets)
    indexed = SqliteTable(made.rows)
    peers: list[Table] = [
        indexed, SqliteColumns(made.rows), PostgresqlTable(made.rows, url), DuckTable(made.rows),
        Masks(made.rows), Frame(made.rows),
    ]  # fmt: skip
    ours = Prepared(made, sources)
    _check(made, ours, peers, fair, sources[:FEW])
    _check(made, ours, [], fair, sources)
    _check(made, Ours(made, sources), [], fair, sources)
    found = _measured(made, ours, peers, fair, sources, 5)
    goals = [
        Goal(f"{fair.name}: {_SAID[answer]}", _faster(found, fair.name, answer), wanted, "x")
        for answer, wanted in (("count", 2), ("first", 3), ("text", 8))
    ]
    goals += [
        Goal(f"{indexed.name}: {_SAID[answer]}", _faster(found, indexed.name, answer), wanted, "x")
        for answer, wanted in (("count", 5000), ("first", 200))
    ]
    labelled, more = _labelled(made, fair, sources)
    hosts, hosts_goals = _whole_vms(made, sources)
    changes, change_goals = _changes(made, sources)
    size = sum(found for found in map(ours.count, sources)) / len(sources)
    note = (
        f"{devices:,} devices, {devices // 10:,} hosts, {len(made.fleet.classes)} classes;"
        f" {len(sources)} sources, each with {size:,.0f} devices to go to on average."
    )
    return Part(
        [_shown(found), labelled, hosts, changes],
        [*goals, *more, *hosts_goals, *change_goals],
        [note],
    )


def _labelled(made: Made, fair: SqliteClasses, sources: Sequence[int]) -> tuple[str, list[Goal]]:
    asked = [(number, zone) for number in sources for zone in (3, 11)]
    questions = {
        (number, zone): made.fleet.ask(made.query(
            number, free=True, labels={"zone": f"z{zone:02d}"}, same=(_kind(made, number),)
        ))
        for number, zone in asked
    }  # fmt: skip
    ours: Callable[[tuple[int, int]], Any] = lambda key: questions[key].first(10)  # noqa: E731
    theirs: Callable[[tuple[int, int]], Any] = lambda key: fair.first_free(*key)  # noqa: E731
    for key in asked:
        if [str(place) for place in ours(key)] != theirs(key):
            raise UnequalAnswersError(f"zone, free, same: {key}")
    found = in_turn({OURS: ours, fair.name: theirs}, asked)
    fair.add_index()
    tailored = f"{fair.name}, and an index for this question"
    found[tailored] = in_turn({OURS: ours, tailored: theirs}, asked)[tailored]
    rows = [(name, seconds(times.median), seconds(times.p99)) for name, times in found.items()]
    head = ("zone + free + same type, first 10", "median", "p99")
    faster = found[fair.name].median / found[OURS].median
    return table(head, rows), [Goal(f"{fair.name}: {head[0]}", faster, 20, "x")]


def _kind(made: Made, number: int) -> str:
    texts: Any = made.fleet.classes.sides[number]
    return "mdev_type" if texts.texts["mdev_type"] else "driver"


def _whole_vms(made: Made, sources: Sequence[int]) -> tuple[str, list[Goal]]:
    chance = Random(1)  # noqa: S311
    vms = [
        tuple(
            made.query(number, free=True, labels={"zone": f"z{place % ZONES:02d}"})
            for number in chance.sample(list(sources), 2)
        )
        for place in range(200)
    ]
    ask: Callable[[tuple[Query, ...]], Any] = lambda vm: find_hosts(made.fleet, vm, 10)  # noqa: E731
    answers = [len(ask(vm)) for vm in vms]
    found = in_turn({OURS: ask}, vms, 1)[OURS]
    some = f"{sum(map(bool, answers))} of {len(vms)} have a host"
    text = table(
        ("a VM of two devices, zone, free, first 10 hosts", "median", "p99"),
        [(some, seconds(found.median), seconds(found.p99))],
    )
    return text, [Goal("find --vm, two devices", found.median * 1e3, 1, " ms", True)]


def _changes(made: Made, sources: Sequence[int]) -> tuple[str, list[Goal]]:
    """Measure a change of one device until a question about its class sees it."""
    taken, fleet = [], made.fleet
    for number in sources:
        place = next(iter(fleet.first(made.query(number, free=True), 1)), None)
        if place is not None:
            taken.append((made.query(number, free=True), place))

    def asked(key: tuple[Query, Place], state: str) -> None:
        before = fleet.count_of(key[0])
        fleet.change(key[1], state)  # type: ignore[arg-type]
        assert abs(fleet.count_of(key[0]) - before) == 1

    times: list[float] = []
    for key in taken:
        for state in ("used", "free"):
            begun = perf_counter()
            asked(key, state)
            times.append(perf_counter() - begun)
    shown = times_of(times)
    text = table(
        ("a device changes its state, and a count sees it", "median", "p99"),
        [(OURS, seconds(shown.median), seconds(shown.p99))],
    )
    return text, [Goal("change of a device until it is seen", shown.median * 1e3, 1, " ms", True)]


def of_distinct(devices: int, url: str) -> Part:
    """Return the questions to a fleet in which no two devices are alike."""
    made = distinct(devices)
    fleet = made.fleet
    begun = perf_counter()
    fleet.count_of(made.query(0))
    built = perf_counter() - begun
    sources = made.sources(3000)
    indexed = SqliteTable(made.rows)
    peers: list[Table] = [
        indexed, SqliteColumns(made.rows), PostgresqlTable(made.rows, url), DuckTable(made.rows),
        Masks(made.rows), Frame(made.rows),
    ]  # fmt: skip
    checked = sources[:FEW]
    _check(made, Ours(made, checked), peers, None, checked)
    ours = Ours(made, sources)
    _check(made, ours, [indexed], None, sources[FEW : FEW + 200])
    found: dict[str, dict[str, Times]] = {OURS: {}, indexed.name: {}}
    cold = sources[FEW + 200 :]
    third = len(cold) // 3
    for place, answer in enumerate(ANSWERS):
        # No source is asked twice: nothing is remembered, and each answer starts at the index.
        fresh = cold[place * third : (place + 1) * third]
        contenders = {
            OURS: getattr(ours, answer), indexed.name: _by_number(made, getattr(indexed, answer))
        }  # fmt: skip
        for name, times in once(contenders, fresh).items():
            found[name][answer] = times
    for peer in peers[1:]:
        found[peer.name] = {
            answer: in_turn({"": _by_number(made, getattr(peer, answer))}, checked, 2)[""]
            for answer in ANSWERS
        }
    every = once({OURS: lambda number: fleet.count(made.query(number))}, sources[-100:])[OURS]
    goals = [
        Goal(f"all distinct, {indexed.name}: {_SAID[answer]}",
             _faster(found, indexed.name, answer), 2, "x")
        for answer in ANSWERS
    ]  # fmt: skip
    goals += [
        Goal(f"all distinct: {_SAID[answer]}, p99", found[OURS][answer].p99 * 1e3, 5, " ms", True)
        for answer in ANSWERS
    ]
    note = (
        f"{devices:,} devices, all distinct; each of {third:,} sources is asked once and never"
        f" before. The index was built in {seconds(built)}. A count of all three outcomes takes"
        f" {seconds(every.median)} (p99 {seconds(every.p99)}): what is unknown is listed too."
    )
    return Part([_shown(found)], goals, [note])
