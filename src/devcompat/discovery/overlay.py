"""Overlay: what an operator states about devices, and about types that could be created.

Belongs here: entries, which devices and types they match, and what they add.
Must not know: YAML, TOML.

The rule: what was read counts. An operator's fact is taken where there is none; beside one that
was read with another value it is taken only if its entry says `override`, and then both are kept,
the operator's later. An operator's descriptor is taken where the device publishes none, or with
`override`. Entries apply in the order written, a later one replaces what an earlier one stated;
those of types come after those of devices. What is said of all devices of some kind holds for one
that is yet to be created.
"""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from devcompat.discovery.unreadable import Unreadable
from devcompat.inventory import misses
from devcompat.inventory.records import (
    CreatableType,
    Device,
    Fact,
    Kind,
    Miss,
    StatedDescriptor,
)

_Described = TypeVar("_Described", Device, CreatableType)


class Match(NamedTuple):
    """What a device must be for an entry to apply; None demands nothing. All must hold.

    `address` is in lower case, as the kernel writes UUIDs and PCI addresses; a name is compared in
    any case of letters.
    """

    host: str | None = None
    address: str | None = None
    mdev_type: str | None = None
    driver: str | None = None
    kind: Kind | None = None

    def accepts(self, host: str, device: Device) -> bool:
        """Return whether the entry applies to that device of that host."""
        demands = (
            (self.host, host),
            (self.address, device.address.lower()),
            (self.mdev_type, device.value("mdev_type")),
            (self.driver, device.value("driver")),
            (self.kind, device.kind),
        )
        return all(wanted is None or wanted == found for wanted, found in demands)

    def accepts_type(self, host: str, offered: CreatableType) -> bool:
        """Return whether the entry applies to any device that is created of that type."""
        demands = (
            (self.host, host),
            (self.mdev_type, offered.type_id),
            (self.driver, offered.value("driver")),
            (self.kind, "mdev"),
        )
        return self.address is None and all(
            wanted is None or wanted == found for wanted, found in demands
        )


class TypeMatch(NamedTuple):
    """What a creatable type must be for an entry to apply; None demands nothing. All must hold."""

    host: str | None = None
    parent: str | None = None
    type_id: str | None = None

    def accepts(self, host: str, device: Device) -> bool:  # noqa: ARG002
        """Return False: the entry is about types, and not about devices that are there."""
        return False

    def accepts_type(self, host: str, offered: CreatableType) -> bool:
        """Return whether the entry applies to that type of that host."""
        demands = (
            (self.host, host),
            (self.parent, offered.parent),
            (self.type_id, offered.type_id),
        )
        return all(wanted is None or wanted == found for wanted, found in demands)


class Entry(NamedTuple):
    """One entry: `facts` as (name, value), a descriptor's text, and the line it begins on.

    `line` is None where the format does not tell.
    """

    match: Match | TypeMatch
    facts: tuple[tuple[str, str], ...] = ()
    descriptor: str | None = None
    override: bool = False
    line: int | None = None


class Overlay(NamedTuple):
    """An overlay file: its name as the operator gave it, and its entries in order."""

    name: str
    entries: tuple[Entry, ...]

    def addresses(self, host: str) -> frozenset[str]:
        """Return the addresses that the entries for that host name."""
        matches = [entry.match for entry in self.entries if isinstance(entry.match, Match)]
        return frozenset(
            match.address
            for match in matches
            if match.address is not None and match.host in {None, host}
        )


def apply_overlay(overlay: Overlay, host: str, devices: Iterable[Device]) -> tuple[Device, ...]:
    """Return the devices with what the overlay states about them."""
    found = []
    for device in devices:
        stated = device
        for entry in overlay.entries:
            if entry.match.accepts(host, device):
                stated = _with_entry(overlay, entry, stated)
        found.append(stated)
    return tuple(found)


def apply_to_types(
    overlay: Overlay, host: str, types: Iterable[CreatableType]
) -> tuple[CreatableType, ...]:
    """Return the types with what the overlay states about them, and about all their devices."""
    found = []
    for offered in types:
        stated = offered
        for entry in overlay.entries:
            if entry.match.accepts_type(host, offered):
                stated = _with_entry(overlay, entry, stated, offered.own_facts())
        found.append(stated)
    return tuple(found)


def unused_entries(
    overlay: Overlay,
    host: str,
    devices: Iterable[Device],
    types: Iterable[CreatableType],
    *,
    alone: bool = False,
) -> tuple[Miss, ...]:
    """Return a miss for each entry that is for this host and matches nothing there.

    An entry that names no host is for this one if the overlay is used for it `alone`.
    """
    meant = {host, None} if alone else {host}
    there, offered = tuple(devices), tuple(types)
    return tuple(
        Unreadable(_place(overlay, entry), misses.OVERLAY_UNUSED).miss()
        for entry in overlay.entries
        if entry.match.host in meant
        and not any(entry.match.accepts(host, device) for device in there)
        and not any(entry.match.accepts_type(host, found) for found in offered)
    )


def _with_entry(
    overlay: Overlay, entry: Entry, subject: _Described, own: tuple[Fact, ...] = ()
) -> _Described:
    """Return a device or type with what an entry states; `own` was read of it beside its facts."""
    place = _place(overlay, entry)
    facts: list[Fact] = list(subject.facts)
    lost: list[Miss] = list(subject.misses)
    for name, value in entry.facts:
        facts = [fact for fact in facts if (fact.name, fact.origin) != (name, "operator")]
        read = next((fact for fact in (*own, *facts) if fact.name == name), None)
        if read is None or (entry.override and read.value != value):
            facts.append(Fact(name, value, "operator", place))
        elif read.value != value:
            lost.append(Unreadable(place, misses.OVERLAY_IGNORED).miss(name))
    described = subject.stated
    if entry.descriptor is not None:
        if subject.native is None or entry.override:
            described = StatedDescriptor(entry.descriptor, place, entry.override)
        else:
            lost.append(Unreadable(place, misses.OVERLAY_IGNORED).miss("migration_compatible"))
    return subject._replace(facts=tuple(facts), stated=described, misses=tuple(lost))


def _place(overlay: Overlay, entry: Entry) -> str:
    return overlay.name if entry.line is None else f"{overlay.name}:{entry.line}"
