"""A plan on a kernel that behaves as the lab saw it: made once, or all as it was, or said."""

import errno
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devcompat.provision.conditions import all_hold, look_at_all
from devcompat.provision.executing import Execution
from devcompat.provision.plan import Act, Forbidden, demand_permitted
from devcompat.provision.plan_form import plan_from_plain, plan_to_plain
from devcompat.provision.progress import Progress, progress_of
from devcompat.provision.undoing import undo

from .kernel import BUS, PARENT, PF, Fault, Kernel, new_machine, snapshot
from .plans import KINDS, UUID, Remembered, each_act, fresh, machine_of, mdev, run

each_kind = pytest.mark.parametrize("name", KINDS)
ERRNOS = (errno.EEXIST, errno.EINVAL, errno.ENOSPC, errno.EBUSY, errno.ENODEV, errno.EIO)


def holds(kernel: Kernel, execution: Execution) -> bool:
    """Return whether the device that was made is what was asked for."""
    with machine_of(kernel) as machine:
        last = execution.steps[-1].step
        return all_hold(look_at_all(last.after, machine)) is not False


@each_kind
def test_made_and_made_once(name: str, tmp_path: Path) -> None:
    kernel, plan = fresh(tmp_path, name)
    before = snapshot(tmp_path)
    first = run(plan, kernel)
    assert first.outcome == "made"
    assert [done.event for done in first.steps] == ["done"] * len(plan.steps)
    assert holds(kernel, first)
    there = snapshot(tmp_path)
    assert there != before
    acts = len(kernel.acts)
    make, _ = KINDS[name]
    second = run(make(kernel) if name != "vdpa" else plan, kernel, before=made(name))
    assert second.outcome == "already"
    assert len(kernel.acts) == acts
    assert snapshot(tmp_path) == there


def made(name: str) -> Progress:
    """Return the progress of an earlier run that is needed to know what nothing tells."""
    progress = Progress()
    progress.was_made = name == "vdpa"
    return progress


@each_kind
def test_a_plan_is_data(name: str, tmp_path: Path) -> None:
    _, plan = fresh(tmp_path, name)
    assert plan_from_plain(plan_to_plain(plan)) == plan


@each_kind
@pytest.mark.parametrize("how", ["refuse", "swallow", "lie", "interrupt"])
def test_whatever_fails_all_is_undone_or_said(name: str, how: str, tmp_path: Path) -> None:
    """At each act; only what was accepted and shows nothing may be left, as it may yet appear."""
    for number, root, kernel, plan in each_act(tmp_path, name):
        before = snapshot(root)
        kernel.faults = {number: Fault(how)}
        done = run(plan, kernel)
        if how == "swallow" and plan.steps[number].undo is not None:
            assert done.outcome == "left"
            left = [step.code for step in done.steps if step.event == "left"]
            assert set(left) == {"step.absent"}
        else:
            assert done.outcome == "undone", (number, done)
            assert snapshot(root) == before, (number, done)
        assert done.failed is not None
        assert done.failed.step == plan.steps[number]


@each_kind
def test_what_appears_late_is_waited_for(name: str, tmp_path: Path) -> None:
    kernel, plan = fresh(tmp_path, name)
    kernel.faults = {number: Fault("late") for number in range(len(plan.steps))}
    assert run(plan, kernel).outcome == "made"


def test_what_appears_too_late_is_said_to_be_left(tmp_path: Path) -> None:
    kernel, plan = fresh(tmp_path, "mdev")
    kernel.faults = {0: Fault("late", seconds=60)}
    log = Remembered()
    done = run(plan, kernel, log)
    assert done.outcome == "left"
    assert log.events[-1] == ("left", 0)


SOME_FAULTS = st.dictionaries(
    st.integers(0, 12),
    st.builds(
        Fault,
        st.sampled_from(
            ["refuse", "swallow", "lie", "late", "interrupt", "stop", "stopped", "hang"]
        ),
        st.sampled_from(ERRNOS),
    ),
    max_size=4,
)


@each_kind
@given(faults=SOME_FAULTS)
@example({3: Fault("refuse"), 4: Fault("refuse")})
@example({3: Fault("refuse"), 4: Fault("lie"), 5: Fault("lie"), 6: Fault("lie")})
@example({2: Fault("refuse"), 3: Fault("lie"), 4: Fault("refuse")})
@settings(max_examples=30, deadline=None)
def test_law_as_before_or_what_is_left_is_named(name: str, faults: dict[int, Fault]) -> None:
    """For any failures, also of the undo: all is as before, or the journal knows what is left.

    Then undoing that, once nothing fails any more, gives what was before: no more and no less was
    left than was said.
    """
    with TemporaryDirectory() as where:
        root = Path(where) / "root"
        kernel, plan = fresh(root, name)
        before = snapshot(root)
        kernel.faults = {
            number: fault
            for number, fault in faults.items()
            # Only who is told that it is there, or busy, knows that it is not ours.
            if fault.how != "lie" or fault.errno not in {errno.EEXIST, errno.EBUSY}
        }
        log = Remembered()
        try:
            done = run(plan, kernel, log)
        except KeyboardInterrupt:  # in the undo
            done = None
        if done is not None and done.outcome == "made":
            assert holds(kernel, done)
            return
        left = progress_of(log.events)
        assert done is None or (done.outcome == "left") == bool(left.touched)
        if done is not None and done.outcome == "undone":
            assert snapshot(root) == before
        kernel.faults = {}
        kernel.sleep(10)
        with machine_of(kernel) as machine:
            again = undo(plan, machine, log, lambda number, step: None, 1, left)
        assert all(step.event == "undone" for step in again.values())
        assert snapshot(root) == before


def test_the_answers_of_the_kernel(tmp_path: Path) -> None:
    kernel = Kernel(new_machine(tmp_path))
    create = f"{PARENT}/mdev_supported_types/mtty-2/create"
    for _ in range(12):
        kernel.write(create, f"0f5d0000-0000-4000-8000-{_:012d}")
    before = snapshot(tmp_path)
    full = run(mdev(kernel, uuid=UUID.replace("0f5d", "aaaa")), kernel)
    assert (full.outcome, full.failed and full.failed.found) == ("undone", "ENOSPC")
    other = run(mdev(kernel, "mtty-1"), kernel)
    assert (other.outcome, other.failed and other.failed.code) == ("undone", "step.conflict")
    assert snapshot(tmp_path) == before


def test_a_device_that_somebody_else_made_is_never_changed_nor_removed(tmp_path: Path) -> None:
    kernel = Kernel(new_machine(tmp_path))
    kernel.write(f"{PARENT}/mdev_supported_types/mtty-2/create", UUID.upper())
    before = snapshot(tmp_path)
    done = run(mdev(kernel), kernel)
    assert done.outcome == "undone"
    assert done.failed is not None
    assert (done.failed.code, done.failed.found) == ("step.conflict", "1")
    assert done.steps[0].event == "already"
    assert snapshot(tmp_path) == before


def test_one_who_is_quicker_keeps_the_device(tmp_path: Path) -> None:
    """Between looking and writing somebody makes the same: EEXIST, and it is theirs."""
    kernel = Kernel(new_machine(tmp_path))
    real = kernel.write

    def quicker(path: str, text: str) -> None:
        if path.endswith("create"):
            real(path, text)
        real(path, text)

    kernel.write = quicker  # type: ignore[method-assign]
    done = run(mdev(kernel), kernel)
    assert (done.outcome, done.failed and done.failed.found) == ("undone", "EEXIST")
    assert (tmp_path / PARENT / UUID).is_dir()


def test_an_attribute_that_refuses_or_does_not_take(tmp_path: Path) -> None:
    for name, found in (("refusing", "EINVAL"), ("stubborn", "1")):
        kernel, plan = fresh(tmp_path / name, "mdev")
        kernel.refusing = {"level": errno.EINVAL} if name == "refusing" else {}
        kernel.stubborn = {"level"} if name == "stubborn" else set()
        before = snapshot(tmp_path / name)
        done = run(plan, kernel)
        assert done.outcome == "undone"
        assert done.failed is not None
        assert found in done.failed.found
        assert [step.event for step in done.steps] == ["undone", "undone" if name == "stubborn"
                                                      else done.steps[1].event, ""]  # fmt: skip
        assert snapshot(tmp_path / name) == before


def test_vfs_that_others_took_meanwhile_are_not_taken_away(tmp_path: Path) -> None:
    kernel, plan = fresh(tmp_path, "vf")
    real = kernel.write

    def taken(path: str, text: str) -> None:
        if path.endswith("mlx5_vfio_pci/bind"):
            real("sys/bus/pci/devices/0000:01:10.0/driver_override", "vfio-pci")
            kernel.faults = {len(kernel.acts) + 1: Fault("refuse", errno.ENODEV)}
            real("sys/bus/pci/drivers/vfio-pci/bind", "0000:01:10.0")
        real(path, text)

    kernel.write = taken  # type: ignore[method-assign]
    done = run(plan, kernel)
    assert done.outcome == "left"
    left = [(step.step.name, step.found) for step in done.steps if step.event == "left"]
    assert left == [("vfs", f"sys/bus/pci/devices/{PF}: virtfn0 is on vfio-pci")]
    assert (tmp_path / BUS / PF / "sriov_numvfs").read_text() == "2\n"


def test_a_step_is_not_done_unless_its_intent_is_written_down(tmp_path: Path) -> None:
    for most in range(4):
        root = tmp_path / str(most)
        kernel, plan = fresh(root, "mdev")
        before = snapshot(root)
        done = run(plan, kernel, Remembered(most))
        assert done.outcome == "undone"
        assert done.failed is not None
        assert done.failed.code == "step.unlogged"
        assert snapshot(root) == before


@pytest.mark.parametrize(
    "act",
    [
        Act("etc/passwd", "x"),
        Act("sys/class/mdev_bus/../../../etc/create", "x"),
        Act("sys/class/mdev_bus/mtty/mdev_supported_types/../create", "x"),
        Act(f"sys/bus/mdev/devices/{UUID}/..", "x"),
        Act(f"sys/bus/pci/devices/{PF}/rom", "x"),
        Act("sys/kernel/reboot/mode", "x"),
        Act(words=("vdpa", "dev", "add", "-x")),
        Act(words=("vdpa", "mgmtdev", "show")),
        Act(words=("sh", "-c", "x")),
        Act(words=("vdpa", "dev", "add", "name", "x;y")),
    ],
)
def test_nothing_else_is_ever_written_or_run(act: Act) -> None:
    with pytest.raises(Forbidden):
        demand_permitted(act)
