"""Overlays: the operator's file that a user names.

Belongs here: from its path to an overlay. Must not know: what it says.
"""

from devcompat.discovery.overlay import Overlay
from devcompat.discovery.overlay_file import LIMIT, read_overlay
from devcompat.verbs.inputs import load_bytes


def load_overlay(name: str | None) -> Overlay | None:
    """Return the overlay in the file `name`, None for None. Raises InputError."""
    if name is None:
        return None
    return read_overlay(load_bytes(name, LIMIT), name)
