"""Patience: reading a file that may never answer.

Belongs here: opening a regular file and nothing else, and giving up a read that does not return.
Must not know: paths below a root, what is read, misses.

A read of sysfs runs a driver's code, which may sleep for ever; such a read cannot be interrupted.
So reads run in a thread that is abandoned when one does not return in time. After `MAX_STUCK` of
them no more are started: a machine in that state is not waited for file by file.
"""

import errno
import os
import stat
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

MAX_STUCK: Final = 4
SECONDS: Final = 3.0

Read = Callable[[str, int], bytes]
"""Reads a file: its path on this machine and the number of bytes after which to stop."""

_Answer = SimpleQueue[bytes | OSError]
_Job = tuple[str, int, _Answer]


def read_regular(path: str, limit: int) -> bytes:
    """Return up to `limit` bytes of a regular file.

    Raises OSError: the kernel's, or EINVAL if the path is anything but a regular file. Opening
    never waits for the other end of a FIFO and never follows a link.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", path)
        return _read_up_to(descriptor, limit)
    finally:
        os.close(descriptor)


def _read_up_to(descriptor: int, limit: int) -> bytes:
    parts: list[bytes] = []
    left = limit
    while left > 0:
        part = os.read(descriptor, left)
        if not part:
            break
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


class PatientReader:
    """Runs a `Read` in a thread of its own and waits for it no longer than `seconds`."""

    def __init__(self, read: Read, seconds: float) -> None:
        self._read = read
        self._seconds = seconds
        self._jobs: SimpleQueue[_Job | None] | None = None
        self._stuck = 0

    def __call__(self, path: str, limit: int) -> bytes:
        """Return what the read returns. Raises its OSError, or TimeoutError if it was given up."""
        if self._stuck >= MAX_STUCK:
            raise TimeoutError(errno.ETIMEDOUT, "too many reads are stuck", path)
        jobs = self._jobs or self._start()
        answer: _Answer = SimpleQueue()
        jobs.put((path, limit, answer))
        try:
            result = answer.get(timeout=self._seconds)
        except Empty:
            self._stuck += 1
            self.close()
            raise TimeoutError(errno.ETIMEDOUT, "the read did not return", path) from None
        if isinstance(result, OSError):
            raise result
        return result

    def close(self) -> None:
        """Let the thread end: at once, or when the read that it is stuck in returns."""
        if self._jobs is not None:
            self._jobs.put(None)
            self._jobs = None

    def _start(self) -> SimpleQueue[_Job | None]:
        self._jobs = SimpleQueue()
        Thread(target=self._work, args=(self._jobs,), name="devcompat-read", daemon=True).start()
        return self._jobs

    def _work(self, jobs: SimpleQueue[_Job | None]) -> None:
        while (job := jobs.get()) is not None:
            path, limit, answer = job
            result: bytes | OSError = OSError(errno.EIO, "the read failed in an unknown way", path)
            try:
                result = self._read(path, limit)
            except OSError as error:
                result = error
            finally:
                answer.put(result)
