"""Hosts that the verbs are asked about: captured ones, and ones made by hand.

Here belongs how a test comes to hosts. It must not know any verb's answer.
"""

import json
from collections.abc import Sequence
from pathlib import Path

from devcompat.discovery.machine import discover_host
from devcompat.inventory.records import Device, Fact, Host, Kind, NativeDescriptor
from devcompat.inventory.serial import write_host, write_inventory

CAPTURES = Path(__file__).parents[1] / "captures"
MTTY = "83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"
GVTG_1 = "591d0000-0000-4000-8000-000000000001"
GVTG_2 = "591d0000-0000-4000-8000-000000000002"


def captured(name: str) -> Host:
    """Read a captured host."""
    return discover_host(CAPTURES / name)


def device(address: str, text: str | None = None, kind: Kind = "mdev", **facts: str) -> Device:
    """Make a device, with a descriptor of its own if there is a text."""
    return Device(
        address,
        kind,
        "",
        tuple(Fact(name, value, "kernel", "sys") for name, value in facts.items()),
        None if text is None else NativeDescriptor(text, f"sys/{address}/migration_compatible"),
    )


def accepting(address: str, low: int, high: int) -> Device:
    """Make a device that is the lower number and takes over a range of them."""
    return device(address, f"SELF: a={low} COMPATIBLE: a={{n:int:{low}..{high}}}")


def host(name: str, *devices: Device) -> Host:
    """Make a host with those devices."""
    return Host(name, "/", Fact("kernel_release", "6.12.0", "kernel", "x"), devices, ())


def save(path: Path, *hosts: Host, lines: bool = False) -> Path:
    """Write hosts as one document, or as JSON lines."""
    if lines:
        text = "".join(json.dumps(write_host(found)) + "\n" for found in hosts)
    else:
        text = json.dumps(write_host(hosts[0]) if len(hosts) == 1 else write_inventory(hosts))
    path.write_text(text)
    return path


def names(hosts: Sequence[Host]) -> list[str]:
    """Return the hosts' names in order."""
    return [found.name for found in hosts]
