"""Links: what a device's links lead to, and what they must lead to.

Belongs here: the shape of each link that a fact is taken from. Must not know: any kind of device.

A fact is the last part of where a link leads. sysfs links lead from one place in sysfs to another,
so a link that ends outside `sys/` says nothing, nor does one that ends where the kernel never
leads it. An absolute target counts from the root, like that of any link. A link that ends at the
right place is believed also if nothing is there: captures are partial.
"""

import re
from typing import Final

from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.inventory import misses

_SYS: Final = "sys"
_PCI_DEVICE: Final = r"devices/.+/([0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7])"
_SHAPES: Final = {
    name: re.compile(shape, re.ASCII)
    for name, shape in {
        "driver": r"bus/[^/]+/drivers/([^/]+)",
        "mdev_type": r"devices/.+/mdev_supported_types/([^/]+)",
        "iommu_group": r"kernel/iommu_groups/([0-9]+)",
        "subsystem": r"bus/([^/]+)",
        "physfn": _PCI_DEVICE,
        "virtfn": _PCI_DEVICE,
    }.items()
}
"""Where links of these names lead below `sys/`; the group is what a fact is made of."""


def find_end(tree: Tree, path: str) -> str | None:
    """Return the name that a link leads to; None if there is nothing at `path`.

    Raises Unreadable if it loops, leaves the root or `sys/`, or is not what its name demands.
    """
    found = tree.follow(path)
    if found is None:
        return None
    within = _within_sys(tree, path, found)
    name = path.rpartition("/")[2].rstrip("0123456789")
    match = _SHAPES[name].fullmatch(within)
    if match is None:
        raise Unreadable(path, misses.MALFORMED)
    return match[1]


def resolve_in_sys(tree: Tree, path: str) -> str:
    """Return the path with every link followed. Raises Unreadable, also if it leaves `sys/`."""
    found = tree.resolve(path)
    _within_sys(tree, path, found)
    return found


def _within_sys(tree: Tree, path: str, found: str) -> str:
    """Return what follows `sys/`, which may be a link itself. Raises Unreadable."""
    top = tree.resolve(_SYS) + "/"
    if not found.startswith(top):
        raise Unreadable(path, misses.LINK_LEAVES_ROOT)
    return found.removeprefix(top)
