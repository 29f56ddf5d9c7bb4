"""A device's own descriptor is read in every layout that sysfs could have, or is a miss."""

from pathlib import Path

import pytest

from devcompat.catalog.describe import Description, describe
from devcompat.discovery.machine import discover_host
from devcompat.discovery.native import MAX_FILES
from devcompat.inventory.records import Device
from devcompat.inventory.serial import read_host, write_host
from devcompat.language.parser import parse

from .trees import MDEV, put, with_functions, with_mdev

WANTED = parse("SELF: a=1 COMPATIBLE: a={n:int:1..8}").descriptor
LAYOUTS = {
    "text": {"migration_compatible": "SELF:\n  a=1\nCOMPATIBLE:\n  a={n:int:1..8}\n"},
    "json": {
        "migration_compatible": '{"self": {"a": 1}, "compatible": [{"variables": {"n": {"type":'
        ' "int", "domain": [{"from": 1, "to": 8}]}}, "fields": {"a": "${n}"}}]}'
    },
    "dir": {"migration/self": "a=1\n", "migration/compatible1": "a={n:int:1..8}\n"},
    "flat": {"migration-self-traits": "a=1\n", "migration-compatible-traits": "a={n:int:1..8}\n"},
    "keys": {"migration/self/a": "1\n", "migration/compatible/1/a": "{n:int:1..8}\n"},
}


def device(root: Path, files: dict[str, str]) -> Device:
    with_mdev(root)
    put(root, {f"{MDEV}/{path}": text for path, text in files.items()})
    host = discover_host(root)
    assert read_host(write_host(host)) == host
    return host.devices[0]


def described(found: Device) -> Description:
    return describe(found, None, "h/d")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_descriptor_is_read_in_every_layout(layout: str, tmp_path: Path) -> None:
    found = device(tmp_path, LAYOUTS[layout])
    assert found.misses == ()
    assert found.native is not None
    description = described(found)
    assert description.document is not None
    assert description.document.descriptor == WANTED
    assert description.migration.code == "descriptor.published"


@pytest.mark.parametrize(
    "pair", [("text", "flat"), ("text", "dir"), ("text", "keys"), ("dir", "flat"), ("keys", "flat")]
)
def test_two_layouts_are_a_miss_and_no_guess(pair: tuple[str, str], tmp_path: Path) -> None:
    first, second = pair
    found = device(tmp_path, {**LAYOUTS[first], **LAYOUTS[second]})
    assert found.native is None
    (miss,) = found.misses
    assert (miss.path, miss.why, miss.name) == (
        MDEV, "miss.several-layouts", "migration_compatible"
    )  # fmt: skip
    assert described(found).document is None


def test_what_is_wrong_is_told_with_its_file(tmp_path: Path) -> None:
    found = device(tmp_path, {"migration/self": "a=1\n", "migration/compatible1": "a={n}\n"})
    problem = described(found).problem
    assert problem is not None
    assert problem.source == f"h/d:{MDEV}"
    position = problem.problems[0].position
    assert position is not None
    assert (position.file, *position) == ("migration/compatible1", 1, 4)


@pytest.mark.parametrize("layout", ["dir", "flat", "keys"])
def test_a_descriptor_is_read_whole_or_not_at_all(layout: str, tmp_path: Path) -> None:
    with_mdev(tmp_path)
    files = {f"{MDEV}/{path}": text for path, text in LAYOUTS[layout].items()}
    put(tmp_path, {**files, list(files)[-1]: b"\xff"})
    (found,) = discover_host(tmp_path).devices
    assert found.native is None
    assert [(miss.why, miss.name) for miss in found.misses] == [
        ("miss.not-utf8", "migration_compatible")
    ]


def test_too_much_and_too_deep_and_too_many_are_misses(tmp_path: Path) -> None:
    large = {"migration/self": "#" * 40_000, "migration/info": "#" * 40_000}
    assert device(tmp_path / "large", large).misses[0].why == "miss.too-large"
    deep = {"migration/self/a/b/c": "1"}
    assert device(tmp_path / "deep", deep).misses[0].why == "miss.not-a-file"
    many = {f"migration/self/f{number}": "" for number in range(MAX_FILES + 1)}
    assert device(tmp_path / "many", many).misses[0].why == "miss.too-many"


@pytest.mark.parametrize("files", [{"migration": "1\n"}, {"migration-x": ""}, {}])
def test_other_files_are_no_descriptor(files: dict[str, str], tmp_path: Path) -> None:
    found = device(tmp_path, files)
    assert found.native is None
    assert found.misses == ()


def test_an_empty_directory_is_no_descriptor(tmp_path: Path) -> None:
    (with_mdev(tmp_path) / MDEV / "migration" / "self").mkdir(parents=True)
    (found,) = discover_host(tmp_path).devices
    assert found.native is None
    assert found.misses == ()


def test_a_pci_device_with_a_descriptor_in_any_layout_is_listed(tmp_path: Path) -> None:
    with_functions(tmp_path)
    for number, layout in enumerate(LAYOUTS):
        place = f"sys/devices/pci0000:00/0000:02:00.{number}"
        ids = {"vendor": "0x8086", "device": "0x1", "class": "0x1", "revision": "0x1"}
        ids |= {"subsystem_vendor": "0x0", "subsystem_device": "0x0"}
        put(
            tmp_path, {f"{place}/{path}": text for path, text in {**ids, **LAYOUTS[layout]}.items()}
        )
        link = tmp_path / f"sys/bus/pci/devices/0000:02:00.{number}"
        link.symlink_to(f"../../../devices/pci0000:00/0000:02:00.{number}")
    found = [item for item in discover_host(tmp_path).devices if item.kind == "pci"]
    assert len(found) == len(LAYOUTS)
    assert all(item.native is not None for item in found)
