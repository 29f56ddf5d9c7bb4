"""The catalog's data: every entry of drivers.toml and every profile is well-formed and sourced."""

import re
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from devcompat.catalog.drivers import drivers, find_driver
from devcompat.catalog.migratability import BUSES
from devcompat.catalog.profiles import Profile, profiles
from devcompat.catalog.vocabulary_file import KEYS
from devcompat.inventory.names import find_row
from devcompat.vocabulary.rules import RULES

DATA = files("devcompat.catalog") / "data"
ROWS: dict[str, dict[str, Any]] = tomllib.loads((DATA / "drivers.toml").read_text())
PROFILES: dict[str, dict[str, Any]] = {
    entry.name: tomllib.loads(entry.read_text())
    for entry in DATA.iterdir()
    if entry.name != "drivers.toml"
}
NEEDED = {"bus", "migrates", "basis", "source"}


@pytest.mark.parametrize("name", ROWS)
def test_entry_has_the_keys_it_needs_and_no_others(name: str) -> None:
    row = ROWS[name]
    conditions = {key for key in row if key.startswith("condition")}
    of_types = {"types", "costs", "unit", "mixed"} & set(row)
    rest = set(row) - conditions - of_types
    assert rest == NEEDED | ({"since"} if row["migrates"] == "yes" else set())
    fact = {"condition_fact", "condition_value"}
    assert conditions in (set(), {"condition"}, {"condition"} | fact)
    assert not conditions or row["migrates"] == "yes"
    texts = [row[key] for key in set(row) - {"costs", "mixed"}]
    assert all(isinstance(value, str) and value == value.strip() for value in texts)


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if "types" in row])
def test_types_have_costs_with_a_unit_or_none(name: str) -> None:
    row = ROWS[name]
    assert row["bus"] == "mdev"
    assert row["types"]
    assert "-" not in row["types"], "the kernel puts a dash after it"
    assert ("costs" in row) == ("unit" in row)
    costs = row.get("costs", {})
    assert all(type_id.startswith(f"{row['types']}-") for type_id in costs)
    assert all(isinstance(cost, int) and cost >= 1 for cost in costs.values())


def test_no_two_drivers_have_types_of_one_name() -> None:
    begins = [row["types"] for row in ROWS.values() if "types" in row]
    assert len(begins) >= 7
    assert sorted(begins) == sorted(set(begins))


@pytest.mark.parametrize("name", ROWS)
def test_entry_is_of_known_bus_answer_and_basis(name: str) -> None:
    row = ROWS[name]
    assert row["bus"] in set(BUSES.values())
    assert row["migrates"] in {"yes", "no", "generic", "delegated"}
    assert row["basis"] in {"document", "read", "executed"}


@pytest.mark.parametrize("name", ROWS)
def test_entry_says_where_its_knowledge_stands(name: str) -> None:
    row = ROWS[name]
    assert len(row["source"]) > 10
    if row["basis"] == "read":
        assert re.search(r"\b[\w/-]+\.[ch]\b", row["source"]), "names a source file"
    if row["basis"] == "executed":
        assert "answered" in row["source"], "says what the kernel answered"


@pytest.mark.parametrize("name", ROWS)
def test_entry_is_found_under_both_spellings(name: str) -> None:
    bus = ROWS[name]["bus"]
    assert "-" not in name
    found = find_driver(bus, name)
    assert found is not None
    assert find_driver(bus, name.replace("_", "-")) is found


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if "since" in row])
def test_since_is_a_release_of_two_numbers(name: str) -> None:
    assert re.fullmatch(r"[1-9][0-9]?\.[0-9]{1,2}", ROWS[name]["since"])
    driver = find_driver(ROWS[name]["bus"], name)
    assert driver is not None
    assert driver.since is not None
    assert driver.since >= (5, 8), "VFIO had no migration before"


def test_driver_of_one_bus_is_not_found_on_another() -> None:
    assert find_driver("pci", "mtty") is None
    assert find_driver("mdev", "vfio_pci") is None
    assert find_driver("", "vfio_pci") is None


def test_table_has_every_row() -> None:
    assert len(drivers()) == len(ROWS)


def test_every_data_file_is_shipped_as_a_profile() -> None:
    assert {data["driver"] for data in PROFILES.values()} == {name for _, name in profiles()}


@pytest.mark.parametrize("name", PROFILES)
def test_profile_is_of_a_driver_that_migrates(name: str) -> None:
    data = PROFILES[name]
    assert set(data) <= {*KEYS, "driver", "bus", "values"}
    driver = find_driver(data["bus"], data["driver"])
    assert driver is not None
    assert driver.migrates == "yes"
    assert data["basis"] in {"document", "read", "executed"}
    assert data["source"]


@pytest.mark.parametrize("name", PROFILES)
def test_profile_has_a_rule_and_one_origin_of_its_value_for_each_field(name: str) -> None:
    data = PROFILES[name]
    assert set(data["values"]) == set(data["fields"])
    for origin in data["values"].values():
        if not isinstance(origin, str):
            assert {"fact"} <= set(origin) <= {"fact", "map"}
            assert find_row(origin["fact"]) is not None, "discovery states such a fact"


@pytest.mark.parametrize("found", profiles().values(), ids=lambda profile: profile.name)
def test_profile_refuses_what_it_does_not_list(found: Profile) -> None:
    assert found.vocabulary.unlisted == "refuse"
    assert all(field.rule in RULES for field in found.fields)
