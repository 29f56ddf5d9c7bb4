"""Ours: a small case put to the planner.

Here belongs how a case becomes a pool. It must not know any answer.
"""

from collections import Counter

from devcompat.fleet.matrix import Matrix
from devcompat.fleet.records import STATES
from devcompat.inventory.pools import Pool as Room
from devcompat.planning.creatable import Creatable, mirrored
from devcompat.planning.order import Plan
from devcompat.planning.planner import plan
from devcompat.planning.pool import Pool, place_of, pool_host
from devcompat.planning.reach import Reach, reach_of
from devcompat.planning.standing import Phases, Takers, draining_of, standing_of, standing_vms
from tests.planning.brute import StepLine
from tests.planning.cases import MAYBE, YES, Case, CaseHost


def pool_of(case: Case) -> Pool:
    """Return the case as a pool."""
    return Pool(
        [
            pool_host(
                f"h{number}",
                host.classes,
                bytes(STATES.index(state) for state in host.states),
                host.vms,
                case.becomes if host.selected else {},
                _creatable(case, host),
            )
            for number, host in enumerate(case.hosts)
        ],
        case.becomes,
    )


def _creatable(case: Case, host: CaseHost) -> Creatable | None:
    """Return what a host could create; of what nobody counted a twin that nobody is sure of."""
    kept = [number for number, (_, count) in enumerate(host.offers) if count != 0]
    if not kept:
        return None
    twin = len(case.outcomes)

    def classes(offers: tuple[tuple[int, int | None], ...]) -> list[int]:
        return [offers[number][0] + (twin if offers[number][1] is None else 0) for number in kept]

    before, after = classes(host.offers), classes(case.offered_later(host))
    names = [f"t{number}" for number in range(len(host.offers))]
    counts = dict(zip(names, (count for _, count in host.offers), strict=True))
    return Creatable(
        before,
        before if before == after else after,
        [("p", names[number]) for number in kept],
        lambda: {"p": Room("p", counts)},
    )


def with_twins(case: Case) -> Reach:
    """Return the case's outcomes with those of what nobody counted."""
    sure, possible = reach_in(case)
    count = len(sure)
    masks = list(possible)
    mirrored(masks, {number: number + count for number in range(count)})
    return Reach([*sure, *[0] * count], [*masks, *[0] * count])


def reach_in(case: Case) -> Reach:
    """Return the case's outcomes as the planner takes them."""
    numbers = range(len(case.outcomes))

    def mask(target: int, wanted: str) -> int:
        return sum(1 << one for one in numbers if case.outcomes[one][target] == wanted)

    sure = tuple(mask(target, YES) for target in numbers)
    return reach_of(Matrix(sure, tuple(mask(target, MAYBE) for target in numbers)))


def planned(case: Case) -> Plan:
    """Return what the planner says."""
    pool, reach = pool_of(case), reach_in(case)
    takers = Takers(pool, reach)
    return plan(pool, reach, takers, draining_of(pool, takers))


def standing(case: Case) -> tuple[Counter[tuple[str, ...]], dict[tuple[int, int], Phases]]:
    """Return how many VMs fare how, and those that the upgrade concerns by their first device."""
    pool = pool_of(case)
    devices = Takers(pool, reach_in(case))
    found = standing_of(pool, Takers(pool, with_twins(case), devices))
    numbers: Counter[tuple[str, ...]] = Counter()
    for phases, number in found.numbers.items():
        numbers[phases[:3]] += number
    return numbers, {place_of(key): phases for key, _, phases in standing_vms(found)}


def lines(found: Plan) -> list[StepLine]:
    """Return the steps as plain values."""
    return [
        (
            step.host,
            [
                (place_of(move.vm), move.source, move.leaving, move.target, move.taking)
                for move in step.moves
            ],
        )
        for step in found.steps
    ]
