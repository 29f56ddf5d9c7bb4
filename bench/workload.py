"""Workload: some hundred devices of three families, and pairs of them, half of them compatible.

Belongs here: what the devices of a family look like and which pairs are asked, from a seed.
Must not know: any peer; who says what is compatible is handed in.
"""

import random
from collections.abc import Callable
from typing import NamedTuple

from bench.model import Accepted, AtMost, Coupled, Demand, Device, Features, OneOf, Release

PV_MODES = ("none+ppgtt", "none+context", "none+ppgtt+context")
OFFLOADS = ("rss", "tso", "lro", "vlan", "ipsec", "macsec", "ptp", "rdma")
STRANGERS_PERCENT = 10
"""Of the incompatible pairs, those of two families; all others fail in a detail."""


class Workload(NamedTuple):
    """The devices, and pairs of their indexes: source, target."""

    devices: list[Device]
    pairs: list[tuple[int, int]]


def make_workload(
    seed: int, per_family: int, pairs: int, is_match: Callable[[Device, Device], bool]
) -> Workload:
    """Return a workload with as many compatible pairs as incompatible ones."""
    chance = random.Random(seed)  # noqa: S311
    devices = [make(chance) for make in (_gvtg, _vgpu, _function) for _ in range(per_family)]
    candidates = [
        (source, target)
        for source in range(len(devices))
        for target in range(len(devices))
        if source != target
    ]
    chance.shuffle(candidates)
    wanted = {"yes": pairs // 2, "no": 0, "strangers": pairs // 2 * STRANGERS_PERCENT // 100}
    wanted["no"] = pairs - wanted["yes"] - wanted["strangers"]
    found: list[tuple[int, int]] = []
    for source, target in candidates:
        kind = "strangers"
        if source // per_family == target // per_family:
            kind = "yes" if is_match(devices[source], devices[target]) else "no"
        if wanted[kind]:
            wanted[kind] -= 1
            found.append((source, target))
    if any(wanted.values()):
        raise ValueError(f"too few pairs of a kind: {wanted} are missing")
    return Workload(devices, found)


def _gvtg(chance: random.Random) -> Device:
    """Return a graphics device as in the proposal: type and aggregator coupled, two objects."""
    version = chance.choice((1, 2, 3))
    number = chance.choice((2, 4, 8))
    fields = {
        "device_type": "pci",
        "device_id": chance.choice(("8086591d", "8086591d", "80865912")),
        "mdev_type": f"i915-GVTg_V5_{number}",
        "aggregator": str(number // 2 if chance.random() < 0.85 else number),
        "pv_mode": chance.choice(PV_MODES),
        "interface_version": str(version),
    }
    if version == 1:
        del fields["pv_mode"]
    numbers = tuple(sorted(chance.sample((1, 2, 4, 8), chance.choice((3, 4, 4)))))
    coupled = Coupled("mdev_type", "i915-GVTg_V5_", "aggregator", 2, numbers)
    same = {name: OneOf((fields[name],)) for name in ("device_type", "device_id")}
    new = Accepted(
        {
            **same,
            "pv_mode": OneOf(tuple(chance.sample(PV_MODES, chance.choice((2, 3, 3))))),
            "interface_version": OneOf(("2", "3"), integers=True),
        },
        coupled,
    )
    old = Accepted({**same, "interface_version": OneOf(("1",))}, coupled)
    return Device(fields, (old,) if version == 1 else (new, old))


def _vgpu(chance: random.Random) -> Device:
    """Return a virtual graphics device whose driver's version counts."""
    minor = chance.randrange(54, 60)
    fields = {
        "device_api": "vfio-pci",
        "vendor": "10de",
        "device_id": chance.choice(("25b6", "25b6", "20b5")),
        "mdev_type": chance.choice(("grid-a10-4q", "grid-a10-8q")),
        "driver": f"535.{minor}.{chance.choice(('03', '14', '1'))}",
        "frame_buffer": chance.choice(("4096", "8192")),
    }
    if chance.random() < 0.4:
        fields["ecc"] = "on"
    demands: dict[str, Demand] = {
        "device_api": OneOf(("vfio-pci",)),
        "vendor": OneOf(("10de",)),
        "device_id": OneOf((fields["device_id"],)),
        "mdev_type": OneOf(("grid-a10-4q", "grid-a10-8q")),
        "driver": Release(535, 54, chance.randrange(57, 60)),
        "frame_buffer": OneOf(("4096", "8192")),
    }
    if "ecc" in fields:
        demands["ecc"] = OneOf(("", "on"))
    return Device(fields, (Accepted(demands),))


def _function(chance: random.Random) -> Device:
    """Return a virtual function of a network card: features, queues, firmware."""
    fields = {
        "driver": chance.choice(("mlx5_vfio_pci", "mlx5_vfio_pci", "ice_vfio_pci")),
        "vendor": "15b3",
        "device_id": "101e",
        "firmware": f"22.{chance.randrange(30, 40)}.{chance.randrange(1000, 1010)}",
        "queues": str(chance.choice((1, 2, 4, 8, 16, 32))),
        "offloads": "+".join(chance.sample(OFFLOADS, chance.randrange(1, 4))),
    }
    if chance.random() < 0.2:
        del fields["offloads"]
    if chance.random() < 0.05:
        fields["queues"] = "08"
    demands: dict[str, Demand] = {
        "driver": OneOf((fields["driver"],)),
        "vendor": OneOf(("15b3",)),
        "device_id": OneOf(("101e", "1020")),
        "firmware": Release(22, 28, chance.randrange(34, 41)),
        "queues": AtMost(chance.choice((16, 32, 64))),
        "offloads": Features(tuple(chance.sample(OFFLOADS, chance.randrange(5, 9)))),
    }
    return Device(fields, (Accepted(demands),))
