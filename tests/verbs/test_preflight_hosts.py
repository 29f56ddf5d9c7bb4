"""A VM goes to one host: preflight's hosts are those that take all its devices at once.

Belongs here: which hosts a preflight names. Must not know: how a single device is judged.
"""

from pathlib import Path

import pytest

from devcompat.discovery.machine import discover_host
from devcompat.guest.domain import read_domain
from devcompat.inventory.records import Host
from devcompat.verbs.preflight import preflight

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
def offering() -> Host:
    """Return a host with one single-port and one dual-port mtty, that can create more."""
    return discover_host(CAPTURES / "mdev-created-cdev-iommufd")


@pytest.fixture(scope="module")
def small(offering: Host) -> Host:
    """Return the host with one single-port and one dual-port mtty, and nothing to create."""
    return offering._replace(types=())


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


# Types that could be created


def both(host: Host) -> tuple[int | None, int | None]:
    """Return how many mtty-1 and mtty-2 the host says it can create."""
    counts = {offered.type_id: offered.available_instances for offered in host.types}
    return counts["mtty-1"], counts["mtty-2"]


def with_counts(host: Host, single: int | None, dual: int | None) -> Host:
    """Return the host without mdevs, offering that many mtty."""
    counts = {"mtty-1": single, "mtty-2": dual}
    return host._replace(
        name="offering",
        devices=(),
        types=tuple(
            offered._replace(available_instances=counts[offered.type_id])
            for offered in host.types
            if offered.type_id in counts
        ),
    )


def answered(source: Host, target: Host, *uuids: str) -> tuple[str, tuple[str, ...] | None]:
    result = preflight(read_domain(domain_with(*uuids), "vm"), source, [target])
    return result.answer, result.hosts


def test_a_device_that_could_be_created_is_a_target(source: Host, offering: Host) -> None:
    assert both(offering) == (21, 10)
    result = preflight(read_domain(domain_with(SINGLE, SINGLE_TOO, DUAL), "vm"), source, [offering])
    assert (result.answer, result.hosts) == ("yes", (offering.name,))
    assert answered(source, with_counts(offering, 21, 10), SINGLE, DUAL) == ("yes", ("offering",))


def test_devices_that_are_there_come_first(source: Host, offering: Host) -> None:
    (flight,) = preflight(read_domain(domain_with(SINGLE), "vm"), source, [offering]).devices
    assert flight.findings is not None
    places = [found.place for found in flight.findings.targets]
    assert [place.kind for place in places] == ["mdev", "creatable"]


def test_ports_are_counted_once_for_both_types(source: Host, offering: Host) -> None:
    three = with_counts(offering, 3, 1)
    assert answered(source, three, SINGLE, DUAL) == ("yes", ("offering",))
    assert answered(source, three, SINGLE, SINGLE_TOO) == ("yes", ("offering",))
    assert answered(source, three, SINGLE, SINGLE_TOO, DUAL) == ("no", ())
    two = with_counts(offering, 2, 1)
    assert answered(source, two, SINGLE, SINGLE_TOO) == ("yes", ("offering",))
    assert answered(source, two, DUAL) == ("yes", ("offering",))
    assert answered(source, two, SINGLE, DUAL) == ("no", ())


def test_what_is_not_there_any_more_is_no_target(source: Host, offering: Host) -> None:
    assert answered(source, with_counts(offering, 0, 0), SINGLE) == ("no", ())
    assert answered(source, with_counts(offering, 1, 0), SINGLE) == ("yes", ("offering",))


def test_a_count_that_could_not_be_read_is_no_promise_and_no_refusal(
    source: Host, offering: Host
) -> None:
    assert answered(source, with_counts(offering, None, 5), SINGLE) == ("unknown", ())
    assert answered(source, with_counts(offering, None, 5), DUAL) == ("yes", ("offering",))
    assert answered(source, with_counts(offering, None, 5), DUAL, SINGLE) == ("unknown", ())


def test_a_device_that_is_there_and_one_to_be_created_take_two(
    source: Host, offering: Host
) -> None:
    one_left = with_counts(offering, 1, 0)._replace(devices=offering.devices)
    assert answered(source, one_left, SINGLE, SINGLE_TOO) == ("yes", ("offering",))
    none_left = with_counts(offering, 0, 0)._replace(devices=offering.devices)
    assert answered(source, none_left, SINGLE, SINGLE_TOO) == ("no", ())


def test_two_hosts_of_one_name_are_two_hosts(source: Host, small: Host) -> None:
    apart = [
        small._replace(
            devices=tuple(d for d in small.devices if d.value("mdev_type") == f"mtty-{number}")
        )
        for number in (1, 2)
    ]
    result = preflight(read_domain(domain_with(SINGLE, DUAL), "vm"), source, apart)
    assert (result.answer, result.hosts) == ("no", ())
