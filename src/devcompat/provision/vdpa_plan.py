"""The plan for a vDPA device: one command of the vdpa tool, and its undo.

Belongs here: the words of `vdpa dev add` and what can be told afterwards (vdpa-dev(8)).
Must not know: how a tool is run, other kinds of devices.
"""

import re
from typing import NamedTuple

from devcompat.language.problems import input_error
from devcompat.provision.conditions import ABSENT, THERE, TOLD, UNTOLD, VDPA, Condition
from devcompat.provision.plan import WORD, Act, Plan, PlanStep, Request

DEVICES = "sys/bus/vdpa/devices"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}", re.ASCII)
_MAC = re.compile(r"[0-9a-f]{2}(?::[0-9a-f]{2}){5}", re.ASCII)
_FEATURES = re.compile(r"0x[0-9a-f]{1,16}", re.ASCII)
_NUMBER = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


class Wanted(NamedTuple):
    """A vDPA device to be made: its name, its management device and what it is to be; "" if open.

    `features` is a mask such as 0x300000020, `max_vqp` the number of pairs of virtqueues.
    """

    name: str
    manager: str
    mac: str = ""
    features: str = ""
    max_vqp: str = ""


def plan_vdpa(wanted: Wanted) -> Plan:
    """Return the plan. Raises InputError `create.name` and `create.value`."""
    _demand(_NAME, wanted.name, "create.name", "the name of a vDPA device: letters, digits, _ . -")
    _demand(WORD, wanted.manager, "create.name", "a management device, as vdpa mgmtdev show has it")
    add = [VDPA, "dev", "add", "name", wanted.name, "mgmtdev", wanted.manager]
    path = f"{DEVICES}/{wanted.name}"
    after = [
        Condition(THERE, path),
        Condition(TOLD, f"dev/{wanted.name}/mgmtdev", wanted.manager),
    ]
    details: list[tuple[str, str]] = []
    for key, value, pattern, expected in (
        ("mac", wanted.mac.lower(), _MAC, "six bytes in hexadecimal, colons between them"),
        ("device_features", wanted.features.lower(), _FEATURES, "a mask of 64 bits, as in 0x20"),
        ("max_vqp", wanted.max_vqp, _NUMBER, "a number from 1 to 99999"),
    ):
        if value:
            _demand(pattern, value, "create.value", expected)
            add += [key, value]
            details.append((key, value))
            told = key == "mac"
            where = f"config/{wanted.name}/mac" if told else path
            after.append(Condition(TOLD if told else UNTOLD, where, value if told else key))
    gone = (Condition(ABSENT, path),)
    undo = Act(words=(VDPA, "dev", "del", wanted.name))
    step = PlanStep("add", Act(words=tuple(add)), (), tuple(after), undo, gone, makes=True)
    request = Request("vdpa", wanted.manager, wanted.name, tuple(details))
    return Plan(request, wanted.name, (step,))


def _demand(pattern: re.Pattern[str], text: str, code: str, expected: str) -> None:
    if not pattern.fullmatch(text):
        raise input_error(code, text, expected)
