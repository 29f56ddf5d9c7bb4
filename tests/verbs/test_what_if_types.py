"""What-if counts what hosts could create, as far as a parent goes, and as it is afterwards."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from devcompat.store.store import Store, open_store
from devcompat.verbs.what_if import WhatIf
from tests.verbs.test_what_if import EXAMPLES, LINES, asked, reports

OLD = (
    "SELF: driver=nvidia mdev_type=nvidia-559 driver_version=470.10"
    " COMPATIBLE: driver=nvidia mdev_type=nvidia-559 driver_version={v:version:>=470,<=470.10}"
)
PLAIN = {"parent": "gpu", "type": "t", "descriptor": OLD}
TYPED = {
    "parent": "gpu",
    "type": "t",
    "descriptor": "PARAMETERS: level={level:int:1..2} "
    + OLD.replace("SELF:", "SELF: level={level}").replace(
        "COMPATIBLE:", "COMPATIBLE: level={x:any}"
    ),
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "fleet.db")) as opened:
        yield opened


def with_types(store: Store, types: list[dict[str, Any]], upgrade: str = "all.yaml") -> WhatIf:
    """Return the answer for the fleet of the story, and a host that has only these types."""
    host = {"schema": "devcompat/report/1", "host": "h6", "generation": 1, "types": types,
            "labels": {"zone": "z6"}, "devices": []}  # fmt: skip
    list(store.save(reports([*LINES, json.dumps(host).encode()])))
    return asked(store, (EXAMPLES / upgrade).read_text(), str(EXAMPLES / upgrade))


def of_old_1(found: WhatIf) -> list[tuple[str, dict[str, tuple[int, bool]]]]:
    return [(line.concern, line.hosts) for line in found.lines() if line.name == "old-1"]


def test_the_vm_without_targets_can_go_to_what_could_be_created(store: Store) -> None:
    found = with_types(store, [{**PLAIN, "available": 1}])
    assert found.standing.counts("before")["compatible"] == 9
    assert found.standing.counts("during")["compatible"] == 9
    assert not found.concerns["stuck"]
    assert found.type_count() == 1
    # The order's moves go to devices that are there: of those there is none.
    assert found.find_order().result == "impossible"
    assert [one.why for one in found.find_order().blocked] == ["drain.no-target"]


@pytest.mark.parametrize(
    ("available", "concern"), [(0, "stuck"), (None, "doubtful"), (1, None), (7, None)]
)
def test_as_many_as_there_are_left(
    store: Store, available: int | None, concern: str | None
) -> None:
    found = with_types(store, [{**PLAIN, "available": available}])
    assert [one for one, _ in of_old_1(found)] == ([concern] if concern else [])


def test_a_type_becomes_what_is_said_of_its_class(store: Store) -> None:
    """The new driver of h6 takes over 535.50 and later, as that of all others does."""
    here = with_types(store, [{**PLAIN, "available": 1}])
    there = {key: here.standing.counts("after")[key] for key in ("compatible", "incompatible")}
    assert there == {"compatible": 9, "incompatible": 0}
    zone = with_types(store, [{**PLAIN, "available": 1}], "zone.yaml")
    # Only zone z1 is upgraded: h6 keeps its type, to which what is on z1 can go neither way.
    assert zone.standing.counts("after") == {"compatible": 9, "incompatible": 0, "unknown": 0}


def test_what_a_type_with_parameters_becomes_nobody_says(store: Store) -> None:
    one = {**TYPED, "available": 1}
    text = (EXAMPLES / "all.yaml").read_text().replace("hosts: all", "hosts: {names: [h5, h6]}")
    device = {"address": "d", "descriptor": "SELF: driver=nvidia driver_version=470.10 z=1"}
    host = {"schema": "devcompat/report/1", "host": "h6", "types": [one], "devices": [device]}
    old_only = [line for line in LINES if b'"h5"' in line]
    list(store.save(reports([*old_only, json.dumps(host).encode()])))
    found = asked(store, text)
    ((concern, _),) = of_old_1(found) or [("", {})]
    # It could go there before, and nobody says what is created there afterwards.
    assert found.standing.counts("before")["compatible"] == 1
    assert found.standing.counts("after")["unknown"] == 1
    assert concern == "doubtful"


@pytest.mark.parametrize(
    ("available", "fits"), [((2, 2), False), ((3, 2), False), ((4, 4), True), ((1, 8), False)]
)
def test_what_the_types_of_a_parent_share_is_counted_once(
    store: Store, available: tuple[int, int], fits: bool
) -> None:
    """A VM with two devices of each of two types: four things that one parent has to make."""
    descriptors = [
        f"SELF: driver=nvidia mdev_type=k{kind} driver_version=470.10"
        f" COMPATIBLE: driver=nvidia mdev_type=k{kind} driver_version=470.10"
        for kind in (1, 2)
    ]
    used = [
        {"address": f"d{n}", "state": "used", "vm": "big", "descriptor": descriptors[n % 2]}
        for n in range(4)
    ]
    types = [
        {"parent": "gpu", "type": f"t{n}", "available": left, "descriptor": descriptors[n]}
        for n, left in enumerate(available)
    ]
    hosts = [
        {"schema": "devcompat/report/1", "host": "a", "devices": used},
        {"schema": "devcompat/report/1", "host": "b", "devices": [], "types": types},
    ]
    list(store.save(reports([json.dumps(host).encode() for host in hosts])))
    text = (EXAMPLES / "all.yaml").read_text().replace("hosts: all", "hosts: {names: [a]}")
    found = asked(store, text)
    assert found.standing.counts("before")["compatible"] == int(fits)
    assert not fits or not found.concerns["stuck"]
