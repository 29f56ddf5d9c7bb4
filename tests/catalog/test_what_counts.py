"""What counts when sources about one device disagree, or one of them cannot be used.

Belongs here: descriptors against drivers, conditions of drivers, probes that were not readable.
Must not know: how any of that was read.
"""

import pytest

from devcompat.catalog.describe import describe
from devcompat.catalog.migratability import migratability
from devcompat.inventory.misses import MALFORMED
from devcompat.inventory.records import Device, Fact, Miss, NativeDescriptor, StatedDescriptor
from devcompat.match.judge import Undescribed

NEW = Fact("kernel_release", "6.18.0", "kernel", "proc/sys/kernel/osrelease")
OLD = Fact("kernel_release", "5.10.0", "kernel", "proc/sys/kernel/osrelease")
GOOD = "SELF:\n  a=1\nCOMPATIBLE:\n  a=1\n"
MIGRATABLE = "devlink_port.function.migratable"


def device(kind: str, driver: str, *facts: tuple[str, str]) -> Device:
    named = (("driver", driver), *facts)
    known = tuple(Fact(name, value, "kernel", "sys/x") for name, value in named)
    return Device("0000:01:00.1", "mdev" if kind == "mdev" else "vf", "0000:01:00.0", known)


def published(text: str) -> NativeDescriptor:
    return NativeDescriptor(text, "sys/x/migration_compatible")


@pytest.mark.parametrize("text", ["", "SELF: a=}", '{"self": 1', "SELF: a={n}", "\x00"])
@pytest.mark.parametrize(("driver", "answer"), [("mtty", "unknown"), ("mdpy", "no")])
def test_a_descriptor_that_cannot_be_used_is_no_yes(text: str, driver: str, answer: str) -> None:
    found = describe(device("mdev", driver)._replace(native=published(text)), NEW, "h/d")
    assert found.migration.answer == answer
    assert found.problem is not None
    assert isinstance(found.side, Undescribed)


def test_what_a_driver_publishes_counts_more_than_what_was_known_of_it() -> None:
    found = describe(device("mdev", "mdpy")._replace(native=published(GOOD)), NEW, "h/d")
    assert (found.migration.answer, found.migration.code) == ("yes", "descriptor.published")


@pytest.mark.parametrize(
    ("driver", "kernel", "code"),
    [
        ("mdpy", NEW, "driver.no-migration"),
        ("mtty", OLD, "kernel.too-old"),
    ],
)
def test_an_operators_descriptor_overrules_a_no_only_when_it_says_so(
    driver: str, kernel: Fact, code: str
) -> None:
    plain = device("mdev", driver)._replace(stated=StatedDescriptor(GOOD, "o.yaml"))
    assert migratability(plain, kernel)[:2] == ("no", code)
    firm = plain._replace(stated=StatedDescriptor(GOOD, "o.yaml", override=True))
    assert migratability(firm, kernel)[:2] == ("yes", "descriptor.stated")


def test_an_operators_descriptor_speaks_where_the_driver_is_unknown() -> None:
    plain = device("mdev", "brand_new")._replace(stated=StatedDescriptor(GOOD, "o.yaml"))
    assert migratability(plain, NEW)[:2] == ("yes", "descriptor.stated")


@pytest.mark.parametrize(
    ("value", "answer", "code"),
    [
        (None, "unknown", "driver.conditional"),
        ("enable", "yes", "driver.migrates"),
        ("disable", "no", "driver.disabled"),
    ],
)
def test_mlx5_migrates_where_devlink_says_migratable(
    value: str | None, answer: str, code: str
) -> None:
    facts = () if value is None else ((MIGRATABLE, value),)
    assert migratability(device("vf", "mlx5_vfio_pci", *facts), NEW)[:2] == (answer, code)


def test_a_kernel_too_old_counts_more_than_a_condition() -> None:
    found = migratability(device("vf", "mlx5_vfio_pci", (MIGRATABLE, "enable")), OLD)
    assert found[:2] == ("no", "kernel.too-old")


def test_a_condition_that_nothing_shows_leaves_migration_unknown() -> None:
    assert migratability(device("vf", "virtio_vfio_pci"), NEW).code == "driver.conditional"


def test_a_probe_overrules_a_condition() -> None:
    probed = device("vf", "virtio_vfio_pci", ("probe_migration_flags", "7"))
    assert migratability(probed, NEW)[:2] == ("yes", "probe.migrates")


def test_a_probe_that_could_not_be_read_leaves_migration_unknown() -> None:
    miss = Miss("facts/p.json", "EBADMSG", MALFORMED, "probe_migration_flags")
    asked = device("mdev", "mtty")._replace(misses=(miss,))
    assert migratability(asked, NEW)[:2] == ("unknown", "fact.missing")
    hopeless = device("mdev", "mdpy")._replace(misses=(miss,))
    assert migratability(hopeless, NEW)[:2] == ("no", "driver.no-migration")
