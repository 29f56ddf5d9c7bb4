"""Inputs: from what a user names (a path, `-`) to bytes and documents, with limits.

Belongs here: opening files safely. Must not know: command lines, inventories.

Uses os and not pathlib, whose import alone takes a tenth of the time of a whole `check`.
"""

import errno
import os
import stat
from typing import BinaryIO

from devcompat.formats.registry import LAYOUTS, READ_ONLY, read_document
from devcompat.language import limits
from devcompat.language.nodes import Document
from devcompat.language.problems import InputError, input_error

STDIN = "-"
NATIVE_FILE = "migration_compatible"
"""The attribute that a device's directory in sysfs would hold."""

_STDIN_DESCRIPTOR = 0
_CHUNK = 1 << 16


def load_document(name: str, format_name: str | None = None) -> Document:
    """Return the document in the file `name`, or on standard input for `-`.

    A directory stands for the descriptor in it, in whatever layout. Raises InputError.
    """
    if name != STDIN and os.path.isdir(name):
        from devcompat.verbs.bundles import load_directory

        return load_directory(name, format_name)
    if format_name in LAYOUTS or format_name in READ_ONLY:
        raise input_error(
            "layout.missing", "", f"a directory: {format_name} is several files", name
        )
    return read_document(load_bytes(name, limits.DOCUMENT_BYTES), name, format_name)


def load_bytes(name: str, most: int) -> bytes:
    """Return the content of the file `name`, or of standard input for `-`.

    Reads at most one byte more than `most`, so that the caller sees that there is too much. Raises
    InputError for what cannot be read; a device node or a socket is refused, never opened.
    """
    if name == STDIN:
        return _read_all(_STDIN_DESCRIPTOR, most, name)
    attribute = os.path.join(name, NATIVE_FILE)
    descriptor = _open(attribute if os.path.isfile(attribute) else name, name)
    try:
        return _read_all(descriptor, most, name)
    finally:
        os.close(descriptor)


def _read_all(descriptor: int, most: int, name: str) -> bytes:
    chunks: list[bytes] = []
    left = most + 1
    try:
        while left > 0:
            chunk = os.read(descriptor, min(left, _CHUNK))
            if not chunk:
                break
            chunks.append(chunk)
            left -= len(chunk)
    except OSError as error:
        raise os_input_error(error, name) from None
    return b"".join(chunks)


def open_lines(name: str, buffer: int = -1) -> BinaryIO:
    """Return the file `name`, or standard input for `-`, open to be read line by line.

    `buffer` is how many bytes are read at once, -1 for the usual number. Raises InputError like
    `load_bytes`.
    """
    if name != STDIN:
        return os.fdopen(_open(name, name), "rb", buffer)
    try:
        return open(_STDIN_DESCRIPTOR, "rb", buffer, closefd=False)
    except OSError as error:
        raise os_input_error(error, name) from None


def hold_closed_input() -> None:
    """See that where standard input is closed no file takes its place: reading it says so then."""
    try:
        os.fstat(_STDIN_DESCRIPTOR)
    except OSError:
        os.open(os.devnull, os.O_WRONLY)  # the lowest number that is free, and not to be read


def read_line(lines: BinaryIO, most: int) -> bytes:
    """Return the next line, at most `most` bytes of it, b"" at the end. Raises InputError."""
    try:
        return lines.readline(most)
    except OSError as error:
        name = lines.name if isinstance(lines.name, str) else STDIN
        raise os_input_error(error, name) from None


def _open(path: str, name: str) -> int:
    """Return a descriptor of a regular file or a pipe. Raises InputError for anything else."""
    try:
        kind = os.stat(path).st_mode
        if stat.S_ISDIR(kind):
            raise input_error("file.directory", os.strerror(errno.EISDIR), "a file", name)
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind)):
            found = "Is a device or a socket"
            raise input_error("file.special", found, "a regular file or a pipe", name)
        # Without O_NONBLOCK opening a FIFO that nobody writes to would wait for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise os_input_error(error, name) from None
    os.set_blocking(descriptor, True)
    return descriptor


_CODES = {
    errno.ENOENT: "file.missing",
    errno.ENOTDIR: "file.missing",
    errno.ENAMETOOLONG: "file.missing",
    errno.ELOOP: "file.missing",
    errno.EACCES: "file.permission",
    errno.EPERM: "file.permission",
    errno.EISDIR: "file.directory",
}


def os_input_error(error: OSError | ValueError, name: str) -> InputError:
    """Return the input error for a failed system call on the file `name`."""
    if isinstance(error, OSError) and error.errno is not None:
        code = _CODES.get(error.errno, "file.unreadable")
        closed = name == STDIN and error.errno == errno.EBADF
        found = "standard input is closed" if closed else os.strerror(error.errno)
        return input_error(code, found, "a readable file", name or "''")
    return input_error("file.missing", str(error), "a path", name)
