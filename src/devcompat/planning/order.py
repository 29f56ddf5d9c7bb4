"""Order: hosts one after the other, and the moves that empty each before it is upgraded.

Belongs here: the records of a plan. Must not know: how a plan is found, who takes over whose state.
"""

from typing import Literal, NamedTuple

from devcompat.planning.pool import Positions

Vm = int
"""A VM: the place of its first device before anything moved (`pool.key_of`)."""


class Move(NamedTuple):
    """A VM goes from devices of one host to devices of another, each to the one at its place."""

    vm: Vm
    source: int
    leaving: Positions
    target: int
    taking: Positions


class Step(NamedTuple):
    """Moves, one after the other, after which a host is empty; then it is upgraded."""

    host: int
    moves: tuple[Move, ...]


Why = Literal["drain.no-target", "drain.dead-end", "drain.capacity", "drain.none"]
"""Why a host cannot be emptied: no host takes a VM; it can go, but only to hosts that have to be
emptied as well; there are fewer devices than the VMs need that cannot do with others; or none of
all ways of going about it empties the host."""


class Blocked(NamedTuple):
    """A host that cannot be emptied in any order, with the VM and the device that prove it.

    `position` is where the blocking device is on `host`, which is also where the VM runs, or with
    `drain.capacity` one of those that need more than there is. `needed` and `there` are how many
    devices that is, `states` how many ways were looked at; 0 where they say nothing.
    """

    host: int
    why: Why
    vm: Vm
    position: int
    needed: int = 0
    there: int = 0
    states: int = 0


Result = Literal["order", "impossible", "undecided"]


class Plan(NamedTuple):
    """What came of looking for an order.

    `steps` can be done in any case; with `order` they are all that is to be upgraded. `blocked`
    says why there is none, with `impossible` only. `waiting` are the hosts that are in neither:
    with the VM that was in the way when the search ended. `doubtful` are those of them that wait
    for something that is not known.
    """

    result: Result
    steps: tuple[Step, ...]
    blocked: tuple[Blocked, ...] = ()
    waiting: tuple[tuple[int, Vm], ...] = ()
    doubtful: tuple[int, ...] = ()
