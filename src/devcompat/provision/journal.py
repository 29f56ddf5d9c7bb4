"""Journal: what is about to be done is on the disk before it is done.

Belongs here: the directory of state, its lock, a file for each plan that is under way.
Must not know: what a step does, how a machine is read.

A file begins with the plan, whole, because it is renamed into place; each event is a line more,
written through to the disk before what it announces is done. A line that does not end in a newline
was being written when the process ended, and announces nothing that was begun.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, NamedTuple

from devcompat.language.problems import InputError, input_error
from devcompat.provision.folders import open_folder, open_here, opened_folder
from devcompat.provision.plan import Plan, Request
from devcompat.provision.plan_form import plan_from_plain, plan_to_plain
from devcompat.provision.ports import Clock
from devcompat.provision.progress import EVENTS, Event, Progress, progress_of

STATE: Final = "run/devcompat"
"""Below the root, if no other directory is named: what is made does not outlive a restart of the
machine, and neither does what lies in `run`."""
FORM: Final = 1
MOST_BYTES: Final = 1 << 20
MOST_FILES: Final = 4096
_LOCK = "lock"
_ENDING = ".plan"
_NEW = ".new"
_MADE = "made"
_PAUSE = 0.05


class Entry(NamedTuple):
    """A plan that was begun, how far it came, and the file that says so.

    `is_made` is true for one that came to its end and is kept, as nothing else says what was made;
    `size` are the bytes of its lines that were ended.
    """

    name: str
    plan: Plan
    progress: Progress
    is_made: bool
    size: int = 0


class Journal:
    """The file of one plan. `write` is the Log that executing needs.

    The file of a new plan is made with its first event: where all is there already there is none.
    """

    def __init__(self, folder: int, name: str, plan: Plan, size: int | None = None) -> None:
        self._folder = folder
        self._name = name
        self._plan = plan
        self._file: int | None = None
        if size is not None:
            self._file = open_here(folder, name, os.O_RDWR | os.O_APPEND)
            os.ftruncate(self._file, size)

    def write(self, event: Event, step: int) -> None:
        """Append an event, through to the disk. Raises OSError."""
        if self._file is None:
            self._file = self._begun()
        _append(self._file, {"event": event, "step": step})

    def keep(self) -> None:
        """Say that all is made, and keep it. Raises OSError."""
        if self._file is not None:
            _append(self._file, {"event": _MADE, "step": 0})
        self.close()

    def close(self) -> None:
        """Keep what is left, to be looked at later."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def forget(self) -> None:
        """Remove the file: nothing of it is left, or nothing has to be known of it."""
        if self._file is not None:
            self.close()
            os.unlink(self._name, dir_fd=self._folder)
            os.fsync(self._folder)

    def _begun(self) -> int:
        new = self._name + _NEW
        file = open_here(self._folder, new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        _append(file, {"form": FORM, "plan": plan_to_plain(self._plan)})
        os.rename(new, self._name, src_dir_fd=self._folder, dst_dir_fd=self._folder)
        os.fsync(self._folder)
        return file


class State:
    """The directory of state, locked: one process at a time makes devices below a root.

    `is_busy` says that another process has it: then it is only looked at.
    """

    def __init__(self, folder: int, *, is_busy: bool = False) -> None:
        self._folder = folder
        self.is_busy = is_busy

    def entries(self) -> tuple[Entry, ...]:
        """Return the plans there. Raises InputError `state.malformed`, with the file's name."""
        found = []
        for name in sorted(os.listdir(self._folder)):  # noqa: PTH208  (a descriptor)
            if name.endswith(_NEW):
                if self.is_busy:
                    continue
                with suppress(FileNotFoundError):
                    os.unlink(name, dir_fd=self._folder)  # its plan was never begun
            elif name.endswith(_ENDING):
                found.append(self._entry(name))
            if len(found) > MOST_FILES:
                raise input_error("state.malformed", name, f"at most {MOST_FILES} plans")
        return tuple(found)

    def begin(self, plan: Plan) -> Journal:
        """Return the journal of a new plan."""
        return Journal(self._folder, _name_of(plan.request, plan.device), plan)

    def resume(self, entry: Entry) -> Journal:
        """Return the journal of a plan that was begun, without a line that was never ended."""
        return Journal(self._folder, entry.name, entry.plan, entry.size)

    def _entry(self, name: str) -> Entry:
        try:
            # Not to wait for whoever writes to a pipe of that name.
            file = open_here(self._folder, name, os.O_RDONLY | os.O_NONBLOCK)
            with os.fdopen(file, "rb") as opened:
                data = opened.read(MOST_BYTES + 1)
            return _read(name, data)
        except (ValueError, TypeError, RecursionError, OSError) as error:
            expected = "what devcompat wrote there; look at the devices by hand, then remove it"
            raise input_error("state.malformed", str(error)[:80], expected, name) from None


def has_state(root: str, directory: str | None) -> bool:
    """Return whether there is a directory of state. Raises InputError `state.unwritable`."""
    shown = directory or f"{root.rstrip('/')}/{STATE}"
    try:
        if directory is not None:
            os.close(os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
        else:
            with opened_folder(root, STATE):
                pass
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _unwritable(error, shown) from None
    return True


@contextmanager
def locked_state(
    root: str, directory: str | None, wait: float, clock: Clock, *, only_look: bool = False
) -> Iterator[State]:
    """Give the directory of state, made if it is not there, for as long as this process has it.

    `directory` is where the operator wants it, else it is below the root. Raises InputError
    `state.unwritable` if it cannot be made or written to, `state.locked` if another process has it
    for longer than `wait` seconds; who would `only_look` gets it then all the same, as busy.
    """
    shown = directory or f"{root.rstrip('/')}/{STATE}"
    try:
        folder = open_folder(root, STATE) if directory is None else _made(directory)
    except OSError as error:
        raise _unwritable(error, shown) from None
    try:
        try:
            lock = open_here(folder, _LOCK, os.O_RDWR | os.O_CREAT)
            os.set_inheritable(lock, True)  # noqa: FBT003  (a tool that is left behind keeps it)
        except OSError as error:
            raise _unwritable(error, shown) from None
        try:
            is_busy = not _take(lock, 0 if only_look else wait, clock)
            if is_busy and not only_look:
                expected = (
                    "that no other devcompat makes devices below this root, nor waits for a kernel "
                    "that has not returned"
                )
                raise input_error("state.locked", "", expected, shown)
            yield State(folder, is_busy=is_busy)
        finally:
            os.close(lock)
    finally:
        os.close(folder)


def _made(directory: str) -> int:
    os.makedirs(directory, mode=0o700, exist_ok=True)  # noqa: PTH103
    return os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def _take(lock: int, wait: float, clock: Clock) -> bool:
    """Take the lock; return False if another process has it for all of that time."""
    end = clock.now() + wait
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if clock.now() >= end:
                return False
            clock.sleep(_PAUSE)
        else:
            return True


def _unwritable(error: OSError, shown: str) -> InputError:
    found = os.strerror(error.errno or 0)
    return input_error("state.unwritable", found, "a directory that may be written to", shown)


def _read(name: str, data: bytes) -> Entry:
    lines = data.split(b"\n")[:-1]  # a last line without its newline announces nothing
    if not lines or len(data) > MOST_BYTES:
        raise ValueError("no plan")
    head, *events = [json.loads(line) for line in lines]
    if not isinstance(head, dict) or head.get("form") != FORM:
        raise ValueError("another form")
    plan = plan_from_plain(head.get("plan"))
    found: list[tuple[Event, int]] = []
    is_made = False
    for event in events:
        what, step = _event(event)
        if not 0 <= step < len(plan.steps):
            raise ValueError("no such step")
        if what in EVENTS:
            found.append((what, step))
        is_made = what == _MADE
    return Entry(name, plan, progress_of(found), is_made, data.rfind(b"\n") + 1)


def _event(value: Any) -> tuple[str, int]:
    if not isinstance(value, dict):
        raise TypeError("no event")
    what, step = value.get("event"), value.get("step")
    if what not in (*EVENTS, _MADE) or type(step) is not int:
        raise ValueError("no event")
    return what, step


def _name_of(request: Request, device: str) -> str:
    told = json.dumps([request.kind, request.where, device])
    return f"{request.kind}-{hashlib.sha256(told.encode()).hexdigest()[:16]}{_ENDING}"


def _append(file: int, value: dict[str, Any]) -> None:
    data = json.dumps(value, separators=(",", ":")).encode() + b"\n"
    if os.write(file, data) != len(data):
        raise OSError(28, "a line could not be written whole")
    os.fsync(file)
