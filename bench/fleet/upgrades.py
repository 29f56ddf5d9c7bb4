"""Upgrades: what one would do to a fleet, and in which order it could be done.

Belongs here: what-if on a realistic fleet and on one of hosts that are all alike. Must not know:
other questions, peers: there are none that answer this.
"""

import gc
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from bench.fleet.results import Goal, Part, seconds, table
from devcompat.fleet.fleet import Fleet
from devcompat.reports.generate import generate
from devcompat.reports.hosts import packed_report
from devcompat.reports.lines import decode_report
from devcompat.reports.sides import Sides
from devcompat.verbs.fleet_opening import Vms
from devcompat.verbs.upgrade_file import read_upgrade
from devcompat.verbs.what_if import WhatIf

CLASSES = 2000
HOSTS = 300
_CHANGES = """
changes:
- match: {driver: nvidia}
  set: {driver_version: "999.1"}
  accept: {driver_version: {type: version, domain: [">=535", "<=999.1"]}}
"""
Made = TypeVar("Made")


class _Row(NamedTuple):
    what: str
    found: WhatIf
    targets: float
    order: float

    def cells(self) -> tuple[str, ...]:
        """Return the row as texts."""
        plan = self.found.find_order()
        moves = sum(len(step.moves) for step in plan.steps)
        return (
            self.what, f"{len(self.found.changing):,}", seconds(self.targets),
            seconds(self.order), plan.result, f"{len(plan.steps):,}", f"{moves:,}",
            f"{len(plan.blocked):,}", f"{len(plan.waiting):,}",
        )  # fmt: skip


def of_upgrades(devices: int) -> Part:
    """Return how long the two answers take, in processor time, with the fleet in memory."""
    fleet, vms = _realistic(devices)
    names = [entry.name for entry in fleet.hosts()]
    some = names[:: max(1, len(names) // HOSTS)][:HOSTS]
    rows = [_row("some hosts, classes never seen", fleet, vms, _named(some))]
    rows.append(_row("the same again", fleet, vms, _named(some)))
    whole = _row("all hosts", fleet, vms, "all")
    able = sorted(whole.found.host(step.host).name for step in whole.found.find_order().steps)
    rows.append(_row("hosts that can be emptied", fleet, vms, _named(able[:HOSTS])))
    rows.append(whole)
    alike = _alike(devices)
    rows.append(_row("all hosts of a fleet that are alike", *alike, "all"))
    head = ("upgrade of", "hosts that change", "targets", "order", "", "steps", "moves",
            "blocked", "waiting")  # fmt: skip
    both = rows[0].targets + rows[0].order
    note = (
        f"{devices:,} devices, {len(names):,} hosts, {CLASSES:,} classes; processor time with the"
        " fleet in memory, reading the upgrade file included. Some VMs of this fleet cannot migrate"
        " at all, or nobody knows: hosts with such cannot be emptied. The hosts that are alike have"
        " ten devices of two classes each, six in use on most, one of ten hosts being empty."
    )
    goals = [
        Goal("what-if, 300 hosts: who has targets", rows[0].targets, 2, " s", True),
        Goal("what-if, 300 hosts: the order too", both, 2, " s", True),
    ]
    return Part([table(head, [row.cells() for row in rows])], goals, [note])


def _named(names: Sequence[str]) -> str:
    return f"{{names: [{', '.join(names)}]}}"


def _row(what: str, fleet: Fleet, vms: Vms, hosts: str) -> _Row:
    text = f"hosts: {hosts}{_CHANGES}".encode()
    found, targets = _taken(lambda: WhatIf(fleet, vms, read_upgrade(text, "bench.yaml")))
    _, order = _taken(found.find_order)
    return _Row(what, found, targets, order)


def _taken(run: Callable[[], Made]) -> tuple[Made, float]:
    gc.collect()
    begun = time.process_time()
    made = run()
    return made, time.process_time() - begun


def _realistic(devices: int) -> tuple[Fleet, Vms]:
    fleet, vms, sides = Fleet(), Vms(), Sides()
    for line in generate(devices // 10, CLASSES):
        read = decode_report(line)
        fleet.replace_packed(packed_report(read, sides, fleet.classes))
        vms[read.host] = [device.vm for device in read.devices]
    len(fleet)
    return fleet, vms


def _alike(devices: int) -> tuple[Fleet, Vms]:
    """Return hosts with five devices each of two classes; nine of ten hosts have six VMs."""
    descriptors = [
        f'"SELF: driver=nvidia mdev_type=t{kind} driver_version=535.1 COMPATIBLE: driver=nvidia'
        f' mdev_type=t{kind} driver_version={{v:version:>=535,<=535.1}}"'
        for kind in (1, 2)
    ]
    fleet, vms, sides = Fleet(), Vms(), Sides()
    for host in range(devices // 10):
        told = []
        for place in range(10):
            used = host % 10 != 0 and place < 6
            state = f'"state": "used", "vm": "v{host}-{place}"' if used else '"state": "free"'
            told.append(
                f'{{"address": "d{place}", {state}, "descriptor": {descriptors[place % 2]}}}'
            )
        line = (
            f'{{"schema": "devcompat/report/1", "host": "h{host:06d}",'
            f' "devices": [{", ".join(told)}]}}'
        )
        read = decode_report(line.encode())
        fleet.replace_packed(packed_report(read, sides, fleet.classes))
        vms[read.host] = [device.vm for device in read.devices]
    len(fleet)
    return fleet, vms
