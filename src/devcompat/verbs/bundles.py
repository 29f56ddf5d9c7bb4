"""Bundles: a directory that holds a descriptor in several files, read with limits.

Belongs here: which files of a directory belong to a descriptor, and opening them safely.
Must not know: how a layout spells a descriptor (formats), command lines.

Uses os and not pathlib, like inputs.
"""

import os
import stat

from devcompat.formats.bundles import SELF, layouts_of, read_bundle
from devcompat.formats.mdev_type import DEVICE_API, MEMBERS, TYPE, VERSION, belongs
from devcompat.formats.registry import FORMATS, read_document
from devcompat.language import limits
from devcompat.language.nodes import Document
from devcompat.language.problems import input_error
from devcompat.verbs.inputs import NATIVE_FILE, load_bytes, os_input_error

FOLDER = "migration"
MAX_FILES = 4352
"""Files of one descriptor: 66 objects of 64 fields, and some."""

_EXPECTED = (
    f"a file, or a directory with {NATIVE_FILE}, {FOLDER}/, {FOLDER}-*-traits or the files of a "
    "mdev type"
)
_DEPTH = 3
_OF_A_TYPE = (VERSION, MEMBERS)
_FLAT = ("migration-", "-traits")


def load_directory(name: str, format_name: str | None = None) -> Document:
    """Return the document in the directory `name`, in whatever layout it has one.

    A file `migration_compatible` is one, in a format of one file. Raises InputError:
    `layout.several` if there are two and `format_name` does not choose, `file.directory` if there
    is none.
    """
    single = os.path.isfile(os.path.join(name, NATIVE_FILE))
    if format_name in FORMATS:
        return _read_native(name, format_name)
    bundle = load_bundle(name)
    if format_name is None:
        layouts = [*(("text",) if single else ()), *layouts_of(bundle)]
        if len(layouts) > 1:
            raise input_error("layout.several", ", ".join(layouts), "one layout", name)
        if not layouts:
            raise input_error("file.directory", "No descriptor in it", _EXPECTED, name)
        if single:
            return _read_native(name, None)
    return read_bundle(bundle, name, format_name)


def read_files(files: dict[str, bytes], name: str, format_name: str | None = None) -> Document:
    """Return the document in files that are in memory, by their paths below the directory `name`.

    Like `load_directory`, which says the same of a directory. Raises InputError.
    """
    bundle = _of_a_layout(files, name)
    native = files.get(NATIVE_FILE)
    layouts = ["text"] if native is not None else []
    if format_name is None and len(layouts + list(layouts_of(bundle))) > 1:
        found = ", ".join([*layouts, *layouts_of(bundle)])
        raise input_error("layout.several", found, "one layout", name)
    if native is not None and format_name in {None, *FORMATS}:
        return read_document(native, name, format_name)
    if format_name in FORMATS:
        raise input_error("layout.missing", "", f"a file {NATIVE_FILE}", name)
    return read_bundle(bundle, name, format_name)


def _of_a_layout(files: dict[str, bytes], name: str) -> dict[str, bytes]:
    """Return the files that belong to a layout; other files of a device do not count.

    If there are none and the files look like those in `migration`, all of them.
    """
    found = {path: data for path, data in files.items() if _is_of_a_layout(path)}
    if DEVICE_API in files and any(path.startswith(_OF_A_TYPE) for path in files):
        found |= {path: data for path, data in files.items() if belongs(path)}
        found.setdefault(TYPE, os.fsencode(os.path.basename(name)))
    of_itself = any(path.partition("/")[0] == SELF for path in files) and NATIVE_FILE not in files
    return dict(files) if not found and of_itself else found


def _is_of_a_layout(path: str) -> bool:
    return path.startswith(f"{FOLDER}/") or (path.startswith(_FLAT[0]) and path.endswith(_FLAT[1]))


def _read_native(name: str, format_name: str | None) -> Document:
    return read_document(load_bytes(name, limits.DOCUMENT_BYTES), name, format_name)


def load_bundle(name: str) -> dict[str, bytes]:
    """Return the files in a directory that belong to a layout, by their paths below it.

    If there are none and the directory looks like the `migration` of a layout, all its files.
    Raises InputError: `limit.document` for too many files or bytes, `file.special` for a file that
    is none, and what `load_bytes` raises.
    """
    collection = _Collection(name)
    entries = collection.entries(name)
    if DEVICE_API in entries and any(entry.startswith(_OF_A_TYPE) for entry in entries):
        for entry in filter(belongs, entries):
            collection.take(entry)
        kind = os.path.basename(os.path.realpath(name))
        collection.bundle.setdefault(TYPE, os.fsencode(kind))
    for entry in entries:
        if entry.startswith(_FLAT[0]) and entry.endswith(_FLAT[1]):
            collection.take(entry)
        elif entry == FOLDER and os.path.isdir(os.path.join(name, entry)):
            collection.walk(entry, 1)
    if not collection.bundle and SELF in entries and NATIVE_FILE not in entries:
        collection.walk("", 0)
    return collection.bundle


class _Collection:
    def __init__(self, name: str) -> None:
        self._name = name
        self._left = limits.DOCUMENT_BYTES
        self.bundle: dict[str, bytes] = {}

    def entries(self, directory: str) -> list[str]:
        """Return the sorted names in a directory. Raises InputError."""
        try:
            return sorted(os.listdir(directory))
        except (OSError, ValueError) as error:
            raise os_input_error(error, directory) from None

    def walk(self, folder: str, depth: int) -> None:
        """Take every file below a folder; a directory that is too deep counts as a strange file."""
        for entry in self.entries(os.path.join(self._name, folder)):
            path = f"{folder}/{entry}" if folder else entry
            if not os.path.isdir(os.path.join(self._name, path)):
                self.take(path)
            elif depth < _DEPTH:
                self.walk(path, depth + 1)
            else:
                self.bundle[f"{path}/"] = b""

    def take(self, path: str) -> None:
        """Read one file. Raises InputError."""
        if len(self.bundle) >= MAX_FILES:
            expected = f"at most {MAX_FILES} files"
            raise input_error(
                "limit.document", f"more than {MAX_FILES} files", expected, self._name
            )
        place = os.path.join(self._name, path)
        if _is_pipe(place):
            raise input_error("file.special", "Is a pipe", "a regular file", place)
        data = load_bytes(place, self._left)
        self._left -= len(data)
        if self._left < 0:
            expected = f"at most {limits.DOCUMENT_BYTES} bytes in all files together"
            found = f"more than {limits.DOCUMENT_BYTES} bytes"
            raise input_error("limit.document", found, expected, self._name)
        self.bundle[path] = data


def _is_pipe(path: str) -> bool:
    """Return whether a path is a pipe: nobody may be writing to it."""
    try:
        return stat.S_ISFIFO(os.stat(path).st_mode)
    except (OSError, ValueError):
        return False
