"""A VM goes to one host: preflight's hosts are those that take all its devices at once.

Belongs here: which hosts a preflight names. Must not know: how a single device is judged.
"""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devcompat.discovery.machine import discover_host
from devcompat.guest.domain import read_domain
from devcompat.inventory.records import Host
from devcompat.verbs.preflight import _assignable, preflight

CAPTURES = Path(__file__).parent.parent / "captures"
SINGLE = "83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"
SINGLE_TOO = "83b8f4f2-509f-382f-3c1e-e6bfe0fa1002"
DUAL = "83b8f4f2-509f-382f-3c1e-e6bfe0fa2001"


def domain_with(*uuids: str) -> bytes:
    devices = "".join(
        "<hostdev mode='subsystem' type='mdev' model='vfio-pci'>"
        f"<source><address uuid='{uuid}'/></source></hostdev>"
        for uuid in uuids
    )
    return f"<domain><name>vm</name><devices>{devices}</devices></domain>".encode()


@pytest.fixture(scope="module")
def source() -> Host:
    return discover_host(CAPTURES / "mdev-created")


@pytest.fixture(scope="module")
def small() -> Host:
    """Return a host with one single-port and one dual-port mtty."""
    return discover_host(CAPTURES / "mdev-created-cdev-iommufd")


def test_a_host_with_a_target_for_each_device_takes_the_vm(source: Host, small: Host) -> None:
    result = preflight(read_domain(domain_with(SINGLE, DUAL), "vm"), source, [small])
    assert (result.answer, result.hosts) == ("yes", (small.name,))


def test_two_devices_do_not_share_one_target(source: Host, small: Host) -> None:
    result = preflight(read_domain(domain_with(SINGLE, SINGLE_TOO), "vm"), source, [small])
    assert [flight.answer for flight in result.devices] == ["yes", "yes"]
    assert (result.answer, result.hosts) == ("no", ())


def test_targets_on_two_hosts_do_not_take_one_vm(source: Host, small: Host) -> None:
    only_single = small._replace(
        name="single", devices=tuple(d for d in small.devices if d.value("mdev_type") == "mtty-1")
    )
    only_dual = small._replace(
        name="dual", devices=tuple(d for d in small.devices if d.value("mdev_type") == "mtty-2")
    )
    domain = read_domain(domain_with(SINGLE, DUAL), "vm")
    result = preflight(domain, source, [only_single, only_dual])
    assert [flight.answer for flight in result.devices] == ["yes", "yes"]
    assert (result.answer, result.hosts) == ("no", ())


def test_without_targets_no_host_is_named(source: Host) -> None:
    result = preflight(read_domain(domain_with(SINGLE), "vm"), source, None)
    assert (result.answer, result.hosts) == ("yes", None)


def test_a_vm_without_devices_needs_no_target(source: Host, small: Host) -> None:
    result = preflight(read_domain(domain_with(), "vm"), source, [small])
    assert (result.answer, result.hosts) == ("yes", None)


@given(st.lists(st.sets(st.sampled_from("abcde"), max_size=5), max_size=5))
def test_assignment_is_that_of_trying_every_choice(choices: list[set[str]]) -> None:
    every = product(*(sorted(choice) for choice in choices))
    assert _assignable(choices) == any(len(set(chosen)) == len(chosen) for chosen in every)
