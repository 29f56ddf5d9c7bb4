"""Generate: reports of a fleet that is made up: as large as wanted, the same for the same seed.

Belongs here: which host has which devices, labels and types. Must not know: what classes look like
(families).

The only source of chance is `random.Random(seed).random()`, whose sequence Python promises to keep
from version to version; so the bytes are the same everywhere.
"""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from random import Random
from typing import Final, NamedTuple

from devcompat.reports.families import family_of, keys_of, written
from devcompat.reports.lines import SCHEMA

ZONES: Final = 20
RACK_HOSTS: Final = 40
TYPE_HOSTS: Final = 8
"""Of so many hosts one offers types that could be created."""

_KERNELS = ("6.1.0-28", "6.6.63", "6.12.1", "6.12.4")
_DRIVERS = ("vgpu-16", "vgpu-17", "vgpu-18")
_FREE, _USED = 0.30, 0.95
_DEVICES_OF_A_PARENT = 8
_SPREAD = 0x9E3779B97F4A7C15
_64_BITS = (1 << 64) - 1


class _Class(NamedTuple):
    """A class as text: what stands before and behind INFO; no INFO if there is no `tail`."""

    has_uuid: bool
    head: str
    tail: str


class _Slot(NamedTuple):
    """The place of a device in any host: its PCI address, and its parent as JSON."""

    address: str
    parent: str


def generate(
    hosts: int, classes: int, *, distinct: bool = False, seed: int = 1, devices_per_host: int = 10
) -> Iterator[bytes]:
    """Yield the report of each host as a line that ends with a line feed.

    The devices are of `classes` classes, each of them used if there are as many devices; how often
    falls with a class's number (Zipf). With `distinct` each device is of a class of its own.
    """
    if hosts < 0 or classes < 1 or devices_per_host < 0:
        raise ValueError("hosts and devices from 0, classes from 1")
    chance = Random(seed).random  # noqa: S311  (nothing here is secret)
    slots = [_slot(position) for position in range(devices_per_host)]
    total = hosts * devices_per_host
    known = [] if distinct else [_class(number) for number in range(min(classes, max(total, 1)))]
    weights = list(accumulate(1 / (number + 1) for number in range(len(known))))
    whole = weights[-1] if weights else 0.0
    stride = max(1, total // len(known)) if known else 1
    device = 0
    for host in range(hosts):
        devices: list[str] = []
        for slot in slots:
            number, rest = divmod(device, stride)
            if distinct:
                found = _class(device)
            elif not rest and number < len(known):
                found = known[number]
            else:
                found = known[bisect_left(weights, chance() * whole)]
            devices.append(_device(found, slot, device, chance()))
            device += 1
        yield _report(host, devices)


def _slot(position: int) -> _Slot:
    card, place = divmod(position, _DEVICES_OF_A_PARENT)
    bus, function = 0x41 + card % 0x80, f"{1 + card // 0x80:02x}"
    address = f"0000:{bus:02x}:{function}.{place}"
    return _Slot(address, f'"0000:{bus:02x}:00.0"')


def _class(number: int) -> _Class:
    keys = keys_of(number)
    family = family_of(number)
    head = f'"kind":"{family.kind}",'
    descriptor = keys.get("descriptor")
    if descriptor is None:
        return _Class(family.has_uuid, f"{head}{written(keys)[1:]}", "")
    text = f'{head}"descriptor":{written(descriptor)[:-1]},"info":{{"serial":"'
    return _Class(family.has_uuid, text, f'"}}}},"basis":"{keys["basis"]}"}}')


def _device(found: _Class, slot: _Slot, number: int, chance: float) -> str:
    mixed = (number + 1) * _SPREAD & _64_BITS
    if chance < _FREE:
        state = '"state":"free",'
    elif chance < _USED:
        state = f'"state":"used","vm":"vm-{number:07d}",'
    else:
        state = '"state":"reserved",'
    address = slot.address
    if found.has_uuid:
        digits = f"{mixed:016x}"
        address = f"{digits[:8]}-{digits[8:12]}-4{digits[12:15]}-8000-{number:012x}"
    begin = f'{{"address":"{address}","parent":{slot.parent},{state}{found.head}'
    if not found.tail:
        return begin
    return f'{begin}{mixed:016X}","slot":"{slot.address}{found.tail}'


def _report(host: int, devices: list[str]) -> bytes:
    mixed = (host + 1) * _SPREAD & _64_BITS
    labels = (
        f'{{"zone":"z{host % ZONES:02d}","rack":"r{host // RACK_HOSTS:05d}",'
        f'"kernel":"{_KERNELS[(mixed >> 32) % len(_KERNELS)]}",'
        f'"driver":"{_DRIVERS[(mixed >> 48) % len(_DRIVERS)]}"}}'
    )
    types = _TYPES[(mixed >> 40) % len(_TYPES)] if host % TYPE_HOSTS == 0 else ""
    return (
        f'{{"schema":"{SCHEMA}","host":"h{host:06d}","generation":1,"labels":{labels},'
        f'"devices":[{",".join(devices)}]{types}}}\n'
    ).encode()


def _types(room: int) -> str:
    """Return the types that a parent offers which has room for so many of the smallest."""
    offered = []
    for size in (1, 2, 4):
        keys = keys_of(0)["descriptor"]
        own = {"mdev_type": f"i915-GVTg_V5_{8 // size}", "aggregator": str(4 // size)}
        assert isinstance(keys, dict)  # noqa: S101
        offered.append(
            {
                "parent": "0000:00:02.0",
                "type": f"i915-GVTg_V5_{8 // size}",
                "available": room // size,
                "cost": size,
                "pool": "memory",
                "descriptor": {"self": {**keys["self"], **own}, "compatible": keys["compatible"]},
                "basis": "native",
            }
        )
    return f',"types":{written(offered)}'


_TYPES = tuple(_types(room) for room in (0, 2, 7))
