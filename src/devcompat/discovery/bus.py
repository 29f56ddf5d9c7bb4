"""Bus: which devices a bus has, and where their directories are.

Belongs here: the listing of a bus, and finding its devices where a capture lacks that listing.
Must not know: what a device of any bus looks like inside.
"""

import re
from typing import Final, NamedTuple

from devcompat.discovery.links import find_end, resolve_in_sys
from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.inventory import misses
from devcompat.inventory.records import Miss

PCI_ADDRESS: Final = re.compile(r"[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]", re.ASCII)
MDEV_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
ANY_NAME: Final = re.compile(r"[^\x00-\x20/\x7f]{1,255}")

_DEPTH = 24
_DIRECTORIES = 65_536


class BusDevices(NamedTuple):
    """A bus's devices: name to directory below the root, links followed; and what was lost.

    `dangling` are the names that the bus lists and that are not there.
    """

    directories: dict[str, str]
    dangling: dict[str, Miss]
    misses: tuple[Miss, ...]


def find_devices(tree: Tree, bus: str, pattern: re.Pattern[str]) -> BusDevices:
    """Return the devices of a bus whose names match, in the order of their names.

    A capture may lack `sys/bus/<bus>/devices`; then `sys/devices` is searched for directories whose
    `subsystem` is that bus.
    """
    listed = f"sys/bus/{bus}/devices"
    try:
        listing = tree.list_names(listed)
    except Unreadable as error:
        if not error.is_absence:
            return BusDevices({}, {}, (error.miss(),))
        return BusDevices(_search(tree, bus, pattern), {}, ())
    directories: dict[str, str] = {}
    dangling: dict[str, Miss] = {}
    lost = list(listing.misses)
    for name in listing.names:
        path = f"{listed}/{name}"
        if not pattern.fullmatch(name):
            lost.append(Unreadable(path, misses.MALFORMED).miss())
            continue
        try:
            directories[name] = resolve_in_sys(tree, path)
        except Unreadable as error:
            if error.is_absence:
                dangling[name] = error.miss()
            else:
                lost.append(error.miss())
    return BusDevices(directories, dangling, tuple(lost))


def _search(tree: Tree, bus: str, pattern: re.Pattern[str]) -> dict[str, str]:
    """Return the directories below sys/devices that belong to the bus, by name."""
    found: dict[str, str] = {}
    pending = [("sys/devices", 0)]
    for _ in range(_DIRECTORIES):
        if not pending:
            break
        directory, depth = pending.pop()
        try:
            name = directory.rpartition("/")[2]
            if depth and pattern.fullmatch(name) and _is_on(tree, directory, bus):
                found[name] = directory
            inside = tree.list_names(directory, directories_only=True)
        except Unreadable:
            continue
        if depth < _DEPTH:
            pending.extend((f"{directory}/{name}", depth + 1) for name in inside.names)
    return dict(sorted(found.items()))


def _is_on(tree: Tree, directory: str, bus: str) -> bool:
    try:
        return find_end(tree, f"{directory}/subsystem") == bus
    except Unreadable:
        return False
