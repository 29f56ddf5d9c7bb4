"""Trees: small roots built for one test, and a reader that misbehaves on one file."""

import errno
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

from devcompat.discovery.patience import read_regular

UUID = "83b8f4f2-509f-382f-3c1e-e6bfe0fa1001"
MDEV = f"sys/devices/virtual/mtty/mtty/{UUID}"
VF = "sys/devices/pci0000:00/0000:01:10.0"
PF = "sys/devices/pci0000:00/0000:01:00.0"


def put(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below the root."""
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)


def link(root: Path, links: Mapping[str, str]) -> None:
    """Make links below the root, whether or not their targets are there."""
    for path, target in links.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(target)


def with_mdev(root: Path) -> Path:
    """Return the root with one sound mtty-1 below it."""
    kind = "sys/devices/virtual/mtty/mtty/mdev_supported_types/mtty-1"
    put(
        root,
        {
            "proc/sys/kernel/osrelease": "6.12.0\n",
            f"{MDEV}/uevent": "DRIVER=mtty\n",
            f"{kind}/device_api": "vfio-pci\n",
            f"{kind}/available_instances": "23\n",
            f"{kind}/name": "Single port serial\n",
        },
    )
    link(
        root,
        {
            f"sys/bus/mdev/devices/{UUID}": f"../../../devices/virtual/mtty/mtty/{UUID}",
            f"{MDEV}/driver": "../../../../../bus/mdev/drivers/mtty",
            f"{MDEV}/mdev_type": "../mdev_supported_types/mtty-1",
            "sys/class/mdev_bus/mtty": "../../devices/virtual/mtty/mtty",
        },
    )
    (root / "sys/bus/mdev/drivers/mtty").mkdir(parents=True)
    return root


def with_functions(root: Path) -> Path:
    """Return the root with one SR-IOV physical function and one virtual function below it."""
    ids = {
        "vendor": "0x8086\n",
        "subsystem_vendor": "0x1af4\n",
        "subsystem_device": "0x1100\n",
        "class": "0x020000\n",
        "revision": "0x01\n",
        "driver_override": "(null)\n",
        "uevent": "PCI_CLASS=20000\n",
    }
    put(root, {f"{VF}/{name}": text for name, text in ids.items()})
    put(root, {f"{PF}/{name}": text for name, text in ids.items()})
    put(
        root,
        {
            f"{VF}/device": "0x10ca\n",
            f"{PF}/device": "0x10c9\n",
            f"{PF}/sriov_totalvfs": "7\n",
            f"{PF}/sriov_numvfs": "1\n",
            f"{PF}/sriov_vf_device": "10ca\n",
        },
    )
    link(
        root,
        {
            "sys/bus/pci/devices/0000:01:10.0": "../../../devices/pci0000:00/0000:01:10.0",
            "sys/bus/pci/devices/0000:01:00.0": "../../../devices/pci0000:00/0000:01:00.0",
            f"{VF}/physfn": "../0000:01:00.0",
            f"{PF}/virtfn0": "../0000:01:10.0",
        },
    )
    return root


class FaultyReader:
    """Reads files, but for paths that end in `suffix` does `fault` first."""

    def __init__(self, suffix: str, fault: Callable[[], None]) -> None:
        self._suffix = suffix
        self._fault = fault
        self.faults = 0

    def __call__(self, path: str, limit: int) -> bytes:
        if path.endswith(self._suffix):
            self.faults += 1
            self._fault()
        return read_regular(path, limit)


def failing(name: str) -> Callable[[], None]:
    """Return a fault that is the errno of that name."""

    def fail() -> None:
        raise OSError(getattr(errno, name), name)

    return fail


def waiting_for(release: Event) -> Callable[[], None]:
    """Return a fault that is a read which does not return before the event."""

    def wait() -> None:
        release.wait()

    return wait
