"""Planner: the hosts that change, in an order that strands nobody; or why there is none.

Belongs here: which search and which proof is asked when. Must not know: how any of them works.
"""

from collections.abc import Sequence

from devcompat.planning.draining import drain
from devcompat.planning.exhausting import exhaust, is_small
from devcompat.planning.order import Blocked, Plan, Step, Vm
from devcompat.planning.pool import Pool, place_of
from devcompat.planning.proofs import Hindered, too_few
from devcompat.planning.reach import Reach
from devcompat.planning.standing import Standing, Takers


def plan(pool: Pool, reach: Reach, takers: Takers, standing: Standing) -> Plan:
    """Return an order for all hosts that change, or a proof that there is none, or how far it came.

    Where some hosts cannot be emptied the steps are for the others. A move is only made where the
    target surely takes the VM over; a proof holds whatever is not known.
    """
    draining = pool.changing()
    hindered = Hindered(pool, reach, takers, standing, draining)
    apart = hindered.blocked.keys() | hindered.doubtful.keys()
    able = [host for host in draining if host not in apart]
    steps, left = drain(pool, able, reach.sure)
    waiting = tuple(sorted({**left, **hindered.doubtful}.items()))
    doubtful = tuple(sorted(hindered.doubtful))
    if hindered.blocked:
        blocked = [hindered.blocked[host] for host in sorted(hindered.blocked)]
        return _impossible(steps, blocked, waiting, doubtful)
    if not waiting:
        return Plan("order", tuple(steps))
    if lacking := too_few(pool, reach, draining):
        return _impossible(steps, lacking, waiting)
    if is_small(pool):
        found = exhaust(pool, draining, reach.sure)
        if found.steps is not None:
            return Plan("order", found.steps)
        if found.complete:
            # An order needs a move that is not sure. Is there one if all of these are good?
            found = exhaust(pool, draining, reach.possible)
            if found.complete and found.steps is None:
                blocked = [
                    Blocked(host, "drain.none", vm, place_of(vm)[1], states=found.states)
                    for host, vm in found.never
                ]
                return _impossible(steps, blocked, waiting)
            doubtful = tuple(host for host, _ in waiting)
    return Plan("undecided", tuple(steps), (), waiting, doubtful)


def _impossible(
    steps: Sequence[Step],
    blocked: Sequence[Blocked],
    waiting: Sequence[tuple[int, Vm]],
    doubtful: Sequence[int] = (),
) -> Plan:
    """Return the proofs, with what can be done all the same; no host is in two lists."""
    told = {one.host for one in blocked} | {step.host for step in steps}
    return Plan(
        "impossible",
        tuple(steps),
        tuple(blocked),
        tuple(one for one in waiting if one[0] not in told),
        tuple(host for host in doubtful if host not in told),
    )
