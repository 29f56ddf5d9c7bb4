"""Plan codes: why a host cannot be emptied, whatever the order, with its meaning.

Belongs here: the table. Must not know: how it is proved (planning).
"""

from typing import NamedTuple


class PlanCode(NamedTuple):
    """One reason for which no order of hosts strands nobody."""

    code: str
    meaning: str
    next_step: str


PLANS: tuple[PlanCode, ...] = (
    PlanCode("drain.no-target",
             "No other host takes a VM on this host, neither as it is nor as it will be.",
             "See why with: devcompat why HOST/DEVICE OTHERHOST. Shut the VM down for the upgrade, or "
             "bring in a host that takes it."),
    PlanCode("drain.dead-end",
             "A VM on this host can go, but only to devices on hosts that have to be emptied as well, "
             "and from there never to one where it may stay.",
             "Leave some hosts out for now, or upgrade to a version that takes over what is there."),
    PlanCode("drain.capacity",
             "While this host is empty there are fewer devices than the VMs need that cannot do with "
             "others.",
             "Bring in devices that take these VMs over, or shut some of the VMs down."),
    PlanCode("drain.none",
             "None of all ways of moving VMs and upgrading hosts empties this host.",
             "Bring in devices that take the VM over, or shut it down for the upgrade."),
)  # fmt: skip
