"""Fleet history: what a device was and when it changed; what that cost is what a scan counts."""

from pathlib import Path
from typing import Any

from devcompat.fleet.classes import class_name
from devcompat.match.judge import outcome_of
from devcompat.reports.classes import side_of
from devcompat.store.store import Store, open_store
from tests.docs.test_schemas import demand

from .fleets import ask, counts, device, line, loaded
from .process import run

OUTCOMES = ("compatible", "incompatible", "unknown")


def opaque(address: str) -> dict[str, Any]:
    """Return a device of which it is unknown what it takes over."""
    return {"address": address, "descriptor": "SELF: type=pci n=1 COMPATIBLE: type=pci "
            "n={x:opaque:firmware}"}  # fmt: skip


FIRST = (
    line("h1", device("a", 1), device("b", 1))
    + line("h2", device("a", 1), device("b", 2), opaque("c"))
    + line("h3", device("a", 2), {"address": "b", "undescribed": {"detail": "driver.none"}})
)
THEN = line("h1", device("a", 2), device("c", 3), generation=2)


def scanned(store: Store, own: tuple[str, str], form: bytes, *, as_source: bool) -> dict[str, int]:
    """Count each device of the store but that one by what the matcher says of it."""
    one, found = side_of(form), dict.fromkeys(OUTCOMES, 0)
    for report in store.iter_reports():
        for other in report.devices:
            if (report.host, other.address) != own:
                side = side_of(report.classes[other.class_digest])
                pair = (one, side) if as_source else (side, one)
                found[outcome_of(*pair)] += 1
    return found


def test_each_change_is_told_and_its_cost_is_that_of_a_scan(url: str, tmp_path: Path) -> None:
    assert counts(loaded(url, FIRST, tmp_path)) == (3, 0, 0, 0, 0)
    assert ask(url, "history", "h1", where=tmp_path)["changes"] == []
    assert loaded(url, THEN, tmp_path)["changes"] == 3
    history = ask(url, "history", "h1", where=tmp_path)
    demand("fleet-history", history)
    assert [(found["address"], found["state"]) for found in history["devices"]] == [
        ("a", "free"), ("c", "free"),
    ]  # fmt: skip
    a, b, c = history["changes"]
    assert [change["address"] for change in (a, b, c)] == ["a", "b", "c"]
    assert (a["fields"], b["fields"], c["fields"]) == ({"n": {"old": "1", "new": "2"}}, {}, {})
    assert (b["new"], c["old"], a["old"], a["from_generation"]) == (None, None, b["old"], 1)
    with open_store(url, must_exist=True) as store:
        forms = {class_name(form): form for form in store.classes().values()}
        for change in (a, b, c):
            own = ("h1", change["address"])
            for role in ("as_source", "as_target"):
                for when, name in (("before", change["old"]), ("after", change["new"])):
                    expected = None if name is None else scanned(
                        store, own, forms[name], as_source=role == "as_source"
                    )  # fmt: skip
                    assert change[role][when] == expected, (change["address"], role, when)
    n1 = a["old"]
    lost, gained = a["as_source"]["lost"], a["as_source"]["gained"]
    assert lost == {
        "devices": 1, "classes": 1, "hosts": 1, "first_classes": [n1], "first_hosts": ["h2"],
    }  # fmt: skip
    assert (gained["devices"], gained["first_hosts"]) == (2, ["h2", "h3"])
    assert c["as_source"]["gained"]["devices"] == 0
    assert history["classes"][n1]["self"] == {"n": "1", "type": "pci"}


def test_one_device_also_one_that_is_gone(url: str, tmp_path: Path) -> None:
    loaded(url, FIRST + THEN + line("h1", device("a", 1), generation=3), tmp_path)
    words = ("--store", url)
    a = run(("fleet", "history", "h1/a", *words), tmp_path)
    assert a.code == 0
    assert "n: 1 -> 2\n  can go to: 1 -> 2 compatible, 2 -> 2 unknown\n" in a.out
    assert "lost: 1 device on 1 host (h2) of 1 class (" in a.out
    assert a.out.count("generation ") == 2
    newest = run(("fleet", "history", "h1/a", "--limit", "1", *words), tmp_path)
    assert "n: 2 -> 1\n" in newest.out
    assert newest.out.count("generation ") == 1
    c = run(("fleet", "history", "h1/c", *words), tmp_path)
    assert c.out.startswith("h1/c is not there any more\n")
    assert "appeared as c-" in c.out
    assert "vanished, was c-" in c.out
    history = ask(url, "history", "h1/c", where=tmp_path)
    demand("fleet-history", history)
    assert (history["devices"], history["address"]) == ([], "c")


def test_devices_of_a_host_to_which_the_same_happened_are_told_together(tmp_path: Path) -> None:
    before, after = (
        line("h9", *[device(f"d{number}", n) for number in range(8)], device("x", 3 - n),
             generation=n)
        for n in (1, 2)
    )  # fmt: skip
    loaded("fleet.db", FIRST + before, tmp_path)
    loaded("fleet.db", after, tmp_path)
    told = run(("fleet", "history", "h9", "--store", "fleet.db"), tmp_path).out
    assert " 8 devices (d0, d1, d2, d3, d4, ...)  generation 1 -> 2: c-" in told
    assert " x  generation 1 -> 2: c-" in told
    assert told.count("generation 1 -> 2") == told.count("can go to:") == 2
    assert len(ask("fleet.db", "history", "h9", where=tmp_path)["changes"]) == 9


def test_the_rule_and_the_basis_are_those_asked_for(tmp_path: Path) -> None:
    loaded("fleet.db", FIRST + THEN, tmp_path)
    strict = ask("fleet.db", "history", "h1/a", "--rule", "both", where=tmp_path)
    assert strict["changes"][0]["as_source"]["before"]["compatible"] == 1
    weak = line("h4", device("a", 1, basis="read")) + line("h5", device("a", 1, basis="read"))
    loaded("fleet.db", weak + line("h5", device("a", 2, basis="read"), generation=2), tmp_path)
    (change,) = ask("fleet.db", "history", "h5", "--min-basis", "native", where=tmp_path)["changes"]
    assert change["as_source"]["before"]["compatible"] == 0


def test_forgetting_a_host_forgets_its_history(tmp_path: Path) -> None:
    loaded("fleet.db", FIRST + THEN, tmp_path)
    assert ask("fleet.db", "forget", "h1", where=tmp_path)["forgotten"]
    ended = run(("fleet", "history", "h1", "--store", "fleet.db"), tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert "history.unknown" in ended.err
