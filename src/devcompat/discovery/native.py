"""Native: the descriptor that a device's or a type's directory holds, in whatever layout.

Belongs here: which files are read, and what becomes of a directory with several layouts.
Must not know: how a layout spells a descriptor (formats), what the descriptor says.

A descriptor is read whole or not at all: what cannot be read of it makes all of it unknown.
"""

from typing import Final

from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.formats.mdev_type import DEVICE_API, MEMBERS, VERSION, belongs
from devcompat.inventory import misses
from devcompat.inventory.records import NativeDescriptor

DESCRIPTOR_LIMIT: Final = 65_536
"""Bytes of a native descriptor, in all its files (section 9 of the language)."""
MAX_FILES: Final = 4352
ONE_FILE: Final = "migration_compatible"
FLAT: Final = tuple(
    f"migration-{name}-traits" for name in ("self", "compatible", "info", "parameters")
)
FOLDER: Final = "migration"
_DEPTH: Final = 3


def has_native(tree: Tree, directory: str) -> bool:
    """Return whether a device's directory holds a descriptor. Raises Unreadable."""
    return any(tree.has(f"{directory}/{name}") for name in (ONE_FILE, *FLAT, FOLDER))


def read_native(tree: Tree, directory: str, *, of_type: bool = False) -> NativeDescriptor | None:
    """Return the descriptor in a device's directory, verbatim, or None if it holds none.

    With `of_type` the directory is a mdev type's, which has one layout more. Raises Unreadable if
    it cannot be read, or if there are several layouts: none is preferred.
    """
    single = _Collection(tree, directory)
    single.take_if_there(ONE_FILE)
    flat = _Collection(tree, directory)
    for name in FLAT:
        flat.take_if_there(name)
    below = _Collection(tree, directory)
    if tree.has(f"{directory}/{FOLDER}"):
        below.walk(FOLDER, 1)
    of_its_own = _Collection(tree, directory)
    if of_type:
        of_its_own.take_type()
    found = [files for files in (single, flat, below, of_its_own) if files.files]
    if len(found) > 1:
        raise Unreadable(directory, misses.SEVERAL_LAYOUTS)
    if not found:
        return None
    (files,) = (collection.files for collection in found)
    if found == [single]:
        return NativeDescriptor(files[0][1], f"{directory}/{ONE_FILE}")
    return NativeDescriptor("", directory, tuple(files))


def read_type_layout(tree: Tree, directory: str) -> NativeDescriptor | None:
    """Return what a type's directory says in the layout `type`, None if it says nothing.

    That is what every device of the type is; what other layouts say there is of devices that could
    be made. Raises Unreadable.
    """
    collection = _Collection(tree, directory)
    collection.take_type()
    return NativeDescriptor("", directory, tuple(collection.files)) if collection.files else None


class _Collection:
    """The files of a layout, each with its path below the directory."""

    def __init__(self, tree: Tree, directory: str) -> None:
        self._tree = tree
        self._directory = directory
        self._left = DESCRIPTOR_LIMIT
        self.files: list[tuple[str, str]] = []

    def take(self, path: str) -> None:
        """Read one file. Raises Unreadable."""
        place = f"{self._directory}/{path}"
        if len(self.files) >= MAX_FILES:
            raise Unreadable(place, misses.TOO_MANY)
        text = self._tree.read_text(place, self._left)
        self._left -= len(text.encode())
        self.files.append((path, text))

    def take_if_there(self, path: str) -> None:
        """Read one file, unless there is none. Raises Unreadable."""
        try:
            self.take(path)
        except Unreadable as error:
            if not error.is_absence:
                raise

    def take_type(self) -> None:
        """Read the files of the layout `type`, unless there are none. Raises Unreadable."""
        listing = self._tree.list_names(self._directory)
        if not any(name.startswith((VERSION, MEMBERS)) for name in listing.names):
            return
        if listing.misses:
            raise Unreadable(self._directory, listing.misses[0].why)
        self.take(DEVICE_API)
        for name in listing.names:
            if belongs(name) and name != DEVICE_API:
                self.take(name)

    def walk(self, folder: str, depth: int) -> None:
        """Read every file below a folder. Raises Unreadable."""
        place = f"{self._directory}/{folder}"
        try:
            inside = self._tree.list_names(place, directories_only=True).names
        except Unreadable as error:
            if depth == 1 and error.errno_name == "ENOTDIR":  # an attribute of that name
                return
            raise
        listing = self._tree.list_names(place)
        if listing.misses:
            raise Unreadable(place, listing.misses[0].why)
        for name in listing.names:
            if name not in inside:
                self.take(f"{folder}/{name}")
            elif depth < _DEPTH:
                self.walk(f"{folder}/{name}", depth + 1)
            else:
                raise Unreadable(f"{place}/{name}", misses.NOT_A_FILE, "EISDIR")
