"""A kernel that does not return: given up after a time that is said, and what is left is said."""

import errno
import fcntl
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from devcompat.language.problems import InputError
from devcompat.provision import waiting
from devcompat.provision.journal import locked_state
from devcompat.provision.ports import GivenUp
from devcompat.provision.progress import progress_of
from devcompat.provision.undoing import undo
from devcompat.provision.waiting import write_within
from devcompat.verbs.making import Place, find_leftovers
from devcompat.verbs.sights import CLOCK

from .kernel import BUS, Fault, snapshot
from .plans import KINDS, Remembered, each_act, fresh, machine_of, run

each_kind = pytest.mark.parametrize("name", KINDS)


@pytest.fixture
def full() -> Iterator[int]:
    """Give a file to which a write does not return."""
    out, into = os.pipe()
    fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, 4096)
    os.write(into, b"x" * 4096)
    yield into
    os.close(into)
    os.close(out)


def test_a_write_is_one_write_with_its_count_and_its_errno(tmp_path: Path) -> None:
    out, into = os.pipe()
    assert write_within(into, b"text", 5) == 4
    assert os.read(out, 99) == b"text"
    os.close(into)
    with pytest.raises(OSError, match=r".") as caught:
        write_within(out, b"text", 5)
    assert caught.value.errno == errno.EBADF
    os.close(out)


def children() -> list[str]:
    """Return the children of this process: other tests may have left some."""
    return sorted(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_a_write_that_does_not_return_is_given_up_and_ended(full: int) -> None:
    before = children()
    began = time.monotonic()
    with pytest.raises(GivenUp, match=r"nothing after 0.2 s") as caught:
        write_within(full, b"text", 0.2)
    assert not caught.value.pending
    assert time.monotonic() - began < 2
    assert children() == before


def test_ctrl_c_while_it_waits(full: int) -> None:
    before = children()
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        write_within(full, b"text", 20)
    assert children() == before


def test_what_cannot_be_ended_keeps_the_lock_and_is_shown(
    full: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process in the kernel outlives SIGKILL; here it is not sent, until the end."""
    left: list[int] = []

    def remember(process: int) -> bool:
        left.append(process)
        return False

    monkeypatch.setattr(waiting, "end", remember)
    kernel, plan = fresh(tmp_path, "mdev")
    here = Place(str(tmp_path), wait=0)
    with locked_state(str(tmp_path), None, 0, CLOCK) as state:
        log = state.begin(plan)
        log.write("intent", 0)
        with pytest.raises(GivenUp, match="still waits") as caught:
            write_within(full, b"text", 0.1)
        assert caught.value.pending
        log.write("pending", 0)
        log.close()
    shown = find_leftovers(here, None)
    assert shown.is_busy
    assert [leftover.pending for leftover in shown.found] == [{0}]
    with pytest.raises(InputError) as refused:
        find_leftovers(here, lambda number, done: None)
    assert refused.value.problems[0].code == "state.locked"
    os.kill(left[0], signal.SIGKILL)
    os.waitpid(left[0], 0)
    shown = find_leftovers(here, None)
    assert not shown.is_busy
    assert [leftover.pending for leftover in shown.found] == [frozenset()]
    undone = find_leftovers(here, lambda number, done: None)
    assert [leftover.there for leftover in undone.found] == [()]
    assert kernel.acts == []


@each_kind
def test_a_step_that_hangs_is_left_with_all_before_it(name: str, tmp_path: Path) -> None:
    for number, root, kernel, plan in each_act(tmp_path, name):
        before = snapshot(root)
        kernel.faults = {number: Fault("hang", seconds=30)}
        log = Remembered()
        done = run(plan, kernel, log)
        assert done.failed is not None
        assert (done.outcome, done.failed.code) == ("left", "step.pending"), number
        left = {step.code for step in done.steps if step.event == "left"}
        assert left == {"step.pending"}
        assert len(kernel.acts) == number + 1  # nothing is undone, nothing is tried
        assert ("pending", number) in log.events
        progress = progress_of(log.events)
        assert progress.pending == {number}
        kernel.sleep(30)  # it returns
        with machine_of(kernel) as machine:
            again = undo(plan, machine, log, lambda number, step: None, 1, progress)
        assert {step.event for step in again.values()} == {"undone"}
        assert snapshot(root) == before


@each_kind
@pytest.mark.parametrize("how", ["stop", "stopped"])
def test_a_step_that_was_ended_is_undone_as_any_other(name: str, how: str, tmp_path: Path) -> None:
    for number, root, kernel, plan in each_act(tmp_path, name):
        before = snapshot(root)
        kernel.faults = {number: Fault(how)}
        done = run(plan, kernel)
        assert done.failed is not None
        assert (done.outcome, done.failed.code) == ("undone", "step.timeout"), number
        assert snapshot(root) == before


def test_an_undo_that_hangs_stops_the_others(tmp_path: Path) -> None:
    """The VM has the function by now: taking it from its driver waits until it lets it go."""
    kernel, plan = fresh(tmp_path, "vf")
    before = snapshot(tmp_path)
    last = len(plan.steps) - 1
    kernel.faults = {last: Fault("lie", errno.EIO), last + 1: Fault("hang", seconds=30)}
    log = Remembered()
    done = run(plan, kernel, log)
    assert done.outcome == "left"
    assert {step.code for step in done.steps if step.event == "left"} == {"step.pending"}
    assert len(kernel.acts) == last + 2
    assert (tmp_path / BUS).is_dir()
    progress = progress_of(log.events)
    assert progress.pending == {last}
    kernel.faults = {}
    kernel.sleep(30)
    with machine_of(kernel) as machine:
        again = undo(plan, machine, log, lambda number, step: None, 1, progress)
    assert {step.event for step in again.values()} == {"undone"}
    assert snapshot(tmp_path) == before
