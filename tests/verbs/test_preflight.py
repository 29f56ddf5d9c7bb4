"""Preflight looks at each device of a domain, of every kind, and at all together."""

import pytest

from devcompat.guest.domain import read_domain
from devcompat.inventory.records import Host
from devcompat.verbs.preflight import DeviceFlight, Preflight, preflight

from .fleet import CAPTURES, MTTY, accepting, captured, device, host

MDPY = "83b8f4f2-509f-382f-3c1e-e6bfe0fa3001"
HERE = captured("mdev-created")
THERE = captured("mdev-created-cdev-iommufd")
OLD = captured("constructed-old-kernel")


def mdev(uuid: str) -> str:
    return (
        "<hostdev mode='subsystem' type='mdev' model='vfio-pci'>"
        f"<source><address uuid='{uuid}'/></source></hostdev>"
    )


def pci(slot: int, function: int, extra: str = "") -> str:
    return (
        "<hostdev mode='subsystem' type='pci' managed='yes'><source>"
        f"<address domain='0' bus='1' slot='{slot}' function='{function}'/></source>"
        f"{extra}</hostdev>"
    )


def vdpa(node: str) -> str:
    return f"<interface type='vdpa'><source dev='{node}'/></interface>"


USB = "<hostdev mode='subsystem' type='usb'><source><vendor id='0x1'/></source></hostdev>"
NVME = (
    "<disk type='nvme' device='disk'><source type='pci' namespace='1'>"
    "<address domain='0' bus='1' slot='0x10' function='0'/></source></disk>"
)


def flown(xml: str, on: Host, to: tuple[Host, ...] | None = None) -> Preflight:
    text = f"<domain><name>vm</name><devices>{xml}</devices></domain>"
    return preflight(read_domain(text.encode(), "vm.xml"), on, to)


def only(found: Preflight) -> DeviceFlight:
    (flight,) = found.devices
    return flight


def code(flight: DeviceFlight) -> str | None:
    return None if flight.migration is None else flight.migration.code


def test_a_domain_without_devices_can_go() -> None:
    found = flown("", HERE)
    assert (found.answer, found.devices) == ("yes", ())


def test_a_mdev_that_migrates() -> None:
    found = flown(mdev(MTTY), HERE)
    assert found.answer == "yes"
    assert code(only(found)) == "driver.migrates"
    assert only(found).findings is None


def test_a_mdev_is_found_in_any_spelling_of_its_uuid() -> None:
    assert only(flown(mdev(MTTY.upper()), HERE)).device is not None
    assert only(flown(mdev(MTTY.replace("-", "")), HERE)).device is not None


def test_a_mdev_that_does_not_migrate_blocks_the_domain() -> None:
    found = flown(mdev(MTTY) + mdev(MDPY), HERE)
    assert found.answer == "no"
    assert [flight.answer for flight in found.devices] == ["yes", "no"]


def test_the_same_mdev_on_an_old_kernel_cannot_go() -> None:
    assert code(only(flown(mdev(MTTY), OLD))) == "kernel.too-old"


def test_targets_are_looked_for_on_other_hosts_only() -> None:
    flight = only(flown(mdev(MTTY), HERE, (HERE, THERE, OLD)))
    assert flight.answer == "yes"
    assert flight.findings is not None
    assert {found.place.host.name for found in flight.findings.targets} == {THERE.name}


@pytest.mark.parametrize("targets", [(), (HERE,), (OLD,)])
def test_a_device_that_fits_nowhere_cannot_go(targets: tuple[Host, ...]) -> None:
    assert flown(mdev(MTTY), HERE, targets).answer == "no"


def test_a_device_that_may_fit_is_unknown() -> None:
    mute = host("mute", device("d", driver="acme"))
    assert flown(mdev(MTTY), HERE, (mute,)).answer == "unknown"


def test_a_source_of_which_it_is_not_known_stays_unknown_whatever_fits() -> None:
    here = host("here", device(MTTY, driver="acme"))
    found = flown(mdev(MTTY), here, (host("there", accepting("d", 1, 9)),))
    assert found.answer == "unknown"


def test_pci_devices() -> None:
    igb = captured("sriov-igb")
    answers = {
        (0x10, 0): ("no", "driver.generic"),
        (0x10, 2): ("unknown", "driver.host"),
        (0x10, 4): ("unknown", "driver.none"),
    }
    for (slot, function), expected in answers.items():
        flight = only(flown(pci(slot, function), igb))
        assert (flight.answer, code(flight)) == expected


def test_a_transient_device_is_unplugged_before_and_need_not_migrate() -> None:
    transient = pci(0x10, 0, "<teaming type='transient' persistent='ua-1'/>")
    found = flown(transient, captured("sriov-igb"), ())
    assert found.answer == "yes"
    assert only(found).assigned.transient
    assert only(flown(pci(0x1F, 7, "<teaming type='transient'/>"), HERE)).answer == "yes"


def test_vdpa_devices_are_found_by_their_node() -> None:
    simulated = captured("vdpa-sim")
    nodes = {found.value("vhost_vdpa"): found.address for found in simulated.devices}
    node, address = next((node, address) for node, address in nodes.items() if node)
    flight = only(flown(vdpa(f"/dev/{node}"), simulated))
    assert flight.device is not None
    assert flight.device.device.address == address
    assert (flight.answer, code(flight)) == ("unknown", "driver.delegated")


def test_devices_that_the_host_does_not_have_are_unknown() -> None:
    absent = "00000000-0000-4000-8000-000000000000"
    for xml in (mdev(absent), pci(0x1F, 7), vdpa("/dev/vhost-vdpa-99")):
        flight = only(flown(xml, HERE))
        assert (flight.answer, flight.device, flight.migration) == ("unknown", None, None)


def test_other_devices_are_unknown_and_nothing_is_said_of_them() -> None:
    for xml in (USB, NVME):
        flight = only(flown(xml, captured("sriov-igb"), (THERE,)))
        assert flight.assigned.kind == "other"
        assert (flight.answer, flight.migration, flight.findings) == ("unknown", None, None)


def test_the_worst_device_decides() -> None:
    assert flown(mdev(MTTY) + USB, HERE).answer == "unknown"
    assert flown(USB + mdev(MDPY) + mdev(MTTY), HERE).answer == "no"


def test_a_descriptor_that_cannot_be_read_leaves_it_unknown() -> None:
    here = host("here", device(MTTY, "SELF: a={"))
    flight = only(flown(mdev(MTTY), here, (host("there", accepting("d", 1, 9)),)))
    assert flight.answer == "unknown"


def test_every_captured_host_can_be_asked() -> None:
    for root in sorted(CAPTURES.iterdir()):
        if (root / "sys").is_dir():
            assert flown(mdev(MTTY) + USB, captured(root.name), (HERE,)).answer in {"no", "unknown"}
