"""Families: kinds of devices of a fleet that is made up, as many different ones as are asked for.

Belongs here: descriptors that look like those of real drivers. Must not know: hosts, chance.

A member's number is written into its fields in mixed radix, so that no two members are equal.
"""

import json
from collections.abc import Callable
from typing import Final, NamedTuple

Plain = dict[str, object]


class Family(NamedTuple):
    """One kind: what its devices are, how their addresses look, and how the Nth one is made.

    `member` returns the keys that a device of the Nth class has besides its address and state: a
    whole descriptor without INFO, or why there is none.
    """

    kind: str
    has_uuid: bool
    member: Callable[[int], Plain]


def _coupled(number: int) -> Plain:
    """Return a mediated GPU: its type's size and the aggregator that goes with it."""
    size, modern, model = number % 3 + 1, number // 3 % 3, number // 9
    own: Plain = {
        "device_type": "pci",
        "device_id": f"8086{0x5900 + model:04x}",
        "mdev_type": f"i915-GVTg_V5_{1 << size}",
        "aggregator": str((1 << size) // 2),
        "interface_version": str(modern + 1),
    }
    if modern:
        own["pv_mode"] = "none+ppgtt+context" if modern > 1 else "none+ppgtt"
    shared = {
        "device_type": "pci",
        "device_id": own["device_id"],
        "mdev_type": "i915-GVTg_V5_${val1}",
        "aggregator": {"expr": "${val1}/2"},
    }
    sizes = {"type": "int", "domain": [1, 2, 4, 8]}
    modes = {"type": "string", "domain": ["none+ppgtt", "none+context", "none+ppgtt+context"]}
    newer: Plain = {
        "variables": {
            "val1": sizes,
            "val2": modes,
            "val3": {"type": "int", "domain": [{"from": 2, "to": modern + 2}]},
        },
        "fields": {**shared, "pv_mode": "${val2}", "interface_version": "${val3}"},
    }
    older: Plain = {
        "variables": {"val1": sizes},
        "fields": {**shared, "pv_mode": "", "interface_version": "1"},
    }
    return _described(own, [newer, older])


def _by_driver(number: int) -> Plain:
    """Return a vGPU: equal type, a driver of the same branch that is not older."""
    kind, release, branch = number % 6, number // 6 % 20, number // 120
    version = f"{535 + 5 * branch}.{50 + release}"
    own: Plain = {
        "driver": "nvidia",
        "mdev_type": f"nvidia-{559 + kind}",
        "framebuffer": str(1024 << kind),
        "driver_version": version,
    }
    range_ = {"type": "version", "domain": [f">={535 + 5 * branch}.50", f"<={version}"]}
    fields = {**own, "driver_version": "${version}"}
    return _described(own, [{"variables": {"version": range_}, "fields": fields}])


_FEATURES = ("csum", "gso", "tso", "lro", "rss", "vlan", "mac-spoof", "ipsec")


def _function(number: int) -> Plain:
    """Return a NIC's virtual function: features, queues, and firmware that only it can judge."""
    queues, more, build = number % 4, number // 4 % 6, number // 24
    features = _FEATURES[: more + 3]
    own: Plain = {
        "driver": "mlx5_vfio_pci",
        "device": "15b3:101e",
        "queues": str(2 << queues),
        "features": "+".join(features),
    }
    fields: Plain = {
        "driver": "mlx5_vfio_pci",
        "device": "15b3:101e",
        "queues": "${queues}",
        "features": "${features}",
    }
    variables: Plain = {
        "queues": {"type": "int", "domain": [{"from": 1, "to": 2 << queues}]},
        "features": {"type": "set", "domain": list(features)},
    }
    if build % 2:
        own["firmware"] = f"22.{30 + build % 16}.{1000 + build}"
        fields["firmware"] = "${firmware}"
        variables["firmware"] = {"type": "opaque", "domain": f"firmware {build}"}
    else:
        own["profile"] = fields["profile"] = f"p{build}"
    return _described(own, [{"variables": variables, "fields": fields}])


def _described(own: Plain, compatible: list[Plain]) -> Plain:
    return {"descriptor": {"self": own, "compatible": compatible}, "basis": "native"}


def _unknown(number: int) -> Plain:
    """Return a device without a descriptor; every second kind cannot migrate."""
    if number % 2:
        detail = f"driver.no-migration (driver{number})"
        return {"undescribed": {"detail": detail, "immovable": True, "basis": "executed"}}
    detail = f"it publishes none and no profile fits; driver.unknown (driver{number})"
    return {"undescribed": {"detail": detail, "immovable": False, "basis": None}}


COUPLED: Final = Family("mdev", has_uuid=True, member=_coupled)
BY_DRIVER: Final = Family("mdev", has_uuid=True, member=_by_driver)
FUNCTION: Final = Family("vf", has_uuid=False, member=_function)
UNKNOWN: Final = Family("pci", has_uuid=False, member=_unknown)

ROUND: Final = (
    COUPLED, BY_DRIVER, FUNCTION, COUPLED, FUNCTION, BY_DRIVER, COUPLED, FUNCTION, BY_DRIVER,
    COUPLED, FUNCTION, BY_DRIVER, COUPLED, FUNCTION, BY_DRIVER, COUPLED, FUNCTION, BY_DRIVER,
    COUPLED, UNKNOWN,
)  # fmt: skip
"""The families of twenty classes in a row; a class's number says its family and its member."""

_EARLIER: Final = tuple(ROUND[:place].count(family) for place, family in enumerate(ROUND))
_IN_ROUND: Final = tuple(ROUND.count(family) for family in ROUND)


def family_of(number: int) -> Family:
    """Return the family of the class of that number, from 0."""
    return ROUND[number % len(ROUND)]


def keys_of(number: int) -> Plain:
    """Return the keys that a device of the class of that number has besides address and state."""
    rounds, place = divmod(number, len(ROUND))
    return ROUND[place].member(rounds * _IN_ROUND[place] + _EARLIER[place])


def written(value: object) -> str:
    """Return a value as JSON without blanks."""
    return json.dumps(value, separators=(",", ":"))
