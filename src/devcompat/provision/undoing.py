"""Undoing: what may be there of a plan, undone, last first.

Belongs here: when a step counts as gone, and what another step's undo takes with it.
Must not know: how steps are done, files, terminals.
"""

from typing import NamedTuple

from devcompat.provision.acting import Done, Say, StepFailed, act, is_gone, tell, wait_for
from devcompat.provision.conditions import look_at_all
from devcompat.provision.plan import Plan, PlanStep
from devcompat.provision.ports import Machine
from devcompat.provision.progress import LEFT, PENDING, UNDOING, UNDONE, Log, Progress

_YET = "it may appear yet"
_NOT_BEFORE = "not tried before the kernel returns"
_PENDING = "step.pending"


class Late(NamedTuple):
    """A step that was begun and has not shown yet what it does: its number, and code and words."""

    number: int
    code: str
    found: str


def undo(
    plan: Plan,
    machine: Machine,
    log: Log,
    say: Say,
    wait: float,
    progress: Progress,
    late: Late | None = None,
) -> dict[int, Done]:
    """Undo what may be there of the plan, last first; return what became of each such step.

    A step whose undo fails does not stop the others; and it is looked at again at the end, as what
    another one took with it is gone as well. `late` is a step that was accepted and of which
    nothing is there yet, or from which the kernel has not returned: it is left, with all before it,
    until a later look. So are all before an undo from which the kernel does not return.
    """
    ended: dict[int, Done] = {}
    numbers = sorted(progress.touched, reverse=True)
    waiting: list[int] = []
    if late is not None and (late.code == _PENDING or is_gone(plan.steps[late.number], machine)):
        waiting = [number for number in numbers if number <= late.number]
        for number in waiting:
            ended[number] = _waiting(plan.steps[number], late, own=number == late.number)
    for number in numbers:
        step = plan.steps[number]
        if number not in ended and (step.undo is not None or is_gone(step, machine)):
            ended[number] = _undo_one(number, step, machine, log, wait)
            say(number, ended[number])
            if ended[number].code == _PENDING:
                before = [other for other in numbers if other < number and other not in ended]
                waiting += before
                for other in before:
                    ended[other] = Done(plan.steps[other], LEFT, _PENDING, _NOT_BEFORE)
    for number in numbers:
        step, first = plan.steps[number], ended.get(number)
        if number not in waiting and (first is None or first.event == LEFT):
            again = Done(step, UNDONE) if is_gone(step, machine) else first or Done(step, LEFT)
            if again != first:
                say(number, again)
            ended[number] = again
        elif number in waiting:
            say(number, ended[number])
        tell(log, ended[number].event, number)
    return ended


def what_is_there(plan: Plan, progress: Progress, machine: Machine) -> tuple[int, ...]:
    """Return the numbers of the steps of which something is there, or may be."""
    touched = sorted(progress.touched)
    return tuple(number for number in touched if not is_gone(plan.steps[number], machine))


def _waiting(step: PlanStep, late: Late, *, own: bool) -> Done:
    if late.code != _PENDING:
        return Done(step, LEFT, "step.absent", _YET)
    return Done(step, LEFT, _PENDING, late.found if own else _NOT_BEFORE)


def _undo_one(number: int, step: PlanStep, machine: Machine, log: Log, wait: float) -> Done:
    if is_gone(step, machine):
        return Done(step, UNDONE)
    assert step.undo is not None  # noqa: S101  (the caller leaves out what has none)
    looks = look_at_all(step.undo_needs, machine)
    missing = next((seen for seen in looks if seen.holds is not True), None)
    if missing is not None:
        return Done(step, LEFT, "step.missing", f"{missing.condition.path}: {missing.found}")
    tell(log, UNDOING, number)
    try:
        act(step, step.undo, machine)
    except StepFailed as error:
        if error.code == _PENDING:
            tell(log, PENDING, number)
        if error.code == _PENDING or not is_gone(step, machine):
            return Done(step, LEFT, error.code, error.found)
    looks = wait_for(step.undone, machine, wait)
    wrong = next((seen for seen in looks if seen.holds is not True), None)
    if wrong is None or is_gone(step, machine):
        return Done(step, UNDONE)
    return Done(step, LEFT, "step.differs", f"{wrong.condition.path}: {wrong.found}")
