"""Executing: a plan's steps done one after the other; if one fails, all that was done is undone.

Belongs here: when a step counts as done already, when it is refused, what is verified.
Must not know: kinds of devices, how a machine is looked at or written to, terminals.

Nothing that was there before is changed or undone, unless changing it is what the plan is for: a
device of the same UUID or name that is not known to be what was asked for is a conflict.
"""

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from devcompat.provision.acting import (
    Done,
    Say,
    StepFailed,
    act,
    is_gone,
    symbol,
    tell,
    wait_for,
)
from devcompat.provision.conditions import (
    LEADS,
    READS,
    TOLD,
    UNTOLD,
    WITHIN,
    Look,
    all_hold,
    look_at_all,
)
from devcompat.provision.plan import Plan, PlanStep
from devcompat.provision.ports import Machine
from devcompat.provision.progress import (
    ALREADY,
    DONE,
    FAILED,
    INTENT,
    LEFT,
    PENDING,
    REFUSED,
    Log,
    Progress,
)
from devcompat.provision.undoing import Late, undo

Outcome = Literal["made", "already", "undone", "left", "kept"]
Settle = Callable[[], None]
"""Looks at the device that was made, as a whole; raises StepFailed if it is not what it is for."""
UNFIT = ("step.incompatible", "step.unknown", "step.unfound")
"""What `settle` says of a device that is there and is not what it was made for."""
_LATE = ("step.absent", "step.differs", "step.pending")


class Execution(NamedTuple):
    """What became of a plan.

    `made` and `already`: the device is there and is what was asked for. `undone`: it could not be
    made, and all is as it was. `left`: it could not be made, and something is left, or may be.
    `kept`: it is there and is not what was asked for, and was to be kept all the same.
    `steps` are as they ended, in the plan's order; `failed` is the step that could not be done.
    """

    outcome: Outcome
    steps: tuple[Done, ...]
    failed: Done | None = None


def execute(
    plan: Plan,
    machine: Machine,
    log: Log,
    say: Say,
    wait: float,
    before: Progress | None = None,
    settle: Settle | None = None,
    *,
    keep: bool = False,
) -> Execution:
    """Do the plan's steps, and undo all that was done if one cannot be.

    `wait` is how many seconds to wait for what appears late; `before` is how far an earlier run
    came, which was ended in the middle. Each step's intent is in the `log` before it is done.
    Once all is done each step is looked at again, and `settle` at the device; what fails then is
    undone as well, unless that is what `settle` says and it is to be kept.
    """
    progress = before or Progress()
    run = _Run(plan, machine, log, say, wait, progress)
    failed = run.do_all()
    if failed is None:
        failed = run.settle(settle)
        if failed is None or (keep and run.changed and failed.code in UNFIT):
            made: Outcome = "kept" if failed else "made" if run.changed else "already"
            return Execution(made, tuple(run.results), failed)
        late = None
    else:
        number = run.results.index(failed)
        late = Late(number, failed.code, failed.found) if failed.code in _LATE else None
    undone = undo(plan, machine, log, say, wait, progress, late)
    steps = tuple(undone.get(number, done) for number, done in enumerate(run.results))
    left = any(done.event == LEFT for done in undone.values())
    return Execution("left" if left else "undone", steps, failed)


def stands(plan: Plan, progress: Progress, machine: Machine) -> bool:
    """Return whether all that an earlier run made is still there."""
    made = (plan.steps[number] for number in progress.done if plan.steps[number].makes)
    return all(all_hold(look_at_all(step.after, machine)) is not False for step in made)


class _Run:
    """One execution: what became of each step so far."""

    def __init__(
        self,
        plan: Plan,
        machine: Machine,
        log: Log,
        say: Say,
        wait: float,
        progress: Progress,
    ) -> None:
        self.results = [Done(step) for step in plan.steps]
        self._plan = plan
        self._machine = machine
        self._log = log
        self._say = say
        self._wait = wait
        self._progress = progress

    @property
    def changed(self) -> bool:
        """Whether anything was done."""
        return any(done.event == DONE for done in self.results)

    def do_all(self) -> Done | None:
        """Do all steps; return the one that could not be done, with what became of it."""
        for number in range(len(self._plan.steps)):
            try:
                self.do(number)
            except StepFailed as error:
                return self.fail(number, error)
            except KeyboardInterrupt:
                return self.fail(number, StepFailed("step.interrupted", "", touched=True))
        return None

    def settle(self, settle: Settle | None) -> Done | None:
        """Look at all again once all is done; return what is wrong, with the step it is said of."""
        step = self._plan.steps[-1]
        number = len(self._plan.steps) - 1
        try:
            for other, made in enumerate(self._plan.steps):
                if made.makes or made.of is not None:
                    number, step = other, made
                    self._verify(made, 0)
            if settle is not None:
                settle()
        except StepFailed as error:
            failed = Done(step, FAILED, error.code, error.found)
            if error.code not in UNFIT:
                self._say(number, failed)
            return failed
        except KeyboardInterrupt:
            return Done(step, FAILED, "step.interrupted")
        return None

    def do(self, number: int) -> None:
        """Do one step, unless it is done. Raises StepFailed."""
        step = self._plan.steps[number]
        if number in self._progress.done:
            self._end(number, Done(step, DONE))
            return
        looks = look_at_all(step.after, self._machine)
        if self._is_done(number, step, looks):
            return
        self._demand_ours(number, step, looks)
        self._demand_needs(step)
        try:
            self._log.write(INTENT, number)
        except OSError as error:
            raise StepFailed("step.unlogged", symbol(error), touched=False) from None
        self._progress.touched.add(number)
        self._say(number, Done(step, INTENT))
        act(step, step.act, self._machine)
        self._verify(step, self._wait)
        self._note_done(number, step)

    def fail(self, number: int, error: StepFailed) -> Done:
        """Note that a step could not be done; return what became of it."""
        done = Done(
            self._plan.steps[number], FAILED if error.touched else REFUSED, error.code, error.found
        )
        if error.code == "step.pending":
            tell(self._log, PENDING, number)
        if not error.touched and number in self._progress.touched:
            tell(self._log, REFUSED, number)
            self._progress.touched.discard(number)
        self._end(number, done)
        return done

    def _end(self, number: int, done: Done) -> None:
        self.results[number] = done
        self._say(number, done)

    def _is_done(self, number: int, step: PlanStep, looks: tuple[Look, ...]) -> bool:
        """Return whether the step need not be done any more."""
        holds = all_hold(looks)
        if number in self._progress.touched:
            if holds is True or (holds is None and step.makes):
                self._note_done(number, step)
                return True
        elif holds is True or (holds is None and self._progress.was_made and _only_untold(looks)):
            self._end(number, Done(step, ALREADY))
            return True
        return False

    def _note_done(self, number: int, step: PlanStep) -> None:
        tell(self._log, DONE, number)
        self._progress.done.add(number)
        self._end(number, Done(step, DONE))

    def _demand_ours(self, number: int, step: PlanStep, looks: tuple[Look, ...]) -> None:
        """Raise StepFailed if the step would change what somebody else made."""
        if number in self._progress.touched:
            return
        wrong = next((seen for seen in looks if seen.holds is not True), None)
        found = "" if wrong is None else wrong.found
        if step.makes and not is_gone(step, self._machine):
            raise StepFailed("step.conflict", found, touched=False)
        if step.of is not None and self.results[step.of].event == ALREADY:
            raise StepFailed("step.conflict", found, touched=False)

    def _demand_needs(self, step: PlanStep) -> None:
        looks = wait_for(step.needs, self._machine, self._wait)
        missing = next((seen for seen in looks if seen.holds is False), None)
        if missing is not None:
            found = f"{missing.condition.path}: {missing.found}"
            raise StepFailed("step.missing", found, touched=False)

    def _verify(self, step: PlanStep, wait: float) -> None:
        looks = wait_for(step.after, self._machine, wait)
        wrong = next((seen for seen in looks if seen.holds is False), None)
        if wrong is not None:
            gone = step.makes and is_gone(step, self._machine)
            there = not gone and wrong.condition.kind in {READS, WITHIN, LEADS, TOLD}
            absent = not there or wrong.found in {"not there", "no link"}
            code = "step.absent" if absent else "step.differs"
            raise StepFailed(code, f"{wrong.condition.path}: {wrong.found}", touched=True)


def _only_untold(looks: Iterable[Look]) -> bool:
    """Return whether all that cannot be told is what nobody could tell at any time."""
    return all(seen.holds is True or seen.condition.kind in {UNTOLD, READS} for seen in looks)
