"""A machine is read as far as it can be; the rest is on the record that it belongs to."""

import os
import shutil
import threading
from pathlib import Path

import pytest

from devcompat.discovery.attributes import ATTEMPTS
from devcompat.discovery.machine import DiscoveryError, discover_host, iter_roots
from devcompat.inventory.records import Device, Host, Miss
from tests.discovery.trees import (
    MDEV,
    PF,
    UUID,
    VF,
    FaultyReader,
    failing,
    link,
    put,
    waiting_for,
    with_functions,
    with_mdev,
)

TYPE = "sys/devices/virtual/mtty/mtty/mdev_supported_types/mtty-1"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    inside = tmp_path / "machine"
    inside.mkdir()
    return inside


def get(host: Host, address: str) -> Device:
    device = host.find_device(address)
    assert device is not None
    return device


def whys(misses: tuple[Miss, ...]) -> set[tuple[str, str, str]]:
    return {(miss.name, miss.why, miss.errno_name) for miss in misses}


# The root


@pytest.mark.parametrize("name", ["none", "file", "none/below"])
def test_a_root_that_is_no_directory_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DiscoveryError) as caught:
        discover_host(tmp_path / name)
    assert caught.value.problems[0].code == "root.missing"
    assert caught.value.path == str(tmp_path / name)


def test_a_root_without_sys_is_an_error(tmp_path: Path) -> None:
    for discover in (discover_host, iter_roots):
        with pytest.raises(DiscoveryError) as caught:
            discover(tmp_path)
        assert caught.value.problems[0].code == "root.no-sys"


def test_a_root_that_loops_is_an_error(tmp_path: Path) -> None:
    link(tmp_path, {"loop": "loop"})
    with pytest.raises(DiscoveryError) as caught:
        discover_host(tmp_path / "loop")
    assert caught.value.problems[0].code in {"root.missing", "root.unreadable"}


def test_an_empty_sys_is_a_machine_with_nothing(root: Path) -> None:
    (root / "sys").mkdir()
    host = discover_host(root)
    assert (host.devices, host.types, host.kernel) == ((), (), None)
    assert whys(host.misses) == {("kernel_release", "miss.absent", "ENOENT")}


def test_a_directory_of_machines_is_each_of_them_sorted(root: Path) -> None:
    for name in ("b", "a"):
        (root / name / "sys").mkdir(parents=True)
    (root / "c").mkdir()
    (root / "readme").touch()
    assert [path.name for path in iter_roots(root)] == ["a", "b"]


def test_a_sys_that_is_a_link_out_of_the_root_gives_nothing(root: Path, tmp_path: Path) -> None:
    with_mdev(tmp_path / "other")
    link(root, {"sys": str(tmp_path / "other/sys")})
    host = discover_host(root)
    assert host.devices == ()


# The name and the kernel


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({}, "machine"),
        ({"proc/sys/kernel/hostname": "kernels\n"}, "kernels"),
        ({"etc/hostname": "own\n", "proc/sys/kernel/hostname": "kernels\n"}, "own"),
        ({"etc/hostname": "\n"}, "machine"),
        ({"etc/hostname": "own\n", "MANIFEST.json": '{"name": "captured"}'}, "captured"),
        ({"MANIFEST.json": '{"name": "captured", "host": "node7"}'}, "node7"),
    ],
)
def test_a_machines_name_is_found(root: Path, files: dict[str, str], name: str) -> None:
    put(with_mdev(root), files)
    assert discover_host(root).name == name
    assert discover_host(root, name="given").name == "given"


def test_the_kernel_release_is_the_manifests_or_the_machines(root: Path) -> None:
    kernel = discover_host(with_mdev(root)).kernel
    assert kernel is not None
    assert (kernel.value, kernel.source) == ("6.12.0", "proc/sys/kernel/osrelease")
    put(root, {"MANIFEST.json": '{"kernel": "6.1.0"}'})
    kernel = discover_host(root).kernel
    assert kernel is not None
    assert (kernel.value, kernel.source) == ("6.1.0", "MANIFEST.json")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\0", b"\xff", b'{"kernel": "\\ud800"}', b"[" * 100_000]
)
def test_a_bad_manifest_is_a_miss(root: Path, content: bytes) -> None:
    put(with_mdev(root), {"MANIFEST.json": content})
    host = discover_host(root)
    assert len(host.devices) == 1
    assert [miss.path for miss in host.misses] == ["MANIFEST.json"]


def test_odd_values_in_a_manifest_count_as_not_given(root: Path) -> None:
    put(with_mdev(root), {"MANIFEST.json": '{"kernel": 6, "notes": [1], "constructed": "yes"}'})
    host = discover_host(root)
    assert not host.constructed
    assert host.kernel is not None
    assert host.kernel.value == "6.12.0"


# Misses


def test_a_sound_mdev_has_no_misses(root: Path) -> None:
    host = discover_host(with_mdev(root))
    assert get(host, UUID).misses == ()
    assert host.misses == ()
    assert host.types[0].available_instances == 23


@pytest.mark.parametrize("note", ["read:EIO", "read:EACCES", "read:ENODEV"])
def test_what_a_capture_could_not_read_is_a_miss_and_not_the_empty_text(
    root: Path, note: str
) -> None:
    put(
        with_functions(root),
        {f"{VF}/revision": "", "MANIFEST.json": f'{{"notes": {{"/{VF}/revision": "{note}"}}}}'},
    )
    device = get(discover_host(root), "0000:01:10.0")
    assert device.fact("revision") is None
    assert whys(device.misses) == {("revision", "miss.recorded", note.removeprefix("read:"))}


@pytest.mark.parametrize(
    ("note", "why", "errno_name"),
    [
        ("write-only", "miss.write-only", "EACCES"),
        ("skipped-binary", "miss.binary", "EILSEQ"),
        ("of a later kind", "miss.recorded", "ENODATA"),
        ("absent", "miss.absent", "ENOENT"),
    ],
)
def test_other_notes_of_a_capture_are_misses_where_the_file_was_wanted(
    root: Path, note: str, why: str, errno_name: str
) -> None:
    notes = f'{{"notes": {{"/{VF}/class": "{note}", "/{VF}/reset": "{note}"}}}}'
    put(with_functions(root), {"MANIFEST.json": notes})
    device = get(discover_host(root), "0000:01:10.0")
    assert whys(device.misses) == {("class", why, errno_name)}


def test_a_mandatory_attribute_that_is_not_there_is_a_miss(root: Path) -> None:
    with_mdev(root)
    (root / TYPE / "device_api").unlink()
    (root / TYPE / "name").unlink()
    host = discover_host(root)
    assert whys(get(host, UUID).misses) == {("device_api", "miss.absent", "ENOENT")}
    assert whys(host.types[0].misses) == {("device_api", "miss.absent", "ENOENT")}
    assert (host.types[0].name, host.types[0].device_api) == (None, None)


def test_a_mandatory_attribute_that_is_empty_is_a_miss(root: Path) -> None:
    put(with_functions(root), {f"{VF}/vendor": "", f"{VF}/numa_node": ""})
    device = get(discover_host(root), "0000:01:10.0")
    assert whys(device.misses) == {("vendor", "miss.empty", "ENODATA")}


@pytest.mark.parametrize("written", ["many", "-1", "1.5", "9" * 40, "\N{ARABIC-INDIC DIGIT ONE}"])
def test_a_count_that_is_none_is_a_miss(root: Path, written: str) -> None:
    put(with_mdev(root), {f"{TYPE}/available_instances": written})
    host = discover_host(root)
    (offered,) = host.types
    device = get(host, UUID)
    assert offered.available_instances is None
    assert device.fact("available_instances") is None
    for record in (offered, device):
        assert whys(record.misses) == {("available_instances", "miss.malformed", "EBADMSG")}


@pytest.mark.parametrize("name", ["EIO", "EACCES", "EINVAL"])
def test_a_failing_optional_attribute_is_a_miss(root: Path, name: str) -> None:
    reader = FaultyReader(f"{VF}/driver_override", failing(name))
    device = get(discover_host(with_functions(root), read=reader), "0000:01:10.0")
    assert whys(device.misses) == {("driver_override", "miss.failed", name)}


def test_a_stuck_attribute_is_a_miss_and_the_rest_is_read(root: Path) -> None:
    release = threading.Event()
    reader = FaultyReader(f"{VF}/class", waiting_for(release))
    try:
        host = discover_host(with_functions(root), read=reader, seconds=0.5)
    finally:
        release.set()
    device = get(host, "0000:01:10.0")
    assert whys(device.misses) == {("class", "miss.timed-out", "ETIMEDOUT")}
    assert device.value("revision") == "0x01"


def test_odd_files_in_a_devices_place_are_misses(root: Path) -> None:
    with_functions(root)
    for name in ("class", "revision", "subsystem_vendor", "subsystem_device"):
        (root / VF / name).unlink()
    os.mkfifo(root / VF / "class")
    put(root, {f"{VF}/revision": b"\xff", f"{VF}/subsystem_vendor": b"1\0"})
    link(root, {f"{VF}/subsystem_device": "subsystem_device", f"{VF}/numa_node": "/../x"})
    device = get(discover_host(root), "0000:01:10.0")
    assert whys(device.misses) == {
        ("class", "miss.not-a-file", "EINVAL"),
        ("revision", "miss.not-utf8", "EILSEQ"),
        ("subsystem_vendor", "miss.binary", "EILSEQ"),
        ("subsystem_device", "miss.link-loop", "ELOOP"),
        ("numa_node", "miss.link-leaves-root", "EXDEV"),
    }


def test_a_device_that_the_bus_lists_and_that_is_not_there_is_a_miss_of_the_host(
    root: Path,
) -> None:
    link(with_mdev(root), {f"sys/bus/mdev/devices/{UUID[:-1]}2": "../../../devices/gone"})
    host = discover_host(root)
    assert [device.address for device in host.devices] == [UUID]
    assert whys(host.misses) == {("", "miss.link-dangling", "ENOENT")}


def test_a_name_that_is_no_address_is_a_miss_of_the_host(root: Path) -> None:
    link(with_mdev(root), {"sys/bus/mdev/devices/not-a-uuid": "../../../devices/virtual"})
    assert whys(discover_host(root).misses) == {("", "miss.malformed", "EBADMSG")}


def test_a_device_whose_link_leaves_the_root_is_refused(root: Path) -> None:
    link(root, {f"sys/bus/mdev/devices/{UUID}": "../../../../../elsewhere"})
    host = discover_host(root)
    assert host.devices == ()
    assert ("", "miss.link-leaves-root", "EXDEV") in whys(host.misses)


def test_debugfs_that_may_not_be_looked_at_is_one_miss(root: Path) -> None:
    put(with_mdev(root), {"sys/kernel/debug/vfio": "not a directory"})
    assert whys(discover_host(root).misses) == {("", "miss.failed", "ENOTDIR")}


# Change


def test_a_device_that_goes_away_while_it_is_read_is_a_miss(root: Path) -> None:
    with_mdev(root)
    reader = FaultyReader("uevent", lambda: shutil.rmtree(root / MDEV))
    device = get(discover_host(root, read=reader), UUID)
    assert ("", "miss.vanished", "ENOENT") in whys(device.misses)


def test_a_device_that_changes_once_is_read_again(root: Path) -> None:
    with_mdev(root)
    link(root, {"sys/spare": "../../../../../bus/mdev/drivers/other"})

    def rebind() -> None:
        if (root / "sys/spare").is_symlink():
            (root / "sys/spare").replace(root / MDEV / "driver")

    device = get(discover_host(root, read=FaultyReader("uevent", rebind)), UUID)
    assert device.value("driver") == "other"
    assert device.misses == ()


def test_a_device_that_keeps_changing_is_a_miss(root: Path) -> None:
    with_mdev(root)
    drivers = iter(range(1000))

    def rebind() -> None:
        (root / MDEV / "driver").unlink()
        link(root, {f"{MDEV}/driver": f"../../../../../bus/mdev/drivers/driver{next(drivers)}"})

    reader = FaultyReader(f"{MDEV}/uevent", rebind)
    device = get(discover_host(root, read=reader), UUID)
    assert whys(device.misses) == {("", "miss.changed", "EAGAIN")}
    assert reader.faults == ATTEMPTS


# Which devices, and what of them


def test_functions_know_each_other(root: Path) -> None:
    host = discover_host(with_functions(root))
    function, parent = get(host, "0000:01:10.0"), get(host, "0000:01:00.0")
    assert (function.kind, function.parent, function.value("vf_index")) == (
        "vf",
        "0000:01:00.0",
        "0",
    )
    assert (parent.kind, parent.value("sriov_vf_device")) == ("pf", "10ca")
    assert function.misses == parent.misses == ()


def test_a_parent_without_a_link_back_leaves_the_number_unknown(root: Path) -> None:
    with_functions(root)
    (root / PF / "virtfn0").unlink()
    device = get(discover_host(root), "0000:01:10.0")
    assert whys(device.misses) == {("vf_index", "miss.absent", "ENOENT")}


def test_nvidias_type_is_read_where_it_is(root: Path) -> None:
    put(
        with_functions(root),
        {
            f"{VF}/nvidia/current_vgpu_type": "557\n",
            f"{VF}/nvidia/creatable_vgpu_types": "ID    : vGPU Name\n557   : NVIDIA A40-1Q\n",
        },
    )
    device = get(discover_host(root), "0000:01:10.0")
    assert device.value("nvidia_vgpu_type") == "557"
    assert "A40-1Q" in (device.value("nvidia_creatable_vgpu_types") or "")


def plain_pci(root: Path, address: str, files: dict[str, str]) -> None:
    directory = f"sys/devices/pci0000:00/{address}"
    ids = dict.fromkeys(
        ("vendor", "device", "subsystem_vendor", "subsystem_device", "class", "revision"), "0x1\n"
    )
    put(root, {f"{directory}/{name}": text for name, text in {**ids, **files}.items()})
    link(root, {f"sys/bus/pci/devices/{address}": f"../../../devices/pci0000:00/{address}"})


def test_of_other_pci_devices_only_those_that_matter_are_listed(root: Path) -> None:
    plain_pci(root, "0000:00:00.0", {})
    plain_pci(root, "0000:00:01.0", {"migration_compatible": "SELF: a=1\n"})
    plain_pci(root, "0000:00:02.0", {})
    plain_pci(root, "0000:00:03.0", {})
    plain_pci(root, "0000:00:04.0", {})
    link(
        root,
        {
            "sys/devices/pci0000:00/0000:00:02.0/driver": "../../../bus/pci/drivers/mlx5_vfio_pci",
            "sys/devices/pci0000:00/0000:00:03.0/driver": "../../../bus/pci/drivers/e1000e",
        },
    )
    put(root, {"facts/probe.json": '{"probe": {"0000:00:04.0": {"errno": "ENOTTY"}}}'})
    devices = discover_host(root).devices
    assert [(device.address, device.kind) for device in devices] == [
        ("0000:00:01.0", "pci"),
        ("0000:00:02.0", "pci"),
        ("0000:00:04.0", "pci"),
    ]
    assert devices[0].native is not None
    assert devices[0].native.text == "SELF: a=1\n"


def test_a_descriptor_that_cannot_be_read_is_a_miss(root: Path) -> None:
    put(with_mdev(root), {f"{MDEV}/migration_compatible": "x" * 65_537})
    device = get(discover_host(root), UUID)
    assert device.native is None
    assert whys(device.misses) == {("migration_compatible", "miss.too-large", "EFBIG")}


def test_the_largest_descriptor_is_taken_as_it_stands(root: Path) -> None:
    text = "SELF: a=1\r\n\n" + "#" * 65_524
    put(with_mdev(root), {f"{MDEV}/migration_compatible": text})
    native = get(discover_host(root), UUID).native
    assert native is not None
    assert native.text == text


def test_devices_are_found_where_a_capture_lacks_the_listing_of_the_bus(root: Path) -> None:
    with_mdev(with_functions(root))
    shutil.rmtree(root / "sys/bus")
    link(
        root,
        {
            f"{MDEV}/subsystem": "../../../../../bus/mdev",
            f"{VF}/subsystem": "../../../bus/pci",
            f"{PF}/subsystem": "../../../bus/pci",
            "sys/devices/loop": ".",
        },
    )
    host = discover_host(root)
    assert [device.address for device in host.devices] == [UUID, "0000:01:00.0", "0000:01:10.0"]
    assert get(host, "0000:01:10.0").value("vf_index") == "0"


def test_uevent_lines_are_facts(root: Path) -> None:
    put(with_mdev(root), {f"{MDEV}/uevent": "DRIVER=mtty\nODD\n=x\nA=b=c\n\n"})
    device = get(discover_host(root), UUID)
    facts = {fact.name: fact.value for fact in device.facts if fact.name.startswith("uevent.")}
    assert facts == {"uevent.DRIVER": "mtty", "uevent.A": "b=c"}


def test_a_driver_override_of_null_is_none(root: Path) -> None:
    device = get(discover_host(with_functions(root)), "0000:01:10.0")
    assert device.fact("driver_override") is None
    assert device.miss("driver_override") is None
