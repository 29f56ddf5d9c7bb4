"""Fleet history: what a device was, when that changed, and where it could go before and after.

Belongs here: comparing two classes in the fleet of today. Must not know: how a store keeps history,
how a fleet is indexed, command lines.

Targets and sources are those of today's fleet, so that only the change itself makes a difference.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Final, NamedTuple

from devcompat.fleet.classes import class_name
from devcompat.fleet.fleet import Fleet
from devcompat.fleet.records import Place
from devcompat.language.problems import input_error
from devcompat.match.compiled import Compiled
from devcompat.match.judge import Side, outcome_of
from devcompat.match.verdict import COMPATIBLE, TARGET_ACCEPTS, Basis, Outcome, Rule
from devcompat.reports.classes import canonical
from devcompat.store.records import Change, StoredReport
from devcompat.store.store import Store
from devcompat.verbs.fleet_opening import Forms, open_fleet

NAMED: Final = 5
"""Classes and hosts that are named; the others are counted."""


class Past(NamedTuple):
    """What is known of a host or one of its devices; `host` is None if it is not there now."""

    name: str
    place: Place
    host: StoredReport | None
    changes: tuple[Change, ...]
    forms: Mapping[str, bytes]


class Some(NamedTuple):
    """Some devices of today's fleet, on how many hosts, of how many classes; a few are named."""

    devices: int
    classes: int
    hosts: int
    first_classes: tuple[str, ...] = ()
    first_hosts: tuple[str, ...] = ()


class Reach(NamedTuple):
    """Where a device of a class could go, or from where devices could come to it: by outcome."""

    before: Mapping[Outcome, int] | None
    after: Mapping[Outcome, int] | None
    lost: Some
    gained: Some


class Effect(NamedTuple):
    """What a change costs and brings: to the device as a source, and as a target."""

    as_source: Reach
    as_target: Reach


def past_of(store: Store, name: str) -> Past:
    """Return what the store knows of HOST/ADDRESS, or of HOST with all its devices.

    Raises InputError `history.unknown`, StoreError.
    """
    host, _, address = name.partition("/")
    report = store.find_host(host)
    changes = store.changes(host, address or None)
    there = report is not None and (
        not address or any(device.address == address for device in report.devices)
    )
    if not there and not changes:
        expected = "HOST, or HOST/DEVICE, that the store has or had"
        if report is not None:
            some = ", ".join(device.address for device in report.devices[:NAMED])
            expected = f"a device of {host}, such as {some}" if some else f"no device of {host}"
        raise input_error("history.unknown", name, expected, store.name)
    if report is not None and address:
        devices = tuple(device for device in report.devices if device.address == address)
        report = report._replace(devices=devices)
    digests = {digest for change in changes for digest in (change.old_digest, change.new_digest)}
    digests |= {device.class_digest for device in report.devices} if report else set()
    forms = store.find_classes({digest for digest in digests if digest is not None})
    return Past(name, Place(host, address), report, tuple(changes), forms)


def side_in(past: Past, digest: str) -> Side:
    """Return the side of a class that the past has. Raises StoreError if it is not ours."""
    return Forms(past.name).side(digest, past.forms)


def differing_fields(old: Side, new: Side) -> dict[str, tuple[str, str]]:
    """Return the fields of SELF that differ, as they were and are, "" for none, by name."""
    before = old.texts if isinstance(old, Compiled) else {}
    after = new.texts if isinstance(new, Compiled) else {}
    return {
        name: (before.get(name, ""), after.get(name, ""))
        for name in sorted(before.keys() | after.keys())
        if before.get(name, "") != after.get(name, "")
    }


class Effects:
    """What each change of a past costs and brings; the fleet is opened for the first one."""

    def __init__(
        self, store: Store, past: Past, rule: Rule = TARGET_ACCEPTS, basis: Basis | None = None
    ) -> None:
        self._past = past
        self._rule: Rule = rule
        self._basis = basis
        self._store = store
        self._opened: tuple[Fleet, _Outcomes] | None = None
        self._compared: dict[tuple[str | None, str | None], tuple[_Compared, _Compared]] = {}

    def of(self, change: Change) -> Effect:
        """Return what a change costs and brings. Raises StoreError."""
        fleet, outcomes = self._opened = self._opened or self._open()
        key = (change.old_digest, change.new_digest)
        if key not in self._compared:
            asked = (outcomes.of_targets, outcomes.of_sources)
            as_source, as_target = (
                _Compared(fleet, *[None if digest is None else found(digest) for digest in key])
                for found in asked
            )
            self._compared[key] = (as_source, as_target)
        own = _own_in(fleet, Place(change.host, change.address))
        return Effect(*[compared.reach(own) for compared in self._compared[key]])

    def _open(self) -> "tuple[Fleet, _Outcomes]":
        fleet = open_fleet(self._store)
        return fleet, _Outcomes(fleet, self._past, self._rule, self._basis)


class _Outcomes:
    """What each class of the fleet is to classes of the past; each asked once."""

    def __init__(self, fleet: Fleet, past: Past, rule: Rule, basis: Basis | None) -> None:
        self._fleet = fleet
        self._past = past
        self._rule: Rule = rule
        self._basis = basis
        self._targets: dict[str, list[Outcome]] = {}
        self._sources: dict[str, list[Outcome]] = {}

    def of_targets(self, digest: str) -> list[Outcome]:
        """Return the outcome of each class as a target, by its number."""
        if digest not in self._targets:
            side = side_in(self._past, digest)
            self._targets[digest] = [
                outcome_of(side, target, self._rule, self._basis)
                for target in self._fleet.classes.sides
            ]
        return self._targets[digest]

    def of_sources(self, digest: str) -> list[Outcome]:
        """Return the outcome of each class as a source, by its number."""
        if digest not in self._sources:
            side = side_in(self._past, digest)
            self._sources[digest] = [
                outcome_of(source, side, self._rule, self._basis)
                for source in self._fleet.classes.sides
            ]
        return self._sources[digest]


class _Own(NamedTuple):
    """A device of today's fleet: it is no target or source of itself."""

    host: str
    number: int


class _Compared:
    """The devices of today's fleet by outcome, for one class and for another."""

    def __init__(
        self, fleet: Fleet, before: list[Outcome] | None, after: list[Outcome] | None
    ) -> None:
        could, can = _compatible(before), _compatible(after)
        self._sizes = fleet.sizes()
        self._before = self._counted(before)
        self._after = self._counted(after)
        self._outcomes = (before, after)
        self._lost = _Group(fleet, self._sizes, could - can)
        self._gained = _Group(fleet, self._sizes, can - could)

    def reach(self, own: _Own | None) -> Reach:
        """Return the comparison, without the device itself."""
        before, after = self._outcomes
        return Reach(
            _without(self._before, before, own),
            _without(self._after, after, own),
            self._lost.some(own),
            self._gained.some(own),
        )

    def _counted(self, outcomes: list[Outcome] | None) -> dict[Outcome, int] | None:
        if outcomes is None:
            return None
        counts: dict[Outcome, int] = {"compatible": 0, "incompatible": 0, "unknown": 0}
        for outcome, size in zip(outcomes, self._sizes, strict=True):
            counts[outcome] += size
        return counts


class _Group:
    """The devices of some classes, by class and by host."""

    def __init__(self, fleet: Fleet, sizes: list[int], numbers: set[int]) -> None:
        self._fleet = fleet
        self._sizes = {number: sizes[number] for number in sorted(numbers) if sizes[number]}
        self._devices = sum(self._sizes.values())
        self._hosts = fleet.count_by_host(self._sizes)

    def some(self, own: _Own | None) -> Some:
        """Return them in numbers, some of them named, without the device itself."""
        if own is None or own.number not in self._sizes:
            return self._named(self._devices, "", -1)
        host = own.host if self._hosts[own.host] == 1 else ""
        number = own.number if self._sizes[own.number] == 1 else -1
        return self._named(self._devices - 1, host, number)

    def _named(self, devices: int, host: str, number: int) -> Some:
        """Return them in numbers without a host and a class, if there are such."""
        classes = islice((found for found in self._sizes if found != number), NAMED)
        hosts = islice((name for name in self._hosts if name != host), NAMED)
        return Some(
            devices,
            len(self._sizes) - (number in self._sizes),
            len(self._hosts) - (host in self._hosts),
            tuple([class_name(canonical(self._fleet.classes.sides[one])) for one in classes]),
            tuple(hosts),
        )


def _own_in(fleet: Fleet, place: Place) -> _Own | None:
    """Return the device as it is now, None if it is not there any more."""
    entry = fleet.host(place.host)
    if entry is None or place.address not in entry.addresses:
        return None
    return _Own(entry.name, entry.classes[entry.position(place.address)])


def _without(
    counts: dict[Outcome, int] | None, outcomes: list[Outcome] | None, own: _Own | None
) -> dict[Outcome, int] | None:
    """Return counts without the device itself."""
    if counts is None or outcomes is None or own is None:
        return counts
    outcome = outcomes[own.number]
    return {**counts, outcome: counts[outcome] - 1}


def _compatible(outcomes: list[Outcome] | None) -> set[int]:
    return {number for number, found in enumerate(outcomes or ()) if found == COMPATIBLE}
