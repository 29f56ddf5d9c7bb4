"""Upgrade classes: from what an upgrade file says to classes of a fleet and what they become.

Belongs here: which hosts and which classes are meant, and what is wrong with that. Must not know:
what follows from it, command lines.
"""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Final, NamedTuple

from devcompat.fleet.fleet import Fleet
from devcompat.fleet.hosts import HostEntry
from devcompat.language.problems import InputError, Position, Problem
from devcompat.match.compiled import Compiled, compile_document
from devcompat.match.judge import Side
from devcompat.match.verdict import Basis
from devcompat.planning.rewriting import rewritten
from devcompat.verbs.fleet_find import find_place
from devcompat.verbs.inputs import STDIN, load_document
from devcompat.verbs.misspelt import LOOKED_AT, names_like
from devcompat.verbs.upgrade_file import Change, UpgradeFile

BASIS: Final[Basis] = "operator"
"""How it is known what a device will be: an operator says so."""
_SHOWN: Final = 3


class Meant(NamedTuple):
    """The hosts that an upgrade is for, and what the classes of their devices become.

    `unmatched` are the classes on these hosts that no change speaks of, with how many devices
    there are; `unused` the places of changes that speak of no class on these hosts.
    """

    hosts: frozenset[str]
    becomes: Mapping[int, int]
    unmatched: Mapping[int, int]
    unused: tuple[Position, ...]


def find_meant(fleet: Fleet, upgrade: UpgradeFile, offered: Collection[int] = frozenset()) -> Meant:
    """Return what an upgrade means in a fleet, which learns the new classes.

    `offered` are the classes of what hosts could create: what is said of a class is said of them
    too.

    Raises InputError: `upgrade.host`, `upgrade.class`, `upgrade.repeated`, `upgrade.nothing`, and
    what the readers of descriptors say.
    """
    names = None if upgrade.hosts.names is None else frozenset(upgrade.hosts.names)
    entries = [
        entry
        for entry in fleet.hosts()
        if (names is None or entry.name in names) and entry.has(upgrade.hosts.labels)
    ]
    _demand_hosts(fleet, upgrade, entries)
    counts: Counter[int] = Counter()
    for entry in entries:
        counts.update(entry.classes)
    found: dict[int, list[Change]] = {}
    becomes: dict[int, int] = {}
    unused: list[Position] = []
    for change in upgrade.changes:
        meant, become = _read(fleet, upgrade, change)
        numbers = [
            number
            for number in counts.keys() | offered
            if meant(number, fleet.classes.sides[number])
        ]
        if not numbers:
            unused.append(change.position)
        for number in numbers:
            found.setdefault(number, []).append(change)
            new = fleet.classes.number(become(fleet.classes.sides[number]))
            if new != number:
                becomes[number] = new
    _demand_one_each(upgrade, found.values())
    if becomes.keys().isdisjoint(counts):
        expected = "a change of at least one device on the hosts that are named"
        raise _error(upgrade, [("upgrade.nothing", upgrade.changes[0].position, "", expected)])
    unmatched = {number: count for number, count in counts.items() if number not in found}
    return Meant(frozenset(entry.name for entry in entries), becomes, unmatched, tuple(unused))


def _demand_hosts(fleet: Fleet, upgrade: UpgradeFile, entries: Sequence[HostEntry]) -> None:
    """Raise InputError `upgrade.host` for names that no host has, or if there is no host at all."""
    names, _, places = upgrade.hosts
    known = [entry.name for entry in islice(fleet.hosts(), LOOKED_AT)]
    wrong = []
    for name, place in zip(names or (), places, strict=True):
        if fleet.host(name) is None:
            near = names_like(name, known) or known[:_SHOWN]
            said = f"; there are {', '.join(near)}" if near else ""
            wrong.append(("upgrade.host", place, name, f"a host of the store{said}"))
    if wrong:
        raise _error(upgrade, wrong)
    if not entries:
        expected = "hosts with all of these labels; see: devcompat fleet hosts"
        raise _error(upgrade, [("upgrade.host", None, "no host", expected)])


def _demand_one_each(upgrade: UpgradeFile, found: Iterable[list[Change]]) -> None:
    """Raise InputError `upgrade.repeated` where two changes speak of one class."""
    wrong = {}
    for changes in found:
        for change in changes[1:]:
            first = f"the change in line {changes[0].position.line}"
            expected = f"one change for each class: {first} speaks of it too"
            wrong[change.position] = ("upgrade.repeated", change.position, "", expected)
    if wrong:
        raise _error(upgrade, list(wrong.values()))


_Meaning = tuple[Callable[[int, Side], bool], Callable[[Side], Side]]
"""Whether a change speaks of a class, and what a class becomes."""


def _read(fleet: Fleet, upgrade: UpgradeFile, change: Change) -> _Meaning:
    if change.match is not None:
        wanted, rewrite = change.match, change.rewrite

        def rewriting(side: Side) -> Side:
            assert isinstance(side, Compiled)  # noqa: S101  (`_matches` knows no others)
            return rewritten(side, rewrite, BASIS)

        return lambda _, side: _matches(side, wanted), rewriting
    source = _side(fleet, upgrade, change, change.source)
    target = _side(fleet, upgrade, change, change.target)
    if find_place(fleet, change.source) is not None:
        known = fleet.classes.find(source)
        return lambda number, _: number == known, lambda _: target
    return lambda _, side: _are_alike(side, source), lambda _: target


def _matches(side: Side, wanted: Mapping[str, tuple[str, ...]]) -> bool:
    """Return whether a SELF has one of the wanted texts in each field; one not read has none."""
    if not isinstance(side, Compiled):
        return False
    return all(
        name not in side.unread and side.texts[name] in texts for name, texts in wanted.items()
    )


def _are_alike(side: Side, other: Side) -> bool:
    """Return whether two devices have the same descriptor, however that is known."""
    if not (isinstance(side, Compiled) and isinstance(other, Compiled)) or side.unread:
        return False
    one, two = side.descriptor, other.descriptor
    return one.self_object.meaning() == two.self_object.meaning() and [
        item.meaning() for item in one.compatible
    ] == [item.meaning() for item in two.compatible]


def _side(fleet: Fleet, upgrade: UpgradeFile, change: Change, name: str) -> Side:
    """Return what a device of the store is, or what a file beside the upgrade file says."""
    found = find_place(fleet, name)
    if found is not None:
        return found.side
    of = upgrade.source.name
    path = os.path.join("" if of == STDIN else os.path.dirname(of), name)
    if not os.path.exists(path):
        expected = f"a device HOST/DEVICE of the store, or a file; there is no {path}"
        raise _error(upgrade, [("upgrade.class", change.position, name, expected)])
    return compile_document(load_document(path), BASIS)


def _error(
    upgrade: UpgradeFile, found: Sequence[tuple[str, Position | None, str, str]]
) -> InputError:
    problems = tuple(Problem(*one) for one in found)
    return InputError(problems, upgrade.source.name, upgrade.source.text)
