"""Records: which fact counts, what a miss is about, and the tables that describe them."""

import errno

import pytest

from devcompat.inventory.misses import ERRNO_OF, MISS_CODES
from devcompat.inventory.names import FACT_NAMES, find_row
from devcompat.inventory.records import Device, Fact, Host, Miss

READ = Fact("vendor", "0x8086", "kernel", "sys/devices/x/vendor")
STATED = Fact("vendor", "0x10de", "operator", "overlay.yaml")
DEVICE = Device("0000:01:10.0", "vf", "", (READ, STATED), misses=(Miss("a", "EIO", "b", "device"),))


def test_the_later_of_two_facts_counts() -> None:
    assert DEVICE.fact("vendor") == STATED
    assert DEVICE.value("vendor") == "0x10de"


def test_unknown_is_not_absent() -> None:
    assert DEVICE.fact("device") is None
    assert DEVICE.miss("device") is not None
    assert DEVICE.fact("driver") is None
    assert DEVICE.miss("driver") is None


def test_a_device_is_found_in_any_case_of_letters() -> None:
    host = Host("one", "/", None, (DEVICE._replace(address="ABCD"),), ())
    assert host.find_device("abcd") is not None
    assert host.find_device("abce") is None


def test_fact_names_are_unique() -> None:
    names = [row.name for row in FACT_NAMES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("driver", "driver"),
        ("uevent.PCI_ID", "uevent.<KEY>"),
        ("devlink_running.fw.mgmt", "devlink_running.<name>"),
        ("devlink_ports.1.flavour", "devlink_ports.<index>.<key>"),
    ],
)
def test_a_fact_is_described_by_its_row(name: str, row: str) -> None:
    found = find_row(name)
    assert found is not None
    assert found.name == row


@pytest.mark.parametrize("name", ["", "uevent.", "own_name", "driverx"])
def test_an_operators_own_name_has_no_row(name: str) -> None:
    assert find_row(name) is None


def test_miss_codes_are_unique_and_say_what_to_do() -> None:
    assert len(ERRNO_OF) == len(MISS_CODES)
    for row in MISS_CODES:
        assert row.code.startswith("miss.")
        assert row.meaning
        assert row.next_step
        assert not row.errno_name or hasattr(errno, row.errno_name)
