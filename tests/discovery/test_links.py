"""A link is a fact only if it leads where the kernel leads it; else the fact is unknown."""

import shutil
from pathlib import Path

import pytest

from devcompat.discovery.machine import discover_host
from devcompat.inventory.records import Device, Host
from tests.discovery.trees import MDEV, PF, UUID, VF, link, put, with_functions, with_mdev

FUNCTION = "0000:01:10.0"
UP = "../../../../.."
"""From a mdev's directory to `sys/`."""
LEAVES = ("EXDEV", "miss.link-leaves-root")
LOOPS = ("ELOOP", "miss.link-loop")
ODD = ("EBADMSG", "miss.malformed")


def get(root: Path, address: str) -> Device:
    device = discover_host(root).find_device(address)
    assert device is not None
    return device


def relinked(root: Path, path: str, target: str) -> Path:
    (root / path).unlink(missing_ok=True)
    link(root, {path: target})
    return root


def unknown(device: Device, name: str) -> tuple[str, str] | None:
    """Return errno and code of why the fact is unknown, None if it is known or known absent."""
    miss = next((miss for miss in device.misses if miss.name == name), None)
    assert miss is None or device.fact(name) is None
    return None if miss is None else (miss.errno_name, miss.why)


@pytest.mark.parametrize(
    ("name", "target", "wanted"),
    [
        ("mdev_type", "/outside/mtty-2", LEAVES),
        ("mdev_type", f"{UP}/../etc", LEAVES),
        ("mdev_type", f"{UP}/../../../../etc/mdev_supported_types/mtty-2", LEAVES),
        ("mdev_type", "/outside/mdev_supported_types/mtty-2", LEAVES),
        ("mdev_type", "mdev_type", LOOPS),
        ("mdev_type", "..", ODD),
        ("mdev_type", "../mdev_supported_types", ODD),
        ("mdev_type", "../mdev_supported_types/mtty-1/devices", ODD),
        ("driver", "/outside/mtty", LEAVES),
        ("driver", f"{UP}/../outside/mtty", LEAVES),
        ("driver", "/bus/mdev/drivers/mtty", LEAVES),
        ("driver", "driver", LOOPS),
        ("driver", "driver/mtty", LOOPS),
        ("driver", "../drivers/mtty", ODD),
        ("driver", f"{UP}/module/mtty", ODD),
        ("iommu_group", "/7", LEAVES),
        ("iommu_group", "iommu_group", LOOPS),
        ("iommu_group", f"{UP}/kernel/iommu_groups", ODD),
        ("iommu_group", f"{UP}/kernel/iommu_groups/evil", ODD),
        ("iommu_group", f"{UP}/class/vfio/7", ODD),
    ],
)
def test_a_link_that_leads_elsewhere_leaves_its_fact_unknown(
    tmp_path: Path, name: str, target: str, wanted: tuple[str, str]
) -> None:
    put(with_mdev(tmp_path), {"outside/mtty-2/device_api": "vfio-pci\n"})
    device = get(relinked(tmp_path, f"{MDEV}/{name}", target), UUID)
    assert unknown(device, name) == wanted


@pytest.mark.parametrize(
    ("name", "target", "value"),
    [
        ("mdev_type", "../mdev_supported_types/not-captured", "not-captured"),
        ("mdev_type", "/sys/devices/virtual/mtty/mtty/mdev_supported_types/mtty-1", "mtty-1"),
        ("driver", f"{UP}/bus/mdev/drivers/not-captured", "not-captured"),
        ("driver", "/sys/bus/mdev/drivers/mtty", "mtty"),
        ("iommu_group", f"{UP}/kernel/iommu_groups/7", "7"),
    ],
)
def test_a_link_that_leads_to_its_place_is_a_fact_also_if_nothing_is_there(
    tmp_path: Path, name: str, target: str, value: str
) -> None:
    device = get(relinked(with_mdev(tmp_path), f"{MDEV}/{name}", target), UUID)
    assert device.value(name) == value
    assert unknown(device, name) is None


def test_a_link_is_what_it_leads_to_in_the_end(tmp_path: Path) -> None:
    relinked(with_mdev(tmp_path), "sys/bus/mdev/drivers/alias", "../drivers/mtty")
    device = get(relinked(tmp_path, f"{MDEV}/driver", f"{UP}/bus/mdev/drivers/alias"), UUID)
    assert device.value("driver") == "mtty"
    relinked(tmp_path, "sys/bus/mdev/drivers/alias", "/outside/mtty")
    assert unknown(get(tmp_path, UUID), "driver") == LEAVES


@pytest.mark.parametrize("name", ["driver", "mdev_type"])
def test_a_file_or_directory_in_a_links_place_leaves_its_fact_unknown(
    tmp_path: Path, name: str
) -> None:
    with_mdev(tmp_path)
    (tmp_path / MDEV / name).unlink()
    put(tmp_path, {f"{MDEV}/{name}": "mtty-1"})
    assert unknown(get(tmp_path, UUID), name) == ODD
    (tmp_path / MDEV / name).unlink()
    put(tmp_path, {f"{MDEV}/{name}/device_api": "vfio-pci\n"})
    assert unknown(get(tmp_path, UUID), name) == ODD


@pytest.mark.parametrize(
    ("note", "wanted"), [("read:EIO", ("EIO", "miss.recorded")), ("absent", None)]
)
def test_a_link_that_a_capture_could_not_read_leaves_its_fact_unknown(
    tmp_path: Path, note: str, wanted: tuple[str, str] | None
) -> None:
    notes = f'{{"notes": {{"/{MDEV}/driver": "{note}"}}}}'
    put(with_mdev(tmp_path), {"MANIFEST.json": notes})
    (tmp_path / MDEV / "driver").unlink()
    device = get(tmp_path, UUID)
    assert unknown(device, "driver") == wanted
    assert device.fact("driver") is None


def test_what_lies_behind_such_a_link_is_unknown_too(tmp_path: Path) -> None:
    with_mdev(tmp_path)
    put(
        tmp_path,
        {
            "outside/mtty-2/device_api": "vfio-pci\n",
            "outside/mtty-2/available_instances": "3\n",
            "outside/mtty-2/name": "evil\n",
            "outside/mtty/module/version": "9\n",
            "outside/7/type": "DMA\n",
            "sys/class/vfio/7": "",
        },
    )
    for name, target in (("mdev_type", "mtty-2"), ("driver", "mtty"), ("iommu_group", "7")):
        relinked(tmp_path, f"{MDEV}/{name}", f"/outside/{target}")
    device = get(tmp_path, UUID)
    for name in (
        "device_api",
        "available_instances",
        "type_name",
        "driver_version",
        "iommu_group_type",
        "vfio_group",
    ):
        assert unknown(device, name) in {LEAVES, None}
        assert device.fact(name) is None
    assert unknown(device, "device_api") == LEAVES
    assert unknown(device, "driver_version") == LEAVES
    assert unknown(device, "vfio_group") == LEAVES


def test_a_parents_driver_is_held_to_the_same(tmp_path: Path) -> None:
    with_mdev(tmp_path)
    link(tmp_path, {"sys/devices/virtual/mtty/mtty/driver": "/outside/i915"})
    assert unknown(get(tmp_path, UUID), "parent_driver") == LEAVES


@pytest.mark.parametrize(
    ("target", "wanted"),
    [("/0000:01:00.0", LEAVES), ("physfn", LOOPS), ("../../../bus/pci", ODD)],
)
def test_a_function_of_a_bad_link_has_no_parent(
    tmp_path: Path, target: str, wanted: tuple[str, str]
) -> None:
    device = get(relinked(with_functions(tmp_path), f"{VF}/physfn", target), FUNCTION)
    assert (device.kind, device.parent) == ("vf", "")
    assert unknown(device, "physfn") == wanted
    assert unknown(device, "vf_index") == wanted


def test_a_bad_link_to_a_function_leaves_its_number_unknown(tmp_path: Path) -> None:
    relinked(with_functions(tmp_path), f"{PF}/virtfn0", f"/evil/{FUNCTION}")
    assert unknown(get(tmp_path, FUNCTION), "vf_index") == LEAVES


def test_a_pci_device_on_an_unknown_driver_is_listed(tmp_path: Path) -> None:
    with_functions(tmp_path)
    (tmp_path / VF / "physfn").unlink()
    device = get(relinked(tmp_path, f"{VF}/driver", "driver"), FUNCTION)
    assert device.kind == "pci"
    assert unknown(device, "driver") == LOOPS


def host_whys(host: Host) -> list[tuple[str, str]]:
    return [(miss.path, miss.why) for miss in host.misses]


def test_a_device_or_parent_outside_sys_is_refused(tmp_path: Path) -> None:
    with_mdev(tmp_path)
    shutil.move(tmp_path / "sys/devices", tmp_path / "elsewhere")
    device, parent = f"sys/bus/mdev/devices/{UUID}", "sys/class/mdev_bus/mtty"
    relinked(tmp_path, device, f"/elsewhere/virtual/mtty/mtty/{UUID}")
    relinked(tmp_path, parent, "/elsewhere/virtual/mtty/mtty")
    host = discover_host(tmp_path)
    assert (host.devices, host.types) == ((), ())
    assert host_whys(host) == [
        (device, "miss.link-leaves-root"),
        (parent, "miss.link-leaves-root"),
    ]


def test_a_sys_that_is_a_link_within_the_root_is_followed(tmp_path: Path) -> None:
    with_mdev(tmp_path)
    plain = get(tmp_path, UUID)
    (tmp_path / "sys").rename(tmp_path / "snapshot")
    link(tmp_path, {"sys": "snapshot"})
    device = get(tmp_path, UUID)
    assert device.misses == ()
    assert {fact[:2] for fact in device.facts} == {fact[:2] for fact in plain.facts}
