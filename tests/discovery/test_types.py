"""A mdev type's descriptor is read in every layout, and what it says of its devices is theirs."""

from pathlib import Path

import pytest

from devcompat.catalog.describe import describe
from devcompat.discovery.machine import discover_host
from devcompat.discovery.overlay import Entry, Match, Overlay, TypeMatch
from devcompat.discovery.overlay_file import read_overlay
from devcompat.discovery.overlay_syntax import OverlayError
from devcompat.inventory.records import CreatableType, Device, Fact, Host, StatedDescriptor
from devcompat.inventory.serial import read_host, write_host

from .trees import MDEV, UUID, FaultyReader, failing, link, put, with_mdev

PARENT = "sys/devices/virtual/mtty/mtty"
TYPE = f"{PARENT}/mdev_supported_types/mtty-1"
LAYOUTS = {
    "text": {"migration_compatible": "PARAMETERS: a={n:int:1..8} SELF: a={n}\n"},
    "dir": {"migration/self": "a={n}\n", "migration/parameters": "a={n:int:1..8}\n"},
    "flat": {
        "migration-self-traits": "a={n}\n",
        "migration-parameters-traits": "a={n:int:1..8}\n",
    },
    "keys": {"migration/self/a": "{n}\n", "migration/parameters/a": "{n:int:1..8}\n"},
    "type": {"software_version": "2.1\n", "compatible_pv": "a,b\n"},
}


def found(root: Path, files: dict[str, str | bytes], overlay: Overlay | None = None) -> Host:
    with_mdev(root)
    put(root, {f"{TYPE}/{path}": text for path, text in files.items()})
    host = discover_host(root, overlay, "node7")
    assert read_host(write_host(host)) == host
    return host


def offered(root: Path, files: dict[str, str | bytes]) -> CreatableType:
    (only,) = found(root, files).types
    return only


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_types_descriptor_is_read_verbatim_in_every_layout(layout: str, tmp_path: Path) -> None:
    files = LAYOUTS[layout]
    only = offered(tmp_path, dict(files))
    assert only.native is not None
    assert only.misses == ()
    read = dict(only.native.files) or {"migration_compatible": only.native.text}
    assert {path: text for path, text in read.items() if path != "device_api"} == files
    assert only.native.path.startswith(TYPE)


@pytest.mark.parametrize("layout", ["text", "dir", "flat", "keys"])
def test_a_type_with_two_layouts_has_none_that_counts(layout: str, tmp_path: Path) -> None:
    only = offered(tmp_path, {**LAYOUTS[layout], **LAYOUTS["type"]})
    assert only.native is None
    assert [(miss.path, miss.why) for miss in only.misses] == [(TYPE, "miss.several-layouts")]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_types_descriptor_is_read_whole_or_not_at_all(layout: str, tmp_path: Path) -> None:
    only = offered(tmp_path, {**LAYOUTS[layout], list(LAYOUTS[layout])[-1]: b"\xff"})
    assert only.native is None
    assert [(miss.why, miss.name) for miss in only.misses] == [
        ("miss.not-utf8", "migration_compatible")
    ]


def test_what_every_mdev_type_has_is_no_descriptor(tmp_path: Path) -> None:
    assert (
        offered(tmp_path, {"devices/x": "", "compatible": "1", "description": "d\n"}).native is None
    )


def test_a_type_has_the_facts_of_its_parent_and_the_driver_of_its_siblings(tmp_path: Path) -> None:
    put(tmp_path, {f"{PARENT}/vendor": "0x8086\n"})
    only = offered(tmp_path, {})
    assert only.facts == (
        Fact("driver", "mtty", "kernel", f"{MDEV}/driver"),
        Fact("parent_vendor", "0x8086", "kernel", f"{PARENT}/vendor"),
    )


def test_without_a_sibling_no_driver_is_stated(tmp_path: Path) -> None:
    with_mdev(tmp_path)
    (tmp_path / f"sys/bus/mdev/devices/{UUID}").unlink()
    (only,) = discover_host(tmp_path).types
    assert only.value("driver") is None


# What a type in the layout `type` says of its devices


def device(root: Path, files: dict[str, str | bytes]) -> Device:
    (only,) = found(root, files).devices
    return only


def test_a_device_without_a_descriptor_is_what_its_type_says(tmp_path: Path) -> None:
    only = device(tmp_path, dict(LAYOUTS["type"]))
    assert only.native is not None
    assert only.native.path == TYPE
    document = describe(only, None, "h/d").document
    assert document is not None
    fields = {field.name: field.value.literal() for field in document.descriptor.self_object.fields}  # type: ignore[union-attr]
    assert fields == {
        "type": "mtty-1", "device_api": "vfio-pci", "software_version": "2.1",
        "compatible_pv": "a+b",
    }  # fmt: skip


@pytest.mark.parametrize("layout", ["text", "dir", "flat", "keys"])
def test_other_layouts_of_a_type_say_nothing_of_its_devices(layout: str, tmp_path: Path) -> None:
    only = device(tmp_path, dict(LAYOUTS[layout]))
    assert (only.native, only.misses) == (None, ())


def test_a_devices_own_descriptor_counts_before_its_types(tmp_path: Path) -> None:
    put(tmp_path, {f"{MDEV}/migration_compatible": "SELF: own=1\n"})
    only = device(tmp_path, dict(LAYOUTS["type"]))
    assert only.native is not None
    assert only.native.text == "SELF: own=1\n"


def test_a_descriptor_that_cannot_be_read_is_not_replaced_by_the_types(tmp_path: Path) -> None:
    put(tmp_path, {f"{MDEV}/migration_compatible": b"\xff"})
    only = device(tmp_path, dict(LAYOUTS["type"]))
    assert only.native is None
    assert [miss.name for miss in only.misses] == ["migration_compatible"]


def test_dynamic_resources_are_facts_of_the_device(tmp_path: Path) -> None:
    put(tmp_path, {f"{MDEV}/fps": "30\n"})
    only = device(tmp_path, {**LAYOUTS["type"], "dynamic_resources": "fps limit\n"})
    assert only.fact("dynamic_resources.fps") == Fact(
        "dynamic_resources.fps", "30", "kernel", f"{MDEV}/fps"
    )
    assert [(miss.name, miss.path, miss.why) for miss in only.misses] == [
        ("dynamic_resources.limit", f"{MDEV}/limit", "miss.absent")
    ]


@pytest.mark.parametrize("name", ["../../../../../../etc/passwd", "a/b", "/etc/passwd", "..", "."])
def test_dynamic_resources_that_are_no_attribute_are_not_read(name: str, tmp_path: Path) -> None:
    only = device(tmp_path, {**LAYOUTS["type"], "dynamic_resources": f"{name}\n"})
    assert [(miss.name, miss.why) for miss in only.misses] == [
        ("dynamic_resources", "miss.malformed")
    ]


def test_a_type_behind_a_link_that_is_refused_says_nothing(tmp_path: Path) -> None:
    with_mdev(tmp_path)
    (tmp_path / MDEV / "mdev_type").unlink()
    link(tmp_path, {f"{MDEV}/mdev_type": "../../../../../bus/mdev/drivers/mtty"})
    put(tmp_path, {f"{TYPE}/{path}": text for path, text in LAYOUTS["type"].items()})
    (only,) = discover_host(tmp_path).devices
    assert only.native is None


def test_a_failing_file_of_the_type_is_a_miss_of_both(tmp_path: Path) -> None:
    with_mdev(tmp_path)
    put(tmp_path, {f"{TYPE}/{path}": text for path, text in LAYOUTS["type"].items()})
    reader = FaultyReader("/software_version", failing("EIO"))
    host = discover_host(tmp_path, read=reader)
    records: list[Device | CreatableType] = [*host.devices, *host.types]
    for record in records:
        assert record.native is None
        assert ("migration_compatible", "EIO") in {
            (miss.name, miss.errno_name) for miss in record.misses
        }


# What an operator states of types

STATED = """\
types:
  - match: {host: node7, parent: mtty, type: mtty-1}
    facts: {driver: acme}
    descriptor: |
      PARAMETERS: a={n:int:1..8}
      SELF: a={n}
  - match: {type: mtty-2}
    facts: {ports: 2}
    override: true
"""


def test_entries_of_types_are_read() -> None:
    overlay = read_overlay(STATED.encode(), "o.yaml")
    assert overlay.entries == (
        Entry(
            TypeMatch("node7", "mtty", "mtty-1"),
            (("driver", "acme"),),
            "PARAMETERS: a={n:int:1..8}\nSELF: a={n}\n",
            line=2,
        ),
        Entry(TypeMatch(type_id="mtty-2"), (("ports", "2"),), override=True, line=7),
    )


def test_toml_has_types_too() -> None:
    text = "[[types]]\nmatch = {parent = 'mtty'}\nfacts = {ports = 2}\n"
    assert read_overlay(text.encode(), "o.toml").entries == (
        Entry(TypeMatch(parent="mtty"), (("ports", "2"),)),
    )


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("{}\n", "overlay.type", 1, 1),
        ("types: {}\n", "overlay.type", 1, 8),
        ("types:\n- facts: {a: 1}\n", "overlay.match", 2, 3),
        ("types:\n- match: {host: a}\n  facts: {a: 1}\n", "overlay.match", 2, 10),
        ("types:\n- match: {mdev_type: a}\n  facts: {}\n", "overlay.unknown-key", 2, 11),
        ("types:\n- match: {type: [a]}\n  facts: {}\n", "overlay.type", 2, 17),
        ("types:\n- match: {type: a}\n", "overlay.empty", 2, 3),
        ("devices:\n- match: {type: a}\n  facts: {}\n", "overlay.unknown-key", 2, 11),
    ],
)
def test_a_mistake_in_a_types_entry_has_its_place(
    text: str, code: str, line: int, column: int
) -> None:
    with pytest.raises(OverlayError) as caught:
        read_overlay(text.encode(), "o.yaml")
    problem = caught.value.problems[0]
    assert (problem.code, problem.position) == (code, (line, column))


def stated(
    root: Path, *entries: Entry, files: dict[str, str | bytes] | None = None
) -> CreatableType:
    (only,) = found(root, files or {}, Overlay("o.yaml", entries)).types
    return only


def test_a_types_descriptor_is_stated(tmp_path: Path) -> None:
    only = stated(tmp_path, Entry(TypeMatch(type_id="mtty-1"), (), "SELF: a=1", line=2))
    assert only.stated == StatedDescriptor("SELF: a=1", "o.yaml:2")


def test_what_the_type_publishes_counts_unless_overridden(tmp_path: Path) -> None:
    entry = Entry(TypeMatch(parent="mtty"), (), "SELF: a=1")
    only = stated(tmp_path, entry, files=dict(LAYOUTS["text"]))
    assert only.stated is None
    assert [miss.why for miss in only.misses] == ["miss.overlay-ignored"]
    overlay = Overlay("o.yaml", (entry._replace(override=True),))
    (only,) = discover_host(tmp_path, overlay).types
    assert only.stated is not None


@pytest.mark.parametrize(
    "match", [TypeMatch("node8", "mtty"), TypeMatch(None, "mtty", "mtty-2"), TypeMatch(None, "x")]
)
def test_an_entry_of_types_applies_only_if_all_holds(match: TypeMatch, tmp_path: Path) -> None:
    assert stated(tmp_path, Entry(match, (("a", "b"),))).value("a") is None


def test_an_entry_of_types_says_nothing_of_devices(tmp_path: Path) -> None:
    entry = Entry(TypeMatch(type_id="mtty-1"), (("a", "b"),))
    host = found(tmp_path, {}, Overlay("o.yaml", (entry,)))
    (only,), (kind,) = host.devices, host.types
    assert (only.value("a"), kind.value("a")) == (None, "b")


@pytest.mark.parametrize(
    ("match", "applies"),
    [
        (Match(mdev_type="mtty-1"), True),
        (Match(kind="mdev"), True),
        (Match(driver="mtty"), True),
        (Match("node7", driver="mtty", mdev_type="mtty-1", kind="mdev"), True),
        (Match("node8", kind="mdev"), False),
        (Match(mdev_type="mtty-2"), False),
        (Match(driver="mdpy"), False),
        (Match(kind="vf"), False),
        (Match(address=UUID), False),
        (Match(address=UUID, mdev_type="mtty-1"), False),
    ],
)
def test_what_is_said_of_all_devices_of_a_kind_holds_for_those_to_come(
    match: Match, applies: bool, tmp_path: Path
) -> None:
    only = stated(tmp_path, Entry(match, (("probe_migration_errno", "ENOTTY"),)))
    assert (only.value("probe_migration_errno") == "ENOTTY") == applies


def test_an_entry_that_matches_a_type_only_is_used(tmp_path: Path) -> None:
    with_mdev(tmp_path)
    entries = (
        Entry(TypeMatch(type_id="mtty-1"), (("a", "b"),), line=1),
        Entry(TypeMatch(type_id="mtty-9"), (("a", "b"),), line=2),
    )
    host = discover_host(tmp_path, Overlay("o.yaml", entries), alone=True)
    assert [miss.path for miss in host.misses] == ["o.yaml:2"]


READ = {
    "mdev_type": "mtty-1",
    "device_api": "vfio-pci",
    "type_name": "Single port serial",
    "available_instances": "23",
    "driver": "mtty",
}


@pytest.mark.parametrize("name", READ)
def test_what_was_read_of_a_type_counts_before_what_is_stated(name: str, tmp_path: Path) -> None:
    entry = Entry(TypeMatch(type_id="mtty-1"), ((name, "other"),), line=4)
    only = stated(tmp_path, entry)
    assert [fact for fact in only.facts if fact.origin == "operator"] == []
    assert [(miss.path, miss.why, miss.name) for miss in only.misses] == [
        ("o.yaml:4", "miss.overlay-ignored", name)
    ]


@pytest.mark.parametrize("name", READ)
def test_what_was_read_of_a_type_is_overridden_on_demand(name: str, tmp_path: Path) -> None:
    entry = Entry(TypeMatch(type_id="mtty-1"), ((name, "other"),), override=True)
    only = stated(tmp_path, entry)
    assert (only.value(name), only.misses) == ("other", ())


@pytest.mark.parametrize("name", READ)
def test_stating_what_was_read_of_a_type_changes_nothing(name: str, tmp_path: Path) -> None:
    entry = Entry(TypeMatch(type_id="mtty-1"), ((name, READ[name]),), override=True)
    only = stated(tmp_path, entry)
    assert ([fact for fact in only.facts if fact.origin == "operator"], only.misses) == ([], ())
