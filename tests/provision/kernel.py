"""A kernel below a directory: files to read, and writes that do what the lab saw a kernel do.

What it knows is in the tree itself, so that another process finds it as this one left it. Reading
goes through real files; a write or a command goes through this object. Each act can be told to go
wrong.
"""

import errno
import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, NoReturn

from devcompat.provision.ports import GivenUp, ToolFailed
from devcompat.provision.sriov_plan import vf_address

PARENT = "sys/devices/virtual/mtty/mtty"
PORTS = {"mtty-1": 1, "mtty-2": 2}
PF = "0000:01:00.0"
BUS = "sys/devices/pci0000:00/0000:00:02.0"
OFFSET, STRIDE, TOTAL = 128, 2, 7
MANAGER = "vdpasim_net"
DRIVERS = ("igbvf", "vfio-pci", "mlx5_vfio_pci")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Fault(NamedTuple):
    """What goes wrong with one act.

    `refuse`: the errno, and nothing happens. `swallow`: accepted, and nothing happens. `late`: it
    happens after some seconds. `lie`: the errno, and yet it happens (a tool is
    given up, and yet it happens). `before`, `after`: the process
    is killed before or after it happens. `interrupt`: Ctrl-C comes after it happened. `hang`: the
    kernel does not return, and it happens after some seconds. `stop`: it did not return in time,
    and nothing happened; `stopped`: it happened.
    """

    how: str
    errno: int = errno.EIO
    seconds: float = 0.5


class Kernel:
    """The writing side of the machine below `root`, and its clock.

    `faults` are by the number of the act, from 0; `attributes` are those that each new mdev has,
    with the text at the beginning; `refusing` are the errnos of attributes that refuse.

    It can lie: `stubborn` attributes take a text and do not change; `forgetful` ones are as at the
    beginning once another is written; `makes` are types that it makes of another; `driver` is the
    driver of each mdev.
    """

    def __init__(self, root: Path, faults: dict[int, Fault] | None = None) -> None:
        self.root = root
        self.faults = faults or {}
        self.acts: list[str] = []
        self.attributes = {"level": "1", "mode": "plain"}
        self.refusing: dict[str, int] = {}
        self.stubborn: set[str] = set()
        self.forgetful: set[str] = set()
        self.makes: dict[str, str] = {}
        self.driver = "mtty"
        self._time = 0.0
        self._pending: list[tuple[float, Callable[[], None]]] = []

    # The clock

    def now(self) -> float:
        return self._time

    def sleep(self, seconds: float) -> None:
        self._time += seconds
        for due in [due for due in self._pending if due[0] <= self._time]:
            self._pending.remove(due)
            with suppress(OSError):  # too late for whoever asked
                due[1]()

    # The acts

    def write(self, path: str, text: str) -> None:
        place = self._place(path)
        if not place.exists():
            raise OSError(errno.ENOENT, "no such file", path)
        self._go(f"{path}={text}", lambda: self._write(place, text))

    def run(self, words: Sequence[str]) -> str:
        assert words[0] == "vdpa"
        if words[1] == "-j":
            return self._show(words[2:])
        try:
            self._go(" ".join(words), lambda: self._vdpa(words[2], words[3:]))
        except OSError as error:
            lies = self.faults.get(len(self.acts) - 1, Fault("")).how == "lie"
            said = f"kernel answers: {os.strerror(error.errno or 0)}"
            raise ToolFailed(said, ended=not lies) from None
        return ""

    def _go(self, what: str, effect: Callable[[], None]) -> None:
        fault = self.faults.get(len(self.acts))
        self.acts.append(what)
        if fault is None:
            effect()
            return
        if fault.how == "before":
            _die()
        if fault.how == "refuse":
            raise OSError(fault.errno, "as told")
        if fault.how in {"stop", "stopped", "hang"}:
            if fault.how == "stopped":
                effect()
            elif fault.how == "hang":
                self._pending.append((self._time + fault.seconds, effect))
            raise GivenUp("nothing after 60 s", pending=fault.how == "hang")
        if fault.how == "late":
            self._pending.append((self._time + fault.seconds, effect))
        elif fault.how != "swallow":
            effect()
        if fault.how == "after":
            _die()
        if fault.how == "lie":
            raise OSError(fault.errno, "as told")
        if fault.how == "interrupt":
            raise KeyboardInterrupt

    def _place(self, path: str) -> Path:
        """Return the real place; all links of such a tree are sound."""
        place = self.root / path
        assert place.resolve().is_relative_to(self.root.resolve() / "sys"), path
        return place

    def _write(self, place: Path, text: str) -> None:
        name, folder = place.name, place.resolve().parent
        if name == "create":
            self._create(folder.name, text)
        elif name == "remove":
            self._remove(folder.name)
        elif name == "sriov_numvfs":
            self._set_vfs(folder.name, text)
        elif name == "driver_override":
            place.write_text((text.strip() or "(null)") + "\n")
        elif name in {"bind", "unbind"}:
            self._bind(name, folder.name, text)
        elif name in self.refusing:
            raise OSError(self.refusing[name], "refused")
        elif name not in self.stubborn:
            place.write_text(text + "\n")
            for other in self.forgetful - {name}:
                (folder / other).write_text(self.attributes[other] + "\n")

    # mdev

    def _create(self, type_id: str, text: str) -> None:
        if not _UUID.fullmatch(text):
            raise OSError(errno.EINVAL, "malformed")
        uuid = text.lower()
        type_id = self.makes.get(type_id, type_id)
        if (self.root / "sys/bus/mdev/devices" / uuid).is_symlink():
            raise OSError(errno.EEXIST, "there")
        if self._free() < PORTS[type_id]:
            raise OSError(errno.ENOSPC, "none left")
        device = self.root / PARENT / uuid
        device.mkdir()
        (device / "mdev_type").symlink_to(f"../mdev_supported_types/{type_id}")
        (device / "driver").symlink_to(f"../../../../../bus/mdev/drivers/{self.driver}")
        (device / "remove").write_text("")
        (device / "uevent").write_text("DRIVER=mtty\n")
        for name, value in self.attributes.items():
            (device / name).write_text(value + "\n")
        bus = self.root / "sys/bus/mdev/devices" / uuid
        bus.symlink_to(f"../../../devices/virtual/mtty/mtty/{uuid}")
        self._count()

    def _remove(self, uuid: str) -> None:
        (self.root / "sys/bus/mdev/devices" / uuid).unlink()
        shutil.rmtree(self.root / PARENT / uuid)
        self._count()

    def _free(self) -> int:
        used = 0
        for device in (self.root / "sys/bus/mdev/devices").iterdir():
            used += PORTS[(device.resolve() / "mdev_type").readlink().name]
        return 24 - used

    def _count(self) -> None:
        for type_id, ports in PORTS.items():
            place = self.root / PARENT / "mdev_supported_types" / type_id / "available_instances"
            place.write_text(f"{self._free() // ports}\n")

    # SR-IOV

    def _set_vfs(self, pf: str, text: str) -> None:
        here = self.root / BUS / pf
        there = int((here / "sriov_numvfs").read_text())
        try:
            wanted = int(text)
        except ValueError:
            raise OSError(errno.EINVAL, "no number") from None
        if wanted > TOTAL or wanted < 0:
            raise OSError(errno.ERANGE, "too many")
        if wanted == there:
            return
        if there and wanted:
            raise OSError(errno.EBUSY, "there are some")
        for number in range(max(there, wanted)):
            address = vf_address(pf, number, OFFSET, STRIDE)
            if wanted:
                self._make_vf(pf, number, address)
            else:
                (self.root / "sys/bus/pci/devices" / address).unlink()
                (here / f"virtfn{number}").unlink()
                shutil.rmtree(self.root / BUS / address)
        (here / "sriov_numvfs").write_text(f"{wanted}\n")

    def _make_vf(self, pf: str, number: int, address: str) -> None:
        here = self.root / BUS / address
        here.mkdir()
        (here / "driver_override").write_text("(null)\n")
        for name, text in IDS.items():
            (here / name).write_text(text + "\n")
        (here / "physfn").symlink_to(f"../{pf}")
        (here / "subsystem").symlink_to("../../../../bus/pci")
        (self.root / BUS / pf / f"virtfn{number}").symlink_to(f"../{address}")
        (self.root / "sys/bus/pci/devices" / address).symlink_to(
            f"../../../devices/pci0000:00/0000:00:02.0/{address}"
        )
        if (self.root / BUS / pf / "sriov_drivers_autoprobe").read_text() == "1\n":
            (here / "driver").symlink_to("../../../../bus/pci/drivers/igbvf")

    def _bind(self, how: str, driver: str, address: str) -> None:
        here = self.root / BUS / address
        link = here / "driver"
        bound = link.readlink().name if link.is_symlink() else ""
        if not here.is_dir() or (how == "unbind" and bound != driver):
            raise OSError(errno.ENODEV, "not bound")
        if how == "unbind":
            link.unlink()
            return
        if bound:
            raise OSError(errno.EBUSY, "bound")
        override = (here / "driver_override").read_text().strip()
        pf = (here / "physfn").readlink().name
        probes = (self.root / BUS / pf / "sriov_drivers_autoprobe").read_text() == "1\n"
        fits = driver == "igbvf" and probes if override == "(null)" else override == driver
        if not fits:
            raise OSError(errno.ENODEV, "no match")
        link.symlink_to(f"../../../../bus/pci/drivers/{driver}")

    # vDPA

    def _vdpa(self, what: str, words: Sequence[str]) -> None:
        if what == "del":
            place = self.root / "sys/bus/vdpa/devices" / words[0]
            if not place.is_symlink():
                raise OSError(errno.ENODEV, "no such device")
            place.unlink()
            shutil.rmtree(self.root / "sys/devices" / words[0])
            return
        told = dict(zip(words[::2], words[1::2], strict=True))
        name = told["name"]
        if told["mgmtdev"] != MANAGER:
            raise OSError(errno.ENODEV, "no such management device")
        place = self.root / "sys/bus/vdpa/devices" / name
        if place.is_symlink():
            raise OSError(errno.EEXIST, "there")
        device = self.root / "sys/devices" / name
        device.mkdir()
        (device / "told").write_text(json.dumps(told))
        place.symlink_to(f"../../../devices/{name}")

    def _show(self, words: Sequence[str]) -> str:
        name = words[-1]
        device = self.root / "sys/devices" / name
        if not device.is_dir():
            raise ToolFailed("kernel answers: No such device")
        told = json.loads((device / "told").read_text())
        if "config" in words:
            mac = told.get("mac", "00:00:00:00:00:00")
            return json.dumps({"config": {name: {"mac": mac, "mtu": 1500}}})
        return json.dumps({"dev": {name: {"type": "network", "mgmtdev": told["mgmtdev"]}}})


IDS = {
    "vendor": "0x8086",
    "device": "0x10ca",
    "subsystem_vendor": "0x8086",
    "subsystem_device": "0xa01f",
    "class": "0x020000",
    "revision": "0x01",
}


def _die() -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def new_machine(root: Path, vfs: int = 0) -> Path:
    """Return the root with an mtty, an igb and a vDPA simulator below it, and a kernel release."""
    for folder in (
        "proc/sys/kernel", "etc", "sys/bus/mdev/devices", "sys/bus/mdev/drivers/mtty",
        "sys/class/mdev_bus", "sys/bus/pci/devices", f"{BUS}/{PF}", "sys/bus/vdpa/devices",
        *(f"sys/bus/pci/drivers/{driver}" for driver in DRIVERS),
    ):  # fmt: skip
        (root / folder).mkdir(parents=True)
    (root / "proc/sys/kernel/osrelease").write_text("6.12.0\n")
    (root / "etc/hostname").write_text("n1\n")
    for type_id, ports in PORTS.items():
        kind = root / PARENT / "mdev_supported_types" / type_id
        (kind / "devices").mkdir(parents=True)
        (kind / "create").write_text("")
        (kind / "device_api").write_text("vfio-pci\n")
        (kind / "available_instances").write_text(f"{24 // ports}\n")
        (kind / "name").write_text(f"{type_id}\n")
    (root / "sys/class/mdev_bus/mtty").symlink_to("../../devices/virtual/mtty/mtty")
    pf = root / BUS / PF
    for name, text in {
        **IDS, "sriov_numvfs": "0", "sriov_totalvfs": str(TOTAL), "sriov_vf_device": "10ca",
        "sriov_offset": str(OFFSET), "sriov_stride": str(STRIDE), "sriov_drivers_autoprobe": "1",
    }.items():  # fmt: skip
        (pf / name).write_text(text + "\n")
    (root / f"sys/bus/pci/devices/{PF}").symlink_to(
        f"../../../devices/pci0000:00/0000:00:02.0/{PF}"
    )
    for driver in DRIVERS:
        for name in ("bind", "unbind"):
            (root / f"sys/bus/pci/drivers/{driver}" / name).write_text("")
    if vfs:
        Kernel(root).write(f"sys/bus/pci/devices/{PF}/sriov_numvfs", str(vfs))
    return root


def snapshot(root: Path) -> dict[str, str]:
    """Return all that is in sysfs: each path, with a file's text and a link's target."""
    found: dict[str, str] = {}
    for folder, folders, files in os.walk(root / "sys"):
        for name in (*folders, *files):
            place = Path(folder, name)
            if place.is_symlink():
                text = f"-> {place.readlink()}"
            else:
                text = place.read_text() if place.is_file() else "/"
            found[place.relative_to(root).as_posix()] = text
    return found
