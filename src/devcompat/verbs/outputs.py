"""Outputs: bytes to where a user wants them, whole or not at all.

Belongs here: writing files safely. Must not know: command lines, formats.
"""

import os
import stat
from collections.abc import Mapping

from devcompat.language.problems import InputError, input_error


def save_bytes(name: str, data: bytes) -> None:
    """Write the file `name`, or replace it: whoever reads it sees the old one or the new one.

    Raises InputError if that cannot be: the old one is as it was. What is no regular file is never
    replaced.
    """
    made = ""
    try:
        path = os.path.realpath(name)
        _demand_replaceable(path, name)
        made = _write_new(path, data)
        os.replace(made, path)
    except (OSError, ValueError) as error:
        if made:
            os.unlink(made)
        raise _unwritable(error, name) from None


def _demand_replaceable(path: str, name: str) -> None:
    """Raise InputError if there is something that is no regular file, OSError if not even that."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return
    if stat.S_ISDIR(mode):
        raise input_error("file.directory", "Is a directory", "a file to write", name)
    if not stat.S_ISREG(mode):
        found = "Is a device, a pipe or a socket"
        raise input_error("file.special", found, "a regular file to write", name)


def _write_new(path: str, data: bytes) -> str:
    """Write a file beside `path`, with the rights of the file there, and return its name."""
    temporary = f"{path}.{os.getpid()}.new"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            if os.path.exists(path):
                os.fchmod(descriptor, stat.S_IMODE(os.stat(path).st_mode))
            file.flush()
            os.fsync(descriptor)
    except BaseException:
        os.unlink(temporary)
        raise
    return temporary


def _unwritable(error: OSError | ValueError, name: str) -> InputError:
    reason = os.strerror(error.errno or 0) if isinstance(error, OSError) else str(error)
    return input_error("file.unwritable", reason, "a file that can be written", name or "''")


def save_files(name: str, files: Mapping[str, bytes]) -> None:
    """Make the directory `name` with these files, all of them or, if that fails, none.

    An empty directory may be there. Raises InputError `file.exists` if there is anything else.
    """
    try:
        path = os.path.realpath(name)
        _demand_empty(path, name)
        made = _make_new(path, files)
    except (OSError, ValueError) as error:
        raise _unwritable(error, name) from None
    try:
        if os.path.isdir(path):
            os.chmod(made, stat.S_IMODE(os.stat(path).st_mode))
        os.rename(made, path)
    except OSError as error:
        _remove(made)
        raise _unwritable(error, name) from None


def _demand_empty(path: str, name: str) -> None:
    if not os.path.lexists(path):
        return
    if not os.path.isdir(path):
        raise input_error("file.exists", "Not a directory", "a new or empty directory", name)
    if os.listdir(path):
        raise input_error("file.exists", "Directory not empty", "a new or empty directory", name)


def _make_new(path: str, files: Mapping[str, bytes]) -> str:
    """Make a directory beside `path` with the files, and return its name."""
    temporary = f"{path}.{os.getpid()}.new"
    os.mkdir(temporary)
    try:
        for file, data in files.items():
            place = os.path.join(temporary, file)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with open(place, "xb") as opened:
                opened.write(data)
    except BaseException:
        _remove(temporary)
        raise
    return temporary


def _remove(directory: str) -> None:
    """Remove a directory that was made here."""
    for folder, directories, files in os.walk(directory, topdown=False):
        for file in files:
            os.unlink(os.path.join(folder, file))
        for inner in directories:
            os.rmdir(os.path.join(folder, inner))
    os.rmdir(directory)
