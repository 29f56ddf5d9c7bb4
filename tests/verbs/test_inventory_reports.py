"""What discover prints is taken as reports: each device as find sees it, free."""

import pytest

from devcompat.catalog.creatable import costs_of, describe_type
from devcompat.fleet.classes import class_key
from devcompat.inventory.records import Device, Host
from devcompat.language.problems import InputError
from devcompat.reports.lines import SCHEMA
from devcompat.reports.sides import Sides
from devcompat.verbs.inventories import load_inventory
from devcompat.verbs.inventory_reports import (
    inventory_report,
    is_inventory,
    iter_inventory_reports,
)
from devcompat.verbs.places import NamedDevice

from .fleet import CAPTURES, accepting, host


@pytest.mark.parametrize("name", sorted(p.name for p in CAPTURES.iterdir() if (p / "sys").is_dir()))
def test_each_device_of_a_capture_is_what_find_takes(name: str) -> None:
    (found,) = load_inventory(str(CAPTURES / name))
    report = inventory_report(found, Sides())
    assert report.host == found.name
    assert report.generation == 0
    assert report.labels == ({"kernel": found.kernel.value} if found.kernel else {})
    assert [device.address for device in report.devices] == [d.address for d in found.devices]
    for device, of in zip(report.devices, found.devices, strict=True):
        assert device.state == "free"
        assert class_key(device.side) == class_key(NamedDevice(found, of).describe().side)


def test_types_that_could_be_created_are_taken_with_their_pool() -> None:
    (found,) = load_inventory(str(CAPTURES / "constructed-types"))
    report = inventory_report(found, Sides())
    assert [(t.parent, t.type_id, t.available) for t in report.types] == [
        (t.parent, t.type_id, t.available_instances) for t in found.types
    ]
    for offered, of in zip(report.types, found.types, strict=True):
        told = describe_type(of, found.kernel, "x")
        usable = told.refusal is None and told.told is not None and not told.told.unread
        assert (offered.document is not None) == usable
        assert offered.units == costs_of(of).units.get(of.type_id)
    assert any(offered.document is not None for offered in report.types)


def test_devices_that_are_alike_share_a_side() -> None:
    sides = Sides()
    hosts = [host("a", accepting("d1", 1, 4)), host("b", accepting("d2", 1, 4))]
    one, other = iter_inventory_reports(hosts, sides)
    assert not isinstance(one, InputError)
    assert not isinstance(other, InputError)
    assert one.devices[0].side is other.devices[0].side


WRONG: list[tuple[Host, str]] = [
    (host("a b", accepting("d", 1, 4)), "report.host"),
    (host("a", accepting("d e", 1, 4)), "report.address"),
    (host("a", accepting("d", 1, 4), accepting("d", 2, 4)), "report.address-repeated"),
    (host("a", *[Device(str(n), "pci", "") for n in range(4097)]), "limit.host-devices"),
]


@pytest.mark.parametrize(("wrong", "code"), WRONG, ids=[code for _, code in WRONG])
def test_a_host_that_cannot_be_a_report_says_why_and_the_others_go_on(
    wrong: Host, code: str
) -> None:
    error, good = iter_inventory_reports([wrong, host("b")], Sides())
    assert isinstance(error, InputError)
    assert [problem.code for problem in error.problems] == [code]
    assert not isinstance(good, InputError)


@pytest.mark.parametrize(
    ("first", "is_one"),
    [
        ("{", True),
        ("[", True),
        (" [ {\r\n", True),
        ('{"schema": "devcompat/inventory/1", "hosts": []}', True),
        (f'{{"schema":"{SCHEMA}","host"', False),
        (f'{{"host": "devcompat/inventory/1", "schema": "{SCHEMA}"', False),
        ("nonsense", False),
        ("{}", False),
        ("", False),
        ("\n", False),
    ],
)
def test_an_inventory_is_told_from_lines_by_how_it_begins(first: str, is_one: bool) -> None:
    """What is nothing known is taken for reports, of which a line may be bad."""
    assert is_inventory(first.encode()) == is_one
