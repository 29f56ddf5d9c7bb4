"""Makings: what is to be made and what became of it, as plain values (schema/making, leftovers).

Belongs here: the shapes. Must not know: JSON text, terminals, how anything is made.
"""

from collections.abc import Mapping

from devcompat.provision.acting import Done
from devcompat.provision.commands import act_line
from devcompat.provision.plan import Act, Plan, PlanStep
from devcompat.verbs.making import Leftover, Leftovers, Making
from devcompat.verbs.serial import Plain, verdict_to_plain


def making_to_plain(making: Making) -> dict[str, Plain]:
    """Return the verdict, the plan with how each step was before, and what became of it."""
    prepared, execution = making.prepared, making.execution
    plan = prepared.plan
    return {
        "source": making.source,
        "target": prepared.target,
        **verdict_to_plain(prepared.verdict),
        "host": making.host,
        "root": making.root,
        "parameters": None if prepared.values is None else dict(prepared.values),
        "plan": None
        if plan is None
        else {
            **_named(plan),
            "steps": [
                {**_step(step, making.root), "before": ahead}
                for step, ahead in zip(plan.steps, making.ahead, strict=True)
            ],
        },
        "execution": None
        if execution is None
        else {
            "outcome": execution.outcome,
            "failed": None if execution.failed is None else _done(execution.failed, making.root),
            "steps": [_done(done, making.root) for done in execution.steps],
        },
        "confirmed": None
        if making.confirmed is None
        else {
            "device": making.confirmed.name,
            "by": making.confirmed.by,
            **verdict_to_plain(making.confirmed.verdict),
        },
        "unfinished": making.others,
    }


def leftovers_to_plain(root: str, leftovers: Leftovers) -> dict[str, Plain]:
    """Return what earlier runs left, and what became of it."""
    return {
        "root": root,
        "busy": leftovers.is_busy,
        "leftovers": [_leftover(found, root) for found in leftovers.found],
    }


def _leftover(found: Leftover, root: str) -> dict[str, Plain]:
    steps: list[Plain] = []
    for number in sorted({*found.there, *found.ended, *found.pending}):
        step = found.plan.steps[number]
        done = found.ended.get(number, Done(step))
        there, pending = number in found.there, number in found.pending
        steps.append({**_done(done, root), "there": there, "pending": pending})
    return {**_named(found.plan), "steps": steps}


def _named(plan: Plan) -> Mapping[str, Plain]:
    return {"kind": plan.request.kind, "where": plan.request.where, "device": plan.device}


def _step(step: PlanStep, root: str) -> dict[str, Plain]:
    return {
        "name": step.name,
        **_act(step.act),
        "command": act_line(step.act, root),
        "undo": None if step.undo is None else act_line(step.undo, root),
    }


def _act(act: Act) -> dict[str, Plain]:
    if act.words:
        return {"path": None, "text": None, "words": list(act.words)}
    return {"path": act.path, "text": act.text, "words": None}


def _done(done: Done, root: str) -> dict[str, Plain]:
    undo = done.step.undo
    return {
        "name": done.step.name,
        "event": done.event or None,
        "code": done.code or None,
        "found": done.found or None,
        "by_hand": act_line(undo, root) if done.event == "left" and undo is not None else None,
    }
