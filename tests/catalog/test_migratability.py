"""Can this device migrate at all: each reason code, on devices built by hand and captured ones."""

import pytest

from devcompat.catalog.migratability import Migratability, migratability
from devcompat.codes.reasons import REASONS
from devcompat.inventory.records import Device, Fact, Kind
from devcompat.wording.reasons import migration_sentence, next_step_of

from .devices import NEW_KERNEL, OLD_KERNEL, captured, device, kernel, mtty, unread

ENTERPRISE = kernel("5.14.0-503.el9.x86_64")
SUSE = kernel("6.4.0-150600.23-default")


def bound(kind: Kind, driver: str) -> Device:
    return device(kind, {"driver": driver})


PROBED = {"driver": "mtty", "mdev_type": "mtty-1"}
CASES: dict[str, tuple[Device, Fact | None, str, str]] = {
    "probe flags": (
        device("mdev", {**PROBED, "probe_migration_flags": "7"}), OLD_KERNEL,
        "yes", "probe.migrates",
    ),
    "probe flags on a driver that is known not to migrate": (
        device("mdev", {"driver": "mdpy", "probe_migration_flags": "1"}), None,
        "yes", "probe.migrates",
    ),
    "probe flags without stop-and-copy": (
        device("mdev", {**PROBED, "probe_migration_flags": "0"}), NEW_KERNEL,
        "no", "probe.refuses",
    ),
    "probe errno": (
        device("mdev", {**PROBED, "probe_migration_errno": "ENOTTY"}), NEW_KERNEL,
        "no", "probe.refuses",
    ),
    "probe errno beside a descriptor": (
        device("mdev", {"probe_migration_errno": "ENOTTY"}, native="SELF: a=1"), NEW_KERNEL,
        "no", "probe.refuses",
    ),
    "probe that failed itself": (
        device("mdev", {**PROBED, "probe_migration_errno": "EBUSY"}), NEW_KERNEL,
        "unknown", "fact.missing",
    ),
    "probe that failed, driver known not to migrate": (
        device("mdev", {"driver": "mdpy", "probe_migration_errno": "EBUSY"}), NEW_KERNEL,
        "no", "driver.no-migration",
    ),
    "debugfs lists migration": (
        device("mdev", {**PROBED, "vfio_debugfs_migration": "yes"}), OLD_KERNEL,
        "yes", "probe.migrates",
    ),
    "debugfs lists no migration": (
        device("mdev", {**PROBED, "vfio_debugfs_migration": "no"}), NEW_KERNEL,
        "no", "probe.refuses",
    ),
    "debugfs with neither word says nothing": (
        device("mdev", {**PROBED, "vfio_debugfs_migration": "maybe"}), NEW_KERNEL,
        "yes", "driver.migrates",
    ),
    "probe counts before debugfs": (
        device("mdev", {"probe_migration_flags": "3", "vfio_debugfs_migration": "no"}), None,
        "yes", "probe.migrates",
    ),
    "native descriptor": (
        device("mdev", {"driver": "intel_vgpu_mdev"}, native="SELF: a=1"), OLD_KERNEL,
        "yes", "descriptor.published",
    ),
    "stated descriptor": (
        device("vf", {"driver": "brand_new_vfio_pci"}, stated="SELF: a=1"), OLD_KERNEL,
        "yes", "descriptor.stated",
    ),
    "condition that is not known": (
        device("vf", {"driver": "virtio_vfio_pci"}), kernel("6.18.1"), "unknown",
        "driver.conditional",
    ),
    "condition that is switched off": (
        device(
            "vf", {"driver": "mlx5_vfio_pci", "devlink_port.function.migratable": "disable"}
        ), NEW_KERNEL, "no", "driver.disabled",
    ),
    "descriptor that could not be read": (
        device("mdev", PROBED, misses=(unread("migration_compatible"),)), NEW_KERNEL,
        "unknown", "fact.missing",
    ),
    "driver on a new kernel": (mtty(), NEW_KERNEL, "yes", "driver.migrates"),
    "driver on its first kernel": (mtty(), kernel("6.7.0-rc1"), "yes", "driver.migrates"),
    "driver on the kernel before": (mtty(), kernel("6.6.99"), "no", "kernel.too-old"),
    "driver on an old kernel": (mtty(), OLD_KERNEL, "no", "kernel.too-old"),
    "old kernel of RHEL": (
        bound("vf", "mlx5_vfio_pci"), ENTERPRISE, "unknown", "kernel.backports"),
    "old kernel of SUSE": (bound("vf", "qat_vfio_pci"), SUSE, "unknown", "kernel.backports"),
    "new enough kernel of RHEL": (
        bound("vf", "qat_vfio_pci"), kernel("6.12.0-55.el10.x86_64"), "yes", "driver.migrates"),
    "kernel that is no release": (mtty(), kernel("custom"), "unknown", "fact.missing"),
    "kernel that is not known": (mtty(), None, "unknown", "fact.missing"),
    "mdpy": (bound("mdev", "mdpy"), NEW_KERNEL, "no", "driver.no-migration"),
    "vfio-ap": (bound("mdev", "vfio_ap_mdev"), None, "no", "driver.no-migration"),
    "plain vfio-pci": (bound("vf", "vfio-pci"), NEW_KERNEL, "no", "driver.generic"),
    "plain vfio_pci, other spelling": (bound("pf", "vfio_pci"), None, "no", "driver.generic"),
    "network driver of the host": (bound("vf", "igbvf"), NEW_KERNEL, "unknown", "driver.host"),
    "virtio_vdpa": (bound("vdpa", "virtio_vdpa"), NEW_KERNEL, "unknown", "driver.host"),
    "no driver": (device("vf"), NEW_KERNEL, "unknown", "driver.none"),
    "variant driver that nobody knows": (
        bound("vf", "acme_vfio_pci"), NEW_KERNEL, "unknown", "driver.unknown"),
    "mdev driver that nobody knows": (
        bound("mdev", "acme"), NEW_KERNEL, "unknown", "driver.unknown"),
    "vhost-vdpa": (bound("vdpa", "vhost_vdpa"), NEW_KERNEL, "unknown", "driver.delegated"),
    "nvidia": (bound("vf", "nvidia"), NEW_KERNEL, "unknown", "driver.delegated"),
    "driver that could not be read": (
        device("vf", misses=(unread("driver", "EACCES"),)), NEW_KERNEL,
        "unknown", "fact.missing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_answer_and_reason(case: str) -> None:
    subject, release, answer, code = CASES[case]
    found = migratability(subject, release)
    assert (found.answer, found.code) == (answer, code)


@pytest.mark.parametrize("case", CASES)
def test_answer_is_that_of_its_code_and_can_be_said(case: str) -> None:
    subject, release, answer, code = CASES[case]
    assert {row.code: row.answer for row in REASONS}[code] == answer
    found = migratability(subject, release)
    assert migration_sentence(found)
    assert next_step_of(code)
    assert (found.basis is None) <= (answer == "unknown"), "yes and no say how they are known"


UNUSABLE = "descriptor.unusable"
"""Held in test_what_counts: it takes a descriptor that is parsed."""


OF_A_TYPE = "driver.untold"
"""Held in test_creatable: no device has it."""


def test_every_reason_code_has_a_case() -> None:
    assert {row.code for row in REASONS} - {UNUSABLE, OF_A_TYPE} == {
        code for _, _, _, code in CASES.values()
    }


@pytest.mark.parametrize(
    "facts",
    [
        {"driver": "mtty"},
        {"driver": "mdpy"},
        {"driver": "mtty", "probe_migration_flags": "7"},
        {"driver": "mtty", "probe_migration_errno": "ENOTTY"},
        {"driver": "mtty", "vfio_debugfs_migration": "yes"},
    ],
)
def test_what_an_operator_states_is_known_on_the_operators_word_only(facts: dict[str, str]) -> None:
    assert migratability(device("mdev", facts), NEW_KERNEL).basis == "executed"
    stated = device("mdev", facts, origin="operator")
    assert migratability(stated, NEW_KERNEL).basis == "operator"


def answers_of(name: str) -> dict[str, Migratability]:
    host = captured(name)
    return {found.address: migratability(found, host.kernel) for found in host.devices}


def codes_by_type(name: str) -> set[tuple[str, str]]:
    host = captured(name)
    return {
        (found.value("mdev_type") or found.value("driver") or "",
         migratability(found, host.kernel).code)
        for found in host.devices
    }  # fmt: skip


def test_captured_mdevs_on_6_12() -> None:
    assert codes_by_type("mdev-created") == {
        ("mtty-1", "driver.migrates"),
        ("mtty-2", "driver.migrates"),
        ("mdpy-vga", "driver.no-migration"),
        ("mbochs-large", "driver.no-migration"),
    }


def test_the_same_mdevs_on_6_1_cannot_migrate_though_sysfs_is_the_same() -> None:
    assert codes_by_type("constructed-old-kernel") == {
        ("mtty-1", "kernel.too-old"),
        ("mtty-2", "kernel.too-old"),
    }


def test_captured_debugfs_counts_as_the_devices_own_answer() -> None:
    assert codes_by_type("mdev-created-cdev-iommufd") == {
        ("mtty-1", "probe.migrates"),
        ("mtty-2", "probe.migrates"),
        ("mdpy-vga", "probe.refuses"),
    }


def test_captured_virtual_functions() -> None:
    codes = {found.code for found in answers_of("sriov-igb").values()}
    assert codes == {"driver.generic", "driver.host", "driver.none"}
    assert "yes" not in {found.answer for found in answers_of("sriov-igb").values()}


def test_captured_vdpa_devices_are_delegated() -> None:
    assert {found.code for found in answers_of("vdpa-sim").values()} == {"driver.delegated"}


def test_constructed_devices_with_descriptors_of_their_own() -> None:
    assert {found.code for found in answers_of("constructed-gvtg").values()} == {
        "descriptor.published"
    }
