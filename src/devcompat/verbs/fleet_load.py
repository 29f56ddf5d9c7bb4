"""Fleet load: reports from files or standard input into a store.

Belongs here: telling lines from inventories, bad input put aside, and what came of each report.
Must not know: command lines, how progress is shown, how a store writes.
"""

import codecs
import os
import stat
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import BinaryIO, Final

from devcompat.language.problems import InputError, input_error
from devcompat.reports.lines import LINE_BYTES, iter_reports
from devcompat.store.records import ReportColumns, Saved
from devcompat.store.store import Store
from devcompat.verbs.fleet_reports import StoredForms
from devcompat.verbs.garbage import collect_young, no_collection
from devcompat.verbs.inputs import STDIN, open_lines, os_input_error
from devcompat.verbs.inventories import INVENTORY_BYTES, read_hosts
from devcompat.verbs.inventory_reports import is_inventory

_FIRST: Final = LINE_BYTES + 2
"""Bytes of a first line that are looked at."""
_BUFFER: Final = 1 << 20
"""Bytes read at once: lines have thousands."""
_COLLECTED: Final = 4000
"""Hosts after which garbage is looked for."""
_NO_TEXT: Final = {
    b"\x1f\x8b": "what gzip has packed",
    b"\x28\xb5\x2f\xfd": "what zstd has packed",
    b"\xfd7zXZ": "what xz has packed",
    b"BZh": "what bzip2 has packed",
    b"PK\x03\x04": "what zip has packed",
    b"SQLite format 3\0": "a file of SQLite",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}
"""What users name by mistake, by how it begins."""


def has_input(names: Sequence[str]) -> bool:
    """Return whether any of the files can be there to be read: else no store has to be made."""
    return any(
        name == STDIN or (os.access(name, os.R_OK) and not os.path.isdir(name)) for name in names
    )


class Load:
    """One load: where it is, and what came of the reports so far."""

    def __init__(
        self,
        names: Sequence[str],
        now: Callable[[], str],
        complain: Callable[[InputError], None],
    ) -> None:
        """Prepare to load the files `names`, `-` being standard input.

        `now` gives the time at which a report counts as received; `complain` is told of each bad
        line, and of each file that cannot be read.
        """
        self._names = names
        self._now = now
        self._complain = complain
        self._forms = StoredForms()
        self._stream: BinaryIO | None = None
        self._before = 0
        self.outcomes: dict[str, int] = {"new": 0, "replaced": 0, "same": 0, "stale": 0}
        """Hosts by what came of their reports."""
        self.devices = 0
        """Devices of all hosts whose reports are in the store now."""
        self.changes = 0
        """Devices that changed their class, appeared or vanished."""
        self.bad = 0
        """Reports, or whole inventories, that could not be used."""
        self.unread = 0
        """Files that could not be read, or not to their end."""

    @property
    def hosts(self) -> int:
        """Return how many hosts' reports are done with."""
        return sum(self.outcomes.values())

    def run(self, store: Store) -> Iterator[Saved]:
        """Load; yield what came of each report when it is written durably.

        Raises StoreError; what was yielded before is in the store then, and the load can be made
        again from the beginning.
        """
        sizes: deque[int] = deque()
        with no_collection():
            for number, saved in enumerate(store.save_columns(self._iter_reports(sizes)), start=1):
                devices = sizes.popleft()
                self.outcomes[saved.outcome] += 1
                self.changes += saved.changes
                if saved.outcome != "stale":
                    self.devices += devices
                if not number % _COLLECTED:
                    collect_young()
                yield saved

    def size(self) -> int | None:
        """Return how many bytes there are to read, None if that is not known."""
        total = 0
        for name in self._names:
            try:
                found = os.fstat(0) if name == STDIN else os.stat(name)
            except (OSError, ValueError):
                continue
            if not stat.S_ISREG(found.st_mode):
                return None
            total += found.st_size
        return total

    def position(self) -> int:
        """Return how many of these bytes were read."""
        here = self._stream
        return self._before + (here.tell() if here is not None and here.seekable() else 0)

    def _iter_reports(self, sizes: deque[int]) -> Iterator[ReportColumns]:
        """Yield the reports of all files, with the number of devices of each put into `sizes`."""
        for name in self._names:
            try:
                with open_lines(name, _BUFFER) as stream:
                    self._stream = stream
                    for report in self._reports_of(stream, name):
                        sizes.append(len(report.addresses))
                        yield report
                    self._before = self.position()
            except OSError as error:
                self._miss(os_input_error(error, name))
            except InputError as error:
                self._miss(error)
            finally:
                self._stream = None

    def _reports_of(self, stream: BinaryIO, name: str) -> Iterator[ReportColumns]:
        first = _without_mark(stream.readline(_FIRST), name)
        if is_inventory(first):
            yield from self._of_inventory(stream, first, name)
            return
        for number, line in iter_reports(_Begun(first, stream), name):
            if isinstance(line, InputError):
                self._put_aside(line)
                continue
            try:
                report = self._forms.of_line(line, self._now(), f"{name}:{number}")
            except InputError as error:
                self._put_aside(error)
                continue
            yield report

    def _of_inventory(self, stream: BinaryIO, first: bytes, name: str) -> Iterator[ReportColumns]:
        data = first + stream.read(INVENTORY_BYTES + 1)
        try:
            if len(data) > INVENTORY_BYTES:
                expected = f"at most {INVENTORY_BYTES} bytes in an inventory file"
                raise input_error("limit.inventory", f"{len(data)} bytes or more", expected, name)
            hosts = read_hosts(data, name)
        except InputError as error:
            self._put_aside(error)
            return
        for host in hosts:
            try:
                report = self._forms.of_host(host, self._now())
            except InputError as error:
                self._put_aside(InputError(error.problems, f"{name}, {host.name}"))
                continue
            yield report

    def _put_aside(self, error: InputError) -> None:
        self.bad += 1
        self._complain(error)

    def _miss(self, error: InputError) -> None:
        self.unread += 1
        self._complain(error)


def _without_mark(first: bytes, name: str) -> bytes:
    """Return a first line without the mark of UTF-8.

    Raises InputError `text.encoding` for what is packed or in another encoding: it would be told
    as many bad reports, none of which says what is wrong.
    """
    for begin, found in _NO_TEXT.items():
        if first.startswith(begin):
            raise input_error("text.encoding", found, "reports or an inventory in UTF-8", name)
    return first.removeprefix(codecs.BOM_UTF8)


class _Begun(BytesIO):
    """A stream of which a first line, or a part of it, was read already."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        super().__init__(first)
        self._rest = rest

    def readline(self, size: int | None = -1, /) -> bytes:
        """Return the next line, or `size` bytes of it."""
        return super().readline(size) or self._rest.readline(-1 if size is None else size)
