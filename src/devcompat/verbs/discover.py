"""Discover: what a machine has, and for each device whether it can migrate at all.

Belongs here: discovery and catalog put together. Must not know: command lines.
"""

from pathlib import Path
from typing import NamedTuple

from devcompat.catalog.describe import Description, describe
from devcompat.discovery.machine import discover_host
from devcompat.discovery.overlay import Overlay
from devcompat.inventory.records import Device, Host, Judged
from devcompat.inventory.serial import write_host
from devcompat.language.printer import write_text
from devcompat.verbs.answers import migration_to_plain
from devcompat.verbs.serial import Plain, problem_to_plain


class Seen(NamedTuple):
    """One device and what is known of it."""

    device: Device
    description: Description


class Machine(NamedTuple):
    """A host with what is known of each of its devices."""

    host: Host
    seen: tuple[Seen, ...]


def discover(root: str, overlay: Overlay | None = None) -> Machine:
    """Return what the machine below `root` has. Raises InputError."""
    return look_at(discover_host(Path(root), overlay, alone=True))


def look_at(host: Host) -> Machine:
    """Return a host with what is known of each of its devices."""
    return Machine(
        host,
        tuple(
            Seen(device, describe(device, host.kernel, f"{host.name}/{device.address}"))
            for device in host.devices
        ),
    )


def machine_to_plain(machine: Machine) -> dict[str, Plain]:
    """Return a machine as an inventory document; each device with `migration` and `descriptor`."""
    devices = tuple(_with_judgement(seen) for seen in machine.seen)
    plain: dict[str, Plain] = dict(write_host(machine.host._replace(devices=devices)))
    return plain


def _with_judgement(seen: Seen) -> Device:
    answer, side, document, origin, problem = seen.description
    migration = migration_to_plain(answer)
    if origin:
        migration["descriptor_from"] = origin
    if problem is not None:
        migration["descriptor_problems"] = [problem_to_plain(item) for item in problem.problems]
    text = None if document is None else write_text(document.descriptor)
    basis = None if document is None else side.basis
    return seen.device._replace(judged=Judged(dict(migration), text, basis))
