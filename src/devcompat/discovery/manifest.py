"""Manifest: what a capture says of itself in MANIFEST.json.

Belongs here: the manifest's keys, and what its notes mean for a read.
Must not know: sysfs or devices.

The file is an object; all keys are optional: `kernel` (release, as `uname -r`), `host` or `name`,
`constructed` (true: no kernel published this), and `notes`, which maps an absolute path to what
happened when the capture was made: `read:EIO` (any errno), `write-only`, `skipped-binary`,
`absent`. A file that could not be read is empty in the capture, so the note counts, not the text.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from devcompat.discovery.documents import as_object, read_object
from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.inventory import misses
from devcompat.inventory.records import Miss

MANIFEST: Final = "MANIFEST.json"
_READ_FAILED = re.compile(r"read:(E[A-Z0-9]{1,20})", re.ASCII)
_NOTES: Final = {
    "write-only": misses.WRITE_ONLY,
    "skipped-binary": misses.BINARY,
    "absent": misses.ABSENT,
}


class Manifest(NamedTuple):
    """What a manifest says; empty if there is none. `notes` are keyed by path below the root."""

    kernel: str = ""
    host: str = ""
    constructed: bool = False
    notes: Mapping[str, Unreadable] = {}
    misses: tuple[Miss, ...] = ()


def read_manifest(tree: Tree) -> Manifest:
    """Return what the manifest below the root says; one that cannot be read is a miss."""
    try:
        document = read_object(tree, MANIFEST)
    except Unreadable as error:
        return Manifest() if error.is_absence else Manifest(misses=(error.miss(),))
    texts = {key: value for key, value in document.items() if isinstance(value, str)}
    return Manifest(
        kernel=texts.get("kernel", ""),
        host=texts.get("host") or texts.get("name", ""),
        constructed=document.get("constructed") is True,
        notes={
            path.lstrip("/"): _noted(path.lstrip("/"), note)
            for path, note in as_object(document.get("notes")).items()
            if isinstance(note, str)
        },
    )


def _noted(path: str, note: str) -> Unreadable:
    failed = _READ_FAILED.fullmatch(note)
    if failed is not None:
        return Unreadable(path, misses.RECORDED, failed[1])
    return Unreadable(path, _NOTES.get(note, misses.RECORDED), "" if note in _NOTES else "ENODATA")
