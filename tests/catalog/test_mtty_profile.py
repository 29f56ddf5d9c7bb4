"""The mtty profile says what the lab saw the driver do, row by row."""

import pytest

from devcompat.catalog.profiles import profiles
from devcompat.inventory.records import Fact

from .devices import (
    NEW_KERNEL,
    OLD_KERNEL,
    captured,
    described,
    device,
    failure_codes,
    kernel,
    mtty,
    undecided_codes,
    verdict,
)


@pytest.mark.parametrize("type_id", ["mtty-1", "mtty-2"])
def test_same_type_is_accepted(type_id: str) -> None:
    found = verdict(mtty(type_id), mtty(type_id))
    assert (found.outcome, found.basis) == ("compatible", "executed")


@pytest.mark.parametrize(("source", "target"), [("mtty-1", "mtty-2"), ("mtty-2", "mtty-1")])
def test_single_to_dual_and_back_is_refused_for_the_number_of_ports(
    source: str, target: str
) -> None:
    found = verdict(mtty(source), mtty(target))
    assert found.outcome == "incompatible"
    (judgement,) = found.judgements
    assert [failure.fields for failure in judgement.failures] == [("nr_ports",)]
    assert failure_codes(found) == {"value.differs"}


@pytest.mark.parametrize(
    ("source_kernel", "target_kernel"),
    [(OLD_KERNEL, NEW_KERNEL), (NEW_KERNEL, OLD_KERNEL), (OLD_KERNEL, OLD_KERNEL)],
)
def test_a_kernel_before_6_7_on_either_side_refuses(
    source_kernel: Fact, target_kernel: Fact
) -> None:
    found = verdict(mtty(), mtty(), source_kernel=source_kernel, target_kernel=target_kernel)
    assert found.outcome == "incompatible"
    assert failure_codes(found) == {"device.immovable"}


def test_another_driver_of_the_same_lab_is_refused() -> None:
    mdpy = device("mdev", {"driver": "mdpy", "mdev_type": "mdpy-vga"})
    assert verdict(mtty(), mdpy).outcome == "incompatible"
    assert verdict(mdpy, mtty()).outcome == "incompatible"


def test_every_header_field_that_the_driver_compares_is_a_field_of_the_profile() -> None:
    fields = {field.name: field for field in profiles()[("mdev", "mtty")].fields}
    assert {"stream_magic", "stream_version", "nr_ports"} <= set(fields)
    assert fields["stream_magic"].value == "0x7e9d09898c3e2c4e"
    assert fields["stream_version"].value == "1.0"
    assert {field.rule for field in fields.values()} == {"equal"}


@pytest.mark.parametrize(
    ("text", "name"),
    [("0x7e9d09898c3e2c4f", "stream_magic"), ("1.1", "stream_version"), ("3", "nr_ports")],
)
def test_a_header_field_changed_by_one_is_refused(text: str, name: str) -> None:
    fields = {
        "driver": "mtty",
        "stream_magic": "0x7e9d09898c3e2c4e",
        "stream_version": "1.0",
        "nr_ports": "1",
    }
    whole = "SELF: " + " ".join(f"{key}={value}" for key, value in fields.items())
    changed = "SELF: " + " ".join(f"{k}={v}" for k, v in {**fields, name: text}.items())
    assert verdict(device("mdev", native=whole), mtty()).outcome == "compatible"
    found = verdict(device("mdev", native=changed), mtty())
    assert found.outcome == "incompatible"
    assert found.judgements[0].failures[0].fields == (name,)


@pytest.mark.parametrize("type_id", ["mtty-3", "mtty-", "", "mtty-1 "])
def test_a_type_that_the_lab_never_saw_is_unknown(type_id: str) -> None:
    for found in (verdict(mtty(type_id), mtty("mtty-1")), verdict(mtty("mtty-1"), mtty(type_id))):
        assert found.outcome == "unknown"
        assert undecided_codes(found) == {"field.unread"}


def test_unread_ports_do_not_hide_another_mismatch() -> None:
    other = device("mdev", native="SELF: driver=mtty stream_magic=0 stream_version=1.0 nr_ports=1")
    assert verdict(other, mtty("mtty-3")).outcome == "incompatible"


def test_profile_is_used_from_6_7_on_only() -> None:
    assert described(mtty(), kernel("6.7.0")).document is not None
    assert described(mtty(), kernel("6.6.0")).document is None
    assert described(mtty(), kernel("6.4.0-150600.23-default")).document is None
    assert described(mtty(), None).document is None


def test_a_minimum_basis_above_executed_leaves_it_unknown() -> None:
    assert verdict(mtty(), mtty(), minimum_basis="executed").outcome == "compatible"
    found = verdict(mtty(), mtty(), minimum_basis="native")
    assert found.outcome == "unknown"
    assert undecided_codes(found) == {"basis.weak"}


def test_captured_mttys_take_over_their_own_type_only() -> None:
    hosts = captured("mdev-created"), captured("mdev-created-cdev-iommufd")
    devices = [found for host in hosts for found in host.devices if found.value("driver") == "mtty"]
    assert len(devices) == 6
    for source in devices:
        for target in devices:
            same = source.value("mdev_type") == target.value("mdev_type")
            assert (verdict(source, target).outcome == "compatible") == same
