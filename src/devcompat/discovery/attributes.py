"""Attributes: reading one record's files into facts and misses.

Belongs here: what a mandatory and an optional attribute mean, and reading again on change.
Must not know: which attributes a kind of device has (mdev, pci, vdpa).
"""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from devcompat.discovery.links import find_end
from devcompat.discovery.native import read_native
from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.inventory import misses
from devcompat.inventory.records import Fact, Miss, NativeDescriptor, Origin

ATTEMPTS: Final = 3
_NO_OVERRIDE = ("driver_override", "(null)")
"""How the kernel prints a NULL pointer: any driver may bind (driver_override_show)."""
KERNEL: Final[Origin] = "kernel"
DESCRIPTOR: Final = "migration_compatible"
"""What a miss names that is about a descriptor, in whatever layout."""


class Attribute(NamedTuple):
    """A fact's name and its file's path below the device's directory."""

    name: str
    path: str


class Reading:
    """What was read of one record: facts and misses, in the order in which they were asked for.

    Absence of a mandatory attribute is a miss, of an optional one it is nothing; a failure is a
    miss for both. `refused` are the links that say nothing, by their path: what lies behind one is
    as unknown as the link.
    """

    def __init__(self, tree: Tree, directory: str) -> None:
        self.tree = tree
        self.directory = directory
        self.facts: list[Fact] = []
        self.misses: list[Miss] = []
        self.native: NativeDescriptor | None = None
        self.refused: dict[str, Unreadable] = {}

    def state(self, name: str, value: str, path: str) -> None:
        """Add a fact of the kernel's whose source is `path` below the root."""
        self.facts.append(Fact(name, value, KERNEL, path))

    def fail(self, error: Unreadable, name: str) -> None:
        """Add a miss for the fact of that name."""
        self.misses.append(error.miss(name))

    def text(self, name: str, path: str, *, mandatory: bool) -> str | None:
        """Return the text of a file below the directory, stripped of its last newlines.

        None, with a miss where one is due, if there is no text.
        """
        source = f"{self.directory}/{path}"
        refused = self.refused.get(path.partition("/")[0])
        if refused is not None:
            self.fail(refused, name)
            return None
        try:
            text = self.tree.read_text(source).rstrip("\n")
        except Unreadable as error:
            if mandatory or not error.is_absence:
                self.fail(error, name)
            return None
        if mandatory and not text:
            self.fail(Unreadable(source, misses.EMPTY), name)
        return text or None

    def texts(self, attributes: Iterable[Attribute], *, mandatory: bool) -> None:
        """Add the fact, or the miss, of each attribute."""
        for name, path in attributes:
            text = self.text(name, path, mandatory=mandatory)
            if text is not None and (name, text) != _NO_OVERRIDE:
                self.state(name, text, f"{self.directory}/{path}")

    def link(self, name: str, path: str, *, mandatory: bool) -> str | None:
        """Add the fact that a link's last part is; return it, None if there is none."""
        source = f"{self.directory}/{path}"
        try:
            found = find_end(self.tree, source)
        except Unreadable as error:
            self.refused[path] = error
            self.fail(error, name)
            return None
        if found:
            self.state(name, found, source)
        elif mandatory:
            self.fail(Unreadable(source, misses.ABSENT), name)
        return found or None

    def uevent(self) -> None:
        """Add each `KEY=value` line of the device's uevent as the fact `uevent.KEY`."""
        path = "uevent"
        text = self.text("uevent", path, mandatory=False)
        for line in (text or "").split("\n"):
            key, equals, value = line.partition("=")
            if key and equals:
                self.state(f"uevent.{key}", value, f"{self.directory}/{path}")

    def descriptor(self, *, of_type: bool = False) -> None:
        """Take the descriptor of its own, verbatim, if it has one in some layout."""
        try:
            self.native = read_native(self.tree, self.directory, of_type=of_type)
        except Unreadable as error:
            self.fail(error, DESCRIPTOR)


def read_settled(
    tree: Tree, directory: str, keys: tuple[str, ...], read: Callable[[Reading], None]
) -> Reading:
    """Return what `read` reads of a directory, when nothing changed meanwhile.

    Reading many files is not atomic: a driver may be unbound, or the device removed and made again
    as another type, between two of them. So the links in `keys` are looked at before and after; if
    they differ everything is read again, at most `ATTEMPTS` times, then it is a miss.
    """
    for _ in range(ATTEMPTS):
        reading = Reading(tree, directory)
        before = _glance(tree, directory, keys)
        read(reading)
        after = _glance(tree, directory, keys)
        if after is None:
            reading.fail(Unreadable(directory, misses.VANISHED), "")
            return reading
        if before == after:
            return reading
    reading.fail(Unreadable(directory, misses.CHANGED), "")
    return reading


def _glance(tree: Tree, directory: str, keys: tuple[str, ...]) -> tuple[str | None, ...] | None:
    """Return the links' targets as they are written, None if the directory is not there."""
    try:
        if not tree.has(directory):
            return None
        return tuple(tree.target(f"{directory}/{key}") for key in keys)
    except Unreadable as error:
        return (error.errno_name,)
