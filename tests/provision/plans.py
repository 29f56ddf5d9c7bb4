"""Plans of each kind on the machine of `kernel`, and executing them there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from devcompat.discovery.tree import Tree
from devcompat.provision.acting import Done
from devcompat.provision.executing import Execution, execute
from devcompat.provision.mdev_plan import plan_mdev
from devcompat.provision.plan import Plan
from devcompat.provision.ports import Machine
from devcompat.provision.progress import Event, Progress
from devcompat.provision.recipe import make_recipe
from devcompat.provision.sriov_plan import Wanted, plan_vf
from devcompat.provision.vdpa_plan import Wanted as WantedVdpa
from devcompat.provision.vdpa_plan import plan_vdpa
from devcompat.verbs.sights import TreeSight

from .kernel import MANAGER, PF, Kernel

UUID = "0f5d0000-0000-4000-8000-000000000001"
WAIT = 1.0


class Remembered:
    """A log that is a list; it can fail from an event on."""

    def __init__(self, most: int | None = None) -> None:
        self.events: list[tuple[Event, int]] = []
        self._most = most

    def write(self, event: Event, step: int) -> None:
        if self._most is not None and len(self.events) >= self._most:
            raise OSError(28, "full")
        self.events.append((event, step))


@contextmanager
def machine_of(kernel: Kernel) -> Iterator[Machine]:
    with Tree(kernel.root) as tree:
        yield Machine(TreeSight(tree), kernel, kernel, kernel)


def mdev(kernel: Kernel, type_id: str = "mtty-2", uuid: str = UUID) -> Plan:
    attributes = [("level", "7"), ("mode", "fancy")]
    return plan_mdev(make_recipe("mtty", type_id, uuid, attributes))


def vf(kernel: Kernel) -> Plan:
    """Return the plan for a VF where there are none."""
    with machine_of(kernel) as machine:
        return plan_vf(Wanted(PF, "mlx5_vfio_pci", 1, 2), machine.sight)


def bound_vf(kernel: Kernel) -> Plan:
    """Return the plan for a VF that is on igbvf; there have to be VFs."""
    with machine_of(kernel) as machine:
        return plan_vf(Wanted(PF, "mlx5_vfio_pci", 0), machine.sight)


def vdpa(kernel: Kernel) -> Plan:
    return plan_vdpa(WantedVdpa("v0", MANAGER, "52:54:00:12:34:56", "0x20", "2"))


KINDS: dict[str, tuple[Callable[[Kernel], Plan], int]] = {
    "mdev": (mdev, 0),
    "vf": (vf, 0),
    "bound-vf": (bound_vf, 3),
    "vdpa": (vdpa, 0),
}
"""Each with the number of VFs that are there before."""


def run(
    plan: Plan, kernel: Kernel, log: Remembered | None = None, before: Progress | None = None
) -> Execution:
    told: list[tuple[int, Done]] = []
    with machine_of(kernel) as machine:
        return execute(
            plan,
            machine,
            log or Remembered(),
            lambda number, done: told.append((number, done)),
            WAIT,
            before,
        )


def fresh(root: Path, name: str) -> tuple[Kernel, Plan]:
    """Return a new machine below the root, and the plan of that kind for it."""
    from .kernel import new_machine

    make, vfs = KINDS[name]
    kernel = Kernel(new_machine(root, vfs))
    return kernel, make(kernel)


def each_act(folder: Path, name: str) -> Iterator[tuple[int, Path, Kernel, Plan]]:
    """Yield each act of a plan by number, with the root of a new machine, this, and the plan."""
    _, plan = fresh(folder / "look", name)
    for number in range(len(plan.steps)):
        root = folder / str(number)
        yield number, root, *fresh(root, name)
