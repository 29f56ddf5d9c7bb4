"""Plan: the steps that make a device: what each does, needs, leaves behind, and its undo. Data.

Belongs here: the records, and what may be written or run at all. Must not know: kinds of devices,
how a step is executed.
"""

import re
from typing import Final, Literal, NamedTuple

from devcompat.provision.conditions import VDPA, Condition

MOST_SECONDS: Final = 600.0
NAME: Final = r"(?!\.\.?(?:/|$))[!-.0-~]{1,255}"
"""A file's name as the kernel gives it: printable, without a slash, neither `.` nor `..`."""
PCI: Final = r"[0-9a-f]{4,8}:[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]"
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_WRITABLE: Final = re.compile(
    rf"sys/class/mdev_bus/{NAME}/mdev_supported_types/{NAME}/create"
    rf"|sys/bus/mdev/devices/{_UUID}/{NAME}"
    rf"|sys/bus/pci/devices/{PCI}/(?:sriov_numvfs|sriov_drivers_autoprobe|driver_override)"
    rf"|sys/bus/pci/drivers/{NAME}/(?:bind|unbind)",
    re.ASCII,
)
"""All that is ever written to."""
WORD: Final = re.compile(r"(?!-)[A-Za-z0-9_.:/@-]{1,128}", re.ASCII)
"""What a tool is given: never an option, nothing that anybody could take for one."""

Device = Literal["mdev", "vf", "vdpa"]


class Act(NamedTuple):
    """What a step does: `text` is written to `path`, or, where there are `words`, a tool is run."""

    path: str = ""
    text: str = ""
    words: tuple[str, ...] = ()


class PlanStep(NamedTuple):
    """One step.

    `name` says what it is: a code of its own, such as `create`. `needs` has to hold before; `after`
    holds once it is done, so that a step which is done already is recognised; `undone` holds once
    nothing of it is left. `undo` is None where another step's undo takes this one with it; it is
    done only if `undo_needs` holds. `makes` is true if something comes into being which was not
    there; `of` is the step that made what this one changes: it is never changed if that was there
    before.
    """

    name: str
    act: Act
    needs: tuple[Condition, ...]
    after: tuple[Condition, ...]
    undo: Act | None
    undone: tuple[Condition, ...]
    undo_needs: tuple[Condition, ...] = ()
    makes: bool = False
    of: int | None = None
    on: str = ""


class Request(NamedTuple):
    """What was asked for. The same request, asked again, is for the same device.

    `where` is the parent and type, the physical function or the management device; `device` the
    UUID, the VF's number or the name, "" if any will do; `details` all else, by name.
    """

    kind: Device
    where: str
    device: str
    details: tuple[tuple[str, str], ...] = ()


class Plan(NamedTuple):
    """How a device is made. `device` is its address: a UUID, a PCI address, a vDPA name."""

    request: Request
    device: str
    steps: tuple[PlanStep, ...]


class Forbidden(Exception):
    """Something that is never written or run, whatever a plan says."""


def demand_permitted(act: Act) -> None:
    """Raise Forbidden unless the act is one that making devices needs."""
    if act.words:
        is_tool = act.words[:2] == (VDPA, "dev") and act.words[2:3] in {("add",), ("del",)}
        if not is_tool or not all(WORD.fullmatch(word) for word in act.words):
            raise Forbidden(" ".join(act.words))
    elif not _WRITABLE.fullmatch(act.path):
        raise Forbidden(act.path)
