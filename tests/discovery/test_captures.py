"""Captures give exactly the facts that are in their golden files.

To write the golden files anew: `REGENERATE_GOLDEN=1 python -m pytest tests/discovery`.
"""

import json
import os
from importlib import resources
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from devcompat.discovery.machine import discover_host, iter_roots
from devcompat.inventory.misses import ERRNO_OF
from devcompat.inventory.names import find_row
from devcompat.inventory.records import Host
from devcompat.inventory.serial import read_host, write_host

CAPTURES = Path(__file__).parent.parent / "captures"
GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(path.name for path in CAPTURES.iterdir() if path.is_dir())
PUBLISHED = json.loads(
    resources.files("devcompat.inventory").joinpath("schema/inventory.schema.json").read_text()
)


def captured(name: str) -> Host:
    return discover_host(CAPTURES / name)._replace(root=f"captures/{name}")


def test_there_are_captures() -> None:
    assert len(NAMES) >= 8


@pytest.mark.parametrize("name", NAMES)
def test_a_capture_gives_exactly_its_golden_facts(name: str) -> None:
    text = json.dumps(write_host(captured(name)), indent=1) + "\n"
    golden = GOLDEN / f"{name}.json"
    if os.environ.get("REGENERATE_GOLDEN") == "1":
        golden.write_text(text, encoding="utf-8")
    assert golden.is_file(), "no golden file: a missing one fails"
    assert text == golden.read_text(encoding="utf-8")


def test_every_golden_file_has_its_capture() -> None:
    assert sorted(path.stem for path in GOLDEN.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_capture_validates_and_survives_a_round_trip(name: str) -> None:
    document = write_host(captured(name))
    Draft202012Validator(PUBLISHED).validate(document)
    assert read_host(document) == captured(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_is_described_for_its_kind_and_origin(name: str) -> None:
    for device in captured(name).devices:
        for fact in device.facts:
            row = find_row(fact.name)
            assert row is not None, fact.name
            assert device.kind in row.kinds, (device.kind, fact.name)
            assert fact.origin == row.origin, fact.name


@pytest.mark.parametrize("name", NAMES)
def test_every_miss_has_a_known_code(name: str) -> None:
    host = captured(name)
    misses = [*host.misses, *(miss for device in host.devices for miss in device.misses)]
    assert {miss.why for miss in misses} <= set(ERRNO_OF)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stands_once_in_a_devices_facts(name: str) -> None:
    for device in captured(name).devices:
        names = [fact.name for fact in device.facts]
        assert len(names) == len(set(names))


def test_every_source_is_a_path_below_the_root() -> None:
    for name in NAMES:
        for device in captured(name).devices:
            for fact in device.facts:
                assert os.path.lexists(CAPTURES / name / fact.source.partition("#")[0])


def test_a_directory_of_captures_is_all_its_roots() -> None:
    assert [root.name for root in iter_roots(CAPTURES)] == NAMES


def test_a_capture_is_its_own_root() -> None:
    assert iter_roots(CAPTURES / "vdpa-sim") == (CAPTURES / "vdpa-sim",)


def test_a_virtual_functions_ids_come_from_its_files() -> None:
    device = captured("sriov-igb").find_device("0000:01:10.0")
    assert device is not None
    assert (device.kind, device.parent) == ("vf", "0000:01:00.0")
    assert (device.value("vendor"), device.value("device")) == ("0x8086", "0x10ca")
    assert (device.value("driver"), device.value("driver_override")) == ("vfio-pci", "vfio-pci")


def test_a_virtual_function_without_driver_has_neither_fact_nor_miss_of_one() -> None:
    device = captured("sriov-igb").find_device("0000:01:10.4")
    assert device is not None
    assert (device.fact("driver"), device.miss("driver")) == (None, None)
    assert (device.fact("driver_override"), device.miss("driver_override")) == (None, None)


def test_a_physical_function_that_was_not_captured_is_known_by_its_virtual_functions() -> None:
    device = captured("sriov-igb").find_device("0000:01:00.0")
    assert device is not None
    assert (device.kind, device.value("driver")) == ("pf", "igb")
    miss = device.miss("vendor")
    assert miss is not None
    assert (miss.errno_name, miss.why) == ("ENOENT", "miss.link-dangling")


def test_a_missing_parent_leaves_the_number_of_a_virtual_function_unknown() -> None:
    device = captured("sriov-igb").find_device("0000:01:10.0")
    assert device is not None
    assert device.fact("vf_index") is None
    assert device.miss("vf_index") is not None


def test_debugfs_tells_which_drivers_registered_migration() -> None:
    host = captured("mdev-created-cdev-iommufd")
    answers = {
        device.value("driver"): device.value("vfio_debugfs_migration") for device in host.devices
    }
    assert answers == {"mtty": "yes", "mdpy": "no"}


def test_a_kernel_without_debugfs_tells_nothing() -> None:
    for device in captured("mdev-created").devices:
        assert device.fact("vfio_debugfs_migration") is None
        assert device.misses == ()


def test_constructed_captures_say_so() -> None:
    assert {name for name in NAMES if captured(name).constructed} == {
        "constructed-gvtg",
        "constructed-old-kernel",
        "constructed-types",
    }


def test_native_descriptors_are_verbatim() -> None:
    devices = captured("constructed-gvtg").devices
    assert [device.address[-4:] for device in devices] == ["0001", "0002"]
    for device in devices:
        assert device.native is not None
        assert (
            device.native.text == (CAPTURES / "constructed-gvtg" / device.native.path).read_text()
        )
        assert device.native.text.startswith("SELF:\n")
        assert device.parent == "0000:00:02.0"
        assert device.value("parent_driver") == "i915"


def test_mtty_on_the_old_kernel_differs_in_the_release_only() -> None:
    old, new = captured("constructed-old-kernel"), captured("mdev-created")
    assert old.kernel is not None
    assert old.kernel.value == "6.1.0-56-amd64"
    for device in old.devices:
        same = new.find_device(device.address)
        assert same is not None
        names = {fact.name for fact in device.facts}
        assert names == {fact.name for fact in same.facts}
        assert device.value("mdev_type") == same.value("mdev_type")


def test_tools_facts_are_joined_to_vdpa_devices() -> None:
    device = captured("vdpa-sim").find_device("vnet0")
    assert device is not None
    assert device.parent == "vdpasim_net"
    assert device.value("vhost_vdpa") == "vhost-vdpa-0"
    assert device.value("vdpa_config.mtu") == "1500"
    fact = device.fact("vdpa_mgmtdev_features")
    assert fact is not None
    assert (fact.origin, fact.source) == ("tool", "facts/vdpa-mgmtdev.json#/mgmtdev/vdpasim_net")
    assert "ACCESS_PLATFORM" in fact.value.split("+")
