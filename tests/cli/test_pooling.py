"""`pools` and `baseline` on a store: the same names in any order, and descriptors that hold.

Belongs here: fleets whose pools are known. Must not know: how pools are found.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from .fleets import device, line, loaded
from .process import run


def vf(address: str, queues: int, least: int, most: int) -> dict[str, Any]:
    """Return a device with so many queues that takes over those from `least` to `most`."""
    return device(address, descriptor={
        "self": {"type": "vf", "queues": queues},
        "compatible": [{
            "variables": {"n": {"type": "int", "domain": [{"from": least, "to": most}]}},
            "fields": {"type": "vf", "queues": "${n}"},
        }],
    })  # fmt: skip


def old(address: str) -> dict[str, Any]:
    return vf(address, 4, 1, 4)


def wide(address: str) -> dict[str, Any]:
    return vf(address, 4, 1, 8)


def new(address: str) -> dict[str, Any]:
    return vf(address, 6, 4, 8)


Z1 = {"zone": "z1"}
LINES = [
    line("h1", old("a"), old("b"), labels=Z1),
    line("h2", wide("a"), old("b"), new("c")),
    line("h3", new("a"), new("b"), wide("c"), labels=Z1),
    line("h4", device("a", 9), {"address": "b", "undescribed": {"detail": "driver.none"}}),
]
"""`old` and `wide` accept each other, `wide` and `new` as well, `old` and `new` do not."""


def answer(command: str, store: str, where: Path, *words: str, code: int = 0) -> dict[str, Any]:
    ended = run((command, "--store", store, "--json", *words), where)
    assert (ended.code, ended.err) == (code, "")
    found: dict[str, Any] = json.loads(ended.out)
    return found


def names(found: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Return the pools in their order: name, number of devices, number of classes."""
    return [(pool["pool"], pool["devices"], len(pool["classes"])) for pool in found["pools"]]


def test_pools_have_the_same_names_in_whatever_order_hosts_are_loaded(
    url: str, tmp_path: Path
) -> None:
    loaded("forth.db", "".join(LINES), tmp_path)
    loaded(url, LINES[2] + LINES[0], tmp_path)
    loaded(url, LINES[3] + LINES[1], tmp_path)
    forth, back = (answer("pools", store, tmp_path) for store in ("forth.db", url))
    assert names(forth) == names(back)
    assert [pool[1:] for pool in names(forth)] == [(5, 2), (5, 2), (1, 1)]
    told = [
        {pool["pool"]: set(pool["classes"]) for pool in each["pools"]} for each in (forth, back)
    ]
    assert told[0] == told[1]
    assert len(told[0]) == 3


def test_a_name_stays_while_the_pool_has_the_same_classes(tmp_path: Path) -> None:
    loaded("fleet.db", "".join(LINES[:3]), tmp_path)
    before = [name for name, *_ in names(answer("pools", "fleet.db", tmp_path))]
    loaded("fleet.db", LINES[3] + line("h5", wide("a"), labels=Z1), tmp_path)
    after = [name for name, *_ in names(answer("pools", "fleet.db", tmp_path))]
    assert set(before) < set(after)
    loaded("fleet.db", line("h2", new("c"), generation=2), tmp_path)
    assert set(before) < {name for name, *_ in names(answer("pools", "fleet.db", tmp_path))}


def test_the_baseline_of_a_pool_is_accepted_by_its_devices_and_is_a_file(tmp_path: Path) -> None:
    loaded("fleet.db", "".join(LINES), tmp_path)
    strongest: set[str] = set()
    for pool in answer("pools", "fleet.db", tmp_path)["pools"]:
        words = ("--pool", pool["pool"])
        found = answer("baseline", "fleet.db", tmp_path, *words)
        assert found["outcome"] == "written"
        assert {member["class"] for member in found["members"]} == set(pool["classes"])
        assert sum(member["devices"] for member in found["members"]) == pool["devices"]
        ended = run(("baseline", "--store", "fleet.db", *words, "-o", "own.txt"), tmp_path)
        assert ended.code == 0
        assert run(("check", "own.txt", "own.txt"), tmp_path).code == 0
        strongest.add(str(found["strongest"].get("queues")))
    assert strongest == {"4", "8", "None"}


def test_the_baseline_of_a_label_says_who_limits_it(tmp_path: Path) -> None:
    loaded("fleet.db", "".join(LINES), tmp_path)
    found = answer("baseline", "fleet.db", tmp_path, "--label", "zone=z1")
    assert found["strongest"] == {"type": "vf", "queues": "4"}
    assert found["limits"] == [
        {"field": "queues", "value": "4", "limitedBy": ["h1/a"], "beyond": "8"}
    ]
    pair = answer("baseline", "fleet.db", tmp_path, "h3/c", "h3/a")
    assert pair["strongest"]["queues"] == "8"
    assert pair["limits"] == []


def test_all_devices_of_the_store_have_nothing_in_common(tmp_path: Path) -> None:
    loaded("fleet.db", "".join(LINES), tmp_path)
    found = answer("baseline", "fleet.db", tmp_path, code=1)
    assert (found["outcome"], found["descriptor"], found["strongest"]) == ("nothing", None, None)
    assert len(found["conflict"]["members"]) == 2
    assert "type" in found["conflict"]["fields"]
    assert found["leftOut"] == {"undescribed": 1, "immovable": 0}


@pytest.mark.parametrize("command", ["baseline", "pools"])
def test_what_nobody_has_is_a_fault_and_writes_nothing(command: str, tmp_path: Path) -> None:
    loaded("fleet.db", LINES[0], tmp_path)
    for words in (("--label", "zone=z9"), ("h9/a",), ("c-000000000000",)):
        ended = run((command, "--store", "fleet.db", *words), tmp_path)
        assert (ended.code, ended.out) == (2, ""), words
        assert ended.err
    kept = {"fleet.db", "fleet.db-wal", "fleet.db-shm"}
    assert {path.name for path in tmp_path.iterdir()} <= kept
