"""Overlays: the operator's file that a user names.

Belongs here: from its path to an overlay. Must not know: what it says.
"""

from devcompat.discovery.overlay import Match, Overlay
from devcompat.discovery.overlay_file import LIMIT, read_overlay
from devcompat.language.parser import parse
from devcompat.match.compiled import compile_document
from devcompat.verbs.inputs import load_bytes


def load_overlay(name: str | None) -> Overlay | None:
    """Return the overlay in the file `name`, None for None.

    Raises InputError, also for a descriptor in it that cannot be used: it is the operator's input.
    Only a type's may have PARAMETERS.
    """
    if name is None:
        return None
    overlay = read_overlay(load_bytes(name, LIMIT), name)
    for number, entry in enumerate(overlay.entries, start=1):
        if entry.descriptor is not None:
            document = parse(entry.descriptor, f"{name} (descriptor of entry {number})")
            if isinstance(entry.match, Match):
                compile_document(document)
    return overlay
