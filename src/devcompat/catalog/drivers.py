"""Drivers: whether each migrates, and what its types take (data/drivers.toml).

Belongs here: reading that table. Must not know: devices, descriptors.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypedDict

from devcompat.inventory.pools import NO_COSTS, Costs
from devcompat.match.verdict import Basis

_DATA = Path(__file__).parent / "data"
BASES_OF_RULES: dict[str, Basis] = {"document": "document", "read": "read", "executed": "executed"}


class Driver(NamedTuple):
    """One driver: on which bus, whether it migrates, since which mainline kernel, and the source.

    `migrates` is "yes", "no", "generic" or "delegated"; `since` is (major, minor) for "yes". A
    `condition` says where only it migrates; then `condition_fact`, if there is one, has
    `condition_value` where that holds. `types` is what the names of its mdev types begin with, up
    to a dash, "" if that is not known; `costs` is what instances of them take.
    """

    name: str
    bus: str
    migrates: str
    since: tuple[int, int] | None
    basis: Basis
    source: str
    condition: str = ""
    condition_fact: str = ""
    condition_value: str = ""
    types: str = ""
    costs: Costs = NO_COSTS


class _Needed(TypedDict):
    """The keys of every row."""

    bus: str
    migrates: str
    basis: str
    source: str


class _Row(_Needed, total=False):
    """A row of the table."""

    since: str
    condition: str
    condition_fact: str
    condition_value: str
    types: str
    costs: dict[str, int]
    unit: str
    mixed: bool


@cache
def drivers() -> dict[tuple[str, str], Driver]:
    """Return the table by (bus, name)."""
    with (_DATA / "drivers.toml").open("rb") as file:
        rows = tomllib.load(file)
    found = [_driver(name, row) for name, row in rows.items()]
    return {(driver.bus, driver.name): driver for driver in found}


def _driver(name: str, row: _Row) -> Driver:
    since = None
    if "since" in row:
        major, minor = row["since"].split(".")
        since = (int(major), int(minor))
    return Driver(
        name,
        row["bus"],
        row["migrates"],
        since,
        BASES_OF_RULES[row["basis"]],
        row["source"],
        row.get("condition", ""),
        row.get("condition_fact", ""),
        row.get("condition_value", ""),
        row.get("types", ""),
        Costs(row.get("costs", {}), row.get("unit", ""), row.get("mixed", True)),
    )


def find_driver(bus: str, name: str) -> Driver | None:
    """Return what is known of a driver; the kernel spells names with - or _, both are the same."""
    return drivers().get((bus, name.replace("-", "_")))


def find_driver_of_type(type_id: str) -> Driver | None:
    """Return the driver that devices of a mdev type get, None if the type's name does not tell.

    The kernel makes the name: what the driver of the parent is called, a dash, the type
    (mdev_type_add, dev_driver_string); which mdev driver belongs to it is for the table to say.
    """
    begins = (driver for driver in drivers().values() if driver.types)
    return next((found for found in begins if type_id.startswith(f"{found.types}-")), None)
