"""Acting: one act on a machine, and what it shows afterwards.

Belongs here: what an answer of the kernel means for who made a thing; waiting for what is late.
Must not know: the order of steps, what is undone when.
"""

import errno
from collections.abc import Callable
from contextlib import suppress
from typing import Final, Literal, NamedTuple

from devcompat.provision.conditions import ABSENT, Condition, Look, all_hold, look_at_all
from devcompat.provision.plan import Act, Forbidden, PlanStep, demand_permitted
from devcompat.provision.ports import GivenUp, Machine, NoKernel, ToolFailed
from devcompat.provision.progress import LEFT, Event, Log

_SHORTEST: Final = 0.005
_LONGEST: Final = 0.1


class Done(NamedTuple):
    """What became of one step: an event of `progress`, "" if it was not begun.

    Of a failed or refused one `code` says how, and `found` what was found or answered; of one that
    is left `found` says why it could not be undone.
    """

    step: PlanStep
    event: Event | Literal[""] = ""
    code: str = ""
    found: str = ""


Say = Callable[[int, Done], None]
"""Told of each step as it begins and ends: its number and what became of it."""


class StepFailed(Exception):
    """A step that could not be done; `touched` says whether something of it may be there."""

    def __init__(self, code: str, found: str, *, touched: bool) -> None:
        super().__init__(code)
        self.code = code
        self.found = found
        self.touched = touched


def act(step: PlanStep, what: Act, machine: Machine) -> None:
    """Do what a step does, or its undo. Raises StepFailed."""
    try:
        demand_permitted(what)
        if what.words:
            machine.tool.run(what.words)
        else:
            machine.hand.write(what.path, what.text)
    except Forbidden as error:
        raise StepFailed("step.forbidden", str(error), touched=False) from None
    except GivenUp as error:
        code = "step.pending" if error.pending else "step.timeout"
        touched = error.pending or not is_gone(step, machine)
        raise StepFailed(code, error.said, touched=touched) from None
    except NoKernel:
        raise StepFailed("step.no-kernel", what.path, touched=False) from None
    except ToolFailed as error:
        touched = not error.ended and not is_gone(step, machine)
        raise StepFailed("step.refused", error.said, touched=touched) from None
    except OSError as error:
        # What was there before is not ours, whatever is there now.
        others = step.makes and error.errno in {errno.EEXIST, errno.EBUSY}
        touched = not others and step.undo is not None and not is_gone(step, machine)
        raise StepFailed("step.refused", symbol(error), touched=touched) from None


def symbol(error: OSError) -> str:
    """Return the symbol of an error's errno, such as `EACCES`."""
    return errno.errorcode.get(error.errno or 0, "EIO")


def tell(log: Log, event: Event | Literal[""], number: int) -> None:
    """Write an event down; where that fails the intent is there, and the machine says the rest."""
    with suppress(OSError):
        log.write(event or LEFT, number)


def is_gone(step: PlanStep, machine: Machine) -> bool:
    """Return whether nothing of a step is there, for sure."""
    if step.on and all_hold(look_at_all((Condition(ABSENT, step.on),), machine)) is True:
        return True
    return all_hold(look_at_all(step.undone, machine)) is True


def wait_for(conditions: tuple[Condition, ...], machine: Machine, wait: float) -> tuple[Look, ...]:
    """Return how the conditions are once none is false any more, or when the time is over."""
    end = machine.clock.now() + wait
    pause = _SHORTEST
    while True:
        looks = look_at_all(conditions, machine)
        left = end - machine.clock.now()
        if all_hold(looks) is not False or left <= 0:
            return looks
        machine.clock.sleep(min(pause, left))
        pause = min(pause * 2, _LONGEST)
