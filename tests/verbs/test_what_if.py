"""What an upgrade does to a stored fleet: classes, VMs, an order, and what is wrong with a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from devcompat.language.problems import InputError
from devcompat.match.judge import Side, judge
from devcompat.reports.hosts import host_report
from devcompat.reports.lines import decode_report
from devcompat.reports.sides import Sides
from devcompat.store.records import StoredReport
from devcompat.store.store import Store, open_store
from devcompat.verbs.fleet_opening import open_fleet_with_vms
from devcompat.verbs.upgrade_file import read_upgrade
from devcompat.verbs.what_if import WhatIf
from tests.docs.pages import ROOT
from tests.verbs.stored import stored

EXAMPLES = ROOT / "examples" / "what-if"
LINES = (EXAMPLES / "fleet.jsonl").read_bytes().splitlines()
NEW = '{driver_version: {type: version, domain: [">=535.50", "<=550.10"]}}'


def reports(lines: list[bytes]) -> Iterator[StoredReport]:
    sides = Sides()
    for line in lines:
        read = decode_report(line)
        report = stored(host_report(read, sides))
        devices = tuple(
            device._replace(vm=told.vm)
            for device, told in zip(report.devices, read.devices, strict=True)
        )
        yield report._replace(devices=devices)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(str(tmp_path / "fleet.db")) as opened:
        assert all(saved.outcome == "new" for saved in opened.save(reports(LINES)))
        yield opened


def asked(store: Store, text: str, name: str = "x.yaml") -> WhatIf:
    fleet, vms = open_fleet_with_vms(store, lambda hosts, devices: None)
    return WhatIf(fleet, vms, read_upgrade(text.encode(), name))


def example(store: Store, name: str) -> WhatIf:
    return asked(store, (EXAMPLES / name).read_text(), str(EXAMPLES / name))


def test_a_zone(store: Store) -> None:
    found = example(store, "zone.yaml")
    assert [found.host(number).name for number in found.changing] == ["h1", "h2", "h3", "h4"]
    assert (found.device_count(), found.vm_count()) == (16, 9)
    assert [(one.forth.outcome, one.back.outcome) for one in found.class_changes()] == [
        ("compatible", "incompatible"),
        ("compatible", "incompatible"),
    ]
    assert found.standing.counts("after") == {"compatible": 8, "incompatible": 1, "unknown": 0}
    assert list(found.lines()) == []
    assert found.find_order().result == "order"
    assert len(found.find_order().steps) == 4
    assert found.outcome() == "compatible"


def test_a_vm_that_cannot_be_moved_away(store: Store) -> None:
    found = example(store, "all.yaml")
    (line,) = found.lines()
    assert (line.name, line.host, line.concern, line.addresses) == (
        "old-1", "h5", "stuck", ("gpu0",),
    )  # fmt: skip
    assert line.hosts == {
        "before": (0, True), "during": (0, True), "after": (4, True), "back": (0, True),
    }  # fmt: skip
    reason = found.reason(line)
    assert reason is not None
    assert reason.verdict is not None
    assert reason.verdict.judgements[0].failures[0].fields == ("driver_version",)
    plan = found.find_order()
    assert plan.result == "impossible"
    (blocked,) = plan.blocked
    assert (found.host(blocked.host).name, blocked.why) == ("h5", "drain.no-target")
    assert len(plan.steps) == 4
    assert found.outcome() == "incompatible"


def test_a_driver_that_takes_more_over_strands_nobody(store: Store) -> None:
    found = example(store, "wider.yaml")
    assert found.find_order().result == "order"
    assert len(found.find_order().steps) == 5
    # What had no target before has some afterwards.
    assert [(line.name, line.concern) for line in found.lines()] == [("old-1", "gained")]


OF_ONE_TYPE = {"web-1", "web-2", "web-3", "web-4", "ml-1"}


def test_targets_are_lost_where_the_new_device_is_accepted_by_nobody(store: Store) -> None:
    text = """
hosts: {names: [h1, h2, h3, h4]}
changes:
- match: {mdev_type: nvidia-559, driver_version: "535.50"}
  set: {driver_version: "550.10"}
"""
    found = asked(store, text)
    assert {line.name for line in found.lines()} == OF_ONE_TYPE
    assert {line.concern for line in found.lines()} == {"lost"}
    assert sum(found.unmatched.values()) == 8
    # They can be moved to the new devices, and never away from there.
    assert found.find_order().result == "order"
    assert found.outcome() == "incompatible"


def test_a_dead_end_where_the_new_devices_accept_nothing(store: Store) -> None:
    text = """
hosts: {names: [h1, h2, h3, h4]}
changes:
- match: {mdev_type: nvidia-559, driver_version: "535.50"}
  compatible: []
"""
    found = asked(store, text)
    # As long as there are old devices, they can be moved there: they are not stuck, but lost.
    assert {line.concern for line in found.lines()} == {"lost"}
    plan = found.find_order()
    assert plan.result == "impossible"
    assert {one.why for one in plan.blocked} == {"drain.dead-end"}
    assert {found.vm_name(one.vm) for one in plan.blocked} <= OF_ONE_TYPE


def test_not_known_is_kept_apart(store: Store) -> None:
    text = """
hosts: {labels: {zone: z1}}
changes:
- match: {driver_version: "535.50"}
  set: {driver_version: "550.10", firmware: "7"}
  accept:
    driver_version: {type: version, domain: [">=535.50", "<=550.10"]}
    firmware: {type: opaque, domain: firmware 7}
"""
    found = asked(store, text)
    assert {line.concern for line in found.lines()} == {"doubtful"}
    plan = found.find_order()
    assert plan.result == "undecided"
    assert plan.doubtful
    assert found.outcome() == "unknown"


def test_from_a_device_and_to_a_file_or_a_device(store: Store, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("SELF: driver=nvidia mdev_type=nvidia-559 driver_version=9")
    text = "hosts: all\nchanges:\n- {from: h1/gpu0, to: new.txt}\n- {from: h1/gpu2, to: h5/gpu2}\n"
    found = asked(store, text, str(tmp_path / "x.yaml"))
    assert sorted(one.devices for one in found.class_changes()) == [8, 8]
    (tmp_path / "old.json").write_text(
        '{"self": {"driver": "nvidia", "mdev_type": "nvidia-559", "driver_version": "535.50"},'
        ' "compatible": [{"variables": {"v": {"type": "version", "domain": [">=535", "<=535.50"]}},'
        ' "fields": {"driver_version": "${v}", "mdev_type": "nvidia-559", "driver": "nvidia"}}]}'
    )
    text = "hosts: all\nchanges:\n- {from: old.json, to: new.txt}\n"
    found = asked(store, text, str(tmp_path / "x.yaml"))
    assert [one.devices for one in found.class_changes()] == [8]


def test_a_change_that_speaks_of_nothing_is_told(store: Store) -> None:
    text = f"""hosts: all
changes:
- match: {{driver: nvidia, driver_version: "535.50"}}
  accept: {NEW}
- match: {{driver: intel}}
  set: {{a: 1}}
"""
    found = asked(store, text)
    assert [place.line for place in found.unused] == [5]
    assert sum(found.unmatched.values()) == 4


@pytest.mark.parametrize(
    ("hosts", "change", "code", "line"),
    [
        ("{names: [h1, h9]}", "match: {driver: nvidia}\n  set: {a: 1}", "upgrade.host", 1),
        ("{labels: {zone: z9}}", "match: {driver: nvidia}\n  set: {a: 1}", "upgrade.host", None),
        ("all", "match: {driver: intel}\n  set: {a: 1}", "upgrade.nothing", 3),
        ("all", "from: h1/gpu9\n  to: h1/gpu0", "upgrade.class", 3),
        ("all", "from: h1/gpu0\n  to: nowhere.txt", "upgrade.class", 3),
        (
            "all",
            "match: {driver: nvidia}\n  set: {a: 1}\n- match: {driver: nvidia}\n  set: {b: 1}",
            "upgrade.repeated",
            5,
        ),
    ],
)
def test_what_is_wrong(store: Store, hosts: str, change: str, code: str, line: int | None) -> None:
    with pytest.raises(InputError) as told:
        asked(store, f"hosts: {hosts}\nchanges:\n- {change}\n")
    problem = told.value.problems[0]
    assert problem.code == code
    assert (None if problem.position is None else problem.position.line) == line


def test_every_move_is_one_that_judge_allows(store: Store) -> None:
    """Each move goes to a device that accepts what the VM is then."""
    found = example(store, "wider.yaml")
    fleet, _ = open_fleet_with_vms(store, lambda hosts, devices: None)
    upgraded: set[int] = set()
    for number in found.pool.becomes.values():
        assert number >= len(fleet.classes)
    sides = found.sides()

    def side(host: int, position: int) -> Side:
        there = found.host(host)
        return sides[(there.after if host in upgraded else there.before)[position]]

    for step in found.find_order().steps:
        for move in step.moves:
            for old, new in zip(move.leaving, move.taking, strict=True):
                assert judge(side(move.source, old), side(move.target, new))
        upgraded.add(step.host)
    assert len(upgraded) == 5
