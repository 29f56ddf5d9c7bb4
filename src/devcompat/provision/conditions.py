"""Conditions: what has to be true of a machine before and after a step, as data.

Belongs here: the kinds, and whether one holds. Must not know: steps, how a machine is read.

A condition holds, does not, or cannot be told (`None`): a file that nobody may read, a tool that
fails. What cannot be told is never taken for true where a device is said to be there already.
"""

import json
from collections.abc import Callable, Iterable
from typing import Final, Literal, NamedTuple

from devcompat.provision.ports import GivenUp, Machine, ToolFailed, Unseen

Kind = Literal["there", "absent", "reads", "leads", "off", "within", "idle", "told", "untold"]
THERE: Final = "there"
ABSENT: Final = "absent"
READS: Final = "reads"
LEADS: Final = "leads"
OFF: Final = "off"
WITHIN: Final = "within"
IDLE: Final = "idle"
TOLD: Final = "told"
UNTOLD: Final = "untold"
VDPA: Final = "vdpa"


class Condition(NamedTuple):
    """One thing that is to be true.

    `there`, `absent`: whether `path` is there. `reads`: the file has `text`. `leads`: the link's
    last part is `text`; "" for no link. `off`: it is anything else. `within`: `path` is directly in
    the directory `text`, links followed. `idle`: no virtual function of `path` but that named
    `text` has a driver. `told`: the vdpa tool says `text` of the device `path` is in, as in
    `dev/NAME/mgmtdev`. `untold`: nobody can tell; `text` says what.
    """

    kind: Kind
    path: str
    text: str = ""


class Look(NamedTuple):
    """Whether a condition holds, None if that cannot be told, and what was found."""

    condition: Condition
    holds: bool | None
    found: str = ""


def look(condition: Condition, machine: Machine) -> Look:
    """Return whether a condition holds now."""
    try:
        holds, found = _KINDS[condition.kind](condition, machine)
    except Unseen as error:
        return Look(condition, None, error.why)
    except (ToolFailed, GivenUp) as error:
        return Look(condition, None, error.said)
    return Look(condition, holds, found)


def look_at_all(conditions: Iterable[Condition], machine: Machine) -> tuple[Look, ...]:
    """Return whether each holds now, in their order."""
    return tuple(look(condition, machine) for condition in conditions)


def all_hold(looks: Iterable[Look]) -> bool | None:
    """Return whether all hold: False if one does not, else None if one cannot be told."""
    answers = [seen.holds for seen in looks]
    if False in answers:
        return False
    return None if None in answers else True


_Answer = tuple[bool | None, str]


def _there(condition: Condition, machine: Machine) -> _Answer:
    there = machine.sight.is_there(condition.path)
    return there, "" if there else "not there"


def _absent(condition: Condition, machine: Machine) -> _Answer:
    there = machine.sight.is_there(condition.path)
    return not there, "there" if there else ""


def _reads(condition: Condition, machine: Machine) -> _Answer:
    if not machine.sight.is_there(condition.path):
        return False, "not there"
    found = machine.sight.text(condition.path)
    return _same(found.strip(), condition.text.strip()), found


def _same(found: str, wanted: str) -> bool:
    """Return whether two texts are the same, or spell the same number."""
    if found == wanted:
        return True
    first, second = _number(found), _number(wanted)
    return first is not None and first == second


def _number(text: str) -> int | None:
    try:
        return int(text, 16 if text[:2] in {"0x", "0X"} else 10)
    except ValueError:
        return None


def _leads(condition: Condition, machine: Machine) -> _Answer:
    found = machine.sight.end(condition.path)
    return found == condition.text, found or "no link"


def _off(condition: Condition, machine: Machine) -> _Answer:
    found = machine.sight.end(condition.path)
    return found != condition.text, found or "no link"


def _within(condition: Condition, machine: Machine) -> _Answer:
    if not machine.sight.is_there(condition.path):
        return False, "not there"
    above = machine.sight.place(condition.path).rpartition("/")[0]
    return above == machine.sight.place(condition.text), above


def _idle(condition: Condition, machine: Machine) -> _Answer:
    for name in machine.sight.names(condition.path):
        if name.startswith("virtfn") and name != condition.text:
            driver = machine.sight.end(f"{condition.path}/{name}/driver")
            if driver:
                return False, f"{name} is on {driver}"
    return True, ""


def _told(condition: Condition, machine: Machine) -> _Answer:
    part, name, key = condition.path.split("/")
    words = ("dev", "show", name) if part == "dev" else ("dev", "config", "show", name)
    printed = machine.tool.run((VDPA, "-j", *words))
    try:
        value = json.loads(printed)[part][name][key]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None, f"the vdpa tool says no {key}"
    found = value if isinstance(value, str) else json.dumps(value)
    return _same(found.lower(), condition.text.lower()), found


def _untold(condition: Condition, machine: Machine) -> _Answer:  # noqa: ARG001
    return None, f"nothing tells {condition.text}"


_KINDS: Final[dict[str, Callable[[Condition, Machine], _Answer]]] = {
    THERE: _there,
    ABSENT: _absent,
    READS: _reads,
    LEADS: _leads,
    OFF: _off,
    WITHIN: _within,
    IDLE: _idle,
    TOLD: _told,
    UNTOLD: _untold,
}
