"""Pools: what one parent can still make, all its types together.

Belongs here: whether several devices can be created at once. Must not know: any driver.

`available_instances` says of each type how many could be created if nothing else were. Types of one
parent draw on the same stock, so the numbers are never added: docs/adr/0011-pools.md has the model,
and the proof that it promises nothing that a stock cannot keep.
"""

from collections.abc import Iterable, Mapping
from math import lcm
from typing import Final, Literal, NamedTuple

from devcompat.inventory.records import CreatableType

Room = Literal["yes", "no", "unknown"]
"""Whether devices can be created at once: for sure, surely not, or that is not known."""
ROOMY: Final = "yes"
FULL: Final = "no"
UNSURE: Final = "unknown"


class Costs(NamedTuple):
    """What instances take of a parent's stock: units by type, and what one unit is.

    `mixed` is false if the driver may refuse instances of different types beside each other.
    """

    units: Mapping[str, int] = {}
    unit: str = ""
    mixed: bool = True


NO_COSTS: Final = Costs()


class Stock(NamedTuple):
    """How many units a parent has left: at least and at most."""

    least: int
    most: int


class Pool(NamedTuple):
    """What one parent can still make: how many of each type alone, None if that is not known."""

    parent: str
    counts: Mapping[str, int | None]
    costs: Costs = NO_COSTS

    def stock(self) -> Stock | None:
        """Return the units left, None where costs are not known or the counts contradict them.

        A type of cost c of which n can be created leaves from n*c to n*c + c - 1 units.
        """
        known = [
            (count * cost, count * cost + cost - 1)
            for type_id, cost in self.costs.units.items()
            if (count := self.counts.get(type_id)) is not None
        ]
        if not known:
            return None
        least, most = max(low for low, _ in known), min(high for _, high in known)
        return Stock(least, most) if least <= most else None

    def room(self, wanted: Mapping[str, int]) -> Room:
        """Return whether so many of each type can be created at once, in any order."""
        needed = {type_id: number for type_id, number in wanted.items() if number > 0}
        counts = {type_id: self.counts.get(type_id, 0) for type_id in needed}
        if any(count is not None and needed[name] > count for name, count in counts.items()):
            return FULL
        known = {type_id: count for type_id, count in counts.items() if count is not None}
        if len(known) < len(needed):
            return UNSURE
        if len(needed) <= 1:
            return ROOMY
        if not self.costs.mixed:
            return UNSURE
        stock = self.stock()
        if stock is None or any(type_id not in self.costs.units for type_id in needed):
            return ROOMY if _within_shares(needed, known) else UNSURE
        taken = sum(number * self.costs.units[type_id] for type_id, number in needed.items())
        if taken <= stock.least:
            return ROOMY
        return FULL if taken > stock.most else UNSURE


def _within_shares(needed: Mapping[str, int], counts: Mapping[str, int]) -> bool:
    """Return whether the sum of needed/count is at most 1, exactly."""
    whole = lcm(*counts.values())
    return sum(number * (whole // counts[name]) for name, number in needed.items()) <= whole


def pool_of(parent: str, types: Iterable[CreatableType], costs: Costs = NO_COSTS) -> Pool:
    """Return the pool of a parent, from the types of its host.

    A type that stands twice counts with the smaller number, and not at all if one is not known.
    """
    counts: dict[str, int | None] = {}
    for offered in types:
        if offered.parent != parent:
            continue
        count = offered.available_instances
        before = counts.get(offered.type_id, count)
        counts[offered.type_id] = None if count is None or before is None else min(count, before)
    return Pool(parent, counts, costs)
