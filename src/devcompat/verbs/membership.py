"""Membership: the devices that a question about a pool is about, equal ones as one class.

Belongs here: members by what a user names, from an inventory or a store. Must not know: what
members have in common, command lines.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from devcompat.fleet.classes import ClassTable, class_name
from devcompat.fleet.fleet import Fleet
from devcompat.inventory.records import Host
from devcompat.language.problems import input_error
from devcompat.match.compiled import Compiled
from devcompat.match.judge import Side
from devcompat.reports.classes import canonical
from devcompat.verbs.fleet_matrix import told
from devcompat.verbs.lookup import find_party, party_of
from devcompat.verbs.places import iter_devices


class Member(NamedTuple):
    """A class of devices: what the first of them is called, how many there are, what it is.

    `name` is the class's stable name.
    """

    first: str
    side: Compiled
    devices: int
    name: str
    told: str


class Membership(NamedTuple):
    """The members, and how many devices were left out: without descriptor, and immovable."""

    members: tuple[Member, ...]
    undescribed: int
    immovable: int


def named(hosts: Sequence[Host], names: Sequence[str], format_name: str | None) -> Membership:
    """Return what is named: files, or devices of `hosts`. Raises InputError.

    A device that has no descriptor, or cannot migrate, is an error: it was asked for.
    """
    sides: list[tuple[str, Side]] = []
    for name in names:
        party = find_party(hosts, name, format_name)
        if not isinstance(party.side, Compiled):
            raise input_error(
                "reference.undescribed", party.side.detail, "a device with a descriptor", name
            )
        sides.append((name, party.side))
    return _grouped((first, side, 1) for first, side in sides)


def of_inventory(hosts: Sequence[Host]) -> Membership:
    """Return all devices of an inventory. Raises InputError for an unreadable descriptor."""
    found = [party_of(device) for device in iter_devices(hosts)]
    return _grouped((party.name, party.side, 1) for party in found)


def of_fleet(fleet: Fleet, labels: Mapping[str, str], names: Sequence[str] = ()) -> Membership:
    """Return the classes that devices on hosts with these labels have, or those named.

    A name is a class's, or HOST/ADDRESS. Raises InputError `reference.unknown`.
    """
    counts: dict[int, int] = {}
    firsts: dict[int, str] = {}
    places: dict[str, int] = {}
    for entry in fleet.hosts():
        if entry.has(labels):
            for number, address in zip(entry.classes, entry.addresses, strict=True):
                counts[number] = counts.get(number, 0) + 1
                firsts.setdefault(number, f"{entry.name}/{address}")
                if names:
                    places[f"{entry.name}/{address}"] = number
    sides = fleet.classes.sides
    chosen = list(counts)
    if names:
        by_name = {class_name(canonical(sides[number])): number for number in counts}
        for name in names:
            if name not in by_name and name not in places:
                raise input_error("reference.unknown", name, "a class of the store, or HOST/DEVICE")
        chosen = [by_name[name] if name in by_name else places[name] for name in names]
    return _grouped((firsts[number], sides[number], counts[number]) for number in chosen)


def _grouped(sides: Iterable[tuple[str, Side, int]]) -> Membership:
    table = ClassTable()
    firsts: list[str] = []
    counts: list[int] = []
    for first, side, devices in sides:
        number = table.number(side)
        if number == len(counts):
            firsts.append(first)
            counts.append(0)
        counts[number] += devices
    members: list[Member] = []
    undescribed = immovable = 0
    for first, side, devices in zip(firsts, table.sides, counts, strict=True):
        if isinstance(side, Compiled):
            name = class_name(canonical(side))
            members.append(Member(first, side, devices, name, told(side)))
        elif side.immovable:
            immovable += devices
        else:
            undescribed += devices
    return Membership(tuple(members), undescribed, immovable)
