"""Folders: opening what lies below a directory, one component after the other, through no link.

Belongs here: descriptors of directories and files. Must not know: what is in them.

A path that is opened as a whole follows links wherever they lead. Here each component is opened in
the directory before, and a link is an error (ELOOP or ENOTDIR): nothing leads out of the root, also
if somebody changes the tree meanwhile.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def open_here(folder: int, name: str, flags: int) -> int:
    """Return a descriptor of a file of that directory, made for its owner only. Raises OSError."""
    return os.open(name, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600, dir_fd=folder)


def open_folder(root: str, path: str) -> int:
    """Return a descriptor of a directory below the root, made where it is not there."""
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    for name in path.split("/"):
        try:
            try:
                inner = os.open(name, _FOLDER, dir_fd=folder)
            except FileNotFoundError:
                os.mkdir(name, 0o700, dir_fd=folder)
                inner = os.open(name, _FOLDER, dir_fd=folder)
        finally:
            os.close(folder)
        folder = inner
    return folder


@contextmanager
def opened_folder(root: str, path: str) -> Iterator[int]:
    """Give a descriptor of a directory below the root, reached through no link. Raises OSError."""
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for name in path.split("/"):
            inner = os.open(name, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        yield folder
    finally:
        os.close(folder)
