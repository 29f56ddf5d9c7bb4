"""What-if answers: what an upgrade would do, as plain, JSON-able values and short sentences.

Belongs here: the shape that schema/what-if.schema.json describes. Must not know: JSON text,
terminals.
"""

from itertools import islice

from devcompat.match.verdict import Outcome
from devcompat.planning.order import Blocked, Move, Plan
from devcompat.planning.pool import place_of
from devcompat.verbs.serial import Plain, verdict_to_plain
from devcompat.verbs.what_if import CONCERNS, PHASES, ClassChange, Reason, VmLine, WhatIf
from devcompat.wording.numbers import numbered
from devcompat.wording.sentences import in_brief


def what_if_to_plain(found: WhatIf, upgrade: str, limit: int | None) -> dict[str, Plain]:
    """Return the answers; `limit` is how many VMs and steps are listed, None for all."""
    lines = list(islice(found.lines(), limit))
    concerned = {str(concern): len(found.concerns[concern]) for concern in CONCERNS}
    return {
        "upgrade": upgrade,
        "rule": found.rule,
        "outcome": found.outcome(),
        "hosts": {
            "all": len(found.pool.hosts),
            "selected": found.selected,
            "changing": len(found.changing),
        },
        "changes": [_change_to_plain(found, one) for one in found.class_changes()],
        "unmatched": [
            {"class": found.name_of(number), "told": found.told(number), "devices": count}
            for number, count in sorted(found.unmatched.items())
        ],
        "unused": [place.line for place in found.unused],
        "creatable_types": found.type_count(),
        "reserved": found.reserved_count(),
        "vms": {
            "all": found.vm_count(),
            **{phase: _counts(found.standing.counts(phase)) for phase in PHASES},
            **concerned,
        },
        "listed": [_line_to_plain(found, line) for line in lines],
        "complete": len(lines) == sum(concerned.values()),
        "order": None if found.plan is None else _plan_to_plain(found, found.plan, limit),
    }


def _counts(counts: dict[Outcome, int]) -> dict[str, Plain]:
    return {str(outcome): count for outcome, count in counts.items()}


def _change_to_plain(found: WhatIf, one: ClassChange) -> dict[str, Plain]:
    return {
        "class": found.name_of(one.old),
        "told": found.told(one.old),
        "becomes": found.name_of(one.new),
        "becomes_told": found.told(one.new),
        "devices": one.devices,
        "hosts": one.hosts,
        "forth": verdict_to_plain(one.forth),
        "back": verdict_to_plain(one.back),
    }


def _line_to_plain(found: WhatIf, line: VmLine) -> dict[str, Plain]:
    outcomes: dict[str, Outcome | None] = {**line.phases._asdict()}
    phases: dict[str, Plain] = {
        phase: None
        if outcome is None
        else {
            "outcome": outcome,
            "hosts": line.hosts[phase][0],
            "complete": line.hosts[phase][1],
        }
        for phase, outcome in outcomes.items()
    }
    reason = found.reason(line)
    devices = zip(line.addresses, line.kind.classes, line.kind.later, strict=True)
    return {
        "vm": line.name or None,
        "host": line.host,
        "concern": line.concern,
        "drains": line.kind.drains,
        "devices": [
            {"device": address, "class": found.name_of(old), "becomes": found.name_of(new)}
            for address, old, new in devices
        ],
        **phases,
        "reason": None if reason is None else _reason_to_plain(found, reason),
    }


def _reason_to_plain(found: WhatIf, reason: Reason) -> dict[str, Plain]:
    nearest, verdict = reason.nearest, reason.verdict
    return {
        "device": reason.address,
        "nearest": None if nearest is None else found.name_of(nearest),
        "verdict": None if verdict is None else verdict_to_plain(verdict),
    }


def _plan_to_plain(found: WhatIf, plan: Plan, limit: int | None) -> dict[str, Plain]:
    doubtful = set(plan.doubtful)
    steps = plan.steps[:limit]
    return {
        "result": plan.result,
        "steps": [
            {
                "host": found.host(step.host).name,
                "moves": [_move_to_plain(found, move) for move in step.moves],
            }
            for step in steps
        ],
        "complete": len(steps) == len(plan.steps),
        "done": len(plan.steps),
        "moves": sum(len(step.moves) for step in plan.steps),
        "blocked": [_blocked_to_plain(found, one) for one in plan.blocked],
        "waiting": [
            {
                "host": found.host(host).name,
                "vm": found.vm_name(vm),
                "doubtful": host in doubtful,
            }
            for host, vm in plan.waiting
        ],
    }


def _move_to_plain(found: WhatIf, move: Move) -> dict[str, Plain]:
    devices = zip(move.leaving, move.taking, strict=True)
    return {
        "vm": found.vm_name(move.vm),
        "from": found.host(move.source).name,
        "to": found.host(move.target).name,
        "devices": [
            {
                "from": found.address(move.source, old),
                "to": found.address(move.target, new),
            }
            for old, new in devices
        ],
    }


def _blocked_to_plain(found: WhatIf, one: Blocked) -> dict[str, Plain]:
    at, _ = place_of(one.vm)
    return {
        "host": found.host(one.host).name,
        "code": one.why,
        "vm": found.vm_name(one.vm),
        "vm_host": found.host(at).name,
        "device": found.address(at, one.position),
        "class": found.name_of(found.host(at).before[one.position]),
        "needed": one.needed or None,
        "there": one.there if one.needed else None,
        "states": one.states or None,
        "reason": _reason_to_plain(found, found.nearest(at, one.position))
        if one.why == "drain.no-target"
        else None,
    }


# --- sentences


def reason_in_brief(found: WhatIf, line: VmLine) -> str:
    """Return why a VM is listed, in a few words."""
    reason = found.reason(line)
    if reason is None:
        return "has targets afterwards"
    return _nearest_in_brief(found, reason)


def _nearest_in_brief(found: WhatIf, reason: Reason) -> str:
    if reason.verdict is None or reason.nearest is None:
        return "no other host has all of its devices at once"
    return f"{reason.address}, nearest {found.name_of(reason.nearest)}: {in_brief(reason.verdict)}"


def blocked_in_brief(found: WhatIf, one: Blocked) -> str:
    """Return the proof in a few words, with the blocking device."""
    at, _ = place_of(one.vm)
    if one.why == "drain.no-target":
        return _nearest_in_brief(found, found.nearest(at, one.position))
    device = f"{found.host(at).name}/{found.address(at, one.position)}"
    if one.why == "drain.dead-end":
        return f"{device}: it can go only to hosts that have to be emptied too"
    if one.why == "drain.capacity":
        needed = numbered(one.needed, "device")
        return f"{device} is one of {needed} in use that need a place; there are {one.there}"
    return f"{device}: none of {numbered(one.states, 'state')} that can be reached has it empty"
