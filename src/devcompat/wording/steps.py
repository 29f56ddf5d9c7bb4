"""Steps: what a step of making a device does and what became of it, in words.

Belongs here: one phrase for each step, event and code. Must not know: terminals, commands.
"""

from devcompat.codes.steps import STEPS
from devcompat.provision.acting import Done
from devcompat.provision.plan import PlanStep

_DOES = {
    "create": "create the mdev",
    "attribute": "write the attribute {file}",
    "autoprobe": "set drivers_autoprobe to {text}",
    "vfs": "make virtual functions: {text}",
    "unbind": "take it from its driver",
    "override": "let only {text} have it",
    "bind": "give it to its driver",
    "add": "add the vDPA device",
}
_BECAME = {
    "": "not begun",
    "already": "there already",
    "done": "done",
    "failed": "failed",
    "refused": "not done",
    "undone": "undone",
    "left": "LEFT",
}


def step_words(step: PlanStep) -> str:
    """Return what a step does."""
    file = step.act.path.rpartition("/")[2]
    return _DOES.get(step.name, step.name).format(file=file, text=step.act.text)


def became_words(done: Done) -> str:
    """Return what became of a step, with the code and what was found where it went wrong."""
    words = _BECAME.get(done.event, done.event)
    reason = " ".join(part for part in (done.code, done.found) if part)
    return f"{words}: {reason}" if reason else words


def next_step_of(code: str) -> str:
    """Return what to do about a step's code, "" for none."""
    return next((item.next_step for item in STEPS if item.code == code), "")
