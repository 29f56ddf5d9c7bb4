"""Waiting: a write from which the kernel may never return, and how it is given up.

Belongs here: the process that writes, and its end. Must not know: what is written where.

A write to sysfs can wait in the kernel for as long as somebody has a device: a removal, an unbind.
So it is done by a process of its own, which can be left behind. That process keeps all that this
one has open, also the lock of the directory of state: nobody else makes devices below the root
before the kernel has returned.
"""

import os
import select
import signal
import time
import warnings
from typing import Final

from devcompat.provision.ports import GivenUp

_DYING: Final = 1.0
"""Seconds for a killed process to end: if it does not, it is in the kernel, and stays there."""
_OK: Final = 0


def write_within(file: int, data: bytes, seconds: float) -> int:
    """Return how many bytes the kernel took, in one write. Raises OSError, GivenUp.

    What was interrupted by Ctrl-C, and could be stopped, raises KeyboardInterrupt.
    """
    told, tell = os.pipe()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        writer = _forked()
        if writer == 0:
            _write(file, data, tell)
        os.close(tell)
        tell = -1
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        answer = _answer(writer, told, seconds)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        os.close(told)
        if tell != -1:
            os.close(tell)
    number, taken = (int(word) for word in answer.split())
    if number != _OK:
        raise OSError(number, os.strerror(number))
    return taken


def _forked() -> int:
    """Fork, also where there are other threads: the child does no more than write and end.

    Python warns of it from 3.12 on, because a child could wait for what another thread held.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def end(process: int) -> bool:
    """End a process that was begun here; return whether it ended."""
    os.kill(process, signal.SIGKILL)
    until = time.monotonic() + _DYING
    while os.waitpid(process, os.WNOHANG)[0] == 0:
        if time.monotonic() >= until:
            return False
        time.sleep(0.01)
    return True


def given_up(seconds: float, process: int, *, ended: bool) -> GivenUp:
    """Return what to raise for a process that did not do its work in time."""
    if ended:
        return GivenUp(f"nothing after {seconds:g} s; it was given up", pending=False)
    return GivenUp(f"nothing after {seconds:g} s; process {process} still waits", pending=True)


def _write(file: int, data: bytes, tell: int) -> None:
    """Write, tell what came of it, and end: in the process that does the writing."""
    number, taken = _OK, 0
    try:
        taken = os.write(file, data)
    except OSError as error:
        number = error.errno or 5
    finally:
        os.write(tell, b"%d %d" % (number, taken))
        os._exit(0)


def _answer(writer: int, told: int, seconds: float) -> bytes:
    interrupted = False
    try:
        ready, _, _ = select.select([told], [], [], seconds)
        answer = os.read(told, 64) if ready else b""
    except KeyboardInterrupt:
        answer, interrupted = b"", True
    if answer:
        os.waitpid(writer, 0)
        return answer
    ended = end(writer)
    if ended:
        answer = os.read(told, 64)  # it may have come to its end meanwhile
    if interrupted and ended:
        raise KeyboardInterrupt
    if not answer:
        raise given_up(seconds, writer, ended=ended)
    return answer
