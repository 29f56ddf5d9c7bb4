"""A type that could be created is described like a device of it."""

from collections.abc import Mapping

import pytest

from devcompat.catalog.creatable import TypeDescription, describe_type, pool_on, pools_on
from devcompat.inventory.pools import Stock
from devcompat.inventory.records import (
    CreatableType,
    Fact,
    Miss,
    NativeDescriptor,
    StatedDescriptor,
)
from devcompat.language.printer import write_text

from .devices import NEW_KERNEL, OLD_KERNEL, captured, fact, unread


def creatable(
    type_id: str = "mtty-1",
    facts: Mapping[str, str] | None = None,
    *,
    native: str | None = None,
    stated: str | None = None,
    override: bool = False,
    misses: tuple[Miss, ...] = (),
) -> CreatableType:
    return CreatableType(
        "parent",
        type_id,
        None,
        None,
        "vfio-pci",
        3,
        misses,
        tuple(fact(name, value) for name, value in (facts or {}).items()),
        None if native is None else NativeDescriptor(native, "sys/t/migration_compatible"),
        None if stated is None else StatedDescriptor(stated, "site.yaml:2", override),
    )


def described(offered: CreatableType, kernel: Fact | None = NEW_KERNEL) -> TypeDescription:
    return describe_type(offered, kernel, "h/parent/t")


def test_what_an_mtty_would_be_follows_from_its_types_name() -> None:
    found = described(creatable("mtty-2"))
    assert (found.migration.answer, found.migration.code) == ("yes", "driver.migrates")
    assert found.document is not None
    assert "nr_ports=2" in write_text(found.document.descriptor)
    assert (found.basis, found.refusal) == ("executed", None)
    assert found.origin.startswith("profile mtty 1")


def test_a_type_of_mtty_that_is_not_known_has_a_field_that_is_not_read() -> None:
    found = described(creatable("mtty-3"))
    assert found.told is not None
    assert list(found.told.unread) == ["nr_ports"]


def test_on_an_old_kernel_it_could_not_migrate() -> None:
    found = described(creatable(), OLD_KERNEL)
    assert found.migration.code == "kernel.too-old"
    assert found.refusal is not None
    assert found.refusal.immovable


def test_without_a_kernel_release_nothing_is_known() -> None:
    found = described(creatable(), None)
    assert found.migration.code == "fact.missing"
    assert found.refusal is not None
    assert not found.refusal.immovable


def test_the_driver_that_a_sibling_shows_counts_before_the_name() -> None:
    found = described(creatable("mtty-1", {"driver": "acme"}))
    assert found.migration.code == "driver.unknown"


@pytest.mark.parametrize(
    ("type_id", "code"),
    [
        ("mdpy-vga", "driver.no-migration"),
        ("mbochs-small", "driver.no-migration"),
        ("i915-GVTg_V5_4", "driver.no-migration"),
        ("vfio_ap-passthrough", "driver.no-migration"),
        ("vfio_ccw-io", "driver.no-migration"),
        ("nvidia-105", "driver.delegated"),
        ("acme-1", "driver.untold"),
        ("mtty", "driver.untold"),
        ("mttyx-1", "driver.untold"),
    ],
)
def test_the_name_tells_the_driver(type_id: str, code: str) -> None:
    found = described(creatable(type_id))
    assert found.migration.code == code
    assert found.told is None
    assert found.refusal is not None


def test_a_types_own_descriptor_may_have_parameters() -> None:
    found = described(creatable("i915-x", native="PARAMETERS: a={n:int:1..8} SELF: a={n}"))
    assert found.migration.code == "descriptor.published"
    assert found.document is not None
    assert len(found.document.descriptor.parameters) == 1
    assert (found.basis, found.refusal) == ("native", None)


def test_a_stated_descriptor_yields_to_a_drivers_no_unless_it_overrides() -> None:
    found = described(creatable("mdpy-vga", stated="SELF: a=1"))
    assert found.refusal is not None
    assert found.refusal.immovable
    found = described(creatable("mdpy-vga", stated="SELF: a=1", override=True))
    assert (found.migration.code, found.basis) == ("descriptor.stated", "operator")
    assert found.refusal is None


def test_a_descriptor_with_an_error_is_unknown_and_names_it() -> None:
    found = described(creatable("mtty-1", native="SELF: a={n:int:1..}"))
    assert found.problem is not None
    assert found.problem.source == "h/parent/t:sys/t/migration_compatible"
    assert found.migration.code == "descriptor.unusable"
    assert found.refusal is not None
    assert not found.refusal.immovable


def test_a_descriptor_that_could_not_be_read_is_not_replaced_by_a_profile() -> None:
    found = described(creatable(misses=(unread("migration_compatible"),)))
    assert found.told is None
    assert found.refusal is not None
    assert "could not be read" in found.refusal.detail


def test_an_operators_fact_makes_the_basis_the_operators() -> None:
    offered = creatable("x-1")._replace(facts=(fact("driver", "mtty", "operator"),))
    assert described(offered).basis == "operator"


@pytest.mark.parametrize(
    ("host", "left"),
    [("mdev-types-only", 24), ("mdev-created", 18), ("mdev-created-cdev-iommufd", 21)],
)
def test_captured_mttys_have_one_stock_of_ports(host: str, left: int) -> None:
    pool = pool_on(captured(host), "mtty")
    assert pool.costs.unit == "ports"
    assert pool.stock() == Stock(left, left)
    assert pool.room({"mtty-1": left - 2, "mtty-2": 1}) == "yes"
    assert pool.room({"mtty-1": left - 1, "mtty-2": 1}) == "no"


@pytest.mark.parametrize("host", ["mdev-types-only", "mdev-created"])
def test_captured_counts_agree_with_the_costs(host: str) -> None:
    for pool in pools_on(captured(host)):
        assert pool.stock() is not None, pool.parent


def test_types_of_an_unknown_driver_share_by_fractions() -> None:
    pool = pool_on(captured("constructed-gvtg"), "0000:00:02.0")
    assert pool.stock() is None
    assert pool.room({"i915-GVTg_V5_4": 1, "i915-GVTg_V5_8": 2}) == "yes"
    assert pool.room({"i915-GVTg_V5_4": 1, "i915-GVTg_V5_8": 3}) == "unknown"


def test_a_parent_that_is_not_there_makes_nothing() -> None:
    assert pool_on(captured("mdev-created"), "nowhere").room({"mtty-1": 1}) == "no"
