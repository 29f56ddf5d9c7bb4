"""The plan for a virtual function: made if there are none, then bound to the driver that is wanted.

Belongs here: what the kernel does with `sriov_numvfs`, `driver_override`, `bind` and `unbind`
(Documentation/ABI/testing/sysfs-bus-pci). Must not know: other kinds of devices.

The number of VFs is changed from 0 only: the kernel answers EBUSY to any other change, and setting
it to 0 first would take VFs away from whoever has them. While VFs are made no driver is tried, so
that none on the host takes what is meant for a guest.
"""

import re
from typing import Final, NamedTuple

from devcompat.language.problems import InputError, input_error
from devcompat.provision.conditions import IDLE, LEADS, OFF, READS, THERE, Condition
from devcompat.provision.plan import NAME, PCI, Act, Plan, PlanStep, Request
from devcompat.provision.ports import Sight, Unseen

DEVICES: Final = "sys/bus/pci/devices"
DRIVERS: Final = "sys/bus/pci/drivers"
NO_OVERRIDE: Final = "(null)"
CLEAR: Final = "\n"
"""Written to `driver_override` it takes the override away; an empty write would do nothing."""
_VIRTFN = re.compile(r"virtfn([0-9]{1,5})", re.ASCII)
_COUNT = re.compile(r"[0-9]{1,5}", re.ASCII)


class Wanted(NamedTuple):
    """A VF of the function `pf`, to be bound to `driver`.

    `number` is which, None for the first that has no driver; `vfs` how many are made if there
    are none.
    """

    pf: str
    driver: str
    number: int | None = None
    vfs: int = 1


def request_vf(wanted: Wanted) -> Request:
    """Return what is asked for, however the function is now. Raises InputError `create.name`."""
    for pattern, text, expected in (
        (PCI, wanted.pf, "the address of a physical function, as in 0000:65:00.0"),
        (NAME, wanted.driver, "the name of a driver, as in mlx5_vfio_pci"),
    ):
        if not re.fullmatch(pattern, text, re.ASCII):
            raise input_error("create.name", text, expected)
    named = "" if wanted.number is None else str(wanted.number)
    details = (("driver", wanted.driver), ("vfs", str(wanted.vfs)))
    return Request("vf", wanted.pf, named, details)


def plan_vf(wanted: Wanted, sight: Sight) -> Plan:
    """Return the plan, as the function is now.

    Raises InputError: `create.name`, `create.none-free` if there is no such VF or none is free, and
    `create.function` if the function cannot be read.
    """
    request = request_vf(wanted)
    try:
        return _plan(wanted, request, sight)
    except Unseen as error:
        expected = "a physical function whose sriov_* files can be read"
        raise input_error("create.function", error.why, expected, wanted.pf) from None


def _plan(wanted: Wanted, request: Request, sight: Sight) -> Plan:
    there = _number(sight, wanted.pf, "sriov_numvfs")
    if there == 0:
        number = wanted.number or 0
        total = _number(sight, wanted.pf, "sriov_totalvfs")
        if not number < wanted.vfs <= total:
            expected = f"a VF below --vfs {wanted.vfs}, and at most {total} of them"
            raise _none_free(str(number), expected, wanted)
        address = vf_address(
            wanted.pf,
            number,
            _number(sight, wanted.pf, "sriov_offset"),
            _number(sight, wanted.pf, "sriov_stride"),
        )
        steps = (*_making(wanted, number, address, sight), *_binding(address, wanted.driver, ""))
        return Plan(request, address, steps)
    number = _chosen(wanted, there, sight)
    address = sight.end(f"{DEVICES}/{wanted.pf}/virtfn{number}")
    if not address:
        expected = f"one of the {there} VFs that {wanted.pf} has, from 0"
        raise _none_free(str(number), expected, wanted)
    bound = sight.end(f"{DEVICES}/{address}/driver")
    old = _override(sight, address)
    return Plan(request, address, _binding(address, wanted.driver, bound, old))


def vf_address(pf: str, number: int, offset: int, stride: int) -> str:
    """Return the address of a VF: its routing id counts from that of its PF (SR-IOV 1.1, 2.1.2)."""
    domain, bus, rest = pf.split(":")
    device, function = rest.split(".")
    routing = int(bus, 16) << 8 | int(device, 16) << 3 | int(function)
    routing += offset + stride * number
    return f"{domain}:{routing >> 8 & 0xFF:02x}:{routing >> 3 & 0x1F:02x}.{routing & 7}"


def _making(wanted: Wanted, number: int, address: str, sight: Sight) -> tuple[PlanStep, ...]:
    """Return the steps that make the VFs; drivers are tried for them by no one meanwhile."""
    pf = f"{DEVICES}/{wanted.pf}"
    probe, count = f"{pf}/sriov_drivers_autoprobe", f"{pf}/sriov_numvfs"
    before = sight.text(probe)
    made = PlanStep(
        "vfs",
        Act(count, str(wanted.vfs)),
        (Condition(THERE, count),),
        (
            Condition(READS, count, str(wanted.vfs)),
            Condition(LEADS, f"{pf}/virtfn{number}", address),
            Condition(THERE, f"{DEVICES}/{address}/driver_override"),
        ),
        Act(count, "0"),
        (Condition(READS, count, "0"),),
        (Condition(READS, count, str(wanted.vfs)), Condition(IDLE, pf, f"virtfn{number}")),
        makes=True,
    )
    if before == "0":
        return (made,)
    off = PlanStep(
        "autoprobe",
        Act(probe, "0"),
        (Condition(THERE, probe),),
        (Condition(READS, probe, "0"),),
        Act(probe, before),
        (Condition(READS, probe, before),),
    )
    # What was switched off is on again: of both nothing is left then, and there is no way back.
    on = PlanStep("autoprobe", Act(probe, before), off.needs, off.undone, None, off.undone)
    return (off, made, on)


def _binding(address: str, driver: str, bound: str, old: str = NO_OVERRIDE) -> tuple[PlanStep, ...]:
    """Return the steps that bind a VF: from what it is on, to the driver.

    The old driver is left before the override is set: then the override is gone again when the undo
    binds the old driver, which otherwise would be refused (ENODEV).
    """
    device = f"{DEVICES}/{address}"
    link, override = f"{device}/driver", f"{device}/driver_override"
    on_it = (Condition(LEADS, link, driver),)
    free = (Condition(LEADS, link, ""),)
    steps: list[PlanStep] = []
    if bound not in {"", driver}:
        steps.append(
            PlanStep(
                "unbind",
                Act(f"{DRIVERS}/{bound}/unbind", address),
                (Condition(LEADS, link, bound),),
                free,
                Act(f"{DRIVERS}/{bound}/bind", address),
                (Condition(LEADS, link, bound),),
                on=device,
            )
        )
    if bound != driver:
        steps.append(
            PlanStep(
                "override",
                Act(override, driver),
                (Condition(THERE, override),),
                (Condition(READS, override, driver),),
                Act(override, CLEAR if old == NO_OVERRIDE else old),
                (Condition(READS, override, old),),
                on=device,
            )
        )
    steps.append(
        PlanStep(
            "bind",
            Act(f"{DRIVERS}/{driver}/bind", address),
            (Condition(THERE, f"{DRIVERS}/{driver}/bind"), *free),
            on_it,
            Act(f"{DRIVERS}/{driver}/unbind", address),
            (Condition(OFF, link, driver),),
            on=device,
        )
    )
    return tuple(steps)


def _chosen(wanted: Wanted, there: int, sight: Sight) -> int:
    """Return the number of the VF: the one that is named, else the first without a driver."""
    if wanted.number is not None:
        return wanted.number
    pf = f"{DEVICES}/{wanted.pf}"
    found = (_VIRTFN.fullmatch(name) for name in sight.names(pf))
    for number in sorted(int(match[1]) for match in found if match):
        address = sight.end(f"{pf}/virtfn{number}")
        if address and not sight.end(f"{DEVICES}/{address}/driver"):
            return number
    raise _none_free("", f"a VF without a driver among the {there}, or --vf NUMBER", wanted)


def _override(sight: Sight, address: str) -> str:
    return sight.text(f"{DEVICES}/{address}/driver_override") or NO_OVERRIDE


def _number(sight: Sight, pf: str, name: str) -> int:
    text = sight.text(f"{DEVICES}/{pf}/{name}")
    if not _COUNT.fullmatch(text):
        raise Unseen(f"{name} reads {text!r}")
    return int(text)


def _none_free(found: str, expected: str, wanted: Wanted) -> InputError:
    return input_error("create.none-free", found, expected, wanted.pf)
