"""Discover: what a machine has and could have, and of each whether it can migrate at all.

Belongs here: discovery and catalog put together. Must not know: command lines.
"""

from pathlib import Path
from typing import NamedTuple

from devcompat.catalog.creatable import TypeDescription, describe_type, pools_on
from devcompat.catalog.describe import Description, describe
from devcompat.discovery.machine import discover_host
from devcompat.discovery.overlay import Overlay
from devcompat.inventory.pools import Pool
from devcompat.inventory.records import CreatableType, Device, Host, Judged
from devcompat.inventory.serial import write_host
from devcompat.language.nodes import Document
from devcompat.language.printer import write_text
from devcompat.language.problems import InputError
from devcompat.match.verdict import Basis
from devcompat.verbs.answers import migration_to_plain, pool_to_plain
from devcompat.verbs.serial import Plain, problem_to_plain


class Seen(NamedTuple):
    """One device and what is known of it."""

    device: Device
    description: Description


class SeenType(NamedTuple):
    """One type that could be created and what is known of a device of it."""

    offered: CreatableType
    description: TypeDescription


class Machine(NamedTuple):
    """A host with what is known of each of its devices and types, and its parents' pools."""

    host: Host
    seen: tuple[Seen, ...]
    types: tuple[SeenType, ...]
    pools: tuple[Pool, ...]


def discover(root: str, overlay: Overlay | None = None) -> Machine:
    """Return what the machine below `root` has. Raises InputError."""
    return look_at(discover_host(Path(root), overlay, alone=True))


def look_at(host: Host) -> Machine:
    """Return a host with what is known of each of its devices and types."""
    return Machine(
        host,
        tuple(
            Seen(device, describe(device, host.kernel, f"{host.name}/{device.address}"))
            for device in host.devices
        ),
        tuple(
            SeenType(offered, describe_type(offered, host.kernel, f"{host.name}/{offered.address}"))
            for offered in host.types
        ),
        pools_on(host),
    )


def machine_to_plain(machine: Machine) -> dict[str, Plain]:
    """Return a machine as an inventory document.

    Each device and type has besides `migration` and `descriptor`; `pools` are what parents share
    out to their types.
    """
    devices = tuple(
        device._replace(judged=_judged(found, found.side.basis)) for device, found in machine.seen
    )
    types = tuple(
        offered._replace(judged=_judged(found, found.basis)) for offered, found in machine.types
    )
    plain: dict[str, Plain] = dict(write_host(machine.host._replace(devices=devices, types=types)))
    return {**plain, "pools": [pool_to_plain(pool) for pool in machine.pools]}


def _judged(found: Description | TypeDescription, basis: Basis | None) -> Judged:
    migration = migration_to_plain(found.migration)
    if found.origin:
        migration["descriptor_from"] = found.origin
    problem: InputError | None = found.problem
    if problem is not None:
        migration["descriptor_problems"] = [problem_to_plain(item) for item in problem.problems]
    document: Document | None = found.document
    if document is None:
        return Judged(dict(migration))
    return Judged(dict(migration), write_text(document.descriptor), basis)
