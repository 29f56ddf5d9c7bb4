"""Writing: one text into one file of sysfs, below a root.

Belongs here: how the file is opened so that nothing else can be written to.
Must not know: steps, what is written.

The path is resolved by who looks at the machine; then it is opened component by component, through
no link. A kernel takes a text in one write. A file with no kernel behind it is not written to: in a
capture a write to `create` would succeed and make nothing.
"""

import os
import stat
from typing import Final

from devcompat.provision.folders import open_here, opened_folder
from devcompat.provision.ports import NoKernel, Sight, Unseen
from devcompat.provision.waiting import write_within

_SYS: Final = "sys"
LIMIT: Final = 60.0
"""Seconds that the kernel has for one write, or the tool for one command."""


class SysfsHand:
    """Writes to sysfs below a root; `sight` says where a path leads there.

    `limit` is how many seconds the kernel has for each write.
    """

    def __init__(self, root: str, sight: Sight, limit: float = LIMIT) -> None:
        self._root = root
        self._sight = sight
        self._limit = limit

    def write(self, path: str, text: str) -> None:
        """Write a text in one write.

        Raises OSError, GivenUp, and NoKernel before anything is written.
        """
        folder, _, name = path.rpartition("/")
        try:
            place = self._sight.place(folder)
            top = self._sight.place(_SYS)
        except Unseen as error:
            raise OSError(2, error.why, path) from None
        if not place.startswith(f"{top}/"):
            raise NoKernel
        with opened_folder(self._root, place) as directory:
            file = open_here(directory, name, os.O_WRONLY | os.O_NONBLOCK)
            try:
                _demand_kernel(file)
                data = text.encode()
                if write_within(file, data, self._limit) != len(data):
                    raise OSError(5, "only a part was taken", path)
            finally:
                os.close(file)


def _demand_kernel(file: int) -> None:
    """Raise NoKernel unless the file is one of a file system that holds no blocks, as sysfs is.

    What a file system like sysfs says of its size is nothing at all (simple_statfs); every other
    has blocks.
    """
    if not stat.S_ISREG(os.fstat(file).st_mode) or os.fstatvfs(file).f_blocks:
        raise NoKernel
