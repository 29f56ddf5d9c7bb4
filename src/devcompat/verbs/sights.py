"""Sights: a machine below a root, as executing a plan needs to look at it and write to it.

Belongs here: discovery's tree behind the port of `provision`. Must not know: steps, command lines.
"""

import time
from typing import Final

from devcompat.discovery.links import find_end
from devcompat.discovery.tree import Tree
from devcompat.discovery.unreadable import Unreadable
from devcompat.provision.ports import Clock, Machine, Unseen
from devcompat.provision.tool import VdpaTool
from devcompat.provision.writing import LIMIT, SysfsHand


class TreeSight:
    """Looks at the files below a root, through no link that leads out of it."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    def is_there(self, path: str) -> bool:
        """Return whether that name is there, and what a link leads to. Raises Unseen."""
        try:
            self._tree.resolve(path)
        except Unreadable as error:
            if error.is_absence:
                return False
            raise _unseen(error) from None
        return True

    def text(self, path: str) -> str:
        """Return a file's text without the newlines that end it. Raises Unseen."""
        try:
            return self._tree.read_text(path).rstrip("\n")
        except Unreadable as error:
            raise _unseen(error) from None

    def end(self, path: str) -> str:
        """Return the last part of where a link leads, "" for no link. Raises Unseen."""
        try:
            return find_end(self._tree, path) or ""
        except Unreadable as error:
            raise _unseen(error) from None

    def place(self, path: str) -> str:
        """Return the path with each link followed. Raises Unseen."""
        try:
            return self._tree.resolve(path)
        except Unreadable as error:
            raise _unseen(error) from None

    def names(self, path: str) -> tuple[str, ...]:
        """Return a directory's names. Raises Unseen."""
        try:
            return self._tree.list_names(path).names
        except Unreadable as error:
            raise _unseen(error) from None


class WallClock:
    """Real time."""

    def now(self) -> float:
        """Return seconds that never go back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


CLOCK: Final[Clock] = WallClock()


def real_machine(root: str, tree: Tree, limit: float = LIMIT) -> Machine:
    """Return the machine below a root, written to through its kernel.

    `limit` is how many seconds the kernel has for one write, and the tool for one command.
    """
    sight = TreeSight(tree)
    return Machine(sight, SysfsHand(root, sight, limit), VdpaTool(root, limit), CLOCK)


def _unseen(error: Unreadable) -> Unseen:
    return Unseen(error.errno_name or error.why)
