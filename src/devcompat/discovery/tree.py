"""Tree: safe reading below a root.

Belongs here: resolving links so that nothing outside the root is touched, reading small texts,
listing directories. Must not know: sysfs, devices, facts.

A path is written below the root, without a leading slash: `sys/bus/mdev/devices`. The root itself
is where the operator points; everything below it may have been made by anybody.
"""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, NamedTuple, Self

from devcompat.discovery.patience import SECONDS, PatientReader, Read, read_regular
from devcompat.discovery.unreadable import Unreadable, errno_name, from_reading, printable
from devcompat.inventory import misses
from devcompat.inventory.records import Miss

MAX_HOPS: Final = 40
"""Links that one path may lead over, as the kernel's MAXSYMLINKS."""
MAX_ENTRIES: Final = 65_536
ATTRIBUTE_LIMIT: Final = 65_536
"""Bytes of an attribute: sysfs gives at most a page, the largest pages of Linux have 64 KiB."""

_READABLE = 0o444
_NO_NOTES: Mapping[str, Unreadable] = {}


class Listing(NamedTuple):
    """A directory's names, sorted, and what could not be taken of it."""

    names: tuple[str, ...]
    misses: tuple[Miss, ...] = ()


class Tree:
    """The files below one root. Use as a context manager: it holds a thread for reading.

    `notes` says of paths what a capture could not read when it was made; `read` reads one file,
    `seconds` is how long to wait for it.
    """

    def __init__(
        self,
        root: Path,
        notes: Mapping[str, Unreadable] = _NO_NOTES,
        read: Read = read_regular,
        seconds: float = SECONDS,
    ) -> None:
        self._root = os.path.realpath(root).rstrip("/")
        self._notes = notes
        self._read = PatientReader(read, seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._read.close()

    def resolve(self, path: str) -> str:
        """Return the path with every link followed below the root.

        An absolute target counts from the root. Raises Unreadable: absent, a loop, a link that
        leads out of the root, or the errno of looking.
        """
        return self._resolve(path, partial=False)

    def _resolve(self, path: str, *, partial: bool) -> str:
        """Return where a path leads; with `partial` also if nothing is there."""
        pending = [(part, False) for part in _parts(path)[::-1]]
        done: list[str] = []
        hops = 0
        while pending:
            part, linked = pending.pop()
            if part == "..":
                if not done:
                    raise Unreadable(path, misses.LINK_LEAVES_ROOT)
                done.pop()
                continue
            done.append(part)
            try:
                target = self._target("/".join(done), path, linked=linked)
            except Unreadable as error:
                if not (partial and error.is_absence):
                    raise
                continue
            if target is None:
                continue
            hops += 1
            if hops > MAX_HOPS:
                raise Unreadable(path, misses.LINK_LOOP)
            done = [] if target.startswith("/") else done[:-1]
            pending.extend((inner, True) for inner in _parts(target)[::-1])
        return "/".join(done)

    def has(self, path: str) -> bool:
        """Return whether that name is there, also as a dangling link. Raises Unreadable."""
        folder, _, name = path.rpartition("/")
        try:
            self._lstat(f"{self.resolve(folder)}/{name}", path, linked=False)
        except Unreadable as error:
            if error.is_absence:
                return False
            raise
        return True

    def target(self, path: str) -> str | None:
        """Return a link's target as it is written, None if no link is there. Raises Unreadable."""
        folder, _, name = path.rpartition("/")
        try:
            place = f"{self.resolve(folder)}/{name}"
            if place in self._notes:
                raise self._notes[place]
            return self._target(place, path, linked=False)
        except Unreadable as error:
            if error.is_absence:
                return None
            raise

    def follow(self, path: str) -> str | None:
        """Return where a link leads, as `resolve` does, whether or not that is there.

        None if nothing is at the path itself. Raises Unreadable for a loop, a link that leads out
        of the root, what is no link, and the errno of looking.
        """
        target = self.target(path)
        if target is None:
            if self.has(path):
                raise Unreadable(path, misses.MALFORMED)
            return None
        found = self._resolve(path, partial=True)
        if printable(found) != found:
            raise Unreadable(path, misses.NOT_UTF8)
        return found

    def list_names(self, path: str, *, directories_only: bool = False) -> Listing:
        """Return a directory's names. Raises Unreadable if it is not there or cannot be listed.

        With `directories_only` links to directories are left out too.
        """
        folder = self.resolve(path)
        names: list[str] = []
        lost: list[Miss] = []
        try:
            with os.scandir(self._at(folder)) as entries:
                for entry in entries:
                    if directories_only and not entry.is_dir(follow_symlinks=False):
                        continue
                    if len(names) >= MAX_ENTRIES:
                        lost.append(Unreadable(folder, misses.TOO_MANY).miss())
                        break
                    if printable(entry.name) == entry.name:
                        names.append(entry.name)
                    else:
                        lost.append(Unreadable(f"{folder}/{entry.name}", misses.NOT_UTF8).miss())
        except OSError as error:
            raise from_reading(folder, error) from None
        return Listing(tuple(sorted(names)), tuple(lost))

    def read_text(self, path: str, limit: int = ATTRIBUTE_LIMIT) -> str:
        """Return the text of a file of at most `limit` bytes. Raises Unreadable."""
        found = self.resolve(path)
        if found in self._notes:
            raise self._notes[found]
        mode = self._lstat(found, path, linked=False).st_mode
        if not stat.S_ISREG(mode):
            raise Unreadable(found, misses.NOT_A_FILE, "EISDIR" if stat.S_ISDIR(mode) else "")
        if not mode & _READABLE:
            raise Unreadable(found, misses.WRITE_ONLY)
        try:
            raw = self._read(self._at(found), limit + 1)
        except OSError as error:
            raise from_reading(found, error) from None
        return _decoded(found, raw, limit)

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    def _lstat(self, path: str, asked: str, *, linked: bool) -> os.stat_result:
        try:
            return os.lstat(self._at(path))
        except (FileNotFoundError, NotADirectoryError):
            why = misses.LINK_DANGLING if linked else misses.ABSENT
            raise Unreadable(asked, why) from None
        except OSError as error:
            raise Unreadable(asked, misses.FAILED, errno_name(error)) from None

    def _target(self, path: str, asked: str, *, linked: bool) -> str | None:
        """Return a link's target, None if the path is no link."""
        if not stat.S_ISLNK(self._lstat(path, asked, linked=linked).st_mode):
            return None
        try:
            return os.readlink(self._at(path))  # noqa: PTH115 - hot; a Path would rewrite the text
        except OSError as error:
            raise from_reading(asked, error) from None


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in {"", "."}]


def _decoded(path: str, raw: bytes, limit: int) -> str:
    if len(raw) > limit:
        raise Unreadable(path, misses.TOO_LARGE)
    if b"\0" in raw:
        raise Unreadable(path, misses.BINARY)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable(path, misses.NOT_UTF8) from None
