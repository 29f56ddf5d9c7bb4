"""Making: the device that takes a source over, made on the machine below a root.

Belongs here: the order: lock, look at the machine now, judge, plan, execute, forget or keep what
was written down; the same without executing. Must not know: command lines, what a step does.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal, NamedTuple

from devcompat.discovery.machine import discover_host
from devcompat.discovery.overlay import Overlay
from devcompat.discovery.tree import Tree
from devcompat.inventory.records import Host
from devcompat.provision.acting import Done, Say, is_gone
from devcompat.provision.conditions import THERE, all_hold, look_at_all
from devcompat.provision.executing import Execution, execute, stands
from devcompat.provision.journal import Entry, State, has_state, locked_state
from devcompat.provision.plan import Plan, PlanStep
from devcompat.provision.ports import Machine
from devcompat.provision.progress import LEFT, Progress
from devcompat.provision.sriov_plan import DRIVERS
from devcompat.provision.undoing import undo, what_is_there
from devcompat.provision.writing import LIMIT
from devcompat.verbs.confirming import Confirmed, Confirming
from devcompat.verbs.lookup import Party
from devcompat.verbs.sights import real_machine
from devcompat.verbs.wanted import Judging, Prepared, Wanted, prepare

WAIT: Final = 5.0
"""Seconds to wait for what appears late, and for another devcompat to end."""
Ahead = Literal["there", "to do", "conflict", "missing"]
"""How a step is before it is begun: done already, to be done, or what will be in its way."""

MachineOf = Callable[[str, Tree, float], Machine]


class Making(NamedTuple):
    """What is to be made for a source, and what became of it.

    `ahead` is how each step of the plan was before; `execution` is None if nothing was to be
    executed, or nothing is compatible. `confirmed` is the device that was made, as it was found and
    judged then. `others` counts earlier plans that were begun and not ended.
    """

    source: str
    root: str
    host: str
    prepared: Prepared
    ahead: tuple[Ahead, ...] = ()
    execution: Execution | None = None
    others: int = 0
    confirmed: Confirmed | None = None


class Place(NamedTuple):
    """Where it is made and how patiently; `keep`: also what is not what it was made for.

    `limit` is how many seconds the kernel has for one write.
    """

    root: str
    overlay: Overlay | None = None
    state: str | None = None
    wait: float = WAIT
    limit: float = LIMIT
    keep: bool = False

    def look(self) -> Host:
        """Return the machine as it is now. Raises InputError."""
        return discover_host(Path(self.root), self.overlay, alone=True)


def look_ahead(
    here: Place,
    source: Party,
    wanted: Wanted,
    judging: Judging,
    machine_of: MachineOf = real_machine,
) -> Making:
    """Return what would be made, and what is there already; write nothing. Raises InputError."""
    with Tree(Path(here.root)) as tree:
        machine = machine_of(here.root, tree, here.limit)
        host = here.look()
        prepared = prepare(host, machine.sight, source, wanted, judging)
        ahead = () if prepared.plan is None else _ahead(prepared.plan, machine)
        return Making(source.name, here.root, host.name, prepared, ahead)


def make(
    here: Place,
    source: Party,
    wanted: Wanted,
    judging: Judging,
    say: Say,
    begin: Callable[[Making], None],
    confirm: Callable[[Confirmed], None],
    machine_of: MachineOf = real_machine,
) -> Making:
    """Make the device that takes the source over, and return what became of it.

    `begin` is told the verdict and the plan before anything is done, `say` of each step, `confirm`
    the verdict for the device that was made, before any of it is undone.
    The machine is looked at, and the source judged, while no other devcompat makes anything there.
    The device that was made is found there as any other, and the source is judged against it once
    more: what does not take it over is undone, unless it is to be kept.
    What an earlier run of the same began and did not end is gone on with. Raises InputError before
    anything is done.
    """
    with Tree(Path(here.root)) as tree:
        machine = machine_of(here.root, tree, here.limit)
        with locked_state(here.root, here.state, here.wait, machine.clock) as state:
            made = _made_ready(here, state, machine, source, wanted, judging)
            entry = made.prepared.entry
            if entry is not None and not stands(entry.plan, entry.progress, machine):
                ended = _undo(here, state, entry, machine, say)
                if any(done.event == LEFT for done in ended.values()):
                    steps = tuple(ended.get(n, Done(s)) for n, s in enumerate(entry.plan.steps))
                    return made._replace(execution=Execution("left", steps))
                made = _made_ready(here, state, machine, source, wanted, judging)
            if made.prepared.plan is None:
                return made
            begin(made)
            plan, told = made.prepared.plan, made.prepared.told
            check = Confirming(here.look, plan.device, source, judging, told, confirm)
            execution = _execute(here, state, made.prepared, machine, say, check)
            return made._replace(execution=execution, confirmed=check.confirmed)


def _made_ready(
    here: Place, state: State, machine: Machine, source: Party, wanted: Wanted, judging: Judging
) -> Making:
    host = here.look()
    begun = [entry for entry in state.entries() if not entry.is_made]
    prepared = prepare(host, machine.sight, source, wanted, judging, begun)
    ahead = () if prepared.plan is None else _ahead(prepared.plan, machine)
    others = len(begun) - (prepared.entry is not None)
    return Making(source.name, here.root, host.name, prepared, ahead, others=others)


def _execute(
    here: Place,
    state: State,
    prepared: Prepared,
    machine: Machine,
    say: Say,
    check: Confirming,
) -> Execution:
    plan, entry = prepared.plan, prepared.entry
    assert plan is not None  # noqa: S101  (the caller has looked)
    log = state.begin(plan) if entry is None else state.resume(entry)
    progress = Progress() if entry is None else entry.progress
    progress.was_made = any(
        old.is_made and (old.plan.request, old.plan.device) == (plan.request, plan.device)
        for old in state.entries()
    )
    try:
        execution = execute(
            plan,
            machine,
            log,
            say,
            here.wait,
            progress,
            lambda: check.settle(machine.clock, here.wait),
            keep=here.keep,
        )
        if execution.outcome in {"left", "kept"}:
            return execution
        if execution.outcome == "made" and _is_untold(plan, machine):
            log.keep()
        else:
            log.forget()
    finally:
        log.close()
    return execution


def _undo(here: Place, state: State, entry: Entry, machine: Machine, say: Say) -> dict[int, Done]:
    """Undo what an earlier run began, and forget it if nothing is left."""
    log = state.resume(entry)
    try:
        ended = undo(entry.plan, machine, log, say, here.wait, entry.progress)
        if not any(done.event == LEFT for done in ended.values()):
            log.forget()
    finally:
        log.close()
    return ended


def _is_untold(plan: Plan, machine: Machine) -> bool:
    """Return whether part of what was made cannot be told by looking at it."""
    return any(
        all_hold(look_at_all(step.after, machine)) is None
        for step in plan.steps
        if step.makes or step.of is not None
    )


class Leftover(NamedTuple):
    """A plan that was begun and not ended: `there` are the steps of which something is there.

    `pending` are those from which the kernel has not returned yet, or from whose undo; `ended` is
    what became of them, if they were undone.
    """

    plan: Plan
    there: tuple[int, ...]
    ended: dict[int, Done]
    pending: frozenset[int] = frozenset()


class Leftovers(NamedTuple):
    """What earlier runs left; `is_busy`: one of them is at work, or waits in the kernel."""

    found: tuple[Leftover, ...] = ()
    is_busy: bool = False


def find_leftovers(here: Place, say: Say | None, machine_of: MachineOf = real_machine) -> Leftovers:
    """Return what earlier runs left that were ended in the middle, or could not undo everything.

    With `say` it is undone, and what is written down of it removed where nothing is left; that
    waits for who is at work. Raises InputError.
    """
    if not has_state(here.root, here.state):
        here.look()  # a root that is none says so, and not that nothing is left
        return Leftovers()
    found: list[Leftover] = []
    with Tree(Path(here.root)) as tree:
        machine = machine_of(here.root, tree, here.limit)
        with locked_state(
            here.root, here.state, here.wait, machine.clock, only_look=say is None
        ) as state:
            for entry in state.entries():
                if entry.is_made:
                    continue
                there = what_is_there(entry.plan, entry.progress, machine)
                ended: dict[int, Done] = {}
                if say is not None:
                    ended = _undo(here, state, entry, machine, say)
                pending = frozenset(entry.progress.pending if state.is_busy else ())
                found.append(Leftover(entry.plan, there, ended, pending))
            return Leftovers(tuple(found), state.is_busy)


def _ahead(plan: Plan, machine: Machine) -> tuple[Ahead, ...]:
    """Return how each step is before anything is begun."""
    found: list[Ahead] = []
    for step in plan.steps:
        found.append(_ahead_of(step, found, machine))
    return tuple(found)


def _ahead_of(step: PlanStep, before: list[Ahead], machine: Machine) -> Ahead:
    begun = "to do" in before
    if not begun and all_hold(look_at_all(step.after, machine)) is True:
        return "there"
    if (step.makes and not is_gone(step, machine)) or (
        step.of is not None and before[step.of] == "there"
    ):
        return "conflict"
    needs = [
        need
        for need in step.needs
        if not begun or (need.kind == THERE and need.path.startswith(DRIVERS))
    ]
    return "missing" if all_hold(look_at_all(needs, machine)) is False else "to do"
