"""Fleet history: what a device was, when that changed, and where it could go before and after.

Belongs here: comparing two classes in the fleet of today. Must not know: how a store keeps history,
how a fleet is indexed, command lines.

Targets and sources are those of today's fleet, so that only the change itself makes a difference.
"""

from collections.abc import Callable, Mapping
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
        self._fleet: Fleet | None = None
        self._known: dict[tuple[str | None, str | None, str], Effect] = {}

    def of(self, change: Change) -> Effect:
        """Return what a change costs and brings. Raises StoreError."""
        key = (change.old_digest, change.new_digest, change.address)
        if key not in self._known:
            fleet = self._fleet = self._fleet or open_fleet(self._store)
            compared = _Compared(fleet, Place(change.host, change.address), self._rule, self._basis)
            old, new = (
                None if digest is None else side_in(self._past, digest)
                for digest in (change.old_digest, change.new_digest)
            )
            self._known[key] = Effect(
                compared.reach(old, new, compared.targets_of),
                compared.reach(old, new, compared.sources_of),
            )
        return self._known[key]


class _Compared:
    """One device of today's fleet, or of none any more, with one class and with another."""

    def __init__(self, fleet: Fleet, place: Place, rule: Rule, basis: Basis | None) -> None:
        self._fleet = fleet
        self._place = place
        self._rule: Rule = rule
        self._basis = basis
        self._own = _own_class(fleet, place)

    def reach(
        self, old: Side | None, new: Side | None, asked: Callable[[Side], dict[int, Outcome]]
    ) -> Reach:
        """Compare what `asked` says of each class of the fleet for the old side and for the new."""
        before = None if old is None else asked(old)
        after = None if new is None else asked(new)
        could, can = _compatible(before), _compatible(after)
        return Reach(
            None if before is None else self._counted(before),
            None if after is None else self._counted(after),
            self._some(could - can),
            self._some(can - could),
        )

    def targets_of(self, side: Side) -> dict[int, Outcome]:
        """Return the outcome of each class as a target."""
        return {
            number: outcome_of(side, target, self._rule, self._basis)
            for number, target in enumerate(self._fleet.classes.sides)
        }

    def sources_of(self, side: Side) -> dict[int, Outcome]:
        """Return the outcome of each class as a source."""
        return {
            number: outcome_of(source, side, self._rule, self._basis)
            for number, source in enumerate(self._fleet.classes.sides)
        }

    def _sizes(self) -> list[int]:
        """Return how many devices each class has, without the device itself."""
        sizes = self._fleet.sizes()
        if self._own is not None:
            sizes[self._own] -= 1
        return sizes

    def _counted(self, outcomes: Mapping[int, Outcome]) -> dict[Outcome, int]:
        counts: dict[Outcome, int] = {"compatible": 0, "incompatible": 0, "unknown": 0}
        sizes = self._sizes()
        for number, outcome in outcomes.items():
            counts[outcome] += sizes[number]
        return counts

    def _some(self, numbers: set[int]) -> Some:
        sizes = self._sizes()
        found = sorted(number for number in numbers if sizes[number])
        if not found:
            return Some(0, 0, 0)
        names = [self._name(number) for number in found[:NAMED]]
        hosts = self._hosts_with(set(found))
        return Some(
            sum(sizes[number] for number in found),
            len(found), len(hosts), tuple(names), tuple(hosts[:NAMED]),
        )  # fmt: skip

    def _name(self, number: int) -> str:
        return class_name(canonical(self._fleet.classes.sides[number]))

    def _hosts_with(self, numbers: set[int]) -> list[str]:
        """Return the hosts that have a device of these classes, but the device itself."""
        found = []
        for entry in self._fleet.hosts():
            has = sum(number in numbers for number in entry.classes)
            if entry.name == self._place.host and self._own in numbers:
                has -= 1
            if has > 0:
                found.append(entry.name)
        return found


def _own_class(fleet: Fleet, place: Place) -> int | None:
    """Return the class that the device has now, None if it is not there any more."""
    entry = fleet.host(place.host)
    if entry is None or place.address not in entry.addresses:
        return None
    return entry.classes[entry.position(place.address)]


def _compatible(outcomes: Mapping[int, Outcome] | None) -> set[int]:
    return {number for number, found in (outcomes or {}).items() if found == COMPATIBLE}
