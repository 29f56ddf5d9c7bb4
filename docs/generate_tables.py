"""Generate tables: writes the tables of facts, drivers and profiles into their pages.

Belongs here: how the program's own tables look on a page. Must not know: what else a page says.

    python docs/generate_tables.py          # rewrites docs/captures.md and docs/catalog.md

On a page a table stands between `<!-- table NAME, ... -->` and `<!-- end of table -->`.
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from devcompat.catalog.drivers import drivers
from devcompat.catalog.profiles import profiles
from devcompat.inventory.names import FACT_NAMES
from devcompat.inventory.records import KINDS

DOCS = Path(__file__).parent
PAGES = ("captures.md", "catalog.md")
_PLACE = re.compile(r"(<!-- table (?P<name>\w+)[^>]*-->\n).*?(<!-- end of table -->)", re.DOTALL)


def table_of_facts() -> str:
    """Return every fact that discovery states."""
    rows = [
        (
            f"`{row.name}`",
            "all" if set(row.kinds) == set(KINDS) else ", ".join(row.kinds),
            row.origin,
            row.meaning,
            row.found,
        )
        for row in FACT_NAMES
    ]
    return _table(("fact", "kinds", "origin", "meaning", "where"), rows)


def table_of_drivers() -> str:
    """Return what is known of each driver."""
    rows = [
        (
            f"`{driver.name}`",
            driver.bus,
            driver.migrates,
            "" if driver.since is None else ".".join(map(str, driver.since)),
            driver.basis,
            driver.source,
        )
        for driver in drivers().values()
    ]
    return _table(("driver", "bus", "migrates", "since", "basis", "source"), rows)


def table_of_types() -> str:
    """Return how the types of each mdev driver are called, and what instances take."""
    rows = [
        (
            f"`{driver.types}-`",
            f"`{driver.name}`",
            ", ".join(f"{cost} for `{name}`" for name, cost in driver.costs.units.items()),
            driver.costs.unit,
            "" if driver.costs.mixed else "may be refused",
        )
        for driver in drivers().values()
        if driver.types
    ]
    return _table(("name begins", "driver", "an instance takes", "unit", "types mixed"), rows)


def table_of_profiles() -> str:
    """Return the fields of each profile."""
    rows = [
        (
            f"`{profile.name}` {profile.version}",
            f"`{field.name}`",
            _value(field.value, field.fact, dict(field.mapped or {})),
            field.rule,
        )
        for profile in profiles().values()
        for field in profile.fields
    ]
    return _table(("profile", "field", "value", "rule"), rows)


def _value(value: str | None, fact: str | None, mapped: dict[str, str]) -> str:
    if fact is None:
        return f"always `{value}`"
    said = ", ".join(f"`{text}` for `{found}`" for found, text in mapped.items())
    return f"the fact `{fact}`" + (f": {said}" if said else "")


TABLES: dict[str, Callable[[], str]] = {
    "facts": table_of_facts,
    "drivers": table_of_drivers,
    "types": table_of_types,
    "profiles": table_of_profiles,
}


def _table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(heading)
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(_escaped(cell) for cell in line) + " |\n" for line in lines)


def _escaped(cell: str) -> str:
    """Return a cell's text with what Markdown would take for its own, outside code, escaped."""
    parts = cell.split("`")
    parts[::2] = [re.sub(r"([|<>*])", r"\\\1", part) for part in parts[::2]]
    return "`".join(parts)


def page(name: str) -> str:
    """Return a page's text with its tables as they have to be."""
    text = (DOCS / name).read_text(encoding="utf-8")
    return _PLACE.sub(lambda found: found[1] + TABLES[found["name"]]() + found[3], text)


if __name__ == "__main__":
    for each in PAGES:
        (DOCS / each).write_text(page(each), encoding="utf-8")
