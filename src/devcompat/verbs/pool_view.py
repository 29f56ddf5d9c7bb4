"""Pool view: a pool before, during and after an upgrade, small enough to be looked at.

Belongs here: hosts put together to a few hundred cells, what each phase has, VMs by kind.
Must not know: shapes, colours.

With an order the VMs are where its steps put them: half of them during, all of them after. Without
one they stay on their devices, and a host that changes is both at once during.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from devcompat.match.verdict import INCOMPATIBLE, UNKNOWN, Outcome
from devcompat.planning.pool import RESERVED, place_of
from devcompat.planning.standing import Kind
from devcompat.verbs.what_if import PHASES, WhatIf

CELLS: Final = 300
"""Cells of hosts that change, at most; with more hosts each is several that follow each other."""
RESTING: Final = 100
"""Cells of hosts that do not change, likewise."""
KINDS: Final = 24
"""Rows of kinds of VMs."""


class Cell(NamedTuple):
    """Hosts that follow each other: how many stay, will change, are both, are changed, are stuck.

    `stuck` are those that change and cannot be emptied. `used` and `devices` are devices, those
    that are reserved left out.
    """

    first: str
    last: str
    stays: int
    old: int
    mixed: int
    new: int
    stuck: int
    used: int
    devices: int


class PhaseView(NamedTuple):
    """A phase: what there is to say of it, its cells, and how many VMs have a target."""

    name: str
    note: str
    cells: tuple[Cell, ...]
    vms: dict[Outcome, int]


class KindView(NamedTuple):
    """VMs of one kind on hosts that change, or whose targets change: what they have, by phase.

    `hosts` are the other hosts that take one of them, at most.
    """

    label: str
    vms: int
    outcomes: dict[str, dict[Outcome, int]]
    hosts: dict[str, int]


class PoolView(NamedTuple):
    """The picture's content; `more` kinds are not shown.

    `hosts_a_cell` is how many hosts a cell is: of those that change, which come first, and of those
    that do not.
    """

    phases: tuple[PhaseView, ...]
    kinds: tuple[KindView, ...]
    more: int
    hosts_a_cell: tuple[int, int]


def view_of(found: WhatIf) -> PoolView:
    """Return what is to be drawn of the answers; of an order too if one was asked for."""
    kinds = _kinds(found)
    resting = [number for number, host in enumerate(found.pool.hosts) if not host.changes]
    sizes = (_size(len(found.changing), CELLS), _size(len(resting), RESTING))
    if sizes[0] == 1 and len(resting) + len(found.changing) <= CELLS:
        sizes = (1, 1)
    cells = [
        numbers[at : at + size]
        for numbers, size in zip((found.changing, resting), sizes, strict=True)
        for at in range(0, len(numbers), size)
    ]
    phases = tuple(_phases(found, cells))
    return PoolView(phases, kinds[:KINDS], max(0, len(kinds) - KINDS), sizes)


def _size(hosts: int, cells: int) -> int:
    return max(1, -(-hosts // cells))


def _phases(found: WhatIf, numbered: Sequence[Sequence[int]]) -> list[PhaseView]:
    hosts = found.pool.hosts
    used = [sum(map(len, host.vms)) for host in hosts]
    stuck = {one.host for one in found.plan.blocked} if found.plan is not None else set()
    stages: list[tuple[str, list[int], set[int], set[int]]]
    changing = set(found.changing)
    if found.plan is None:
        stages = [
            ("as it is", used, set(), set()),
            ("a host is old or new", used, set(), changing),
            ("all are upgraded", used, changing, set()),
        ]
    else:
        steps = found.plan.steps
        half = len(steps) // 2
        stages = [("as it is", used, set(), set())]
        for number in (half, len(steps)):
            now = list(used)
            for step in steps[:number]:
                for move in step.moves:
                    now[move.source] -= len(move.leaving)
                    now[move.target] += len(move.taking)
            note = f"after {number} of {len(changing)} hosts"
            stages.append((note, now, {step.host for step in steps[:number]}, set()))
    views = []
    for phase, (note, now, new, mixed) in zip(PHASES, stages, strict=True):
        cells = [_cell(found, numbers, now, new, mixed, stuck) for numbers in numbered]
        views.append(PhaseView(phase, note, tuple(cells), found.standing.counts(phase)))
    return views


def _cell(
    found: WhatIf, numbers: Sequence[int], used: Sequence[int], new: set[int], mixed: set[int],
    stuck: set[int],
) -> Cell:  # fmt: skip
    hosts = found.pool.hosts
    counts: Counter[str] = Counter()
    devices = 0
    for number in numbers:
        host = hosts[number]
        devices += len(host.states) - host.states.count(RESERVED)
        if not host.changes:
            counts["stays"] += 1
        elif number in new:
            counts["new"] += 1
        elif number in mixed:
            counts["mixed"] += 1
        elif number in stuck:
            counts["stuck"] += 1
        else:
            counts["old"] += 1
    return Cell(
        hosts[numbers[0]].name, hosts[numbers[-1]].name, counts["stays"], counts["old"],
        counts["mixed"], counts["new"], counts["stuck"],
        sum(used[number] for number in numbers), devices,
    )  # fmt: skip


def _kinds(found: WhatIf) -> tuple[KindView, ...]:
    """Return the kinds of VMs that the upgrade concerns, the worst first, then the most VMs."""
    together: dict[Kind, dict[str, Counter[Outcome]]] = {}
    own: dict[Kind, set[int]] = {}
    for (kind, phases), keys in found.standing.vms.items():
        own.setdefault(kind, set()).update(place_of(key)[0] for key in keys)
        counts = together.setdefault(kind, {phase: Counter() for phase in PHASES})
        for phase in PHASES:
            counts[phase][getattr(phases, phase)] += len(keys)
    views = [
        KindView(
            _label(found, kind),
            sum(counts["before"].values()),
            {phase: dict(counts[phase]) for phase in PHASES},
            {phase: found.hosts_of_kind(kind, phase, own[kind]) for phase in PHASES},
        )
        for kind, counts in together.items()
    ]
    return tuple(sorted(views, key=_rank))


def _rank(view: KindView) -> tuple[object, ...]:
    """Return what sorts the VMs first that have no target, then those that have fewer and fewer."""
    without, unknown = (
        max(view.outcomes[phase].get(outcome, 0) for phase in PHASES)
        for outcome in (INCOMPATIBLE, UNKNOWN)
    )
    lost = view.hosts["before"] - view.hosts["after"]
    return (not without, not unknown, -max(without, unknown), -lost, -view.vms, view.label)


def _label(found: WhatIf, kind: Kind) -> str:
    parts = []
    for old, new in zip(kind.classes, kind.later, strict=True):
        becomes = "" if old == new else f" > {found.name_of(new)}"
        parts.append(f"{found.told(old)} {found.name_of(old)}{becomes}")
    return " + ".join(parts)
