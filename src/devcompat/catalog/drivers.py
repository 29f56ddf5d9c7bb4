"""Drivers: what is known of each driver's ability to migrate at all (data/drivers.toml).

Belongs here: reading that table. Must not know: devices, descriptors.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from devcompat.match.verdict import Basis

_DATA = Path(__file__).parent / "data"
BASES_OF_RULES: dict[str, Basis] = {"document": "document", "read": "read", "executed": "executed"}


class Driver(NamedTuple):
    """One driver: on which bus, whether it migrates, since which mainline kernel, and the source.

    `migrates` is "yes", "no", "generic" or "delegated"; `since` is (major, minor) for "yes". A
    `condition` says where only it migrates; then `condition_fact`, if there is one, has
    `condition_value` where that holds.
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


@cache
def drivers() -> dict[tuple[str, str], Driver]:
    """Return the table by (bus, name)."""
    with (_DATA / "drivers.toml").open("rb") as file:
        rows = tomllib.load(file)
    found = [_driver(name, row) for name, row in rows.items()]
    return {(driver.bus, driver.name): driver for driver in found}


def _driver(name: str, row: dict[str, str]) -> Driver:
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
    )


def find_driver(bus: str, name: str) -> Driver | None:
    """Return what is known of a driver; the kernel spells names with - or _, both are the same."""
    return drivers().get((bus, name.replace("-", "_")))
