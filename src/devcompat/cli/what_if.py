"""What if: the command `devcompat what-if`.

Belongs here: the answers as text. Must not know: how they are found or drawn.
"""

import argparse
from itertools import islice

from devcompat.cli import exits
from devcompat.cli.options import add_rules, count
from devcompat.cli.output import Output, clean
from devcompat.cli.store_option import add_store, store_named
from devcompat.fleet.fleet import Fleet
from devcompat.match.verdict import COMPATIBLE, INCOMPATIBLE, UNKNOWN, Outcome
from devcompat.planning.order import Plan
from devcompat.store.store import Store, open_store
from devcompat.verbs.fleet_opening import Vms, open_fleet_with_vms
from devcompat.verbs.inputs import load_bytes
from devcompat.verbs.upgrade_file import LIMIT, read_upgrade
from devcompat.verbs.what_if import CONCERNS, PHASES, Concern, VmLine, WhatIf
from devcompat.verbs.what_if_answers import blocked_in_brief, reason_in_brief, what_if_to_plain
from devcompat.wording.numbers import numbered

SHOWN = 20
"""VMs, classes and steps that are shown each, where nobody said how many."""
_SAID: dict[Outcome, str] = {
    COMPATIBLE: "with a target", UNKNOWN: "not known", INCOMPATIBLE: "without",
}  # fmt: skip
_CONCERNS: dict[Concern, tuple[str, str]] = {
    "stuck": ("VM cannot be moved away", "VMs cannot be moved away"),
    "lost": ("VM loses all its targets", "VMs lose all their targets"),
    "doubtful": ("VM may be stranded", "VMs may be stranded"),
    "gained": ("VM gains targets", "VMs gain targets"),
}


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add what this command lets a user type."""
    add_store(parser)
    parser.add_argument(
        "--upgrade", metavar="FILE", required=True,
        help="which devices of which hosts become what (YAML or JSON), or -",
    )  # fmt: skip
    parser.add_argument(
        "--order", action="store_true",
        help="find an order of the hosts in which each can be emptied, or prove that none exists",
    )  # fmt: skip
    parser.add_argument(
        "--svg", metavar="OUT", help="draw the pool before, during and after to the file OUT"
    )
    parser.add_argument(
        "--limit", type=count, metavar="N",
        help=f"VMs, classes and steps that are listed each ({SHOWN}; with --json all)",
    )  # fmt: skip
    add_rules(parser)


def run_what_if(options: argparse.Namespace, output: Output) -> int:
    """Say who has targets before, during and after an upgrade, and which order there is."""
    upgrade = read_upgrade(load_bytes(options.upgrade, LIMIT), options.upgrade)
    with open_store(store_named(options), must_exist=True) as store:
        fleet, vms = _opened(store, output)
    found = WhatIf(fleet, vms, upgrade, options.rule, options.min_basis)
    if options.order:
        found.find_order()
    if options.svg is not None:
        from devcompat.cli.pool_picture import pool_picture
        from devcompat.verbs.outputs import save_bytes
        from devcompat.verbs.pool_view import view_of

        save_bytes(options.svg, pool_picture(view_of(found), options.upgrade).encode())
    if options.json:
        output.json(what_if_to_plain(found, options.upgrade, options.limit))
    else:
        _show(found, options.upgrade, options.limit or SHOWN, output)
    return exits.BY_OUTCOME[found.outcome()]


def _opened(store: Store, output: Output) -> tuple[Fleet, Vms]:
    """Read the store, with a bar on a terminal."""
    with output.progress(store.status().hosts) as bar:

        def watch(hosts: int, devices: int) -> None:
            if bar is not None and bar.is_due():
                bar.show(hosts, hosts, devices)

        return open_fleet_with_vms(store, watch)


def _show(found: WhatIf, upgrade: str, limit: int, output: Output) -> None:
    changes = found.class_changes()
    devices = sum(one.devices for one in changes)
    hosts = f"{len(found.changing)} of {numbered(len(found.pool.hosts), 'host')}"
    output.say(f"{upgrade}: {numbered(devices, 'device')} on {hosts} change", "strong")
    rows = [
        (
            found.name_of(one.old),
            found.name_of(one.new),
            clean(found.told(one.new)),
            str(one.devices),
            str(one.hosts),
            one.forth.outcome,
            one.back.outcome,
        )
        for one in changes[:limit]
    ]
    headings = ("class", "becomes", "of", "devices", "hosts", "old to new", "new to old")
    output.table(headings, rows)
    _say_more(len(changes) - limit, "class", output)
    _say_left_out(found, output)
    output.line()
    _show_vms(found, limit, output)
    if found.plan is not None:
        output.line()
        _show_plan(found, found.plan, limit, output)


def _say_left_out(found: WhatIf, output: Output) -> None:
    """Say what the upgrade file does not speak of, and what it speaks of in vain."""
    for place in found.unused:
        said = f"the change in line {place.line} matches no class of these hosts"
        output.say(said, "doubt")
    idle = found.selected - len(found.changing)
    if idle:
        output.say(f"{numbered(idle, 'host')} named have no device that changes", "dim")
    if found.unmatched:
        devices = numbered(sum(found.unmatched.values()), "device")
        classes = numbered(len(found.unmatched), "class", "classes")
        output.say(f"{devices} of {classes} on these hosts stay as they are", "dim")
    types = found.type_count()
    if types:
        order = "" if found.plan is None else "; moves are made to devices that are there"
        output.say(f"{numbered(types, 'type')} that could be created counted{order}", "dim")


def _show_vms(found: WhatIf, limit: int, output: Output) -> None:
    counts = {phase: found.standing.counts(phase) for phase in PHASES}
    rows = [
        (said, *(str(counts[phase][outcome]) for phase in PHASES))
        for outcome, said in _SAID.items()
    ]
    output.table((numbered(found.vm_count(), "VM"), *PHASES), rows)
    for concern in CONCERNS:
        number = len(found.concerns[concern])
        if number:
            one, several = _CONCERNS[concern]
            style = "good" if concern == "gained" else "doubt" if concern == "doubtful" else "bad"
            output.say(numbered(number, one, several), style)
    total = sum(map(len, found.concerns.values()))
    if not total:
        output.say("no VM is stranded", "good")
        return
    lines = list(islice(found.lines(), limit))
    headings = ("vm", "host", "is", "before", "during", "after", "back", "why")
    output.table(headings, [_vm_row(found, line) for line in lines])
    _say_more(total - len(lines), "VM", output)


def _vm_row(found: WhatIf, line: VmLine) -> tuple[str, ...]:
    cells = [_hosts_in_brief(line, phase) for phase in (*PHASES, "back")]
    name = line.name or line.addresses[0]
    row = (name, line.host, line.concern, *cells, reason_in_brief(found, line))
    return tuple(clean(cell) for cell in row)


def _hosts_in_brief(line: VmLine, phase: str) -> str:
    """Return how many hosts take a VM; `?` where that is not known."""
    outcome = getattr(line.phases, phase)
    if outcome is None:
        return "-"
    if outcome == UNKNOWN:
        return "?"
    hosts, complete = line.hosts[phase]
    return f"{hosts}" if complete else f"{hosts}+"


_RESULTS = {
    "order": "order: {done} of {all}, {moves}; nobody is stranded",
    "impossible": "there is no order; of {all}, {done} can be upgraded with {moves}",
    "undecided": "undecided; of {all}, {done} can be upgraded with {moves}",
}


def _show_plan(found: WhatIf, plan: Plan, limit: int, output: Output) -> None:
    words = {
        "all": numbered(len(found.changing), "host"),
        "done": str(len(plan.steps)),
        "moves": numbered(sum(len(step.moves) for step in plan.steps), "move"),
    }
    style = {"order": "good", "impossible": "bad", "undecided": "doubt"}[plan.result]
    output.say(_RESULTS[plan.result].format(**words), style)
    if plan.blocked:
        rows = [
            tuple(
                map(clean, (
                    found.host(one.host).name, one.why, found.vm_name(one.vm),
                    blocked_in_brief(found, one),
                ))
            )
            for one in plan.blocked[:limit]
        ]  # fmt: skip
        output.table(("host", "blocked by", "vm", "device"), rows)
        _say_more(len(plan.blocked) - limit, "host", output)
    if plan.waiting:
        doubtful = set(plan.doubtful)
        rows = [
            (
                clean(found.host(host).name),
                clean(found.vm_name(vm)),
                "a target that is not known" if host in doubtful else "room",
            )
            for host, vm in plan.waiting[:limit]
        ]
        output.table(("host", "vm", "waits for"), rows)
        _say_more(len(plan.waiting) - limit, "host", output)
    if plan.steps:
        output.table(("step", "host", "vm", "from", "to"), _step_rows(found, plan, limit))
        _say_more(len(plan.steps) - limit, "step", output)


def _step_rows(found: WhatIf, plan: Plan, limit: int) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for number, step in enumerate(plan.steps[:limit], start=1):
        host = clean(found.host(step.host).name)
        for move in step.moves:
            places = [
                " ".join(f"{found.host(at).name}/{found.address(at, place)}" for place in taken)
                for at, taken in ((move.source, move.leaving), (move.target, move.taking))
            ]
            rows.append((str(number), host, *map(clean, (found.vm_name(move.vm), *places))))
        if not step.moves:
            rows.append((str(number), host, "-", "-", "-"))
    return rows


def _say_more(more: int, what: str, output: Output) -> None:
    if more > 0:
        several = "classes" if what == "class" else ""
        said = numbered(more, f"more {what}", several and f"more {several}")
        output.say(f"... and {said}: --limit N, or --json", "dim")
