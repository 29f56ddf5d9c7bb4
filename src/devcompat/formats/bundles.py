"""Bundles: the layouts of several files by name, and telling which one a directory has (section 6).

Belongs here: names, detection, the limit of all files together.
Must not know: any layout's inside, directories.
"""

from collections.abc import Callable, Mapping

from devcompat.formats import dir as dir_layout
from devcompat.formats import flat, keys, mdev_type
from devcompat.formats.joining import Bundle
from devcompat.formats.layout import FOLDER
from devcompat.language import limits
from devcompat.language.nodes import Descriptor, Document
from devcompat.language.problems import input_error

SELF = "self"
"""The file or directory in `migration` that every descriptor has."""

_READERS: Mapping[str, Callable[[Bundle, str], Document]] = {
    "dir": dir_layout.read,
    "flat": flat.read,
    "keys": keys.read,
    "type": mdev_type.read,
}
_WRITERS: Mapping[str, Callable[[Descriptor], dict[str, bytes]]] = {
    "dir": dir_layout.write,
    "flat": flat.write,
    "keys": keys.write,
}


def read_bundle(bundle: Bundle, name: str = "", layout: str | None = None) -> Document:
    """Return the document in the files, in the named layout or the one that they show.

    With a name, files of other layouts are left aside. Raises InputError.
    """
    total = sum(map(len, bundle.values()))
    if total > limits.DOCUMENT_BYTES:
        expected = f"at most {limits.DOCUMENT_BYTES} bytes in all files together"
        found = f"more than {limits.DOCUMENT_BYTES} bytes"
        raise input_error("limit.document", found, expected, name)
    layouts = layouts_of(bundle)
    if layout is None and len(layouts) > 1:
        raise input_error("layout.several", ", ".join(layouts), "one layout", name)
    chosen = layout or next(iter(layouts), None)
    if chosen is None or chosen not in layouts:
        expected = f"the files of the layout {layout}" if layout else "the files of a layout"
        raise input_error("layout.missing", "", expected, name)
    return _READERS[chosen](layouts[chosen], name)


def layouts_of(bundle: Bundle) -> dict[str, dict[str, bytes]]:
    """Return the layouts that the paths show, each with its files.

    Below `migration/` the layout is `keys` if there are directories and no file of `dir`. The same
    holds for all paths together where they show that `migration` is itself what they are below.
    """
    found: dict[str, dict[str, bytes]] = {}
    below = {path: data for path, data in bundle.items() if path.startswith(FOLDER)}
    if below:
        deep = all(path.count("/") > 1 for path in below)
        found["keys" if deep else "dir"] = below
    elif any(path.partition("/")[0] == SELF for path in bundle):
        found["keys" if all("/" in path for path in bundle) else "dir"] = dict(bundle)
    flat_files = {path: data for path, data in bundle.items() if path.startswith("migration-")}
    if flat_files:
        found["flat"] = flat_files
    if mdev_type.DEVICE_API in bundle:
        found["type"] = {path: bundle[path] for path in bundle if mdev_type.belongs(path)}
    return found


def write_bundle(descriptor: Descriptor, layout: str) -> dict[str, bytes]:
    """Return the files of the named layout. Raises InputError `convert.cannot-hold`."""
    return _WRITERS[layout](descriptor)
