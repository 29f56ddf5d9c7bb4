"""Overlay: what an operator states about devices.

Belongs here: entries, which devices they match, and what they add. Must not know: YAML, TOML.

The rule: what was read counts. An operator's fact is taken where there is none; beside one that
was read with another value it is taken only if its entry says `override`, and then both are kept,
the operator's later. An operator's descriptor is taken where the device publishes none, or with
`override`. Entries apply in the order written, a later one replaces what an earlier one stated.
"""

from collections.abc import Iterable
from typing import NamedTuple

from devcompat.discovery.unreadable import Unreadable
from devcompat.inventory import misses
from devcompat.inventory.records import Device, Fact, Kind, Miss, StatedDescriptor


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


class Entry(NamedTuple):
    """One entry: `facts` as (name, value), a descriptor's text, and the line it begins on.

    `line` is None where the format does not tell.
    """

    match: Match
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
        return frozenset(
            entry.match.address
            for entry in self.entries
            if entry.match.address is not None and entry.match.host in {None, host}
        )


def apply_overlay(overlay: Overlay, host: str, devices: Iterable[Device]) -> tuple[Device, ...]:
    """Return the devices with what the overlay states about them."""
    return tuple(_apply(overlay, host, device) for device in devices)


def unused_entries(
    overlay: Overlay, host: str, devices: Iterable[Device], *, alone: bool = False
) -> tuple[Miss, ...]:
    """Return a miss for each entry that is for this host and matches none of its devices.

    An entry that names no host is for this one if the overlay is used for it `alone`.
    """
    meant = {host, None} if alone else {host}
    there = tuple(devices)
    return tuple(
        Unreadable(_place(overlay, entry), misses.OVERLAY_UNUSED).miss()
        for entry in overlay.entries
        if entry.match.host in meant
        and not any(entry.match.accepts(host, device) for device in there)
    )


def _apply(overlay: Overlay, host: str, device: Device) -> Device:
    stated = device
    for entry in overlay.entries:
        if entry.match.accepts(host, device):
            stated = _with_entry(overlay, entry, stated)
    return stated


def _with_entry(overlay: Overlay, entry: Entry, device: Device) -> Device:
    place = _place(overlay, entry)
    facts = list(device.facts)
    lost = list(device.misses)
    for name, value in entry.facts:
        facts = [fact for fact in facts if (fact.name, fact.origin) != (name, "operator")]
        read = next((fact for fact in facts if fact.name == name), None)
        if read is None or (entry.override and read.value != value):
            facts.append(Fact(name, value, "operator", place))
        elif read.value != value:
            lost.append(Unreadable(place, misses.OVERLAY_IGNORED).miss(name))
    described = device.stated
    if entry.descriptor is not None:
        if device.native is None or entry.override:
            described = StatedDescriptor(entry.descriptor, place, entry.override)
        else:
            lost.append(Unreadable(place, misses.OVERLAY_IGNORED).miss("migration_compatible"))
    return device._replace(facts=tuple(facts), stated=described, misses=tuple(lost))


def _place(overlay: Overlay, entry: Entry) -> str:
    return overlay.name if entry.line is None else f"{overlay.name}:{entry.line}"
