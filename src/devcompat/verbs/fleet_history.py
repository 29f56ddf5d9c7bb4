"""Fleet history: what a device was, when that changed, and where it could go before and after.

Belongs here: comparing two classes in the fleet of today. Must not know: how a store keeps history,
how a fleet is indexed, command lines.

Targets and sources are those of today's fleet, so that only the change itself makes a difference.
"""

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final, NamedTuple

from devcompat.fleet.classes import class_name
from devcompat.fleet.fleet import Fleet
from devcompat.fleet.masks import mask_of
from devcompat.fleet.matrix import members
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
            as_source, as_target = (
                _Compared(outcomes.today, *[None if digest is None else met(digest)
                                            for digest in key])
                for met in (outcomes.of_targets, outcomes.of_sources)
            )  # fmt: skip
            self._compared[key] = (as_source, as_target)
        own = _own_in(fleet, Place(change.host, change.address))
        return Effect(*[compared.reach(own) for compared in self._compared[key]])

    def _open(self) -> "tuple[Fleet, _Outcomes]":
        fleet = open_fleet(self._store)
        return fleet, _Outcomes(fleet, self._past, self._rule, self._basis)


class _Met(NamedTuple):
    """What the fleet's classes are to one class: outcomes by number, devices by outcome."""

    outcomes: list[Outcome]
    devices: dict[Outcome, int]
    compatible: frozenset[int]


class _Outcomes:
    """What each class of the fleet is to classes of the past; each asked once."""

    def __init__(self, fleet: Fleet, past: Past, rule: Rule, basis: Basis | None) -> None:
        self.today = _Today(fleet)
        self._sides = fleet.classes.sides
        self._past = past
        self._rule: Rule = rule
        self._basis = basis
        self._targets: dict[str, _Met] = {}
        self._sources: dict[str, _Met] = {}

    def of_targets(self, digest: str) -> _Met:
        """Return what each class is as a target."""
        if digest not in self._targets:
            side = side_in(self._past, digest)
            self._targets[digest] = self._met(
                [outcome_of(side, target, self._rule, self._basis) for target in self._sides]
            )
        return self._targets[digest]

    def of_sources(self, digest: str) -> _Met:
        """Return what each class is as a source."""
        if digest not in self._sources:
            side = side_in(self._past, digest)
            self._sources[digest] = self._met(
                [outcome_of(source, side, self._rule, self._basis) for source in self._sides]
            )
        return self._sources[digest]

    def _met(self, outcomes: list[Outcome]) -> _Met:
        devices: dict[Outcome, int] = {"compatible": 0, "incompatible": 0, "unknown": 0}
        for outcome, size in zip(outcomes, self.today.sizes, strict=True):
            devices[outcome] += size
        found = [number for number, outcome in enumerate(outcomes) if outcome == COMPATIBLE]
        return _Met(outcomes, devices, frozenset(found))


class _Today:
    """The fleet's classes: sizes, names, hosts as masks over all hosts; each looked at once."""

    def __init__(self, fleet: Fleet) -> None:
        self.fleet = fleet
        self.sizes = fleet.sizes()
        self._names = [entry.name for entry in fleet.hosts()]
        self._places = {name: place for place, name in enumerate(self._names)}
        self._known: dict[int, int] = {}
        self._called: dict[int, str] = {}

    def name(self, number: int) -> str:
        """Return the name of a class."""
        if number not in self._called:
            self._called[number] = class_name(canonical(self.fleet.classes.sides[number]))
        return self._called[number]

    def hosts_of(self, numbers: Iterable[int]) -> int:
        """Return the hosts that have a device of one of these classes."""
        found = 0
        for number in numbers:
            if number not in self._known:
                hosts = [self._places[name] for name in self.fleet.count_by_host([number])]
                self._known[number] = mask_of(hosts, len(self._names))
            found |= self._known[number]
        return found

    def mask(self, name: str) -> int:
        """Return the mask of one host."""
        return 1 << self._places[name]

    def first(self, mask: int) -> tuple[str, ...]:
        """Return the first hosts of a mask."""
        return tuple([self._names[place] for place in islice(members(mask), NAMED)])


class _Own(NamedTuple):
    """A device of today's fleet: it is no target or source of itself."""

    host: str
    number: int


class _Compared:
    """The devices of today's fleet by outcome, for one class and for another."""

    def __init__(self, today: _Today, before: _Met | None, after: _Met | None) -> None:
        could = frozenset() if before is None else before.compatible
        can = frozenset() if after is None else after.compatible
        self._before = before
        self._after = after
        self._lost = _Group(today, could - can)
        self._gained = _Group(today, can - could)
        self._known: dict[_Own | None, Reach] = {}

    def reach(self, own: _Own | None) -> Reach:
        """Return the comparison, without the device itself."""
        if own not in self._known:
            self._known[own] = Reach(
                _without(self._before, own),
                _without(self._after, own),
                self._lost.some(own),
                self._gained.some(own),
            )
        return self._known[own]


class _Group:
    """The devices of some classes, by class and by host."""

    def __init__(self, today: _Today, numbers: frozenset[int]) -> None:
        self._today = today
        self._sizes = {
            number: today.sizes[number] for number in sorted(numbers) if today.sizes[number]
        }
        self._devices = sum(self._sizes.values())
        self._hosts = today.hosts_of(self._sizes)

    def some(self, own: _Own | None) -> Some:
        """Return them in numbers, some of them named, without the device itself."""
        if own is None or own.number not in self._sizes:
            return self._named(self._devices, self._hosts, -1)
        entry = self._today.fleet.host(own.host)
        beside = 0 if entry is None else sum(number in self._sizes for number in entry.classes)
        hosts = self._hosts & ~self._today.mask(own.host) if beside == 1 else self._hosts
        number = own.number if self._sizes[own.number] == 1 else -1
        return self._named(self._devices - 1, hosts, number)

    def _named(self, devices: int, hosts: int, number: int) -> Some:
        """Return them in numbers, without a class if there is such a one."""
        classes = islice((found for found in self._sizes if found != number), NAMED)
        return Some(
            devices,
            len(self._sizes) - (number in self._sizes),
            hosts.bit_count(),
            tuple(map(self._today.name, classes)),
            self._today.first(hosts),
        )


def _own_in(fleet: Fleet, place: Place) -> _Own | None:
    """Return the device as it is now, None if it is not there any more."""
    entry = fleet.host(place.host)
    if entry is None or place.address not in entry.addresses:
        return None
    return _Own(entry.name, entry.classes[entry.position(place.address)])


def _without(met: _Met | None, own: _Own | None) -> dict[Outcome, int] | None:
    """Return devices by outcome, without the device itself."""
    if met is None or own is None:
        return None if met is None else met.devices
    outcome = met.outcomes[own.number]
    return {**met.devices, outcome: met.devices[outcome] - 1}
