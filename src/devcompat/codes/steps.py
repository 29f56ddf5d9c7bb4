"""Step codes: why a step of making a device could not be done, or not be undone.

Belongs here: the table. A code never changes its meaning; a new meaning is a new code.
Must not know: who gives them, what the steps are.
"""

from typing import NamedTuple


class StepCode(NamedTuple):
    """One way in which a step, or its undo, can fail."""

    code: str
    meaning: str
    next_step: str


STEPS: tuple[StepCode, ...] = (
    StepCode("step.refused", "The kernel, or the tool, answered with an error.",
             "The errno says which: ENOSPC none left, EACCES not root, EINVAL no value that it takes, ENODEV not a device that it takes; the kernel's log may say more."),
    StepCode("step.missing", "What the step needs is not there, or not as it has to be.",
             "Load the driver whose file is missing; what somebody else uses has to be freed first."),
    StepCode("step.conflict", "A device of that UUID or name is there, and is not known to be what was asked for.",
             "Choose another UUID or name, or remove that device if nobody needs it."),
    StepCode("step.absent", "It was accepted, and nothing appeared in time.",
             "Give more time with --wait; if it appears later, devcompat create --leftovers --undo removes it."),
    StepCode("step.differs", "What was made or written is something else when it is read back, or what was undone is still there.",
             "The driver took another value, or none; correct the descriptor of the type."),
    StepCode("step.timeout", "The kernel, or the tool, did not come to an end in time; it was given up, and has ended.",
             "Somebody may have the device: a removal and an unbind wait for that. Free it, or give more time with --limit."),
    StepCode("step.pending", "The kernel did not return in time, and cannot be stopped: what was written may still happen.",
             "See who has the device, and free it; then devcompat create --leftovers --undo. Until the kernel returns, no other devcompat makes devices below this root."),
    StepCode("step.incompatible", "The device was made, and as the machine shows it, it does not take the source over.",
             "The evidence says what is different: the kernel made something else, or the type's descriptor promises too much. --keep leaves it there, to be looked at."),
    StepCode("step.unknown", "The device was made, and what the machine shows of it does not tell whether it takes the source over.",
             "The evidence says what is not known; state it in an overlay. --keep leaves the device there, to be looked at."),
    StepCode("step.unfound", "The device was made, and is not among the devices that are discovered below the root.",
             "See what devcompat discover shows; --keep leaves it there, and --wait gives it more time."),
    StepCode("step.no-kernel", "The file has no kernel behind it: this is a capture or a plain directory.",
             "Nothing was written; name the root of a machine that runs, usually /."),
    StepCode("step.interrupted", "It was interrupted, by Ctrl-C.",
             "What was done is undone; begin again."),
    StepCode("step.unlogged", "The intent to do the step could not be written to the directory of state, so it was not done.",
             "Make room there, or name another directory with --state."),
    StepCode("step.forbidden", "The step would write to a file, or run a command, that making devices does not need.",
             "Report it to whoever wrote the descriptor or the inventory."),
)  # fmt: skip
