"""Devices built by hand, and those of the captured hosts.

Here belongs how a test comes to a device. It must not know what the catalog says of any.
"""

from collections.abc import Mapping
from pathlib import Path

from devcompat.catalog.describe import Description, describe
from devcompat.discovery.machine import discover_host
from devcompat.inventory.records import (
    Device,
    Fact,
    Host,
    Kind,
    Miss,
    NativeDescriptor,
    Origin,
    StatedDescriptor,
)
from devcompat.match.judge import judge
from devcompat.match.verdict import Basis, Rule, Verdict

CAPTURES = Path(__file__).parents[1] / "captures"


def fact(name: str, value: str, origin: Origin = "kernel") -> Fact:
    """Make a fact whose source is named like it."""
    return Fact(name, value, origin, f"sys/{name}")


def kernel(release: str) -> Fact:
    """Make the fact of a kernel's release."""
    return fact("kernel_release", release)


def unread(name: str, errno_name: str = "EIO") -> Miss:
    """Make the miss of a fact that could not be read."""
    return Miss(f"sys/{name}", errno_name, "miss.failed", name)


def device(
    kind: Kind,
    facts: Mapping[str, str] | None = None,
    *,
    origin: Origin = "kernel",
    native: str | None = None,
    stated: str | None = None,
    misses: tuple[Miss, ...] = (),
) -> Device:
    """Make a device with those facts, all of one origin, and descriptors with those texts."""
    return Device(
        address="00000000-0000-0000-0000-000000000001",
        kind=kind,
        parent="parent",
        facts=tuple(fact(name, value, origin) for name, value in (facts or {}).items()),
        native=None if native is None else NativeDescriptor(native, "sys/d/migration_compatible"),
        stated=None if stated is None else StatedDescriptor(stated, "site.yaml:2"),
        misses=misses,
    )


def mtty(type_id: str = "mtty-1", *, origin: Origin = "kernel") -> Device:
    """Make a mtty of that type as sysfs shows it."""
    return device("mdev", {"driver": "mtty", "mdev_type": type_id}, origin=origin)


NEW_KERNEL = kernel("6.12.117+deb12-amd64")
OLD_KERNEL = kernel("6.1.0-56-amd64")


def described(subject: Device, release: Fact | None = NEW_KERNEL, name: str = "d") -> Description:
    """Describe a device on a host with that kernel."""
    return describe(subject, release, name)


def verdict(
    source: Device,
    target: Device,
    *,
    source_kernel: Fact | None = NEW_KERNEL,
    target_kernel: Fact | None = NEW_KERNEL,
    rule: Rule = "target-accepts",
    minimum_basis: Basis | None = None,
) -> Verdict:
    """Judge two devices, each on a host with its kernel."""
    return judge(
        described(source, source_kernel, "source").side,
        described(target, target_kernel, "target").side,
        rule,
        minimum_basis,
    )


def captured(name: str) -> Host:
    """Read a captured host."""
    return discover_host(CAPTURES / name)


def undecided_codes(found: Verdict) -> set[str]:
    """Return the codes of what could not be decided."""
    return {reason.code for judgement in found.judgements for reason in judgement.undecided}


def failure_codes(found: Verdict) -> set[str]:
    """Return the codes of what stands against a match."""
    return {reason.code for judgement in found.judgements for reason in judgement.failures}
