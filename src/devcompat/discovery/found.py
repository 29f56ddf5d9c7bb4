"""Found: what one part of discovery gives to the whole.

Belongs here: devices together with the misses that belong to no device. Must not know: any bus.
"""

from typing import NamedTuple

from devcompat.inventory.records import Device, Miss


class Found(NamedTuple):
    """Devices, and what was lost that belongs to none of them."""

    devices: tuple[Device, ...] = ()
    misses: tuple[Miss, ...] = ()
