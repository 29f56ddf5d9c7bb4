"""Unreadable: what a read below the root ends in when it gives no text.

Belongs here: the error that carries a path, an errno's name and a code of `Miss.why`.
Must not know: how reading is done, or which record the miss belongs to.
"""

import errno

from devcompat.inventory import misses
from devcompat.inventory.records import Miss

_GONE = (errno.ENOENT, errno.ENODEV)
NOT_THERE = (misses.ABSENT, misses.LINK_DANGLING)
"""The codes that say that nothing is there, as opposed to something that cannot be read."""


class Unreadable(Exception):
    """Something below the root that could not be read.

    `path` is below the root, `why` a code of `misses.MISS_CODES`, `errno_name` such as `EIO`.
    """

    def __init__(self, path: str, why: str, errno_name: str = "") -> None:
        super().__init__(path, why)
        self.path = path
        self.why = why
        self.errno_name = errno_name or misses.ERRNO_OF[why]

    @property
    def is_absence(self) -> bool:
        """Return whether nothing is there, as opposed to something that cannot be read."""
        return self.why in NOT_THERE

    def miss(self, name: str = "") -> Miss:
        """Return the miss to record, for the fact of that name."""
        return Miss(printable(self.path), self.errno_name, self.why, name)


def from_reading(path: str, error: OSError) -> Unreadable:
    """Return what an errno of open or read means.

    The file was there a moment before, so ENOENT (open) and ENODEV (a removed node's read, see
    kernfs_fop_read_iter) mean that the device went away.
    """
    if isinstance(error, TimeoutError):
        return Unreadable(path, misses.TIMED_OUT)
    why = misses.VANISHED if error.errno in _GONE else misses.FAILED
    return Unreadable(path, why, errno_name(error))


def errno_name(error: OSError) -> str:
    """Return the symbol of an error's errno, such as `EACCES`."""
    return errno.errorcode.get(error.errno or errno.EIO, f"E{error.errno}")


def printable(name: str) -> str:
    r"""Return a file's name as valid text: bytes that are no UTF-8 become `\xNN`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
