"""Creatable: what a device of a mdev type would be, before it is created.

Belongs here: a type described like a device; the pool that it draws on.
Must not know: how parameters are chosen (match), how a device is made, files, terminals.
"""

from typing import NamedTuple

from devcompat.catalog.describe import (
    Told,
    missing_detail,
    own_descriptor,
    profile_descriptor,
    undescribed,
    unusable_detail,
)
from devcompat.catalog.drivers import Driver, find_driver, find_driver_of_type
from devcompat.catalog.migratability import Migratability, migratability
from devcompat.inventory.pools import NO_COSTS, Costs, Pool, pool_of
from devcompat.inventory.records import CreatableType, Device, Fact, Host
from devcompat.language.nodes import Document
from devcompat.language.problems import InputError
from devcompat.match.judge import Undescribed
from devcompat.match.verdict import Basis


class TypeDescription(NamedTuple):
    """What is known of a device of a type: whether it would migrate, and its descriptor.

    `told` is the descriptor, which may have PARAMETERS; `refusal` stands for the type where it has
    none that counts: as a target it is then immovable or unknown. Never both None. `problem` is why
    a descriptor that is there cannot be used.
    """

    migration: Migratability
    told: Told | None
    refusal: Undescribed | None
    problem: InputError | None = None

    @property
    def document(self) -> Document | None:
        """Return the descriptor, None if there is none."""
        return None if self.told is None else self.told.document

    @property
    def basis(self) -> Basis | None:
        """Return how the descriptor, or else the refusal, is known."""
        if self.refusal is not None:
            return self.refusal.basis
        return None if self.told is None else self.told.basis

    @property
    def origin(self) -> str:
        """Return where the descriptor is from, "" if there is none."""
        return "" if self.told is None else self.told.origin


def describe_type(offered: CreatableType, kernel: Fact | None, name: str) -> TypeDescription:
    """Return what a device of that type would be; `name` is what evidence calls it."""
    device = would_be_device(offered)
    try:
        own = own_descriptor(offered, name)
    except InputError as error:
        code = error.problems[0].code
        answer = _migratability(device, kernel, code)
        refusal = undescribed(answer, name, unusable_detail(code))
        return TypeDescription(answer, None, refusal, error)
    answer = _migratability(device, kernel)
    told = own or profile_descriptor(device, answer)
    if told is None:
        refusal = undescribed(answer, name, missing_detail(device, answer))
        return TypeDescription(answer, None, refusal)
    refused = undescribed(answer, name, "") if answer.answer == "no" else None
    return TypeDescription(answer, told, refused)


def _migratability(
    device: Device, kernel: Fact | None, problem: str | None = None
) -> Migratability:
    answer = migratability(device, kernel, problem)
    return answer._replace(code="driver.untold") if answer.code == "driver.none" else answer


def would_be_device(offered: CreatableType) -> Device:
    """Return the device that creating one of that type would give, as far as that is known.

    The kernel names a type after its parent's driver, so that where no device of the parent shows
    the driver, the name may tell it.
    """
    facts = [*offered.own_facts()]
    driver = find_driver_of_type(offered.type_id)
    if driver is not None and offered.value("driver") is None:
        facts.append(Fact("driver", driver.name, "kernel", offered.path))
    return Device(
        address=offered.address,
        kind="mdev",
        parent=offered.parent,
        facts=(*facts, *offered.facts),
        native=offered.native,
        stated=offered.stated,
        misses=offered.misses,
    )


def pool_on(host: Host, parent: str) -> Pool:
    """Return what a parent of that host can still make, with costs where its driver is known."""
    offered = next((found for found in host.types if found.parent == parent), None)
    return pool_of(parent, host.types, NO_COSTS if offered is None else costs_of(offered))


def pools_on(host: Host) -> tuple[Pool, ...]:
    """Return the pools of all parents of that host, in the order of its types."""
    parents = dict.fromkeys(offered.parent for offered in host.types)
    return tuple(pool_on(host, parent) for parent in parents)


def costs_of(offered: CreatableType) -> Costs:
    """Return what instances of the parent's types take, as far as its driver is known."""
    driver = _driver_of(offered)
    return NO_COSTS if driver is None else driver.costs


def _driver_of(offered: CreatableType) -> Driver | None:
    name = offered.value("driver")
    if name is None:
        return find_driver_of_type(offered.type_id)
    return find_driver("mdev", name)
