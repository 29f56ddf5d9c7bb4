"""Tools' facts are told apart by their content and joined to the devices that they are about."""

import json
from pathlib import Path

import pytest

from devcompat.discovery.machine import discover_host
from devcompat.inventory.records import Fact, Host, Json, Miss
from tests.discovery.trees import UUID, link, put, with_functions, with_mdev

VF = "0000:01:10.0"


def facts(root: Path, **files: Json) -> Host:
    put(root, {f"facts/{name}.json": json.dumps(content) for name, content in files.items()})
    return discover_host(root)


def value(host: Host, address: str, name: str) -> str | None:
    device = host.find_device(address)
    assert device is not None
    return device.value(name)


def test_a_probe_that_answered_gives_its_flags(tmp_path: Path) -> None:
    host = facts(with_mdev(tmp_path), any={"probe": {UUID.upper(): {"migration_flags": 7}}})
    device = host.find_device(UUID)
    assert device is not None
    pointer = f"facts/any.json#/probe/{UUID.upper()}"
    assert device.fact("probe_migration_flags") == Fact(
        "probe_migration_flags", "7", "probe", pointer
    )


def test_a_probe_that_failed_gives_its_errno(tmp_path: Path) -> None:
    host = facts(with_mdev(tmp_path), any={"probe": {UUID: {"errno": "ENOTTY"}}})
    assert value(host, UUID, "probe_migration_errno") == "ENOTTY"
    assert value(host, UUID, "probe_migration_flags") is None


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"migration_flags": -1},
        {"migration_flags": True},
        {"migration_flags": 2**64},
        {"migration_flags": "7"},
        {"errno": "no"},
        {"errno": 25},
        {"migration_flags": 7, "errno": "ENOTTY"},
        7,
        None,
    ],
)
def test_a_probe_of_no_known_shape_is_a_miss_of_the_device(tmp_path: Path, answer: Json) -> None:
    host = facts(with_mdev(tmp_path), any={"probe": {UUID.upper(): answer}})
    device = host.find_device(UUID)
    assert device is not None
    path = f"facts/any.json#/probe/{UUID.upper()}"
    assert device.misses == (Miss(path, "EBADMSG", "miss.malformed", "probe_migration_flags"),)
    assert host.misses == ()


def test_a_probe_of_no_known_shape_lists_the_device_that_it_names(tmp_path: Path) -> None:
    with_functions(tmp_path)
    (tmp_path / "sys/devices/pci0000:00/0000:01:10.0/physfn").unlink()
    device = facts(tmp_path, any={"probe": {VF: {}}}).find_device(VF)
    assert device is not None
    assert device.miss("probe_migration_flags") is not None


def test_a_probe_of_no_known_shape_about_no_device_is_a_miss_of_the_host(tmp_path: Path) -> None:
    host = facts(with_mdev(tmp_path), any={"probe": {VF: 7}})
    assert [(miss.path, miss.why) for miss in host.misses] == [
        (f"facts/any.json#/probe/{VF}", "miss.malformed")
    ]


def test_another_file_may_answer_what_one_does_not(tmp_path: Path) -> None:
    host = facts(
        with_mdev(tmp_path), a={"probe": {UUID: {}}}, b={"probe": {UUID: {"errno": "ENOTTY"}}}
    )
    assert value(host, UUID, "probe_migration_errno") == "ENOTTY"


def test_facts_about_a_device_that_is_not_there_are_misses(tmp_path: Path) -> None:
    host = facts(
        with_mdev(tmp_path),
        a={"dev": {"vnet9": {"type": "network"}}},
        b={"info": {"netdevsim/netdevsim10": {"driver": "netdevsim"}}},
    )
    assert [(miss.path, miss.why) for miss in host.misses] == [
        ("facts/a.json#/dev/vnet9", "miss.no-device"),
        ("facts/b.json#/info/netdevsim/netdevsim10", "miss.no-device"),
    ]


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b'{"other": {}}', b'{"dev": []}', b"\xff", b'"\\ud800"', b"[" * 99_999],
)
def test_a_facts_file_of_no_known_shape_is_a_miss(tmp_path: Path, content: bytes) -> None:
    put(with_mdev(tmp_path), {"facts/odd.json": content, "facts/notes.txt": b"\xff"})
    host = discover_host(tmp_path)
    assert [miss.path.partition("#")[0] for miss in host.misses] == ["facts/odd.json"]


def test_of_two_files_the_first_counts(tmp_path: Path) -> None:
    host = facts(
        with_mdev(tmp_path),
        b={"probe": {UUID: {"migration_flags": 1}}},
        a={"probe": {UUID: {"migration_flags": 3}}},
    )
    assert value(host, UUID, "probe_migration_flags") == "3"


def test_devlinks_versions_belong_to_the_pci_device(tmp_path: Path) -> None:
    info: Json = {
        "driver": "ice",
        "versions": {
            "fixed": {"board.id": "K1"},
            "running": {"fw.mgmt": "7.1"},
            "stored": {"fw.mgmt": "7.2"},
        },
    }
    host = facts(with_functions(tmp_path), a={"info": {"pci/0000:01:00.0": info}})
    for name, wanted in {
        "devlink_handle": "pci/0000:01:00.0",
        "devlink_driver": "ice",
        "devlink_fixed.board.id": "K1",
        "devlink_running.fw.mgmt": "7.1",
        "devlink_stored.fw.mgmt": "7.2",
    }.items():
        assert value(host, "0000:01:00.0", name) == wanted
        assert value(host, VF, name) is None


def port(**more: Json) -> dict[str, Json]:
    return {"flavour": "pcivf", "controller": 0, "pfnum": 0, "vfnum": 0, "external": False, **more}


def test_a_vfs_port_belongs_to_the_vf(tmp_path: Path) -> None:
    entry = port(function={"hw_addr": "00:11", "migratable": "enable"})
    host = facts(with_functions(tmp_path), a={"port": {"pci/0000:01:00.0/5": entry}})
    assert value(host, VF, "devlink_port.index") == "5"
    assert value(host, VF, "devlink_port.flavour") == "pcivf"
    assert value(host, VF, "devlink_port.function.migratable") == "enable"


@pytest.mark.parametrize(
    "entry",
    [
        port(flavour="physical"),
        port(controller=1),
        port(external=True),
        port(vfnum=3),
        port(pfnum=1),
    ],
)
def test_other_ports_belong_to_the_device_that_has_them(
    tmp_path: Path, entry: dict[str, Json]
) -> None:
    host = facts(with_functions(tmp_path), a={"port": {"pci/0000:01:00.0/5": entry}})
    assert value(host, VF, "devlink_port.flavour") is None
    assert value(host, "0000:01:00.0", "devlink_ports.5.flavour") == entry["flavour"]


def test_a_vdpa_device_hangs_from_its_pci_function(tmp_path: Path) -> None:
    with_functions(tmp_path)
    put(tmp_path, {"sys/devices/pci0000:00/0000:01:10.0/vdpa0/vhost-vdpa-0/dev": "242:0\n"})
    link(
        tmp_path,
        {"sys/bus/vdpa/devices/vdpa0": "../../../devices/pci0000:00/0000:01:10.0/vdpa0"},
    )
    host = facts(
        tmp_path,
        a={"dev": {"vdpa0": {"type": "network", "mgmtdev": "pci/0000:01:10.0"}}},
        b={"mgmtdev": {"pci/0000:01:10.0": {"dev_features": ["MAC", "MTU"]}}},
    )
    device = host.find_device("vdpa0")
    assert device is not None
    assert device.parent == VF
    assert device.value("vhost_vdpa") == "vhost-vdpa-0"
    assert device.value("vdpa_mgmtdev_features") == "MAC+MTU"


def test_what_devlink_lists_under_the_key_of_vdpa_is_left_alone(tmp_path: Path) -> None:
    host = facts(with_functions(tmp_path), a={"dev": {"pci/0000:01:00.0": {}}})
    assert host.misses[1:] == ()


def test_a_tools_fact_never_replaces_the_kernels(tmp_path: Path) -> None:
    with_mdev(tmp_path)
    link(tmp_path, {"sys/bus/vdpa/devices/driver": "../../../devices/driver"})
    put(tmp_path, {"sys/devices/driver/uevent": "X=1\n"})
    host = facts(tmp_path, a={"dev": {"driver": {"type": "network"}}})
    device = host.find_device("driver")
    assert device is not None
    assert [fact.name for fact in device.facts] == ["uevent.X", "vdpa_type"]
