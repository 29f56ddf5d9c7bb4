"""Checking: what the planner says of a small case, held against brute force.

Here belongs the law. It must not know how either comes to its answer.
"""

from collections import Counter

from tests.planning.brute import order_exists, phases, replay
from tests.planning.cases import Case
from tests.planning.ours import lines, planned, standing


def check(case: Case) -> str:
    """Return what kind of answer a case has. Fails where the two differ; raises TooManyError."""
    numbers, told = standing(case)
    assert numbers == Counter(phases(case, vm)[:3] for vm in case.vms())
    for vm in case.vms():
        before, during, after, back = phases(case, vm)
        drains = case.changes(case.hosts[vm[0]])
        one = told.get((vm[0], vm[1][0]))
        assert (one is not None) == (drains or before != after), vm
        if one is not None:
            assert one[:3] == (before, during, after), vm
            assert one.back in {back, None}
    found = planned(case)
    wanted = {number for number, host in enumerate(case.hosts) if case.changes(host)}
    done = replay(case, lines(found))
    stuck = {one.host for one in found.blocked}
    waiting = {host for host, _ in found.waiting}
    assert not done & waiting
    assert done | stuck | waiting >= wanted
    if found.result == "order":
        assert done == wanted
        assert order_exists(case, doubtful=False)
        return "an order"
    if found.result == "impossible":
        assert found.blocked
        assert not order_exists(case, doubtful=True)
        return f"impossible: {', '.join(sorted({one.why for one in found.blocked}))}"
    sure, possible = order_exists(case, doubtful=False), order_exists(case, doubtful=True)
    if possible and not sure:
        return "undecided: what is not known decides"
    return f"undecided, although there is {'an' if sure else 'no'} order"
