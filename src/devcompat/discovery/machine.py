"""Machine: one host, read below a root.

Belongs here: the order of things: manifest, kernel, devices, types, tools' facts, overlay.
Must not know: how any kind of device is read.
"""

import os
from pathlib import Path
from typing import Final

from devcompat.discovery.attachment import attach, left_over
from devcompat.discovery.facts import ToolFacts, read_tool_facts
from devcompat.discovery.found import Found
from devcompat.discovery.manifest import MANIFEST, Manifest, read_manifest
from devcompat.discovery.mdev import discover_mdevs
from devcompat.discovery.mdev_types import discover_types, with_drivers
from devcompat.discovery.overlay import Overlay, apply_overlay, apply_to_types, unused_entries
from devcompat.discovery.patience import SECONDS, Read, read_regular
from devcompat.discovery.pci import discover_pci
from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable, errno_name, printable
from devcompat.discovery.vdpa import discover_vdpa, read_devlink_device
from devcompat.discovery.vfio import list_debugfs
from devcompat.inventory import misses
from devcompat.inventory.names import KERNEL_RELEASE
from devcompat.inventory.records import Device, Fact, Host, Miss
from devcompat.language.problems import InputError, Problem

SYS: Final = "sys"
_RELEASE = "proc/sys/kernel/osrelease"
_NAMES = ("etc/hostname", "proc/sys/kernel/hostname")


class DiscoveryError(InputError):
    """A root that cannot be read at all; `path` names it as the user did.

    Codes: `root.missing`, `root.no-sys`, `root.unreadable`.
    """

    def __init__(self, code: str, path: str, found: str, expected: str) -> None:
        super().__init__((Problem(code, None, found, expected),), path)
        self.path = path


def discover_host(
    root: Path,
    overlay: Overlay | None = None,
    name: str | None = None,
    *,
    alone: bool = False,
    read: Read = read_regular,
    seconds: float = SECONDS,
) -> Host:
    """Return what the machine below `root` has: `/` for this one, or a capture.

    `name` is the host's, else the manifest's, the machine's own or the directory's. `alone` says
    that the overlay is used for no other host, so that each entry should match. `read` reads
    one file and `seconds` is how long to wait for it. What cannot be read is a miss on the record
    that it belongs to. Raises DiscoveryError if there is nothing to read below the root.
    """
    _demand_sys(root)
    with Tree(root, read=read, seconds=seconds) as tree:
        manifest = read_manifest(tree)
    with Tree(root, manifest.notes, read, seconds) as tree:
        host_name = name or manifest.host or _own_name(tree, root)
        kernel, kernel_misses = _kernel(tree, manifest)
        said = read_tool_facts(tree)
        named = said.named_addresses() | (overlay.addresses(host_name) if overlay else frozenset())
        found = _devices(tree, said, named)
        types, type_misses = discover_types(tree)
    devices = attach(found.devices, said)
    types = with_drivers(types, devices)
    stray = left_over(devices, said)
    if overlay is not None:
        stray += unused_entries(overlay, host_name, devices, types, alone=alone)
        devices = apply_overlay(overlay, host_name, devices)
        types = apply_to_types(overlay, host_name, types)
    lost = (manifest.misses, kernel_misses, found.misses, type_misses, said.misses, stray)
    return Host(
        name=host_name,
        root=printable(str(root)),
        kernel=kernel,
        devices=devices,
        types=types,
        misses=tuple(miss for part in lost for miss in part),
        constructed=manifest.constructed,
    )


def iter_roots(path: Path) -> tuple[Path, ...]:
    """Return the roots at `path`: itself if it has `sys/`, else its children that have, sorted.

    Raises DiscoveryError if it is no directory, or none of these has.
    """
    _demand_directory(path)
    if (path / SYS).is_dir():
        return (path,)
    try:
        children = sorted(child for child in path.iterdir() if (child / SYS).is_dir())
    except OSError as error:
        raise _unreadable(path, error) from None
    if not children:
        raise DiscoveryError(
            "root.no-sys", str(path), "", "a directory with sys/, or a directory of such"
        )
    return tuple(children)


def _devices(tree: Tree, said: ToolFacts, named: frozenset[str]) -> Found:
    """Return all devices: mdevs, PCI functions, vDPA devices, and those that only devlink names."""
    debugfs = list_debugfs(tree)
    parts = [discover_mdevs(tree, debugfs), discover_pci(tree, named, debugfs), discover_vdpa(tree)]
    others: list[Device] = []
    for handle in sorted(said.handles):
        if not handle.startswith("pci/"):
            device = read_devlink_device(tree, handle)
            if device is not None:
                others.append(device)
    devices = [device for part in parts for device in part.devices]
    lost = [miss for part in parts for miss in part.misses]
    return Found((*devices, *others), (*debugfs.misses, *lost))


def _demand_directory(root: Path) -> None:
    try:
        is_directory = root.is_dir()
        if is_directory:
            os.scandir(root).close()
    except (OSError, ValueError) as error:
        raise _unreadable(root, error) from None
    if not is_directory:
        found = "" if not root.exists() else "a file"
        raise DiscoveryError("root.missing", str(root), found, "a directory")


def _demand_sys(root: Path) -> None:
    _demand_directory(root)
    if not (root / SYS).is_dir():
        raise DiscoveryError("root.no-sys", str(root), "", "a directory with sys/ in it")


def _unreadable(root: Path, error: OSError | ValueError) -> DiscoveryError:
    found = errno_name(error) if isinstance(error, OSError) else "EINVAL"
    return DiscoveryError("root.unreadable", str(root), found, "a directory that may be listed")


def _own_name(tree: Tree, root: Path) -> str:
    """Return the machine's own name, else that of the root's directory."""
    for path in _NAMES:
        try:
            text = tree.read_text(path).strip()
        except Unreadable:
            continue
        if text:
            return text
    return printable(root.resolve().name) or "localhost"


def _kernel(tree: Tree, manifest: Manifest) -> tuple[Fact | None, tuple[Miss, ...]]:
    """Return the kernel release, from the manifest or the live kernel, or why it is unknown."""
    if manifest.kernel:
        return Fact(KERNEL_RELEASE, manifest.kernel, "kernel", MANIFEST), ()
    try:
        release = tree.read_text(_RELEASE).strip()
    except Unreadable as error:
        return None, (error.miss(KERNEL_RELEASE),)
    if not release:
        return None, (Unreadable(_RELEASE, misses.EMPTY).miss(KERNEL_RELEASE),)
    return Fact(KERNEL_RELEASE, release, "kernel", _RELEASE), ()
